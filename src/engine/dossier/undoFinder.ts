import { valuesAt } from './originalRecord';
import type { RedoRule, RemnantRule, UndoRule } from './remnantRule';
import type { MadeThing, SeenCall } from './seenCall';
import { isMet, listNames } from './thingNames';

export interface FoundUndo {
  readonly rule: UndoRule;
  readonly call: SeenCall;
}

/** What became of a thing. */
export interface ThingEnd {
  /** The call that took it back, or changed it again; undefined: none did, or what it did was undone in its turn. */
  readonly undo: FoundUndo | undefined;
  /** Where no `undo` counts: one that did not last, and the last call that made the thing work again. */
  readonly redone: { readonly undo: FoundUndo; readonly how: string; readonly call: SeenCall } | undefined;
}

export const changedAgainHow = 'changed again';
const open: ThingEnd = { undo: undefined, redone: undefined };

/** Later calls by what they name, read once for each way of taking back. */
export class UndoFinder {
  private readonly byCall = new Map<string, SeenCall[]>();
  private readonly tables = new Map<UndoRule | RedoRule, ReadonlyMap<string, readonly SeenCall[]>>();

  constructor(later: readonly SeenCall[]) {
    for (const call of later) {
      if (call.ref.time === undefined || call.original === undefined) continue;
      const calls = this.byCall.get(call.call);
      if (calls === undefined) this.byCall.set(call.call, [call]);
      else calls.push(call);
    }
  }

  /** The first that takes it back and is not undone; else the first that changes it again. */
  find(thing: MadeThing): ThingEnd {
    if (thing.names === undefined || thing.by.ref.time === undefined) return open;
    const ends = thing.rule.undo.map((undo) => this.endBy(undo, thing));
    const undone = ends.flatMap(({ undo }) => undo ?? []);
    const [undo] = undone.sort((a, b) => order(a) - order(b));
    return { undo, redone: undo === undefined ? ends.find(({ redone }) => redone !== undefined)?.redone : undefined };
  }

  private endBy(undo: UndoRule, thing: MadeThing): ThingEnd {
    const { rule, by } = thing;
    const isSure = undo.isFinal === true || (rule.isUnique === true && (undo.at?.[0] ?? 0) === 0);
    const calls = this.callsOf(undo, thing).filter((call) => isLater(call, by, isSure));
    const [first] = calls;
    if (first === undefined) return open;
    const redos = undo.redo === undefined ? [] : this.callsOf(undo.redo, thing);
    const redo = redos.findLast((call) => isLater(call, by, true));
    // In the second of its undoing a thing may work again: it does not count as taken back.
    const call = redo === undefined ? first : calls.find((candidate) => timeOf(candidate) > timeOf(redo));
    if (call !== undefined) return { undo: { rule: undo, call }, redone: undefined };
    if (undo.redo === undefined || redo === undefined) return open;
    return { undo: undefined, redone: { undo: { rule: undo, call: first }, how: undo.redo.how, call: redo } };
  }

  /** In order of time. */
  private callsOf(way: UndoRule | RedoRule, { rule, by, names = [] }: MadeThing): readonly SeenCall[] {
    const parts = partsOf(way, names);
    return parts === undefined ? [] : (this.tableOf(rule, way).get(toThingKey(rule, by, parts)) ?? []);
  }

  private tableOf(rule: RemnantRule, way: UndoRule | RedoRule): ReadonlyMap<string, readonly SeenCall[]> {
    const known = this.tables.get(way);
    if (known !== undefined) return known;
    const table = new Map<string, SeenCall[]>();
    const calls = way.calls.flatMap((call) => this.byCall.get(call) ?? []);
    for (const call of calls.sort((a, b) => timeOf(a) - timeOf(b))) {
      if (call.original === undefined || !isMet(way.when, call.original) || isRefused(call)) continue;
      for (const names of listNames(way.by, call.original, true)) {
        const key = toThingKey(rule, call, names);
        const others = table.get(key);
        if (others === undefined) table.set(key, [call]);
        else others.push(call);
      }
    }
    this.tables.set(way, table);
    return table;
  }
}

function order({ rule: { how }, call }: FoundUndo): number {
  return (how === changedAgainHow ? 1e15 : 0) + timeOf(call);
}

function timeOf({ ref }: SeenCall): number {
  return ref.time ?? 0;
}

/** EC2 answers some calls that did nothing without an error. */
function isRefused({ original }: SeenCall): boolean {
  return original !== undefined && valuesAt(original, 'response._return').includes('false');
}

/** The names of a thing that a way of taking back compares; undefined where one of them is not known. */
function partsOf({ by, at }: UndoRule | RedoRule, names: readonly string[]): readonly string[] | undefined {
  const places = at ?? (typeof by === 'function' ? undefined : by.map((_, place) => place));
  const parts = places === undefined ? names : places.map((place) => names[place] ?? '');
  return parts.includes('') ? undefined : parts;
}

function toThingKey({ scope }: RemnantRule, { ref, region }: SeenCall, names: readonly string[]): string {
  const where = scope === 'global' ? [] : scope === 'account' ? [ref.account ?? ''] : [ref.account ?? '', region ?? ''];
  return JSON.stringify([where, names]);
}

/** Times are whole seconds: within one, only what has an id of its own is certain to follow. */
function isLater(candidate: SeenCall, { ref }: SeenCall, isUnique: boolean): boolean {
  const between = timeOf(candidate) - (ref.time ?? 0);
  const isSame = candidate.ref.key === ref.key && candidate.ref.ordinal === ref.ordinal;
  return !isSame && (between > 0 || (between === 0 && isUnique));
}
