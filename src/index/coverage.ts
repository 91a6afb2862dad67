import type { EpochMs } from '../base/time';
import type { Partition } from '../engine/trail/partition';
import type { Scope } from './scope';

/** What was done about the objects of a partition, and what they held. */
export interface CoverageSums {
  /** Objects that listing found; where a partition was never listed, the objects that were read all the same. */
  readonly listed: number;
  readonly listedBytes: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  /** Listed and neither read, skipped nor failed. */
  readonly pending: number;
  /** In the index, but listing no longer found them: deleted since. They are no part of `listed`. */
  readonly gone: number;
  /** Records found in the objects read: `indexed` + `unreadable`. */
  readonly found: number;
  /** `distinct` + `copies`. */
  readonly indexed: number;
  readonly unreadable: number;
  /** Records that stand elsewhere as well and are counted there. */
  readonly copies: number;
  readonly distinct: number;
  /** Of the objects read, as stored and after gunzip. */
  readonly storedBytes: number;
  readonly rawBytes: number;
}

export interface ReasonCount {
  readonly status: 'skipped' | 'failed';
  readonly reason: string;
  readonly objects: number;
}

export interface CoverageRow extends Partition, CoverageSums {
  /** When it was last listed; undefined: never. */
  readonly listedTime: EpochMs | undefined;
  /** Why it could not be listed. */
  readonly problem: string | undefined;
  readonly reasons: readonly ReasonCount[];
}

/** Two numbers that should be equal and are not. Shown, never hidden. */
export interface Discrepancy {
  readonly partition: Partition;
  /** `listed = read + skipped + failed + pending − gone`: which sum, with its numbers. */
  readonly statement: string;
}

export interface Coverage {
  /** By account, kind, region, day. */
  readonly rows: readonly CoverageRow[];
  readonly total: CoverageSums;
  readonly reasons: readonly ReasonCount[];
  /** Empty when everything reconciles. */
  readonly discrepancies: readonly Discrepancy[];
}

/** What a result says about what it did not see: "not indexed" is never shown as "no results". */
export interface CoverageStatement {
  /** Everything in the scope was listed and read, and nothing in it was unreadable. */
  readonly isComplete: boolean;
  /** Whole sentences: what is covered, what is not. */
  readonly statement: string;
  /** Days of the scope by what is known of them: all of it read; some of it; nothing. */
  readonly daysIndexed: readonly string[];
  readonly daysPartly: readonly string[];
  readonly daysNotIndexed: readonly string[];
  readonly failedObjects: number;
  readonly pendingObjects: number;
  readonly unreadableRecords: number;
}

/** An object that was not read, or not read whole. */
export interface UnreadableObject {
  readonly key: string;
  readonly status: 'read' | 'skipped' | 'failed';
  readonly reason: string;
  /** Byte offset in the shown text; absent when the object as a whole is meant. */
  readonly offset?: number;
  /** How many records or places the reason stands for. */
  readonly count?: number;
}

export interface CoverageQueries {
  coverage(scope: Scope, signal: AbortSignal): Promise<Coverage>;
  coverageOf(scope: Scope, signal: AbortSignal): Promise<CoverageStatement>;
  unreadableObjects(scope: Scope, limit: number, signal: AbortSignal): Promise<readonly UnreadableObject[]>;
}
