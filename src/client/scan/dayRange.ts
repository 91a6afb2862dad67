import type { EpochMs } from '../../base/time';
import { parseDay } from '../commands/inputText';

/** Whole days in UTC: the first moment of the first, and the first moment after the last. */
export interface DayRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const dayMs = 24 * 60 * 60 * 1000;
const separator = /^(\d{4}-\d\d-\d\d)(?:\s*(?:\s|\.\.|–|\/|,|to)\s*(\d{4}-\d\d-\d\d))?$/;

/** `2026-01-10 to 2026-01-15` (also with `..`, `–`, `/` or a space between), or one day alone. */
export function parseDayRange(text: string): DayRange | undefined {
  const [, first, last = first] = separator.exec(text.trim()) ?? [];
  if (first === undefined || last === undefined || last < first) return undefined;
  if (parseDay(first) === undefined || parseDay(last) === undefined) return undefined;
  return { from: Date.parse(`${first}T00:00:00Z`), to: Date.parse(`${last}T00:00:00Z`) + dayMs };
}

export function checkDayRange(text: string): string | undefined {
  if (parseDayRange(text) !== undefined) return undefined;
  const [first, last] = text.match(/\d{4}-\d\d-\d\d/g) ?? [];
  if (first !== undefined && last !== undefined && last < first) return 'The last day is before the first';
  return 'First and last day (UTC), as 2026-01-10 to 2026-01-15';
}

/** Today and the days before it, `days` in all. */
export function toLastDays(days: number, now: EpochMs): DayRange {
  const to = (Math.floor(now / dayMs) + 1) * dayMs;
  return { from: to - days * dayMs, to };
}

/** `2026-01-10 to 2026-01-15`, or the one day. */
export function toDayRangeText({ from, to }: DayRange): string {
  const first = toDay(from);
  const last = toDay(to - 1);
  return first === last ? first : `${first} to ${last}`;
}

/** The days of `…/2026/`, `…/2026/01/` or `…/2026/01/15/`; undefined for any other prefix. */
export function findPrefixDays(prefix: string): DayRange | undefined {
  const [, year, month, day] = /\/(\d{4})(?:\/(\d\d)(?:\/(\d\d))?)?\/$/.exec(prefix) ?? [];
  if (year === undefined) return undefined;
  const from = Date.parse(`${year}-${month ?? '01'}-${day ?? '01'}T00:00:00Z`);
  if (Number.isNaN(from)) return undefined;
  if (day !== undefined) return { from, to: from + dayMs };
  const to = month === undefined ? Date.UTC(Number(year) + 1, 0, 1) : Date.UTC(Number(year), Number(month), 1);
  return { from, to };
}

/** `2026-01-15` */
export function toDay(time: EpochMs): string {
  return new Date(time).toISOString().slice(0, 10);
}
