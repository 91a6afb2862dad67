import type { EpochMs } from '../../base/time';
import { deliveryMs, digestPeriodMs, logDelayMs, minuteMs } from './digestTimes';
import type { Coverage } from './hourCoverage';
import type { ObjectStatus, ReasonCode, ValidatedHour } from './validation';

/** How a log stands that is there and that no proven digest names. */
export interface LogStanding {
  readonly status: ObjectStatus & ('pending' | 'uncovered');
  readonly code: ReasonCode;
  readonly reason: string;
}

/** The kindest first: of several trails each may have delivered it. */
const standings = [
  { status: 'pending', code: 'afterNewest', reason: 'delivered after the newest digest' },
  { status: 'uncovered', code: 'digestUnreachable', reason: 'the digest of its hour cannot be verified' },
  { status: 'uncovered', code: 'notListed', reason: 'the digests of its hour could not be listed' },
  { status: 'uncovered', code: 'inGap', reason: 'nothing was signed in its hour' },
  { status: 'uncovered', code: 'digestMissing', reason: 'the digest of its hour is missing' },
  { status: 'uncovered', code: 'digestInvalid', reason: 'the digest of its hour is invalid' },
  { status: 'uncovered', code: 'noDigests', reason: 'there are no digests of its hour' },
  { status: 'uncovered', code: 'notNamed', reason: 'the digest of its hour does not name it' },
] as const satisfies readonly LogStanding[];

const noDigests = standings[6];
const ofTheFuture: LogStanding = {
  status: 'uncovered',
  code: 'notNamed',
  reason: 'its name tells a time that had not come when it was listed',
};

/**
 * How it stands by the chains of its lane. Undefined when a digest that is older than the window may name it, so that it
 * does not belong here.
 */
export function findLogStanding(
  minute: EpochMs,
  chains: readonly Pick<Coverage, 'hours' | 'pendingFrom' | 'firstStart'>[],
  now: EpochMs,
): LogStanding | undefined {
  // Clocks differ by some minutes.
  if (minute > now + deliveryMs) return ofTheFuture;
  const codes = new Set<ReasonCode>();
  for (const { hours, pendingFrom, firstStart } of chains) {
    // A name knows no seconds: both ends of its minute count.
    const first = findHour(hours, minute);
    const last = findHour(hours, minute + minuteMs - 1);
    if (first === undefined || last === undefined) continue;
    if (firstStart !== undefined && minute < firstStart && minute < first.from) return undefined;
    codes.add(toCode(first)).add(toCode(last));
    if (isAboutToBeNamed(minute, pendingFrom, now)) codes.add('afterNewest');
  }
  return standings.find(({ code }) => codes.has(code)) ?? noDigests;
}

/** Logs are named by their delivery, which can be later than their name says: the next digest may name it yet. */
function isAboutToBeNamed(minute: EpochMs, pendingFrom: EpochMs | undefined, now: EpochMs): boolean {
  return (
    pendingFrom !== undefined && minute >= pendingFrom - logDelayMs && now < pendingFrom + digestPeriodMs + deliveryMs
  );
}

/** The hour of a time: the first of those before them all, the last of those behind. */
function findHour(hours: readonly ValidatedHour[], time: EpochMs): ValidatedHour | undefined {
  let low = 0;
  let high = hours.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hours[middle]?.from ?? Infinity) <= time) low = middle + 1;
    else high = middle;
  }
  return hours[Math.max(0, low - 1)];
}

function toCode({ status, code }: ValidatedHour): ReasonCode {
  if (status === 'covered' || status === 'quiet') return 'notNamed';
  if (status === 'gap') return 'inGap';
  switch (code) {
    case 'digestPending':
      return 'afterNewest';
    case 'digestMissing':
    case 'notYetSeen':
      return 'digestMissing';
    case 'digestInvalid':
    case 'digestUnreachable':
    case 'notListed':
      return code;
    default:
      return 'noDigests';
  }
}
