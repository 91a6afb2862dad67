import type { Coverage, CoverageRow, CoverageStatement } from './coverage';
import { daysOfScope, listDays, partitionName } from './partitions';
import type { Scope } from './scope';

/** More days than this are told by their number. */
const maxNamedDays = 3;

/**
 * What a result over this scope covers. A place (account, kind, region) that the scope names, or that is known from any
 * day, is expected on every day of the scope: where it was never listed, the day is not indexed for it.
 * `rejected` is the number of segments that could not be used.
 */
export function toStatement(
  coverage: Coverage,
  everywhere: Coverage,
  scope: Scope,
  rejected: number,
): CoverageStatement {
  const days = sortDays(coverage, everywhere, scope);
  const { failed, pending, unreadable, gone } = coverage.total;
  const missing = listMissingPlaces(everywhere, scope);
  const listingProblems = coverage.rows.filter(({ problem }) => problem !== undefined).length;
  const isComplete =
    coverage.rows.length > 0 &&
    days.partly.length +
      days.none.length +
      failed +
      pending +
      unreadable +
      gone +
      rejected +
      missing.length +
      listingProblems ===
      0 &&
    coverage.discrepancies.length === 0;
  const sentences = [
    describeDays(days),
    missing.length === 0 ? '' : `Nothing is indexed of ${listNames(missing)}.`,
    pending === 0 ? '' : `${count(pending, 'log')} listed but not read yet.`,
    failed === 0 ? '' : `${count(failed, 'log')} could not be read.`,
    unreadable === 0 ? '' : `${count(unreadable, 'record or place', 'records or places')} in logs could not be read.`,
    listingProblems === 0 ? '' : `${count(listingProblems, 'place')} could not be listed.`,
    gone === 0 ? '' : `${count(gone, 'log')} of the index ${gone === 1 ? 'is' : 'are'} no longer there.`,
    rejected === 0
      ? ''
      : `${count(rejected, 'part')} of the index ${rejected === 1 ? 'is' : 'are'} damaged or of another version: scan again.`,
    coverage.discrepancies.length === 0
      ? ''
      : `The ledger does not add up in ${count(coverage.discrepancies.length, 'place')}.`,
  ];
  return {
    isComplete,
    statement: sentences.filter((sentence) => sentence !== '').join(' '),
    daysIndexed: days.whole,
    daysPartly: days.partly,
    daysNotIndexed: days.none,
    failedObjects: failed,
    pendingObjects: pending,
    unreadableRecords: unreadable,
  };
}

interface SortedDays {
  readonly whole: readonly string[];
  readonly partly: readonly string[];
  readonly none: readonly string[];
  readonly hasUndated: boolean;
}

function sortDays(coverage: Coverage, everywhere: Coverage, scope: Scope): SortedDays {
  const places = new Set(everywhere.rows.filter(({ day }) => day !== null).map(placeName));
  const byDay = new Map<string, CoverageRow[]>();
  for (const row of coverage.rows) {
    if (row.day === null) continue;
    const rows = byDay.get(row.day);
    if (rows === undefined) byDay.set(row.day, [row]);
    else rows.push(row);
  }
  const whole: string[] = [];
  const partly: string[] = [];
  const none: string[] = [];
  for (const day of listScopeDays(byDay, scope)) {
    const rows = byDay.get(day) ?? [];
    const done = new Set(rows.filter(isDone).map(placeName));
    if (rows.length === 0) none.push(day);
    else if (done.size >= places.size && rows.every(isDone)) whole.push(day);
    else partly.push(day);
  }
  return { whole, partly, none, hasUndated: coverage.rows.some(({ day }) => day === null) };
}

/** Of an open scope: from the first to the last day that is known. */
function listScopeDays(byDay: ReadonlyMap<string, unknown>, scope: Scope): readonly string[] {
  const known = [...byDay.keys()].sort();
  const { first = known[0], last = known[known.length - 1] } = daysOfScope(scope);
  return first === undefined || last === undefined ? [] : listDays(first, last);
}

function isDone({ listedTime, problem, pending, failed, gone }: CoverageRow): boolean {
  return listedTime !== undefined && problem === undefined && pending + failed + gone === 0;
}

function placeName({ account, kind, region }: CoverageRow): string {
  return partitionName({ account, kind, region, day: null });
}

/** Accounts, regions and kinds that the scope asks for by name and the index has never seen. */
function listMissingPlaces({ rows }: Coverage, { accounts = [], regions = [], kinds = [] }: Scope): readonly string[] {
  const isKnown = (name: 'account' | 'region' | 'kind', value: string): boolean =>
    rows.some((row) => row[name] === value);
  return [
    ...accounts.filter((value) => !isKnown('account', value)),
    ...regions.filter((value) => !isKnown('region', value)),
    ...kinds.filter((value) => !isKnown('kind', value)),
  ];
}

function describeDays({ whole, partly, none, hasUndated }: SortedDays): string {
  if (whole.length + partly.length + none.length === 0) {
    return hasUndated ? 'The logs’ names tell no days.' : 'Nothing of this is indexed.';
  }
  if (partly.length + none.length === 0) return `All of ${listDaysText(whole)} is indexed.`;
  const parts = [
    whole.length === 0 ? '' : `${capitalize(listDaysText(whole))} ${whole.length === 1 ? 'is' : 'are'} indexed`,
    partly.length === 0 ? '' : `${listDaysText(partly)} only in part`,
    none.length === 0 ? '' : `${listDaysText(none)} not at all`,
  ].filter((part) => part !== '');
  return whole.length > 0 ? `${parts.join(', ')}.` : `Indexed: ${parts.join(', ')}.`;
}

function listDaysText(days: readonly string[]): string {
  if (days.length <= maxNamedDays) return listNames(days);
  return `${days.length} days from ${days[0] ?? ''} to ${days[days.length - 1] ?? ''}`;
}

function listNames(names: readonly string[]): string {
  if (names.length > 5) return `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
}

function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
