import type { DigestBook } from './digestBook';
import { findNextHash, notRead } from './digestStanding';
import type { Coverage, NamelessDigest } from './hourCoverage';
import { contentOf, isAuthentic, startOf, type LaneDigest } from './laneDigest';
import type { LogStanding } from './logStanding';
import type { LogTable } from './logTable';
import { toSpanText } from './stretch';
import { parseLogKey } from './laneKey';
import type { LanePlace, ObjectStatus, ReasonCode, ValidatedObject } from './validation';

export function toDigestObject(
  digest: LaneDigest,
  book: DigestBook,
  starts: Coverage['starts'] | undefined,
): ValidatedObject {
  const { name, place, listed, standing = { status: 'unreachable', code: 'unread', reason: notRead } } = digest;
  const content = contentOf(digest);
  const from = isAuthentic(digest) ? startOf(digest) : starts?.get(digest);
  const original = book.originalOf(digest);
  const nextHash = findNextHash(digest, book);
  return {
    kind: name.isBackfill ? 'backfillDigest' : 'digest',
    ...(place.bucket === undefined ? { key: place.key } : {}),
    ...(original === undefined ? {} : { original }),
    trail: name.trail,
    account: name.account,
    region: name.region,
    ...(from === undefined ? {} : { from }),
    to: name.end,
    ...(nextHash === undefined ? {} : { expectedHash: nextHash }),
    ...(content === undefined ? {} : { foundHash: content.sha256, fingerprint: content.digest.fingerprint }),
    ...standing,
    ...(digest.proof === 'recovered' ? { hasRecoveredSignature: true } : {}),
    ...(listed === undefined ? {} : { sizeBytes: listed.sizeBytes }),
  };
}

export function toNamelessObject(
  digest: NamelessDigest,
  trail: string,
  { account, region }: LanePlace,
): ValidatedObject {
  const { from, to, code } = digest;
  const reason =
    code === 'skippedHour'
      ? `not found: no digest covers ${toSpanText(digest)}, next to one that is lost`
      : `the digest that should cover ${toSpanText(digest)} is not there`;
  return { kind: 'digest', status: 'missing', code, reason, trail, account, region, from, to };
}

/** A log that a proven digest names. */
export function toNamedLog(row: number, namer: LaneDigest, logs: LogTable, book: DigestBook): ValidatedObject {
  const digestKey = namer.place.bucket === undefined ? namer.place.key : undefined;
  return {
    ...toLogObject(row, logs, book, namer.name),
    ...toLogStanding(row, logs),
    trail: namer.name.trail,
    ...(digestKey === undefined ? {} : { digestKey }),
    ...(logs.isRemembered(row) ? { isRemembered: true } : {}),
  };
}

export function toUnnamedLog(
  row: number,
  { status, code, reason }: LogStanding,
  logs: LogTable,
  book: DigestBook,
  place: LanePlace,
): ValidatedObject {
  return { ...toLogObject(row, logs, book, place), status, code, reason };
}

function toLogObject(
  row: number,
  logs: LogTable,
  book: DigestBook,
  { account, region }: Pick<LanePlace, 'account' | 'region'>,
): Pick<ValidatedObject, 'kind' | 'key' | 'original' | 'account' | 'region' | 'from' | 'sizeBytes'> {
  const place = logs.placeOf(row);
  const original = book.toOriginal(place);
  const sizeBytes = logs.sizeOf(row);
  // A log that a digest names counts as one wherever it lies.
  const from = logs.minuteOf(row) ?? parseLogKey(place.key, { root: '', account, region }).minute;
  return {
    kind: 'log',
    ...(place.bucket === undefined ? { key: place.key } : {}),
    ...(original === undefined ? {} : { original }),
    account,
    region,
    ...(from === undefined ? {} : { from }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  };
}

interface NamedLogStanding extends Pick<ValidatedObject, 'reason' | 'expectedHash' | 'foundHash'> {
  readonly status: ObjectStatus;
  readonly code?: ReasonCode;
}

function toLogStanding(row: number, logs: LogTable): NamedLogStanding {
  const outcome = logs.outcomeOf(row);
  switch (outcome.kind) {
    case 'equal':
      return { status: 'valid', expectedHash: outcome.hash, foundHash: outcome.hash };
    case 'different': {
      const { expectedHash, foundHash } = outcome;
      return { status: 'modified', code: 'hash', reason: "hash value doesn't match", expectedHash, foundHash };
    }
    case 'unread':
      return { status: 'unreadable', code: 'unread', reason: notRead };
    case 'problem': {
      const { code, message, expectedHash } = outcome;
      if (code === 'notFound') return { status: 'missing', code, reason: 'not found', expectedHash };
      const isAltered = code === 'format' || code === 'hash';
      return { status: isAltered ? 'modified' : 'unreadable', code, reason: message, expectedHash };
    }
    default:
      return outcome satisfies never;
  }
}

export function toStray(
  { key, sizeBytes }: { readonly key: string; readonly sizeBytes: number | undefined },
  kind: 'log' | 'digest',
  code: 'name' | 'place',
  { account, region }: LanePlace,
): ValidatedObject {
  const reason =
    code === 'name'
      ? 'its name is none that CloudTrail gives'
      : 'its name belongs to another folder than the one it is in';
  return {
    kind,
    status: 'stray',
    code,
    reason,
    key,
    account,
    region,
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
  };
}
