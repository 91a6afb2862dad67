import type { UserError } from '../base/errors';
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

/** One page of everything below a prefix. */
export interface RecursivePage {
  /** In byte order of their keys, across pages too. */
  readonly objects: readonly ListedObject[];
  /** Folders below which nothing could be listed, and why: only of folders on disk. */
  readonly refused: readonly RefusedFolder[];
  /** Present while there may be more: goes on behind this page, also in another process. */
  readonly nextToken?: string;
}

export interface RefusedFolder {
  /** Ending in `/`. */
  readonly prefix: string;
  readonly error: UserError;
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
  /**
   * Everything below `prefix` (`''` or ending in `/`), at most 1,000 objects a page. The next page is made when it is
   * asked for, so that memory stays bounded however much there is.
   */
  listRecursive(prefix: string, options: ListingOptions, signal: AbortSignal): AsyncIterable<RecursivePage>;
  readObject(key: string, signal: AbortSignal): Promise<StoredObject>;
  /** `s3://bucket/key` or a `file:` URI, for people. */
  toUri(key: string): string;
  /** Who is asking, for error messages; undefined where that cannot be known. Never throws. */
  findIdentity(signal: AbortSignal): Promise<string | undefined>;
}

/** What is known of an object before it is read. */
export interface ObjectHint {
  /** Where a local file lies below its root, when its key does not say: see `OpenedSource.bulkPaths`. */
  readonly path?: string;
  /** From a listing: a cached copy that differs is not used. */
  readonly etag?: string;
  /** From a listing: a cached copy that differs is not used. */
  readonly sizeBytes?: number;
}

/**
 * Reads many objects quickly, in a worker thread next to decoding. What is at hand (a local file, a cached copy) is
 * answered without a promise. Failures are `UserError`s, thrown or rejected with; an aborted signal gives an AbortError.
 */
export interface BulkSource {
  readObject(key: string, signal: AbortSignal, hint?: ObjectHint): Promise<StoredObject> | StoredObject;
  dispose(): void;
}

/** What a thread has to be told to read in bulk: plain data that can be posted. */
export type BulkOrigin =
  | { readonly kind: 's3'; readonly address: BulkAddress }
  /** `root` is an absolute path. */
  | { readonly kind: 'local'; readonly root: string };

/** Where and how the objects of a bucket are asked for, found out once by the AWS SDK's own rules. Holds no secret. */
export interface BulkAddress {
  /** A bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  /** The bucket's region, for which requests are signed. */
  readonly region: string;
  /** The service in the signature's scope: `s3`. */
  readonly signingService: string;
  /** `https://logs.s3.eu-central-1.amazonaws.com`, `http://127.0.0.1:9000`: without a final `/`. */
  readonly origin: string;
  /** What stands before `/key`, as it is sent: `''`, or `/bucket` where the host does not name the bucket. */
  readonly pathPrefix: string;
  /** Attempts until an answer begins, the first included. */
  readonly maxAttempts: number;
  /** For error messages. */
  readonly profile?: string;
}

export interface BulkKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Lends credentials to bulk reads, which run in other threads than the AWS SDK. */
export interface BulkCredentials {
  /** Rejects with a UserError. */
  get(): Promise<BulkKeys>;
  /** For keys that were refused as expired: true when `get` gives others now. Rejects with a UserError. */
  renew(used: BulkKeys): Promise<boolean>;
  /** Who is asking, for error messages. Never rejects. */
  findIdentity(): Promise<string | undefined>;
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

/** A public key of CloudTrail's, with which digests of one region and some time are signed. */
export interface PublicKey {
  /** DER: PKCS#1 RSAPublicKey as AWS hands it out, or SPKI. */
  readonly der: Uint8Array;
  /** Lower-case hex MD5 of `der`. */
  readonly fingerprint: string;
  readonly validFrom?: EpochMs;
  readonly validTo?: EpochMs;
  /** Where it came from, for people: `AWS`, `cache`, or a file's path. */
  readonly origin: string;
  /** The region that listed it, when known. */
  readonly region?: string;
}

/** Lists CloudTrail's public keys. Rejects with a UserError. */
export interface PublicKeySource {
  listPublicKeys(region: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<readonly PublicKey[]>;
}
