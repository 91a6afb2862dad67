import { NotificationType, RequestType } from 'vscode-languageserver-protocol';
import type { EpochMs } from '../base/time';

/** Which part of one source is meant. Everything absent: all of it. */
export interface SearchScope {
  readonly sourceId: string;
  /** A level of the tree: only objects below it. */
  readonly prefix?: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** First and last moment, inclusive and exclusive. Of a scan: the days of delivery; of a search: `eventTime`. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** What a scan would do, from listing alone. */
export interface ScanPlan {
  /** Hand it to `runScan`: the plan is what will be read. */
  readonly planId: string;
  readonly listedObjects: number;
  readonly listedBytes: number;
  /** Already in the index, unchanged. */
  readonly indexedObjects: number;
  readonly objectsToRead: number;
  readonly bytesToRead: number;
  /** Listed but not to be read, by reason: digests, archived objects, beyond a cap … */
  readonly skipped: readonly { readonly reason: string; readonly objects: number; readonly bytes: number }[];
  /** Levels that could not be listed, and why. */
  readonly problems: readonly { readonly where: string; readonly message: string }[];
  readonly days: number;
  readonly firstDay?: string;
  readonly lastDay?: string;
  readonly accounts: number;
  readonly regions: number;
  /** GET requests, and what S3 charges for them and for the transfer out of AWS; absent for folders and other stores. */
  readonly cost?: { readonly requests: number; readonly requestUsd: number; readonly transferUsd: number };
  readonly estimatedSeconds: number;
  /** True when the user should be asked: `trailcase.scan.askAbove…` is passed. */
  readonly needsConsent: boolean;
  /** Set when a hard cap cuts the plan: what is left out. */
  readonly capNotice?: string;
}

export interface PlanScanParams {
  readonly scope: SearchScope;
  /** For progress notifications. */
  readonly progressId: string;
}

export interface RunScanParams {
  readonly planId: string;
  readonly progressId: string;
}

export interface ScanSummary {
  readonly readObjects: number;
  readonly failedObjects: number;
  readonly skippedObjects: number;
  readonly indexedRecords: number;
  readonly unreadableRecords: number;
  readonly bytes: number;
  readonly seconds: number;
  /** False when it was cancelled: a later run goes on where this one stopped. */
  readonly isComplete: boolean;
  /** The first few failures, for people. */
  readonly failures: readonly { readonly uri: string; readonly reason: string }[];
}

export interface ScanProgress {
  readonly progressId: string;
  readonly phase: 'listing' | 'reading' | 'finishing';
  readonly objectsDone: number;
  /** Unknown while listing. */
  readonly objectsTotal?: number;
  readonly bytesDone: number;
  readonly bytesTotal?: number;
  readonly records: number;
  readonly failed: number;
  readonly objectsPerSecond: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft?: number;
}

/** A mistake in a query. Offsets are UTF-16 units in the query's text. */
export interface QueryProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly suggestion?: string;
}

export interface CheckQueryResult {
  readonly problems: readonly QueryProblem[];
  /** What the query means, in a sentence; absent while it has mistakes. */
  readonly explanation?: string;
  /** True when the index alone can answer; false when originals have to be read. */
  readonly isIndexed: boolean;
}

export interface CompleteQueryParams {
  readonly scope: SearchScope;
  readonly text: string;
  readonly offset: number;
}

export interface QueryCompletion {
  readonly label: string;
  readonly description?: string;
  /** Put this in place of `start` to `end` of the query. */
  readonly insertText: string;
  readonly start: number;
  readonly end: number;
  readonly kind: 'field' | 'value' | 'operator';
  /** Of a value: in how many records it occurs. */
  readonly count?: number;
}

export interface SearchParams {
  readonly scope: SearchScope;
  readonly query: string;
  readonly progressId: string;
}

/** What a result says about what it did not see. Always shown with the result. */
export interface CoverageStatement {
  /** True when everything that was listed in the scope is in the index, and nothing was unreadable. */
  readonly isComplete: boolean;
  /** Whole sentences: what is covered, what is not, and what to do. */
  readonly text: string;
}

export interface SearchResult {
  readonly resultId: string;
  /** Distinct records. */
  readonly count: number;
  /** Further deliveries of the same records, counted once. */
  readonly copies: number;
  /** Records whose eventID another record with other content has. */
  readonly conflicts: number;
  readonly coverage: CoverageStatement;
  readonly isIndexed: boolean;
  readonly elapsedMs: number;
  /** Logs that had to be opened and could not be: nothing is dropped silently. */
  readonly unread: readonly { readonly uri: string; readonly reason: string }[];
  /** False when it was stopped half way, or passed the most hits that are kept. */
  readonly isWhole: boolean;
  readonly firstTime?: EpochMs;
  readonly lastTime?: EpochMs;
}

export interface SearchProgress {
  readonly progressId: string;
  readonly hits: number;
  readonly logsDone: number;
  readonly logsTotal: number;
  readonly secondsLeft?: number;
}

/** Columns of a result: those of `recordColumns`, and these of Trailcase's own. */
export const locationColumns = ['account', 'region', 'object', 'record', 'deliveries', 'isConflict'] as const;

export type CellValue = string | number | boolean | null | readonly string[];

export interface ResultSort {
  readonly column: string;
  readonly descending: boolean;
}

export interface ResultPageParams {
  readonly resultId: string;
  readonly offset: number;
  readonly limit: number;
  readonly sort: ResultSort;
  readonly columns: readonly string[];
  /** Only the hits of one group, see `resultGroups`. */
  readonly group?: { readonly by: string; readonly value: string | null };
}

export interface ResultPage {
  readonly total: number;
  /** `id` is the hit's number in its result, for `locateHit` and for copying. Times are `2026-01-15T14:05:09Z`. */
  readonly rows: readonly { readonly id: number; readonly cells: readonly CellValue[] }[];
}

/** What a result is grouped by in the results view. */
export const groupings = [
  'day',
  'principal',
  'eventName',
  'eventSource',
  'sourceIPAddress',
  'errorCode',
  'awsRegion',
  'account',
] as const;

export interface ResultGroupsParams {
  readonly resultId: string;
  /** `day`, `hour`, or the name of a column. */
  readonly by: string;
  readonly limit: number;
}

export interface ResultGroups {
  readonly groups: readonly {
    readonly value: string | null;
    readonly count: number;
    readonly firstTime?: EpochMs;
    readonly lastTime?: EpochMs;
  }[];
  /** How many groups there are in all. */
  readonly total: number;
}

/** Where a record stands: every place that it was delivered to. */
export interface HitLocation {
  /** `cloudtrail:` document URI with the record's page. */
  readonly documentUri: string;
  readonly uri: string;
  readonly key: string;
  /** Ordinal in its log, from 0. */
  readonly record: number;
  /** Its place in that document. Absent until it was read. */
  readonly range?: {
    readonly startLine: number;
    readonly startCharacter: number;
    readonly endLine: number;
    readonly endCharacter: number;
  };
}

export interface LocateHitParams {
  readonly resultId: string;
  readonly id: number;
  /** Which of its places gets a range: 0, the first, when absent. */
  readonly place?: number;
}

export interface ExportParams {
  readonly resultId: string;
  readonly format: 'csv' | 'jsonl' | 'markdown';
  /** Of CSV and Markdown. JSONL holds the records verbatim. */
  readonly columns: readonly string[];
  readonly sort: ResultSort;
  /** Path of the file to write on the server's machine. Absent: the text is the answer (for the clipboard; bounded). */
  readonly file?: string;
  /** Only these hits. */
  readonly ids?: readonly number[];
  /** Only the hits of one group. */
  readonly group?: ResultPageParams['group'];
  readonly progressId: string;
}

export interface ExportResult {
  readonly records: number;
  readonly text?: string;
  /** Records whose originals could not be read, for JSONL. */
  readonly unread: readonly { readonly uri: string; readonly reason: string }[];
}

export interface CoverageRow {
  readonly account: string | null;
  readonly kind: string | null;
  readonly region: string | null;
  /** `2026-01-15`; null for objects whose key names no day. */
  readonly day: string | null;
  readonly listed: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  /** Listed and not yet read. */
  readonly pending: number;
  readonly found: number;
  readonly indexed: number;
  readonly unreadable: number;
  /** Deliveries of records that were delivered before. */
  readonly copies: number;
  readonly bytes: number;
  readonly listedTime?: EpochMs;
  /** Set when the level could not be listed, or its sums do not reconcile. */
  readonly problem?: string;
  /** `3 digest file`, `1 archived (GLACIER)` … */
  readonly reasons: readonly { readonly reason: string; readonly objects: number }[];
}

export interface CoverageResult {
  readonly rows: readonly CoverageRow[];
  readonly statement: CoverageStatement;
  readonly indexBytes: number;
  readonly segments: number;
  /** Segments that are damaged or of another version: not used, and read anew by the next scan. */
  readonly badSegments: readonly { readonly segment: string; readonly reason: string }[];
}

export interface UnreadableRow {
  readonly key: string;
  readonly uri: string;
  readonly documentUri: string;
  readonly status: 'read' | 'skipped' | 'failed';
  readonly reason: string;
  /** Byte offset in the shown text. */
  readonly offset?: number;
}

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly CellValue[])[];
  /** True when there are more rows than are handed out. */
  readonly isCut: boolean;
  readonly elapsedMs: number;
  readonly coverage: CoverageStatement;
}

export interface SuggestValuesParams {
  readonly scope: SearchScope;
  /** A column's name. */
  readonly column: string;
  readonly prefix: string;
  readonly limit: number;
}

export const planScanRequest = new RequestType<PlanScanParams, ScanPlan, void>('trailcase/planScan');
export const runScanRequest = new RequestType<RunScanParams, ScanSummary, void>('trailcase/runScan');
export const checkQueryRequest = new RequestType<{ readonly text: string }, CheckQueryResult, void>(
  'trailcase/checkQuery',
);
export const completeQueryRequest = new RequestType<CompleteQueryParams, readonly QueryCompletion[], void>(
  'trailcase/completeQuery',
);
export const suggestValuesRequest = new RequestType<
  SuggestValuesParams,
  readonly { readonly value: string; readonly count: number }[],
  void
>('trailcase/suggestValues');
export const searchRequest = new RequestType<SearchParams, SearchResult, void>('trailcase/search');
export const resultPageRequest = new RequestType<ResultPageParams, ResultPage, void>('trailcase/resultPage');
export const resultGroupsRequest = new RequestType<ResultGroupsParams, ResultGroups, void>('trailcase/resultGroups');
export const locateHitRequest = new RequestType<LocateHitParams, readonly HitLocation[], void>('trailcase/locateHit');
export const exportResultRequest = new RequestType<ExportParams, ExportResult, void>('trailcase/exportResult');
export const closeResultRequest = new RequestType<{ readonly resultId: string }, null, void>('trailcase/closeResult');
export const coverageRequest = new RequestType<{ readonly scope: SearchScope }, CoverageResult, void>(
  'trailcase/coverage',
);
export const unreadableRequest = new RequestType<{ readonly scope: SearchScope }, readonly UnreadableRow[], void>(
  'trailcase/unreadable',
);
export const runSqlRequest = new RequestType<
  { readonly sourceId: string; readonly text: string; readonly maxRows: number },
  SqlResult,
  void
>('trailcase/runSql');
/** Deletes the cached originals of every source; answers with the bytes freed. */
export const clearCacheRequest = new RequestType<void, { readonly bytes: number }, void>('trailcase/clearCache');
export const deleteIndexRequest = new RequestType<{ readonly sourceId: string }, { readonly bytes: number }, void>(
  'trailcase/deleteIndex',
);
/** Server → client, at most four times a second. */
export const scanProgressNotification = new NotificationType<ScanProgress>('trailcase/scanProgress');
export const searchProgressNotification = new NotificationType<SearchProgress>('trailcase/searchProgress');
