import { RequestType } from 'vscode-languageserver-protocol';
import type { EpochMs } from '../base/time';
import type {
  LaneField,
  RecordClass,
  TimelineGap,
  TimelinePicture,
  TimelineSubject,
  TimelineSummary,
} from '../engine/timeline/timeline';
import type { CellValue, SearchResult, SearchScope } from './searchRequests';

export interface OpenTimelineParams {
  readonly scope: SearchScope;
  readonly subject: TimelineSubject;
  /** For `searchProgressNotification`. */
  readonly progressId: string;
}

/** A timeline belongs to a result: `closeResult` ends both. Its hits are located and exported as those of any result. */
export interface OpenedTimeline {
  readonly result: SearchResult;
  /** The subject as a query, for Edit Query and Save Search. */
  readonly query: string;
  /** `Timeline of alice`: not cleaned for display. */
  readonly title: string;
  readonly summary: TimelineSummary;
  /** Over the whole period, and the days around it that the scope asks for. In order of time. */
  readonly gaps: readonly TimelineGap[];
  /** Whole sentences: where silence is not proven, since nothing was validated there. */
  readonly notes: readonly string[];
}

export interface TimelineFilterParams {
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly lane?: { readonly by: LaneField; readonly value: string | null };
  readonly classes?: readonly RecordClass[];
}

export interface TimelinePictureParams {
  readonly resultId: string;
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly buckets: number;
  readonly laneBy: LaneField;
  readonly maxLanes: number;
  readonly lanes?: readonly (string | null)[];
}

export interface TimelineRowsParams {
  readonly resultId: string;
  readonly filter: TimelineFilterParams;
  readonly offset: number;
  readonly limit: number;
  readonly descending: boolean;
  readonly columns: readonly string[];
}

export interface TimelineRowOfParams {
  readonly resultId: string;
  /** A hit's id in its result. */
  readonly id: number;
  readonly filter: TimelineFilterParams;
  readonly descending: boolean;
}

export interface TimelineRows {
  readonly total: number;
  readonly rows: readonly {
    /** The hit's id in its result, for `locateHit`. */
    readonly id: number;
    readonly recordClass: RecordClass;
    readonly twins: number;
    readonly cells: readonly CellValue[];
  }[];
}

export const timelineFormats = ['csv', 'jsonl', 'markdown', 'timesketchJsonl', 'timesketchCsv'] as const;
export type TimelineFormat = (typeof timelineFormats)[number];

export interface ExportTimelineParams {
  readonly resultId: string;
  readonly format: TimelineFormat;
  readonly filter: TimelineFilterParams;
  readonly descending: boolean;
  readonly columns: readonly string[];
  /** Absolute path of the file to write on the server's machine. */
  readonly file: string;
  /** Of Markdown: file name of the picture beside it, and the subject's title. */
  readonly pictureFile?: string;
  readonly title?: string;
  readonly progressId: string;
}

export interface ExportTimelineResult {
  readonly records: number;
  /** Records whose originals could not be read, for JSONL. */
  readonly unread: readonly { readonly uri: string; readonly reason: string }[];
}

export const openTimelineRequest = new RequestType<OpenTimelineParams, OpenedTimeline, void>('trailcase/openTimeline');
export const timelinePictureRequest = new RequestType<TimelinePictureParams, TimelinePicture, void>(
  'trailcase/timelinePicture',
);
export const timelineRowsRequest = new RequestType<TimelineRowsParams, TimelineRows, void>('trailcase/timelineRows');
/** The place of a record among the rows of a filter; null when the filter leaves it out. */
export const timelineRowOfRequest = new RequestType<
  {
    readonly resultId: string;
    readonly id: number;
    readonly filter: TimelineFilterParams;
    readonly descending: boolean;
  },
  number | null,
  void
>('trailcase/timelineRowOf');
export const exportTimelineRequest = new RequestType<ExportTimelineParams, ExportTimelineResult, void>(
  'trailcase/exportTimeline',
);
