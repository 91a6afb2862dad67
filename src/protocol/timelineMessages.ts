import type { EpochMs } from '../base/time';
import type {
  LaneField,
  RecordClass,
  TimelineGap,
  TimelinePicture,
  TimelineSubject,
  TimelineSummary,
} from '../engine/timeline/timeline';
import type { RowRange, TableFailure, TableNote } from './resultTableMessages';
import type { CoverageStatement, SearchScope } from './searchRequests';
import type { TimelineFilterParams, TimelineRows } from './timelineRequests';

/** What it takes to make the timeline again when the editor was reloaded and the server forgot it. */
export interface TimelineIdentity {
  readonly subject: TimelineSubject;
  readonly scope: SearchScope;
  /** Of the editor's tab. */
  readonly title: string;
}

/** What the web view keeps by itself (`vscode.setState`), so that a hidden or reloaded timeline comes back as it was left. */
export interface SavedTimeline {
  readonly identity: TimelineIdentity;
  /** The view; absent: the whole period. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly laneBy: LaneField;
  /** The lane and classes that the table is narrowed to. */
  readonly lane?: { readonly by: LaneField; readonly value: string | null };
  readonly hiddenClasses: readonly RecordClass[];
  readonly usesLocalTime: boolean;
  readonly descending: boolean;
  /** A hit's id in that result, and in no other one: a reloaded timeline searches anew. */
  readonly activeId?: number;
  readonly resultId?: string;
  /** Its place among the rows, and the record that stood there. */
  readonly activeRow?: { readonly row: number; readonly eventId: string };
  /** Height of the picture, as a share of the panel. */
  readonly split: number;
}

export interface TimelineNote extends TableNote {
  /** What the user can do about it. */
  readonly action?: 'validate';
}

export interface TimelineView {
  readonly resultId: string;
  readonly identity: TimelineIdentity;
  readonly query: string;
  readonly summary: TimelineSummary;
  readonly gaps: readonly TimelineGap[];
  readonly coverage: CoverageStatement;
  /** Logs that could not be searched, and other things to know. */
  readonly notes: readonly TimelineNote[];
}

/** How rows of a timeline go to the clipboard: as they are shown, or as the records are, verbatim. */
export type TimelineCopy = 'tsv' | 'jsonl';

export interface PictureRequest {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly buckets: number;
  readonly laneBy: LaneField;
  readonly maxLanes: number;
  readonly lanes?: readonly (string | null)[];
}

/** What exports of a timeline are offered; pictures are made by the web view. */
export const timelineExports = ['csv', 'jsonl', 'markdown', 'timesketchJsonl', 'timesketchCsv', 'png', 'svg'] as const;
export type TimelineExport = (typeof timelineExports)[number];

/** Extension host → web view. */
export type TimelineHostMessage =
  | { readonly kind: 'running'; readonly title: string; readonly text?: string }
  | { readonly kind: 'show'; readonly view: TimelineView }
  | { readonly kind: 'failed'; readonly title: string; readonly failure: TableFailure }
  | { readonly kind: 'picture'; readonly requestId: number; readonly picture: TimelinePicture }
  | { readonly kind: 'rows'; readonly requestId: number; readonly rows: TimelineRows }
  | { readonly kind: 'rowOf'; readonly requestId: number; readonly row: number | null }
  | { readonly kind: 'askFailed'; readonly requestId: number; readonly failure: TableFailure }
  /** Draw the picture in view as a file: `png` as base64, `svg` as text. Answered by `drawn`. */
  | { readonly kind: 'draw'; readonly requestId: number; readonly format: 'png' | 'svg' }
  /** A command that the user gave outside of the web view. */
  | { readonly kind: 'command'; readonly command: 'zoomIn' | 'zoomOut' | 'reset' | 'toggleTime' }
  /** For a command that the user gave outside of the web view: what is chosen in the table goes to the clipboard. */
  | { readonly kind: 'copySelection'; readonly format: TimelineCopy }
  /** Said to the user, also by a screen reader. */
  | { readonly kind: 'said'; readonly text: string; readonly isWarning: boolean };

/** Web view → extension host. */
export type TimelineViewMessage =
  | { readonly kind: 'ready'; readonly saved?: SavedTimeline }
  | { readonly kind: 'askPicture'; readonly requestId: number; readonly picture: PictureRequest }
  | {
      readonly kind: 'askRows';
      readonly requestId: number;
      readonly filter: TimelineFilterParams;
      readonly offset: number;
      readonly limit: number;
      readonly descending: boolean;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'askRowOf';
      readonly requestId: number;
      readonly id: number;
      readonly filter: TimelineFilterParams;
      readonly descending: boolean;
    }
  /** Nobody waits for that answer any more. */
  | { readonly kind: 'drop'; readonly requestId: number }
  | { readonly kind: 'openRecord'; readonly id: number; readonly preserveFocus: boolean }
  | { readonly kind: 'drawn'; readonly requestId: number; readonly data: string }
  | { readonly kind: 'drawFailed'; readonly requestId: number; readonly message: string }
  /** The user wants an export; the host asks for a file. `filter` is what is in view. */
  | {
      readonly kind: 'export';
      readonly format: TimelineExport;
      readonly filter: TimelineFilterParams;
      readonly descending: boolean;
      readonly columns: readonly string[];
    }
  | {
      readonly kind: 'copyRows';
      readonly format: TimelineCopy;
      /** By their place among the rows of the filter. */
      readonly rows: readonly RowRange[];
      readonly filter: TimelineFilterParams;
      readonly descending: boolean;
      readonly columns: readonly string[];
    }
  | { readonly kind: 'copyText'; readonly what: string; readonly text: string }
  /** Show the timeline of a lane's value, or of a cell of the table. */
  | { readonly kind: 'openSubject'; readonly subject: TimelineSubject }
  | { readonly kind: 'indexGap'; readonly gap: TimelineGap }
  /** Prove, or disprove, that nothing is missing. */
  | { readonly kind: 'validate' }
  | { readonly kind: 'editQuery' }
  /** Ends the search that runs. */
  | { readonly kind: 'stop' }
  | { readonly kind: 'retry' }
  /** A mistake of the web view itself, for the log. */
  | { readonly kind: 'broken'; readonly message: string };
