import type { EpochMs } from '../base/time';
import type { Query } from '../engine/query/query';
import type { CellValue } from './cellValue';
import type { CoverageStatement } from './coverage';
import type { Scope } from './scope';
import type { Timeline } from './timeline';

/** Columns of a result: those of `recordColumns`, and these. */
export const placeColumns = [
  /** Account, region and kind that the object's key says. */
  'account',
  'region',
  'kind',
  /** The object's key. */
  'object',
  /** The record's ordinal in its log, from 0. */
  'record',
  /** In how many places the record stands: 1 and up. */
  'deliveries',
  /** Another record with other content has the same eventID. */
  'isConflict',
] as const;

export interface ResultSort {
  readonly column: string;
  readonly descending: boolean;
}

/** One hit of a page. */
export interface ResultRow {
  /** The hit's number in its result: the same whatever the order. */
  readonly id: number;
  /** In the order of the columns that were asked for. */
  readonly cells: readonly CellValue[];
}

export interface PageOptions {
  readonly offset: number;
  readonly limit: number;
  readonly sort: ResultSort;
  readonly columns: readonly string[];
  /** Only the hits of one group. */
  readonly group?: { readonly by: string; readonly value: string | null };
}

export interface ResultPage {
  /** Hits in all, or in the group. */
  readonly total: number;
  readonly rows: readonly ResultRow[];
}

export interface ResultGroup {
  /** `null`: the records without a value. Days are `2026-01-15`, hours `2026-01-15T14`. */
  readonly value: string | null;
  /** Records with several values (resources) count in each of their groups. */
  readonly count: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
}

export interface ResultGroups {
  /** Largest first; days and hours in order. */
  readonly groups: readonly ResultGroup[];
  /** How many there are in all. */
  readonly total: number;
}

/** A place where a record stands. */
export interface RecordLocation {
  readonly key: string;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly sizeBytes: number;
  /** Ordinal in its log, from 0. */
  readonly ordinal: number;
}

export interface HitLocations {
  readonly id: number;
  /** The first is the one that the hit counts by; the others are its copies. */
  readonly places: readonly RecordLocation[];
}

export interface SearchProgress {
  readonly hits: number;
  /** Logs that had to be opened, and how many were. Both 0 when the index alone answered. */
  readonly logsDone: number;
  readonly logsTotal: number;
}

/** A log that had to be opened and could not be. */
export interface UnsearchedLog {
  readonly key: string;
  readonly reason: string;
}

export interface ResultSummary {
  /** Distinct records. */
  readonly count: number;
  /** Further deliveries of these records, counted once. */
  readonly copies: number;
  /** Hits whose eventID another record with other content has. */
  readonly conflicts: number;
  readonly coverage: CoverageStatement;
  /** The index alone answered. */
  readonly isIndexed: boolean;
  /** False while it runs, when it was stopped half way, or when it passed the most hits that are kept. */
  readonly isWhole: boolean;
  readonly unsearched: readonly UnsearchedLog[];
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
  readonly elapsedMs: number;
}

/**
 * The hits of one search. Stays as it was found, whatever is indexed later; the least recently used of many results
 * are let go, and then reject with a UserError `notFound`.
 */
export interface ResultSet {
  readonly query: Query;
  readonly scope: Scope;
  /** Settles when the search has ended; `isWhole` says whether it got through. Rejects only when it failed. */
  readonly whenDone: Promise<ResultSummary>;
  /** What is known by now. */
  summarize(signal: AbortSignal): Promise<ResultSummary>;
  page(options: PageOptions, signal: AbortSignal): Promise<ResultPage>;
  /** `by`: `day`, `hour`, or a column's name. */
  groups(by: string, limit: number, signal: AbortSignal): Promise<ResultGroups>;
  /** All rows (or those of `ids`) in order, in batches: for export. */
  rows(
    options: Omit<PageOptions, 'offset' | 'limit'> & { readonly ids?: readonly number[] },
    signal: AbortSignal,
  ): AsyncIterable<readonly ResultRow[]>;
  locations(ids: readonly number[], signal: AbortSignal): Promise<readonly HitLocations[]>;
  /** Made at the first call, when the search has ended; the same from then on. */
  timeline(signal: AbortSignal): Promise<Timeline>;
  dispose(): Promise<void>;
}
