import type { HourStatus, StatusCounts, TimeWindow, ValidationHeader, Verdict } from '../../engine/digest/validation';
import type { ValidationProgress } from '../../protocol/validationRequests';
import { toCountText, toDurationText, toNounText } from '../numberText';
import { toRateText, toWorkStatus } from '../scan/scanText';
import { toSpanText } from '../spanText';
import type { Work } from '../workStatus';

export const verdictTitles: Readonly<Record<Verdict, string>> = {
  proven: 'Proven',
  wrong: 'Wrong',
  unproven: 'Not proven',
};

const verdictSentences: Readonly<Record<Verdict, string>> = {
  proven: 'Every log and digest of the window is there and unaltered.',
  wrong: 'Something is missing or was altered.',
  unproven: 'Nothing wrong was found, but not everything could be proven.',
};

/** `2026-01-13 00:00 – 2026-01-15 23:59 UTC` */
export function toWindowText({ from, to }: TimeWindow): string {
  return `${toSpanText(from, to)} UTC`;
}

/** `1,202 valid · 1 modified · 1 missing`: what is wrong first, and never nothing. */
export function toStatusText(counts: StatusCounts): string {
  const shown = statusOrder.filter((status) => counts[status] > 0);
  return shown.length === 0 ? 'none' : shown.map((status) => `${toCountText(counts[status])} ${status}`).join(' · ');
}

const statusOrder = [
  'modified',
  'invalid',
  'missing',
  'unreadable',
  'unreachable',
  'uncovered',
  'stray',
  'pending',
  'valid',
] as const satisfies readonly (keyof StatusCounts)[];

/** `64 covered · 3 quiet · 5 gap` */
export function toHoursText(hours: Readonly<Record<HourStatus, number>>): string {
  const shown = hourOrder.filter((status) => hours[status] > 0);
  return shown.map((status) => `${toCountText(hours[status])} ${status}`).join(' · ');
}

const hourOrder = ['unproven', 'gap', 'quiet', 'covered'] as const satisfies readonly HourStatus[];

/** Of logs and digests together. */
export function toCountsText({ summary, isComplete }: Pick<ValidationHeader, 'summary' | 'isComplete'>): string {
  const { log, digest, backfillDigest } = summary;
  const sums = Object.fromEntries(
    statusOrder.map((status) => [status, log[status] + digest[status] + backfillDigest[status]]),
  );
  const text = toStatusText({ ...log, ...sums });
  return isComplete ? text : `incomplete · ${text}`;
}

export function countObjects(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** `Wrong. Something is missing or was altered. 310 logs (1 modified · 309 valid), 72 digests (72 valid).` */
export function toVerdictText(header: ValidationHeader): string {
  const { verdict, summary, isComplete } = header;
  const { log, digest, backfillDigest } = summary;
  const counted = (
    [
      [log, 'log'],
      [digest, 'digest'],
      [backfillDigest, 'backfill digest'],
    ] as const
  )
    .filter(([counts]) => countObjects(counts) > 0)
    .map(([counts, noun]) => `${toNounText(countObjects(counts), noun)} (${toStatusText(counts)})`);
  return [
    `${verdictTitles[verdict]}.`,
    verdictSentences[verdict],
    ...(needsKeys(header) ? ['CloudTrail’s public keys could not be had.'] : []),
    ...(counted.length === 0 ? ['There was nothing to validate.'] : [`${counted.join(', ')}.`]),
    ...(isComplete ? [] : ['The run did not reach its end.']),
  ].join(' ');
}

/** True when public keys could not be had for something that was to be verified: a key file would help. */
export function needsKeys({ problems }: ValidationHeader): boolean {
  return problems.some(({ code }) => code === 'keysUnavailable');
}

/** What a notification says while a validation runs. */
export function toValidationMessage(progress: ValidationProgress): string {
  const { phase, lanesDone, lanesTotal, objectsDone, objectsTotal, wrong, secondsLeft } = progress;
  const found = wrong === 0 ? [] : [`${toCountText(wrong)} wrong`];
  if (phase === 'finishing') return [`${toNounText(objectsDone, 'object')} checked`, ...found, 'finishing'].join(' · ');
  if (phase === 'listing') {
    const lanes = lanesTotal === 0 ? [] : [`${toCountText(lanesDone)} of ${toNounText(lanesTotal, 'account region')}`];
    return [`${toNounText(objectsTotal, 'object')} listed`, ...lanes].join(' · ');
  }
  return [
    `${toCountText(objectsDone)} of ${toNounText(objectsTotal, 'object')}`,
    ...(progress.objectsPerSecond === 0 ? [] : [toRateText(progress, 'objects')]),
    ...found,
    ...(secondsLeft === undefined ? [] : [`${toDurationText(secondsLeft)} left`]),
  ].join(' · ');
}

/** From 0 to 100; undefined while it is not known. */
export function toValidationPercent({ phase, objectsDone, objectsTotal }: ValidationProgress): number | undefined {
  if (phase === 'listing' || objectsTotal === 0) return undefined;
  return Math.min(100, (objectsDone / objectsTotal) * 100);
}

/** For the status bar: `Validating 43% · 2 min left · 1 wrong`. */
export function toValidationStatus(progress: ValidationProgress): string {
  const status = toWorkStatus('Validating', toValidationPercent(progress), progress.secondsLeft);
  return progress.wrong === 0 ? status : `${status} · ${toCountText(progress.wrong)} wrong`;
}

export const validating: Work<ValidationProgress> = {
  id: 'trailcase.validation',
  name: 'CloudTrail Validation',
  command: 'trailcase.showValidation',
  title: 'Validating',
  passive: 'is being validated',
  toStatus: toValidationStatus,
  toMessage: toValidationMessage,
};
