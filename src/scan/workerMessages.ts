import type { UserErrorData } from '../base/errors';
import type { LogReading } from '../engine/digest/lane';
import type { PackedReading } from '../engine/digest/laneDigest';
import type { BulkKeys, BulkOrigin } from '../engine/ports';
import type { Query } from '../engine/query/query';
import type { ObjectToFetch } from './objectReads';
import type { ScanObject } from './pendingObjects';

/** Where a worker reads from. */
export interface WorkerOrigin {
  readonly sourceId: string;
  readonly origin: BulkOrigin;
  /** Requests under way at once, in this worker. */
  readonly maxDownloads: number;
  /** Where originals are kept; absent for folders, and where the cache is off. */
  readonly cache?: { readonly folder: string; readonly maxBytes: number };
}

export interface ReadLimitsOption {
  readonly maxLogBytes: number;
  readonly maxGzipRatio: number;
}

export interface ScanJobOptions extends WorkerOrigin, ReadLimitsOption {
  readonly indexFolder: string;
  /** `trailcase <version>` */
  readonly generator: string;
}

export interface SearchJobOptions extends WorkerOrigin, ReadLimitsOption {
  /** Plain data, with all times resolved. */
  readonly query: Query;
}

/** An object to read, with its path below the root where a folder's key does not say it. */
export type WorkObject = ScanObject & { readonly path?: string };

export interface SearchObject {
  readonly number: number;
  readonly key: string;
  readonly path?: string;
  readonly etag?: string;
  readonly sizeBytes: number;
  readonly ordinals: Int32Array | 'all';
}

/** What a batch of objects came to. */
export interface BatchCounts {
  readonly objects: number;
  readonly storedBytes: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  readonly found: number;
  readonly indexed: number;
  readonly unreadable: number;
  /** The first few. */
  readonly failures: readonly { readonly key: string; readonly reason: string }[];
}

export interface SearchedLog {
  readonly number: number;
  readonly ordinals: Int32Array;
  readonly problem?: string;
}

export interface CheckJobOptions extends WorkerOrigin, ReadLimitsOption {}

/** Digests are read whole, of logs the text is hashed. */
export type CheckWork = 'digest' | 'log';

/** What a batch came to. Readings are in the order of its objects, undefined where the job was stopped before. */
export type CheckedBatch = {
  readonly storedBytes: number;
  /** Places in the batch of objects that are no longer what listing said. */
  readonly changed: readonly number[];
} & (
  | { readonly work: 'digest'; readonly readings: readonly (PackedReading | undefined)[] }
  | { readonly work: 'log'; readonly readings: readonly (LogReading | undefined)[] }
);

/** A job is one scan, one search or one validation; a worker may have several. Answers name their job. */
export type ToWorker =
  | { readonly kind: 'startScan'; readonly job: number; readonly options: ScanJobOptions }
  | { readonly kind: 'read'; readonly job: number; readonly batch: number; readonly objects: readonly WorkObject[] }
  | { readonly kind: 'startSearch'; readonly job: number; readonly options: SearchJobOptions }
  | { readonly kind: 'search'; readonly job: number; readonly batch: number; readonly objects: readonly SearchObject[] }
  | { readonly kind: 'startCheck'; readonly job: number; readonly options: CheckJobOptions }
  | {
      readonly kind: 'check';
      readonly job: number;
      readonly batch: number;
      readonly work: CheckWork;
      readonly objects: readonly ObjectToFetch[];
    }
  /** Ends a job when its batches are done: a scan writes what it has as a last segment. */
  | { readonly kind: 'finish'; readonly job: number }
  /** Ends a job at once: reads under way are dropped; a scan writes what was read, a check tells it. */
  | { readonly kind: 'stop'; readonly job: number }
  | { readonly kind: 'answer'; readonly ask: number; readonly value: unknown; readonly error?: UserErrorData };

export type FromWorker =
  | { readonly kind: 'batchDone'; readonly job: number; readonly batch: number; readonly counts: BatchCounts }
  | {
      readonly kind: 'batchSearched';
      readonly job: number;
      readonly batch: number;
      readonly logs: readonly SearchedLog[];
    }
  | { readonly kind: 'batchChecked'; readonly job: number; readonly batch: number; readonly checked: CheckedBatch }
  | { readonly kind: 'published'; readonly job: number; readonly segment: string; readonly records: number }
  | { readonly kind: 'finished'; readonly job: number }
  /** The job cannot go on: the index cannot be written, or credentials are gone. */
  | { readonly kind: 'failed'; readonly job: number; readonly error: UserErrorData }
  | { readonly kind: 'ask'; readonly job: number; readonly ask: number; readonly question: CredentialsQuestion };

/** What a worker asks of the thread that has the credentials, see `BulkCredentials`. */
export type CredentialsQuestion =
  { readonly name: 'get' } | { readonly name: 'renew'; readonly used: BulkKeys } | { readonly name: 'findIdentity' };
