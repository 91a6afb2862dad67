import { dayMs, toDay } from '../base/time';
import { parseTrailPath } from '../engine/trail/objectKey';
import type { Partition } from '../engine/trail/partition';
import type { ListingLine } from './runLog';
import type { Scope } from './scope';

/** Every day from `first` to `last`, both included. */
export function listDays(first: string, last: string): readonly string[] {
  const days: string[] = [];
  for (let time = Date.parse(first); time <= Date.parse(last); time += dayMs) days.push(toDay(time));
  return days;
}

export function partitionName({ account, kind, region, day }: Partition): string {
  // No key holds a line break there: these parts are numbers, words and days.
  return `${account ?? ''}\n${kind ?? ''}\n${region ?? ''}\n${day ?? ''}`;
}

/** The days that a scope's times touch. */
export function daysOfScope({ from, to }: Scope): { readonly first?: string; readonly last?: string } {
  return {
    ...(from === undefined ? {} : { first: toDay(from) }),
    ...(to === undefined ? {} : { last: toDay(Math.max(from ?? -Infinity, to - 1)) }),
  };
}

/** A day that is not told belongs to every scope: nobody can say that it does not. */
export function isDayInScope(day: string | null, scope: Scope): boolean {
  const { first, last } = daysOfScope(scope);
  return day === null || ((first === undefined || day >= first) && (last === undefined || day <= last));
}

/** A listing line as one line a day: runs of empty days are taken apart, and cut to the scope. */
export function listingsInScope(line: ListingLine, scope: Scope): readonly ListingLine[] {
  if (!isPlaceInScope(line, scope) || !isPrefixInScope(line, scope.prefix ?? '')) return [];
  const { day, lastDay } = line;
  if (day === null || lastDay === undefined) return isDayInScope(day, scope) && isPathDay(day, scope) ? [line] : [];
  const { first = day, last = lastDay } = daysOfScope(scope);
  const days = listDays(first > day ? first : day, last < lastDay ? last : lastDay);
  return days.filter((one) => isPathDay(one, scope)).map((one) => ({ ...line, day: one }));
}

export function isPlaceInScope({ account, kind, region }: Partition, { accounts, kinds, regions }: Scope): boolean {
  const isIn = (values: readonly string[] | undefined, value: string | null): boolean =>
    values === undefined || (value !== null && values.includes(value));
  return isIn(accounts, account) && isIn(kinds, kind) && isIn(regions, region);
}

/** A prefix below the line's own is taken apart: its account, kind and region have to be the line's. */
function isPrefixInScope(line: ListingLine, prefix: string): boolean {
  if (line.prefix.startsWith(prefix)) return true;
  if (!prefix.startsWith(line.prefix)) return false;
  const { accountId, kind, region } = parseTrailPath(prefix);
  return (
    (accountId === undefined || accountId === line.account) &&
    (kind === undefined || kind === line.kind) &&
    (region === undefined || region === line.region)
  );
}

function isPathDay(day: string | null, { prefix }: Scope): boolean {
  const { year, month, day: dayOfMonth } = parseTrailPath(prefix ?? '');
  if (year === undefined || day === null) return true;
  return day.startsWith([year, month, dayOfMonth].filter((part) => part !== undefined).join('-'));
}

/** The part of a prefix that names a place, without the day: what is expected there on every day. */
export function toPlacePrefix(prefix: string): string {
  const { year } = parseTrailPath(prefix);
  if (year === undefined) return prefix;
  const day = /\/\d{4}\/(?:\d\d\/){0,2}[^/]*$/.exec(prefix);
  return day === null ? prefix : prefix.slice(0, day.index + 1);
}
