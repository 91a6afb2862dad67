import type { EpochMs } from '../../base/time';
import { parseRecordTime } from '../record/recordTime';
import type { SessionRecord } from './sessionRecords';

/** `Jan 15, 2026, 1:05:02 PM`: commas and the space before PM differ between services and years. */
const written = /^([A-Z][a-z]{2}) (\d{1,2}), (\d{4}),? (\d{1,2}):(\d\d):(\d\d)\s?([AP]M)$/u;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** When issued credentials end: as the response says, else the call's time and its duration. */
export function findExpiration({ expiration, time, durationSeconds }: SessionRecord): EpochMs | undefined {
  const said = expiration === undefined ? undefined : parseExpiration(expiration);
  const seconds = Number(durationSeconds);
  if (said !== undefined || time === undefined || durationSeconds === undefined) return said;
  return Number.isInteger(seconds) && seconds > 0 ? time + seconds * 1000 : undefined;
}

/** Undefined for a text that is no time. */
export function parseExpiration(text: string): EpochMs | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const [, month = '', day, year, hour, minute, second, half] = written.exec(text) ?? [];
  const monthNumber = months.indexOf(month) + 1;
  if (monthNumber === 0) return parseRecordTime(text);
  const hours = (Number(hour) % 12) + (half === 'PM' ? 12 : 0);
  const two = (value: number): string => String(value).padStart(2, '0');
  return parseRecordTime(
    `${year ?? ''}-${two(monthNumber)}-${two(Number(day))}T${two(hours)}:${minute ?? ''}:${second ?? ''}Z`,
  );
}
