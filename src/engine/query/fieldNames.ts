import { recordColumns } from '../record/recordColumns';
import { aliases, markers, type Alias, type FieldSource } from './queryFields';

/**
 * Fields at the top of a record that CloudTrail documents ("CloudTrail record contents" of the user guide, Insights,
 * aggregated and network-activity events) beside those that are columns.
 */
const topLevelFields: readonly string[] = [
  'userIdentity',
  'requestParameters',
  'responseElements',
  'additionalEventData',
  'serviceEventDetails',
  'resources',
  'tlsDetails',
  'addendum',
  'insightDetails',
  'insightContext',
  'edgeDeviceDetails',
  'eventContext',
  'accountId',
  'summary',
  'metadata',
  'annotation',
  'eventId',
];

/** A name as it was written: its parts between dots, quotes taken off. */
export interface WrittenName {
  readonly parts: readonly string[];
  /** True for `.newField`: a path, whatever it is called. */
  readonly isForcedPath: boolean;
}

export type ResolvedName =
  | { readonly kind: 'sources'; readonly sources: readonly FieldSource[]; readonly alias: Alias | undefined }
  | { readonly kind: 'marker'; readonly isNegated: boolean }
  | { readonly kind: 'unknown'; readonly part: number; readonly suggestion: string | undefined };

const aliasesByName = new Map(aliases.map((alias) => [alias.name, alias]));
const columnsByName = new Map(recordColumns.map((column) => [column.name.toLowerCase(), column]));
const topNames: readonly string[] = [
  ...new Set([...recordColumns.map(({ name }) => name.split('.')[0] ?? name), ...topLevelFields]),
];

/** What a field's name stands for. The first part of a path must be a field that CloudTrail has, so typing errors show. */
export function resolveName({ parts, isForcedPath }: WrittenName): ResolvedName {
  const [first = ''] = parts;
  if (!isForcedPath && parts.length === 1) {
    if (first === 'has' || first === 'exists' || first === '_exists_') return { kind: 'marker', isNegated: false };
    if (first === 'missing') return { kind: 'marker', isNegated: true };
    const alias = aliasesByName.get(first);
    if (alias !== undefined) return { kind: 'sources', sources: alias.sources, alias };
  }
  if (!isForcedPath && !topNames.includes(first)) {
    const suggestion = parts.length === 1 ? suggestName(first, everyName) : suggestName(first, topNames);
    return { kind: 'unknown', part: 0, suggestion };
  }
  const column = columnsByName.get(parts.join('.').toLowerCase());
  const isColumn = column !== undefined && !(isForcedPath && column.isDerived === true);
  const target = isColumn ? { kind: 'column' as const, column } : { kind: 'path' as const, names: parts };
  return { kind: 'sources', sources: [{ target, bounds: 'whole' }], alias: undefined };
}

const everyName: readonly string[] = [
  ...topNames,
  ...aliases.map(({ name }) => name),
  ...markers.map(({ name }) => name),
];

/** Last parts of columns: somebody who writes `userName` means `userIdentity.userName`. */
const nestedNames = new Map(
  recordColumns
    .filter(({ name }) => name.includes('.'))
    .reverse()
    .map(({ name }) => [name.slice(name.lastIndexOf('.') + 1).toLowerCase(), name]),
);

function suggestName(written: string, names: readonly string[]): string | undefined {
  const folded = written.toLowerCase();
  const sameLetters = names.find((name) => name.toLowerCase() === folded);
  if (sameLetters !== undefined) return sameLetters;
  const nested = names === everyName ? nestedNames.get(folded) : undefined;
  if (nested !== undefined) return nested;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
  for (const name of names) {
    const distance = editDistance(folded, name.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Letters to put in, leave out, change or swap; not counted beyond the limit. */
function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const cost = from[i - 1] === to[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost);
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
      if (isSwap) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[to.length] ?? limit;
}
