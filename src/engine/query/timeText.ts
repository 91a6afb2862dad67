import type { EpochMs } from '../../base/time';

/** What a text about time covers: from (inclusive) up to (exclusive). */
export interface TimeSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

const pattern =
  /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[Tt ](\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/;
const relative = /^(?:now)?\s*(?:([+-])\s*(\d{1,6})\s*(ms|s|m|h|d|w|mo|M|y))?$/;
const unitMs = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 7 * 86_400_000],
]);
const dayMs = 86_400_000;

/**
 * A time as people write it: `2026`, `2026-01`, `2026-01-15`, `2026-01-15T06`, `2026-01-15T06:00:00.5Z` (all of it: the
 * whole year, day, second …; UTC unless an offset stands there), `now`, `-7d`, `now+1h`, `today`, `yesterday`.
 */
export function parseTimeText(text: string, now: EpochMs): TimeSpan | undefined {
  if (text === 'today' || text === 'yesterday') {
    const today = Math.floor(now / dayMs) * dayMs;
    return text === 'today' ? { from: today, to: today + dayMs } : { from: today - dayMs, to: today };
  }
  const moment = parseRelativeTime(text, now);
  return moment === undefined ? parseDate(text) : { from: moment, to: moment + 1 };
}

/** `now`, `-7d`, `now-90m`: a moment. Units: ms, s, m, h, d, w, mo (or M), y. */
export function parseRelativeTime(text: string, now: EpochMs): EpochMs | undefined {
  const match = text === '' ? null : relative.exec(text);
  if (match === null) return undefined;
  const [, sign, countText, unit = ''] = match;
  if (sign === undefined) return now;
  const count = Number(countText) * (sign === '-' ? -1 : 1);
  const length = unitMs.get(unit);
  if (length !== undefined) return toSafeTime(now + count * length);
  const date = new Date(now);
  if (unit === 'y') date.setUTCFullYear(date.getUTCFullYear() + count);
  else date.setUTCMonth(date.getUTCMonth() + count);
  return toSafeTime(date.getTime());
}

function parseDate(text: string): TimeSpan | undefined {
  const [all, year, month, day, hour, minute, second, fraction, zone] = pattern.exec(text) ?? [];
  if (all === undefined) return undefined;
  const parts = [month ?? 1, day ?? 1, hour ?? 0, minute ?? 0, second ?? 0].map(Number);
  const [mo = 1, d = 1, h = 0, mi = 0, s = 0] = parts;
  const local = Date.UTC(Number(year), mo - 1, d, h, mi, s);
  const date = new Date(local);
  const isSound =
    date.getUTCMonth() === mo - 1 && date.getUTCDate() === d && h < 24 && mi < 60 && s < 60 && Number(year) >= 1000;
  if (!isSound) return undefined;
  const from = local - zoneMs(zone);
  if (fraction !== undefined) {
    const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
    const length = fraction.length === 1 ? 100 : fraction.length === 2 ? 10 : 1;
    return { from: from + ms, to: from + ms + length };
  }
  if (month === undefined) return { from, to: Date.UTC(Number(year) + 1) };
  if (day === undefined) return { from, to: Date.UTC(Number(year), mo) };
  const length = second !== undefined ? 1000 : minute !== undefined ? 60_000 : hour !== undefined ? 3_600_000 : dayMs;
  return { from, to: from + length };
}

function zoneMs(zone: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
}

/** Dates of JavaScript end 8.64e15 ms from 1970; queries stay well within what DuckDB's timestamps hold. */
function toSafeTime(time: number): EpochMs | undefined {
  return Math.abs(time) < 8e15 ? time : undefined;
}
