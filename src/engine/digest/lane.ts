import type { EpochMs } from '../../base/time';
import type { ListedObject } from '../ports';
import type { ObjectAddress, ReasonCode } from './validation';

/** A digest's JSON, its members checked. Texts are exactly those of the JSON. */
export interface DigestFile {
  readonly account: string;
  readonly startTimeText: string;
  readonly endTimeText: string;
  readonly startTime: EpochMs;
  readonly endTime: EpochMs;
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly signatureAlgorithm: string;
  /** Absent when all `previous…` are null: a starting digest. */
  readonly previous?: {
    readonly bucket: string;
    readonly key: string;
    readonly hash: string | undefined;
    readonly hashAlgorithm: string | undefined;
    readonly signature: string;
  };
  readonly logs: readonly NamedLog[];
}

/** A log as a digest names it. */
export interface NamedLog extends ObjectAddress {
  /** Lower-case hex. */
  readonly hash: string;
  readonly hashAlgorithm: string;
}

/** A digest that was read: made next to fetching it, in a worker thread. Plain data. */
export type DigestReading =
  | {
      readonly kind: 'digest';
      readonly digest: DigestFile;
      /** Lower-case hex SHA-256 of the text. */
      readonly sha256: string;
      readonly signature?: string;
      readonly signatureAlgorithm?: string;
      /** `x-amz-meta-backfill-generation-timestamp`, of backfill digests. */
      readonly backfillGeneratedTime?: EpochMs;
    }
  | ReadingProblem;

/** A log that was read. */
export type LogReading =
  { readonly kind: 'log'; readonly sha256: string; readonly storedBytes: number } | ReadingProblem;

/** Why it was not: `format`, `tooLarge` and (of a log that is cut off) `hash` are found in the bytes, `notFound`, `denied` … while fetching. */
export interface ReadingProblem {
  readonly kind: 'problem';
  readonly code: ReasonCode;
  readonly message: string;
}

/** An object to read, and what for. */
export interface ObjectToRead {
  /** Hand it back with the reading. */
  readonly id: number;
  /** Key in the source; in another bucket: `bucket` and its key there. */
  readonly key: string;
  readonly bucket?: string;
  /** From the listing, when it was listed. */
  readonly listed?: ListedObject;
}
