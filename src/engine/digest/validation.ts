import type { EpochMs } from '../../base/time';

/**
 * What was found out about one object.
 * Logs: valid, modified, missing, unreadable, pending (delivered after the newest digest), uncovered (no digest that was
 * proven names it), stray. Digests: valid, invalid, missing, unreachable (it, its signature or its key cannot be had).
 */
export const objectStatuses = [
  'valid',
  'modified',
  'missing',
  'unreadable',
  'pending',
  'uncovered',
  'stray',
  'invalid',
  'unreachable',
] as const;
export type ObjectStatus = (typeof objectStatuses)[number];

/**
 * covered: a proven digest names logs; quiet: a proven digest says that there are none; gap: a proven digest says that
 * nothing was signed before it (logging or validation was off); unproven: anything else.
 */
export const hourStatuses = ['covered', 'quiet', 'gap', 'unproven'] as const;
export type HourStatus = (typeof hourStatuses)[number];

export const validatedKinds = ['log', 'digest', 'backfillDigest'] as const;
export type ValidatedKind = (typeof validatedKinds)[number];

/** proven: the whole window; wrong: something provably is; unproven: nothing wrong, but not everything could be proven. */
export type Verdict = 'proven' | 'wrong' | 'unproven';

/** Why an object or an hour is what it is: stable words for machines. `reason` beside it is for people. */
export type ReasonCode =
  // A digest that is invalid.
  | 'signature' // the signature does not verify
  | 'format' // not one whole gzip stream of JSON with the required fields; also of logs
  | 'moved' // not where its text says it was delivered
  | 'unknownKey' // keys of its region and time are known, but not the one it names
  | 'badKey' // its public key cannot be loaded
  | 'chainHash' // previousDigestHashValue is not the previous digest's
  | 'chainSignature' // previousDigestSignature is not the previous digest's
  | 'chainTime' // begins before or after the previous digest's end
  | 'chainPointer' // its pointer leads past a digest, forward, in a circle, or into another chain
  // Anything that is missing.
  | 'notFound' // named, and not there
  | 'skippedHour' // between a missing digest and the next older one there must have been one
  | 'notYetSeen' // the newest digests that should stand in the window do not; alone this proves nothing wrong
  // Anything that cannot be read.
  | 'denied'
  | 'archived'
  | 'network'
  | 'tooLarge'
  | 'otherBucket' // in a bucket that is not part of what is validated
  | 'unread' // any other failure, or the run ended before
  // A digest that cannot be verified.
  | 'keysUnavailable' // no public keys could be had
  | 'noSignature' // a copy without its metadata, and no next digest to take the signature from
  // A log that was altered.
  | 'hash'
  // A log without proof.
  | 'afterNewest' // delivered after the newest digest
  | 'notNamed' // the proven digest of its hour does not name it
  | 'inGap'
  | 'digestInvalid'
  | 'digestMissing'
  | 'digestUnreachable'
  | 'noDigests'
  // A stray.
  | 'name' // no file name of CloudTrail's
  | 'place' // its name belongs to another folder
  // An hour.
  | 'restarted' // a chain begins anew
  | 'beforeFirst' // before the first digest of the chain
  | 'digestPending' // its digest cannot have been delivered within the window
  | 'notListed'; // the folder could not be listed

/** Where an object was delivered, as digests name it. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

export interface ValidatedObject {
  readonly kind: ValidatedKind;
  readonly status: ObjectStatus;
  readonly code?: ReasonCode;
  /** A sentence for people; of statuses that the AWS CLI has too it begins with the CLI's words. */
  readonly reason?: string;
  /** Key in the source that was validated. Absent when it lies in another bucket, or nothing names it. */
  readonly key?: string;
  /** Where it was delivered. Absent of strays and of objects that only their hour names. */
  readonly original?: ObjectAddress;
  /** Name of the trail whose digest it is, or whose digest names it. */
  readonly trail?: string;
  readonly account: string;
  readonly region: string;
  /** Of a digest: the time its deliveries cover. Of a log: the minute in its name. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Lower-case hex SHA-256 of the bytes after gunzip. Of a digest: what the next one says, and what it is. */
  readonly expectedHash?: string;
  readonly foundHash?: string;
  /** Of a log: key (in the source) of the digest that names it. */
  readonly digestKey?: string;
  /** Of a digest: the key it says it was signed with. */
  readonly fingerprint?: string;
  /** Of a digest that was proven with the signature that stands in the next digest. */
  readonly hasRecoveredSignature?: boolean;
  /** True when the hash was taken from an earlier run, because the object's ETag is the same. */
  readonly isRemembered?: boolean;
  readonly sizeBytes?: number;
}

export interface ValidatedHour {
  /** Absent where no digest names a trail. */
  readonly trail?: string;
  readonly homeRegion?: string;
  readonly account: string;
  readonly region: string;
  /** Within the window; a digest's time may begin at any minute. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly status: HourStatus;
  readonly code?: ReasonCode;
  readonly reason?: string;
  /** Logs that lie in it, named or not. Of a gap: those that no digest names, neither of another trail nor of backfill. */
  readonly logs: number;
  /** True when the hour does not stand against the verdict: see `digestPending` and `beforeFirst`. */
  readonly isExcused?: boolean;
  readonly digestKey?: string;
}

/** What a status or an hour does to the verdict. */
export type Weight = 'none' | 'unproven' | 'wrong';

/** Half-open in name only: both ends belong to it, as in the AWS CLI. */
export interface TimeWindow {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** One account's deliveries of one region: the folder that its digests and logs share. */
export interface LanePlace {
  /** Up to and including the account: `AWSLogs/111122223333/`, in the source. */
  readonly root: string;
  readonly organizationId?: string;
  readonly account: string;
  readonly region: string;
}

/** One trail's chain of digests in a lane. */
export interface ChainSummary {
  readonly trail: string;
  readonly homeRegion: string;
  readonly account: string;
  readonly region: string;
  readonly organizationId?: string;
  readonly digests: number;
  /** Times at which the chain began anew inside the window. */
  readonly restarts: readonly EpochMs[];
  /** From the oldest proven digest's start to the newest's end; absent when none was proven. */
  readonly proven?: TimeWindow;
}

/** A public key, and how many digests it proved. */
export interface KeyUse {
  readonly fingerprint: string;
  readonly region: string;
  readonly validFrom?: EpochMs;
  readonly validTo?: EpochMs;
  /** `AWS`, `cache`, or the key file's path. */
  readonly origin: string;
  readonly digests: number;
}

export type StatusCounts = Readonly<Record<ObjectStatus, number>>;

export interface ValidationSummary {
  readonly log: StatusCounts;
  readonly digest: StatusCounts;
  readonly backfillDigest: StatusCounts;
  readonly hours: Readonly<Record<HourStatus, number>>;
  /** Of `digest.missing`: those that are only overdue (code `notYetSeen`), which alone proves nothing wrong. */
  readonly notYetSeen?: number;
  /** Logs whose hash was remembered rather than computed. */
  readonly remembered: number;
  readonly storedBytes: number;
}

/** Everything about a run but its objects and hours. Plain data: it is stored as JSON. */
export interface ValidationHeader {
  readonly version: 1;
  readonly runId: string;
  /** `s3://bucket/prefix` or a folder, for people. */
  readonly location: string;
  readonly scope: {
    /** In the source; `''` or ending in `/`. */
    readonly prefix: string;
    readonly accounts?: readonly string[];
    readonly regions?: readonly string[];
    /** Name or ARN as the user gave it. */
    readonly trail?: string;
  };
  readonly window: TimeWindow;
  /** True when no times were asked for: the window then holds all that was there. */
  readonly isWholeTime?: boolean;
  /** Present when what was validated is a copy. `isInferred`: taken from the digests themselves. */
  readonly copyOf?: { readonly location: string; readonly isInferred: boolean };
  readonly verdict: Verdict;
  readonly exitCode: 0 | 1 | 2;
  /** False when it was cancelled or broke off: then the verdict is never `proven`. */
  readonly isComplete: boolean;
  readonly startedTime: EpochMs;
  readonly endedTime: EpochMs;
  /** `trailcase 0.1.0` */
  readonly generator: string;
  readonly summary: ValidationSummary;
  readonly chains: readonly ChainSummary[];
  readonly keys: readonly KeyUse[];
  /** Folders that could not be listed, keys that could not be had: each with what to do. */
  readonly problems: readonly ValidationProblem[];
}

/** Something that kept a part of a run from being done. */
export interface ValidationProblem {
  readonly where: string;
  readonly message: string;
  readonly nextStep?: string;
  /** `keysUnavailable` where public keys could not be had; a key file would help. */
  readonly code?: ReasonCode;
}
