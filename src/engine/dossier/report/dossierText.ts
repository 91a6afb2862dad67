import { toSizeText } from '../../../base/byteSize';
import { toUtcText, type EpochMs } from '../../../base/time';
import type { RecordRef } from '../../session/session';

/** What a report says of itself. */
export interface DossierAbout {
  /** `trailcase <version>` */
  readonly generator: string;
  /** The source that was asked: for people. Untrusted text. */
  readonly location: string;
}

/** The eventID, by which it is found; of a record without one, its place. */
export function toRecordText({ eventId, key, ordinal }: RecordRef): string {
  return eventId ?? `${key} record ${ordinal}`;
}

/** `2026-01-15 08:01:31 UTC`; `no time` where none could be read. */
export function toTimeText(time: EpochMs | undefined): string {
  return time === undefined || Number.isNaN(new Date(time).getTime()) ? 'no time' : toUtcText(time);
}

/** `12.3 KB (12,595 bytes)` */
export function toBytesText(bytes: number): string {
  return bytes < 1024 ? countOf(bytes, 'byte') : `${toSizeText(bytes)} (${countOf(bytes, 'byte')})`;
}

export function toServiceName(eventSource: string): string {
  return eventSource.replace(/\.amazonaws\.com$/, '');
}

export function toCount(count: number): string {
  return count.toLocaleString('en-US');
}

export function countOf(count: number, one: string): string {
  return `${toCount(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `2026-01-15T08:01:31Z`, with milliseconds only where there are some; `unknown` for what is no time. */
export function toIsoText(time: EpochMs): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('.000Z', 'Z');
}
