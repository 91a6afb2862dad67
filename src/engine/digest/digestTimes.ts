import type { EpochMs } from '../../base/time';
import type { TimeWindow } from './validation';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

/** What a digest covers; less where logging or validation was switched on or off. */
export const digestPeriodMs = hourMs;
/** Two digests that end this much further apart than a period have others between them. */
export const slackMs = 10 * minuteMs;
/** A digest that is this late is not merely late. */
export const deliveryMs = 30 * minuteMs;
/** A log's name may be this much older than its delivery. */
export const logDelayMs = 5 * minuteMs;
/** The AWS CLI takes digests that end up to here behind the window. */
export const inRunMs = hourMs;
/** Digests that end up to here behind the window are read for what they say of earlier ones. */
export const beyondMs = 3 * hourMs;

/** Whether a digest that ends then belongs to the run: it is reported, and must be there. */
export function isInRun(end: EpochMs, { from, to }: TimeWindow): boolean {
  return end >= from && end <= to + inRunMs;
}

export function isBeyond(end: EpochMs, { to }: TimeWindow): boolean {
  return end > to + inRunMs && end <= to + beyondMs;
}

/** Whether a log belongs to the window: names know minutes only. */
export function isLogInWindow(minute: EpochMs, { from, to }: TimeWindow): boolean {
  return minute >= Math.floor(from / minuteMs) * minuteMs && minute <= to;
}
