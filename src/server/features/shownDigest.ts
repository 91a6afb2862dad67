import type { ObjectAddress } from '../../engine/digest/validation';
import { RecordFields } from '../../engine/record/recordFields';
import { cell, readCell } from '../../engine/record/tape';
import type { ShownLog } from './shownLog';

/** A digest file as it is shown. Nothing is assumed of it: see RecordFields. */
export interface ShownDigest {
  readonly fields: RecordFields;
  /** Its entries for logs, in document order. */
  readonly logs: readonly RecordFields[];
}

/** Undefined for documents that are no digests. */
export function findDigest({ log }: ShownLog): ShownDigest | undefined {
  if (!log.isDigest || log.tape.length === 0) return undefined;
  const fields = new RecordFields(log, 0);
  if (fields.find('digestStartTime') === undefined) return undefined;
  return { fields, logs: fields.entries('logFiles').filter((entry) => entry.find('s3Object') !== undefined) };
}

/** Where a digest says that a log was delivered. */
export function namedAddress(entry: RecordFields): ObjectAddress {
  return { bucket: entry.text('s3Bucket') ?? '', key: entry.text('s3Object') ?? '' };
}

/** Where a digest says that it was delivered. */
export function ownAddress({ fields }: ShownDigest): ObjectAddress {
  return { bucket: fields.text('digestS3Bucket') ?? '', key: fields.text('digestS3Object') ?? '' };
}

/** Undefined for a starting digest, which has nothing before it. */
export function previousAddress({ fields }: ShownDigest): ObjectAddress | undefined {
  const key = fields.text('previousDigestS3Object');
  return key === undefined ? undefined : { bucket: fields.text('previousDigestS3Bucket') ?? '', key };
}

/** The entry that a value of the digest belongs to; undefined for the digest's own members. */
export function entryOf({ logs }: ShownDigest, value: number): RecordFields | undefined {
  return logs.find((entry) => entry.value < value && value < readCell(entry.log.tape, entry.value, cell.next));
}
