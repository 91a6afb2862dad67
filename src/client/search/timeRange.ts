import type { EpochMs } from '../../base/time';
import { parseDay } from '../commands/inputText';

/** First moment and the first moment after, UTC. Either may be open. */
export interface TimeRange {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

const pattern = /^(\S+?(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?)(?:\s*(?:\.\.|–|\/|\bto\b|\s)\s*(\S.*))?$/;
const momentPattern = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)Z?)?$/;
const dayMs = 24 * 60 * 60 * 1000;

/** `2026-01-15`, `2026-01-15 to 2026-01-16`, `2026-01-15 14:05 to 2026-01-15 16:00`: days count whole. */
export function parseTimeRange(text: string): TimeRange | undefined {
  const [, first = '', last = first] = pattern.exec(text.trim()) ?? [];
  const from = parseMoment(first)?.from;
  const to = parseMoment(last)?.to;
  return from !== undefined && to !== undefined && to > from ? { from, to } : undefined;
}

export function checkTimeRange(text: string): string | undefined {
  return parseTimeRange(text) === undefined
    ? 'From and to (UTC), as 2026-01-15 14:05 to 2026-01-15 16:00; days without a time count whole'
    : undefined;
}

/** As it can be parsed again. */
export function toTimeRangeText({ from, to }: TimeRange): string {
  const toText = (time: EpochMs): string => new Date(time).toISOString().slice(0, 16).replace('T', ' ');
  return [from, to].flatMap((time) => (time === undefined ? [] : [toText(time)])).join(' to ');
}

/** A day lasts until the next; a time is no span. */
function parseMoment(text: string): { readonly from: EpochMs; readonly to: EpochMs } | undefined {
  const [, day, time] = momentPattern.exec(text.trim()) ?? [];
  if (day === undefined || parseDay(day) === undefined) return undefined;
  const from = Date.parse(`${day}T${time ?? '00:00'}Z`);
  if (Number.isNaN(from)) return undefined;
  return { from, to: time === undefined ? from + dayMs : from };
}
