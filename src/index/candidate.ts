import type { Query } from '../engine/query/query';

/** A log that may hold matching records: the columns of the index could not decide. */
export interface CandidateLog {
  /** The caller hands it back with the answer. */
  readonly number: number;
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  /** Ordinals of the records that may match, ascending; `all`: any of its records. */
  readonly ordinals: Int32Array | 'all';
}

/** What became of a candidate. Every candidate is answered once, in any order. */
export interface VerifiedLog {
  readonly number: number;
  /** Ordinals of the records that do match. A subset of the candidate's. */
  readonly ordinals: Int32Array;
  /** Set when the log could not be read or not read whole: the result then says that it was not searched. */
  readonly problem?: string;
}

/**
 * Reads originals and applies the query to them. Implemented over worker threads by `scan/`.
 * It pulls candidates as fast as it works, so memory stays bounded. An aborted signal rejects with an AbortError.
 */
export interface CandidateVerifier {
  verify(
    candidates: AsyncIterable<readonly CandidateLog[]>,
    query: Query,
    signal: AbortSignal,
  ): AsyncIterable<readonly VerifiedLog[]>;
}
