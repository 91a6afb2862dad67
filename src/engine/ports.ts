import type { EpochMs } from '../base/time';

/** What a listing says of one object, without reading it. */
export interface ListedObject {
  /** The object's key in its bucket, or the path below a local folder, with `/` between folders. */
  readonly key: string;
  /** Size as stored (gzipped). */
  readonly sizeBytes: number;
  /** Why it cannot be read, where that is known already; the size is then 0 if it could not be found out either. */
  readonly problem?: string;
  readonly lastModified?: EpochMs;
  readonly etag?: string;
  /** S3's own word: `STANDARD`, `GLACIER`, `DEEP_ARCHIVE` … */
  readonly storageClass?: string;
}

/** One page of what stands directly under a prefix. */
export interface ListingPage {
  /** Full prefixes, each ending in `/`, in byte order. */
  readonly folders: readonly string[];
  /** In byte order of their keys. */
  readonly objects: readonly ListedObject[];
  /** Present while there is more: hand it back to get the next page. */
  readonly nextToken?: string;
}

export interface ListingOptions {
  readonly token?: string;
  /** List only keys after this one, in byte order. */
  readonly startAfter?: string;
}

/** A downloaded object's metadata stands beside it in a file of its name with this behind. */
export const sidecarSuffix = '.sidecar.json';

/** An object exactly as it is stored. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly etag?: string;
  readonly versionId?: string;
  readonly lastModified?: EpochMs;
  readonly storageClass?: string;
  readonly serverSideEncryption?: string;
  /** User metadata, names in lower case and without `x-amz-meta-`: a digest's signature lives here. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Somewhere CloudTrail logs lie. Failures are `UserError`s; an aborted signal rejects with an AbortError.
 * Implemented under `source/`.
 */
export interface LogFileSource {
  /** One delimiter listing: the folders and objects directly under `prefix` (`''` or ending in `/`). */
  listFolder(prefix: string, options: ListingOptions, signal: AbortSignal): Promise<ListingPage>;
  readObject(key: string, signal: AbortSignal): Promise<StoredObject>;
  /** `s3://bucket/key` or a `file:` URI, for people. */
  toUri(key: string): string;
  /** Who is asking, for error messages; undefined where that cannot be known. Never throws. */
  findIdentity(signal: AbortSignal): Promise<string | undefined>;
}

/** A trail as CloudTrail describes it. */
export interface DiscoveredTrail {
  readonly name: string;
  readonly arn: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** The S3 key prefix without a final `/`; absent when the trail has none. */
  readonly prefix?: string;
  readonly isMultiRegion: boolean;
  readonly isOrganization: boolean;
  readonly hasLogFileValidation: boolean;
  readonly kmsKeyId?: string;
  /** Absent when GetTrailStatus was refused: `statusProblem` says why. */
  readonly isLogging?: boolean;
  readonly latestDeliveryTime?: EpochMs;
  readonly latestDeliveryError?: string;
  readonly statusProblem?: string;
}
