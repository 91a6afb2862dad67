import type { Query } from '../engine/query/query';
import type { CandidateVerifier } from './candidate';
import type { CoverageQueries } from './coverage';
import type { KeyFacts } from './keyFacts';
import type { KnownObjects } from './knownObjects';
import type { ResultSet, SearchProgress } from './resultSet';
import type { Scope } from './scope';
import type { SessionLookups } from './sessionLookups';
import type { RejectedSegment } from './segmentCatalog';
import type { SqlOptions, SqlResult } from './sqlQuery';

export interface TrailIndexOptions {
  /** Of DuckDB for searching, in megabytes; SQL has as much again while it runs. */
  readonly memoryMegabytes?: number;
  readonly threads?: number;
  /** Results kept at a time; the least recently used goes first. */
  readonly maxResults?: number;
}

export interface IndexStatus {
  readonly segments: number;
  readonly objects: number;
  /** With copies. */
  readonly records: number;
  readonly storedBytes: number;
  readonly rawBytes: number;
  /** Of the index's files that are in use. */
  readonly indexBytes: number;
  /** Damaged, or of another version: not used, and read anew by the next scan. */
  readonly rejected: readonly RejectedSegment[];
}

export interface SearchOptions {
  /** Needed for queries that the columns cannot answer; without it these reject with a UserError `invalidInput`. */
  readonly verifier?: CandidateVerifier;
  /** At most a few times a second. */
  readonly onProgress?: (progress: SearchProgress) => void;
  /** Further hits are not kept, and the result says so. */
  readonly maxHits?: number;
}

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** Reads one index folder, which other processes may be writing to. Implemented over DuckDB. */
export interface TrailIndex extends CoverageQueries {
  readonly folder: string;
  status(): IndexStatus;
  /** Takes in segments that came and went. True when anything changed. */
  refresh(signal: AbortSignal): Promise<boolean>;
  /** Resolves as soon as there is something to show; the rest streams in until `whenDone`. */
  search(query: Query, scope: Scope, options: SearchOptions, signal: AbortSignal): Promise<ResultSet>;
  /** Values that occur, those that begin with `prefix` (any case) by count, then those that hold it. */
  values(
    column: string,
    prefix: string,
    limit: number,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<readonly ValueCount[]>;
  knownObjects(signal: AbortSignal): Promise<KnownObjects>;
  /** What sessions and role chains are joined by. Each question is answered over the index as it then is. */
  sessionRecords(): SessionLookups;
  /** What access keys did, for dossiers. */
  keyFacts(): KeyFacts;
  /** One read-only statement over the views `records`, `mentions`, `objects` and `copies`. */
  runSql(text: string, options: SqlOptions, signal: AbortSignal): Promise<SqlResult>;
  dispose(): Promise<void>;
}
