import type { Disposable } from '../base/lifecycle';
import type { BulkCredentials, BulkOrigin, LogFileSource } from '../engine/ports';

/** A source as validation needs it: `OpenedSource` is one. Objects are always read from where they lie, never from a cache. */
export interface ValidatedSource {
  /** Lists, and says where things are. */
  readonly source: Pick<LogFileSource, 'listFolder' | 'listRecursive' | 'toUri'>;
  /** `''`, or ending in `/`: where the tree begins. */
  readonly prefix: string;
  /** For people: `s3://bucket/prefix` or a folder's path. */
  readonly location: string;
  readonly isLocal: boolean;
  /** Name of the bucket; absent of folders. */
  readonly bucket?: string;
  toBulkOrigin(signal: AbortSignal): Promise<BulkOrigin>;
  /** Tells where a file lies below its root, where its key does not say it. */
  bulkPaths(signal: AbortSignal): Promise<(key: string) => string | undefined>;
  readonly bulkCredentials?: BulkCredentials;
  /** The same caller's way into another bucket: trails move, and digests name where things were. Absent of folders. */
  openBucket?(bucket: string): ValidatedSource & Disposable;
}
