import { toUtcText, type EpochMs } from '../../base/time';
import { digestPeriodMs } from './digestTimes';
import type { LaneDigest } from './laneDigest';
import type { LogMinutes } from './logMinutes';
import type { HourStatus, ReasonCode, TimeWindow, ValidatedHour } from './validation';

/** A time of one standing, before it is cut into hours. It may reach out of the window. */
export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly status: HourStatus;
  readonly code?: ReasonCode;
  /** Where the code's usual words do not fit. */
  readonly reason?: string;
  readonly isExcused?: boolean;
  /** The digest whose time it is. */
  readonly digest?: LaneDigest;
  /** One entry, however long: the time of one digest. */
  readonly isWhole?: boolean;
}

/** Beyond this many entries a stretch has one more, for all the rest. */
export const maxPieces = 10_000;

export type HourOwner = Pick<ValidatedHour, 'account' | 'region' | 'trail' | 'homeRegion'>;

/** The part of a stretch that lies in the window, by the hour. Nothing where it has no length there. */
export function toHours(stretch: Stretch, owner: HourOwner, window: TimeWindow, logs: LogMinutes): ValidatedHour[] {
  const from = Math.max(stretch.from, window.from);
  const to = Math.min(stretch.to, window.to);
  const spans = stretch.isWhole === true && from < to ? [{ from, to }] : splitTime(from, to);
  const { status, code, isExcused, digest } = stretch;
  const reason = stretch.reason ?? (code === undefined ? undefined : hourReasons[code]);
  const key = digest?.place.bucket === undefined ? digest?.place.key : undefined;
  return spans.map((span) => ({
    ...owner,
    ...span,
    status,
    ...(code === undefined ? {} : { code }),
    ...(reason === undefined ? {} : { reason }),
    // The window's end belongs to it.
    logs: logs.count(span.from, span.to === window.to ? span.to + 1 : span.to),
    ...(isExcused === true ? { isExcused } : {}),
    ...(key === undefined ? {} : { digestKey: key }),
  }));
}

/** Whole hours from the start, and what is left. */
export function splitTime(from: EpochMs, to: EpochMs): readonly TimeWindow[] {
  const spans: TimeWindow[] = [];
  for (let start = from; start < to;) {
    const end = spans.length === maxPieces ? to : Math.min(start + digestPeriodMs, to);
    spans.push({ from: start, to: end });
    start = end;
  }
  return spans;
}

const hourReasons: Readonly<Partial<Record<ReasonCode, string>>> = {
  restarted: 'the chain of digests begins anew',
  beforeFirst: 'before the first digest',
  notYetSeen: 'the digest that should stand here by now does not',
  digestPending: 'its digest cannot stand in the window yet',
  digestInvalid: 'its digest is invalid',
  digestMissing: 'its digest is missing',
  digestUnreachable: 'its digest cannot be verified',
  noDigests: 'there are no digests',
  notListed: 'the digests could not be listed',
};

export function toSpanText({ from, to }: TimeWindow): string {
  return `${toUtcText(from)} to ${toUtcText(to)}`;
}
