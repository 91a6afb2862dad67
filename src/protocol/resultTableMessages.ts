import type { ResultColumn } from './resultColumns';
import type { ShownColumn } from './shownColumns';
import type { CoverageStatement, ResultPage, ResultSort, SearchScope } from './searchRequests';

/** One group of a result, see `resultGroups`. */
export interface ResultGroup {
  readonly by: string;
  readonly value: string | null;
}

/** What it takes to make the table again when the editor was reloaded and the server forgot the result. */
export interface TableIdentity {
  readonly query: string;
  readonly scope: SearchScope;
  readonly title: string;
  readonly group?: ResultGroup;
  /** Absent: `query` is one of Trailcase's query language, and the rows are records. */
  readonly language?: 'sql';
}

/** What the web view keeps by itself, so that a hidden or reloaded table comes back as it was left. */
export interface SavedTable {
  readonly identity: TableIdentity;
  readonly sort: ResultSort;
  /** Rows by their place in the sorted table, from 0. */
  readonly topRow: number;
  readonly activeRow: number;
}

/** Something a user has to know about the result beside its rows. */
export interface TableNote {
  readonly text: string;
  readonly isWarning: boolean;
  /** One line each, for example the logs that could not be read. */
  readonly details: readonly string[];
}

/** What the table shows. All texts are safe to display, but are text, never markup. */
export interface TableView {
  /** `sql`: rows of a statement, which are no records: they are not opened, and copied as they are. */
  readonly kind: 'records' | 'sql';
  readonly identity: TableIdentity;
  /** `1,000,000 records`; of the whole result, also when the table shows one group of it. */
  readonly countText: string;
  /** Rows of the table; unknown before the first page of a group. */
  readonly rowCount?: number;
  readonly coverage: CoverageStatement;
  readonly notes: readonly TableNote[];
  readonly sort: ResultSort;
  readonly available: readonly ResultColumn[];
  readonly shown: readonly ShownColumn[];
  readonly defaults: readonly ShownColumn[];
}

export interface TableFailure {
  readonly message: string;
  readonly nextStep?: string;
}

/** Rows by their place in the sorted table: the first, and the last (inclusive). */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

export type CopyFormat = 'tsv' | 'markdown' | 'jsonl';

/** Extension host → web view. */
export type TableHostMessage =
  /** The query runs: at first, and again after a reload. */
  | { readonly kind: 'running'; readonly query: string }
  | { readonly kind: 'show'; readonly view: TableView }
  | { readonly kind: 'failed'; readonly query: string; readonly failure: TableFailure }
  | { readonly kind: 'page'; readonly requestId: number; readonly page: ResultPage }
  | { readonly kind: 'pageFailed'; readonly requestId: number; readonly failure: TableFailure }
  /** For a command that the user gave outside of the web view. */
  | { readonly kind: 'copySelection'; readonly format: CopyFormat }
  /** Said to the user, also by a screen reader. */
  | { readonly kind: 'said'; readonly text: string; readonly isWarning: boolean };

/** Web view → extension host. */
export type TableViewMessage =
  /** The page is loaded and wants its content. `saved` is there when it was hidden, or the editor was reloaded. */
  | { readonly kind: 'ready'; readonly saved?: SavedTable }
  | {
      readonly kind: 'askPage';
      readonly requestId: number;
      readonly offset: number;
      readonly limit: number;
      readonly sort: ResultSort;
      readonly columns: readonly string[];
    }
  /** Nobody looks at that page any more. */
  | { readonly kind: 'dropPage'; readonly requestId: number }
  | { readonly kind: 'openRecord'; readonly id: number; readonly preserveFocus: boolean }
  | {
      readonly kind: 'copyRows';
      readonly format: CopyFormat;
      readonly rows: readonly RowRange[];
      readonly sort: ResultSort;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'copyText'; readonly what: string; readonly text: string }
  | {
      readonly kind: 'exportRows';
      /** Absent: all rows of the table. */
      readonly rows?: readonly RowRange[];
      readonly sort: ResultSort;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'setColumns'; readonly shown: readonly ShownColumn[] }
  | { readonly kind: 'setSort'; readonly sort: ResultSort }
  | { readonly kind: 'editQuery' }
  | { readonly kind: 'showTimeline' }
  | { readonly kind: 'clearGroup' }
  | { readonly kind: 'retry' }
  /** A mistake of the web view itself, for the log. */
  | { readonly kind: 'broken'; readonly message: string };
