import { toDisplayText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import type { EdgeJoin, RecordRef } from '../../engine/session/session';

/** By what an edge is known, in one or two words. Lines say the same: solid, double, dashed. */
export const joinWords: Readonly<Record<EdgeJoin, string>> = {
  accessKey: 'access key',
  sharedEvent: 'shared event',
  inferred: 'inferred',
};

/** `2026-01-15 14:05:09 UTC` */
export function toTimeText(time: number | undefined): string {
  // A log can name a moment that no calendar has.
  return time === undefined || !Number.isFinite(new Date(time).getTime()) ? 'time unknown' : toUtcText(time);
}

/** `2026-01-15 14:05:09 – 15:12:00 UTC`, with the day again where it is another. */
export function toSpanText(from: number | undefined, to: number | undefined): string {
  const first = toTimeText(from);
  const last = toTimeText(to);
  if (first === last || to === undefined) return first;
  if (from === undefined) return `until ${last}`;
  return `${first.slice(0, 19)} – ${first.slice(0, 10) === last.slice(0, 10) ? last.slice(11) : last}`;
}

export function toCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 record`, `1,234 records` */
export function toNoun(count: number, noun: string, plural = `${noun}s`): string {
  return `${toCount(count)} ${count === 1 ? noun : plural}`;
}

/** `1 h`, `15 min`, `90 s`, `1 h 30 min` */
export function toDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return `${seconds} s`;
  if (seconds < 60 || seconds % 60 !== 0) return `${toCount(seconds)} s`;
  const minutes = seconds / 60;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours > 0 ? [`${toCount(hours)} h`] : []), ...(rest > 0 ? [`${rest} min`] : [])].join(' ');
}

/** Of a button: which record, when, and in whose log. */
export function toRecordText({ eventName, time, account }: RecordRef): string {
  return `${toDisplayText(eventName, 60)} · ${toTimeText(time)}${account === undefined ? '' : ` · ${toDisplayText(account, 20)}`}`;
}

/** Everything that an access key signed, in Trailcase's query language; undefined of ids that no key can have. */
export function toKeyQuery(keys: readonly string[]): string | undefined {
  const isSound = keys.length > 0 && keys.every((key) => /^\w{1,128}$/.test(key));
  if (!isSound) return undefined;
  return `userIdentity.accessKeyId:${keys.length === 1 ? keys.join() : `(${keys.join(' OR ')})`}`;
}
