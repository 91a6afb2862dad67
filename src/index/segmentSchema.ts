import type { EpochMs } from '../base/time';

/** The number of what a segment's files hold and mean. Another number: another reader, so the segment is built anew. */
export const segmentSchema = 3;

/** The files of a segment, in the order in which they are written. */
export const segmentFiles = ['records.parquet', 'mentions.parquet', 'objects.parquet'] as const;
export type SegmentFileName = (typeof segmentFiles)[number];
export const segmentSummaryName = 'segment.json';

/** `<startTime base36, 9 characters>-<8 hex digits>`: the order of texts is the order of creation. */
export const segmentIdPattern = /^[0-9a-z]{9}-[0-9a-f]{8}$/;

export interface SegmentCounts {
  readonly objects: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  /** Always indexed + unreadable. */
  readonly found: number;
  readonly indexed: number;
  readonly unreadable: number;
  /** Bytes after gunzip. */
  readonly rawBytes: number;
  /** Bytes as stored, of objects that were read. */
  readonly storedBytes: number;
}

export interface SegmentFile {
  readonly sizeBytes: number;
  /** CRC-32 (IEEE) of the whole file. */
  readonly crc32: number;
}

/** Objects of an older segment that were read anew: their rows there no longer count. */
export interface SupersededObjects {
  readonly segment: string;
  readonly objects: readonly number[];
}

/** The content of `segment.json`: written last, so that a segment with one is whole. */
export interface SegmentSummary {
  readonly schema: number;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly createdTime: string;
  /** `trailcase <version>` */
  readonly generator: string;
  readonly counts: SegmentCounts;
  /** The earliest and latest eventTime, ISO 8601 with milliseconds; null when no record has one. */
  readonly time: { readonly from: string; readonly to: string } | null;
  /** The first and last key in S3's order; null without objects. */
  readonly keys: { readonly first: string; readonly last: string } | null;
  readonly files: Readonly<Record<SegmentFileName, SegmentFile>>;
  readonly supersedes: readonly SupersededObjects[];
  /** Compaction: whole segments that this one stands for. */
  readonly replaces?: readonly string[];
}

/** Columns of `records.parquet` behind those of `recordColumns`, with their DuckDB types. */
export const rowColumns = [
  ['eventTimeText', 'VARCHAR'],
  ['sourceAddress', 'BLOB'],
  ['object', 'INTEGER'],
  ['ordinal', 'INTEGER'],
  ['sizeBytes', 'INTEGER'],
  ['contentHash', 'UBIGINT'],
] as const;

/** Columns of `mentions.parquet`. `rows` are row numbers in `records.parquet`, from 0, ascending. */
export const mentionColumns = [
  ['mention', 'VARCHAR'],
  ['rows', 'INTEGER[]'],
] as const;

/** Columns of `objects.parquet`, the ledger's rows. */
export const objectColumns = [
  ['object', 'INTEGER'],
  ['key', 'VARCHAR'],
  ['sizeBytes', 'BIGINT'],
  ['etag', 'VARCHAR'],
  ['lastModified', 'TIMESTAMP'],
  ['versionId', 'VARCHAR'],
  ['account', 'VARCHAR'],
  ['kind', 'VARCHAR'],
  ['region', 'VARCHAR'],
  ['day', 'DATE'],
  ['status', 'VARCHAR'],
  ['reason', 'VARCHAR'],
  ['found', 'INTEGER'],
  ['indexed', 'INTEGER'],
  ['unreadable', 'INTEGER'],
  ['rawBytes', 'BIGINT'],
  ['problems', 'VARCHAR'],
] as const;

/** `status` of an object: `failed` could not be fetched and is tried again, `skipped` is left out on purpose. */
export type ObjectStatus = 'read' | 'skipped' | 'failed';

/** `<startTime base36, 9 characters>-<8 hex digits>` */
export function toSegmentId(startTime: EpochMs, random: number): string {
  const time = Math.floor(startTime).toString(36).padStart(9, '0');
  return `${time}-${(random >>> 0).toString(16).padStart(8, '0')}`;
}
