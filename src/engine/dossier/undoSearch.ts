import type { EpochMs } from '../../base/time';
import { namingFields } from '../record/resource';
import type { ThingPaths } from './remnantRule';
import type { MadeThing } from './seenCall';

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

/** Undefined when nothing that was made can be taken back by a call of the table. */
export function toUndoSearch(made: readonly MadeThing[]): UndoSearch | undefined {
  const known = made.filter(({ names, by }) => names !== undefined && by.ref.time !== undefined);
  const named = new Set<string>();
  const names = new Set<string>();
  const unnamed = new Set<string>();
  for (const { rule, names: own = [] } of known) {
    for (const way of rule.undo.flatMap((undo) => [undo, ...(undo.redo === undefined ? [] : [undo.redo])])) {
      const name = own[way.at?.[0] ?? 0] ?? '';
      const isFound = isMentioned(way.by, name);
      for (const call of way.calls) (isFound ? named : unnamed).add(call);
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
