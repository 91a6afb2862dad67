import type { EpochMs } from '../../base/time';
import { namingFields } from '../record/resource';
import type { RecordRef } from '../session/session';
import { computeRemnants } from './computeRemnants';
import type { Remnant } from './dossier';
import { federationRemnants } from './federationRemnants';
import { identityRemnants } from './identityRemnants';
import { valuesAt, type OriginalRecord } from './originalRecord';
import type { RemnantRule, ThingPaths, UndoRule } from './remnantRule';
import { resourceRemnants } from './resourceRemnants';

/** A successful record, with its original where that could be read. */
export interface SeenCall {
  readonly ref: RecordRef;
  /** `iam:CreateUser` */
  readonly call: string;
  readonly region: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly original: OriginalRecord | undefined;
}

/** Something that a call made or changed. */
export interface MadeThing {
  readonly rule: RemnantRule;
  readonly by: SeenCall;
  /** What tells it from others; undefined when the original was not read, or does not name it. */
  readonly names: readonly string[] | undefined;
}

/** What may take things back, as the index has to be asked for it. */
export interface UndoSearch {
  /** Calls in whose records one of `names` is mentioned as a whole. */
  readonly named: readonly string[];
  readonly names: readonly string[];
  readonly unnamed: readonly string[];
  /** Undefined: of any account. `''`: records that name none. */
  readonly accounts: readonly string[] | undefined;
  readonly from: EpochMs;
}

export const remnantRules: readonly RemnantRule[] = [
  ...identityRemnants,
  ...federationRemnants,
  ...resourceRemnants,
  ...computeRemnants,
];

/** Calls that leave something behind. */
export const makingCalls: readonly string[] = [...new Set(remnantRules.flatMap(({ calls }) => calls))];

const rulesByCall = new Map<string, RemnantRule[]>();
for (const rule of remnantRules) {
  for (const call of rule.calls) rulesByCall.set(call, [...(rulesByCall.get(call) ?? []), rule]);
}

/** A record can make several things; that of a hostile one not more than this. */
const maxThings = 1_000;
const notNamed = '(not named)';

/** Everything that these calls made, in their order. */
export function listMade(calls: readonly SeenCall[]): readonly MadeThing[] {
  return calls.flatMap((by) => (rulesByCall.get(by.call) ?? []).flatMap((rule) => listThings(rule, by)));
}

function listThings(rule: RemnantRule, by: SeenCall): readonly MadeThing[] {
  const { original } = by;
  if (original === undefined) return [{ rule, by, names: undefined }];
  if (!isMet(rule.when, original)) return [];
  const things = listNames(rule.by, original, rule.needsNames === true);
  if (things.length > 0) return things.map((names) => ({ rule, by, names }));
  return rule.needsNames === true ? [] : [{ rule, by, names: undefined }];
}

/** Undefined when nothing that was made can be taken back by a call of the table. */
export function toUndoSearch(made: readonly MadeThing[]): UndoSearch | undefined {
  const known = made.filter(({ names, by }) => names !== undefined && by.ref.time !== undefined);
  const named = new Set<string>();
  const names = new Set<string>();
  const unnamed = new Set<string>();
  for (const { rule, names: own = [] } of known) {
    for (const undo of rule.undo) {
      const name = own[undo.at?.[0] ?? 0] ?? '';
      const isFound = isMentioned(undo.by, name);
      for (const call of undo.calls) (isFound ? named : unnamed).add(call);
      if (isFound) names.add(name);
    }
  }
  if (named.size + unnamed.size === 0) return undefined;
  const isAnywhere = known.some(({ rule }) => rule.scope === 'global');
  return {
    named: [...named].filter((call) => !unnamed.has(call)),
    names: [...names],
    unnamed: [...unnamed],
    accounts: isAnywhere ? undefined : [...new Set(known.map(({ by }) => by.ref.account ?? ''))],
    from: known.reduce((least, { by }) => Math.min(least, by.ref.time ?? least), Number.POSITIVE_INFINITY),
  };
}

/** An ARN as the index finds it inside of texts: without marks that end it. */
const wholeArn = /^arn:aws[^\s"'`\\<>{}()[\],;|]{12,}[^\s"'`\\<>{}()[\],;|.:!?$]$/;

/** True where records that hold the name at this path are certain to have it among what they mention. */
function isMentioned(by: ThingPaths, name: string): boolean {
  if (typeof by === 'function') return false;
  const [path = ''] = by;
  return path.split('|').every((choice) => {
    if (choice.includes('#') || choice.includes('&')) return false;
    const field = choice.slice(choice.lastIndexOf('.') + 1).replace('[]', '');
    return namingFields.has(field) || (/arn$/i.test(field) && wholeArn.test(name));
  });
}

/**
 * What is left behind: not reverted first, then by time. A thing counts as taken back only by a later record of the same
 * scope that names exactly the same thing; nothing else is looked at, so a wildcard or another spelling reverts nothing.
 */
export function toRemnants(made: readonly MadeThing[], later: readonly SeenCall[]): readonly Remnant[] {
  const finder = new UndoFinder(later);
  const remnants = made.map((thing) => toRemnant(thing, finder.find(thing)));
  return remnants.sort((a, b) => rank(a) - rank(b) || (a.record.time ?? 0) - (b.record.time ?? 0));
}

function rank({ revertedBy, revertedHow }: Remnant): number {
  return revertedBy === undefined ? 0 : revertedHow === changedAgain ? 1 : 2;
}

const changedAgain = 'changed again';

function toRemnant(thing: MadeThing, undo: FoundUndo | undefined): Remnant {
  const { rule, by, names } = thing;
  const about = {
    kind: rule.kind,
    record: by.ref,
    revertedBy: undo?.call.ref,
    ...(undo === undefined ? {} : { revertedHow: undo.rule.how }),
    accessKeyId: by.accessKeyId ?? '',
  };
  if (by.original === undefined) {
    const text = `${by.ref.eventName} succeeded; its original was not read, so what it made is not known.`;
    return { ...about, name: `${by.ref.eventName} (not read)`, text };
  }
  const detail = rule.detail?.(by.original);
  const done = fill(rule.text, names);
  const sentence = `${done.charAt(0).toUpperCase()}${done.slice(1)}${detail === undefined ? '' : `: ${detail}`}.`;
  return { ...about, name: fill(rule.name, names), text: sentence };
}

/** Names are put in once: one that looks like a place for another stays as it is. */
function fill(template: string, names: readonly string[] | undefined): string {
  return template.replace(/\{(\d)\}/g, (_, at: string) => names?.[Number(at)] || notNamed);
}

interface FoundUndo {
  readonly rule: UndoRule;
  readonly call: SeenCall;
}

/** Later calls by what they name, read once for each way of taking back. */
class UndoFinder {
  private readonly byCall = new Map<string, SeenCall[]>();
  private readonly tables = new Map<UndoRule, ReadonlyMap<string, readonly SeenCall[]>>();

  constructor(later: readonly SeenCall[]) {
    for (const call of later) {
      if (call.ref.time === undefined || call.original === undefined) continue;
      const calls = this.byCall.get(call.call);
      if (calls === undefined) this.byCall.set(call.call, [call]);
      else calls.push(call);
    }
  }

  /** The first that takes it back; else the first that changes it again. */
  find({ rule, by, names }: MadeThing): FoundUndo | undefined {
    const { time } = by.ref;
    if (names === undefined || time === undefined) return undefined;
    const found = rule.undo.flatMap((undo): FoundUndo[] => {
      const parts = partsOf(undo, names);
      if (parts === undefined) return [];
      const calls = this.tableOf(rule, undo).get(toThingKey(rule, by, parts)) ?? [];
      const call = calls.find((candidate) => isLater(candidate, by, rule.isUnique === true || undo.isFinal === true));
      return call === undefined ? [] : [{ rule: undo, call }];
    });
    const order = ({ rule: { how }, call }: FoundUndo): number =>
      (how === changedAgain ? 1e15 : 0) + (call.ref.time ?? 0);
    return found.sort((a, b) => order(a) - order(b))[0];
  }

  private tableOf(rule: RemnantRule, undo: UndoRule): ReadonlyMap<string, readonly SeenCall[]> {
    const known = this.tables.get(undo);
    if (known !== undefined) return known;
    const table = new Map<string, SeenCall[]>();
    const calls = undo.calls.flatMap((call) => this.byCall.get(call) ?? []);
    for (const call of calls.sort((a, b) => (a.ref.time ?? 0) - (b.ref.time ?? 0))) {
      if (call.original === undefined || !isMet(undo.when, call.original)) continue;
      for (const names of listNames(undo.by, call.original, true)) {
        const key = toThingKey(rule, call, names);
        const others = table.get(key);
        if (others === undefined) table.set(key, [call]);
        else others.push(call);
      }
    }
    this.tables.set(undo, table);
    return table;
  }
}

/** The names of a thing that a way of taking back compares; undefined where one of them is not known. */
function partsOf({ by, at }: UndoRule, names: readonly string[]): readonly string[] | undefined {
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
  const between = (candidate.ref.time ?? 0) - (ref.time ?? 0);
  const isSame = candidate.ref.key === ref.key && candidate.ref.ordinal === ref.ordinal;
  return !isSame && (between > 0 || (between === 0 && isUnique));
}

function isMet(when: readonly [path: string, value: string] | undefined, record: OriginalRecord): boolean {
  return when === undefined || valuesAt(record, when[0]).includes(when[1]);
}

/** Every combination of what stands at the paths; '' where one but the first holds nothing, unless all have to. */
function listNames(by: ThingPaths, record: OriginalRecord, needsAll: boolean): readonly (readonly string[])[] {
  if (typeof by === 'function') return by(record).slice(0, maxThings);
  let all: readonly (readonly string[])[] = [[]];
  for (const [at, path] of by.entries()) {
    const found = valuesAt(record, path);
    const values = found.length === 0 && at > 0 && !needsAll ? [''] : found;
    all = all.flatMap((names) => values.map((value) => [...names, value])).slice(0, maxThings);
  }
  return all;
}
