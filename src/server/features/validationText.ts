import type { EpochMs } from '../../base/time';
import type { ObjectStatus, ValidatedKind, ValidatedObject, Weight } from '../../engine/digest/validation';
import { weightOf } from '../../engine/digest/verdict';
import { fileNameOf, parseObjectName, stampTime } from '../../engine/trail/objectKey';

/** Codicons. A log without proof is not an error, and one that waits for its digest is not even a warning. */
const weightIcons: Readonly<Record<Weight, string>> = { none: 'verified', unproven: 'warning', wrong: 'error' };
const weightMarks: Readonly<Record<Weight, string>> = { none: '✓', unproven: '?', wrong: '✗' };

/** For labels that draw icons. */
export function toStatusIcon(object: ValidatedObject): string {
  return object.status === 'pending' ? '$(clock)' : `$(${weightIcons[weightOf(object)]})`;
}

/** `✓ valid`, `✗ modified: hash value doesn't match`, `… pending: …`: not yet safe to display. */
export function toStatusWords(object: ValidatedObject): string {
  const mark = object.status === 'pending' ? '…' : weightMarks[weightOf(object)];
  return `${mark} ${toStatusText(object)}`;
}

/** `modified: hash value doesn't match`: not yet safe to display. */
export function toStatusText({ status, reason }: ValidatedObject): string {
  return status === 'valid' || reason === undefined || reason === '' ? status : `${status}: ${reason}`;
}

const kindNames: Readonly<Record<ValidatedKind, string>> = {
  log: 'log',
  digest: 'digest',
  backfillDigest: 'backfill digest',
};

export function toKindName(kind: ValidatedKind): string {
  return kindNames[kind];
}

/** `2026-01-15 14:05 UTC` */
export function toMinuteText(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** The start of a hash or a fingerprint, enough to tell it from others. */
export function toShortHash(hash: string): string {
  return hash.length > 16 ? `${hash.slice(0, 12)}…` : hash;
}

/** `of audit, 2026-01-15 15:00 UTC`: which digest a key names, for people; its file name when that says nothing. */
export function toDigestName(key: string): string {
  const name = fileNameOf(key);
  const { trailName, stamp } = parseObjectName(name);
  const time = stamp === undefined ? undefined : stampTime(stamp);
  return trailName === undefined || time === undefined ? name : `of ${trailName}, ${toMinuteText(time)}`;
}

/** What a status means for the reader of a log or digest, in one sentence. */
export function toMeaning({ status, code }: ValidatedObject): string {
  if (code === 'notYetSeen') return 'By now it should have been delivered, and it is not there.';
  return meanings[status];
}

const meanings: Readonly<Record<ObjectStatus, string>> = {
  valid: 'It is what CloudTrail delivered.',
  modified: 'It is not what CloudTrail delivered: do not rely on it.',
  missing: 'It was delivered, and is no longer there.',
  unreadable: 'It could not be read, so nothing is known of it.',
  pending: 'It was delivered after the newest digest: the next one should name it.',
  uncovered: 'No digest that was proven names it, so nothing says that it is whole or that CloudTrail wrote it.',
  stray: 'CloudTrail did not deliver it here under this name.',
  invalid: 'It is not what CloudTrail delivered here, or does not fit into its chain.',
  unreachable: 'It could not be verified, so logs that only it names have no proof.',
};
