import { toDisplayText } from '../../../base/displayText';
import type { EpochMs } from '../../../base/time';
import { hourMs, minuteMs } from '../digestTimes';
import type { ReportSource } from './reportSource';
import type { ValidatedObject } from '../validation';

/** A key has at most 1,024 bytes, and a URI may escape each of them. */
const maxUriLength = 4_096;

/** `2026-01-15T08:01:31Z`, with milliseconds only where there are some; `unknown` for what is no time. */
export function toIsoText(time: EpochMs): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString().replace('.000Z', 'Z');
}

/** `2 h`, `7.5 h`, `29 min`, `10 s`: how long an hour or some hours are. */
export function toDurationText(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes >= 60) return `${toCount(Math.round(ms / (hourMs / 10)) / 10)} h`;
  return ms >= minuteMs ? `${minutes} min` : `${Math.round(ms / 1000)} s`;
}

/** `1 hour`, `7.5 hours`, `28 minutes`, for sentences. */
export function toHoursPhrase(ms: number): { readonly what: string; readonly isOne: boolean } {
  const hours = Math.round(ms / (hourMs / 10)) / 10;
  const minutes = Math.ceil(ms / minuteMs);
  if (hours >= 1) return { what: countOf(hours, 'hour'), isOne: hours === 1 };
  return { what: countOf(minutes, 'minute'), isOne: minutes === 1 };
}

/** `1,234` */
export function toCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 log`, `2 logs` */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${toCount(count)} ${count === 1 ? one : many}`;
}

/** An object's address on one line; of one that nothing names, the time it should cover. */
export function toPlaceText(source: ReportSource, object: ValidatedObject): string {
  const uri = source.toUri(object);
  if (uri !== null) return toDisplayText(uri, maxUriLength);
  return `(no name is known) ${toSpanText(object)}`.trimEnd();
}

/** `2026-01-15T03:01:31Z to 2026-01-15T04:01:31Z`, or '' when no time is known. */
export function toSpanText({ from, to }: { readonly from?: EpochMs; readonly to?: EpochMs }): string {
  const times = [from, to].filter((time) => time !== undefined).map(toIsoText);
  return [...new Set(times)].join(' to ');
}

/** `lab-trail, 111122223333, us-east-1`; without a trail, the account and the region. */
export function toChainText(chain: {
  readonly trail?: string;
  readonly account: string;
  readonly region: string;
}): string {
  return [chain.trail ?? '(no trail)', chain.account, chain.region].map((part) => toDisplayText(part, 200)).join(', ');
}
