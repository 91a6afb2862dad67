import type { EpochMs } from '../base/time';
import type { LaneField, RecordClass, TimelinePicture, TimelineSummary } from '../engine/timeline/timeline';
import type { CellValue } from './cellValue';

/** Which records of a timeline are meant. Absent: all. */
export interface TimelineFilter {
  /** First moment, inclusive, and last, exclusive. Records without a time are only there when both are absent. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  readonly lane?: { readonly by: LaneField; readonly value: string | null };
  readonly classes?: readonly RecordClass[];
}

/** What a picture holds at most. */
export const maxBuckets = 2000;

export interface PictureOptions {
  /** The view; the whole period when absent. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** How many buckets are wanted, at most; widths are whole units of a clock. 20 to 2,000. */
  readonly buckets: number;
  /** Exactly this width instead, in whole milliseconds. A UserError `invalidInput` where that makes more than 2,000. */
  readonly bucketMs?: number;
  readonly laneBy: LaneField;
  /** 1 to 200. */
  readonly maxLanes: number;
  /** Lanes to keep, in this order, whatever is busiest in the view: zooming does not reorder them. */
  readonly lanes?: readonly (string | null)[];
}

/** Columns of `Timeline.rows` beside those of results: the record's class, and in how many accounts it stands. */
export const timelineColumns = ['recordClass', 'twins'] as const;

export interface TimelineRow {
  /** A hit's id in its result. */
  readonly id: number;
  readonly recordClass: RecordClass;
  /** Further records of the same action in other accounts. */
  readonly twins: number;
  /** In the order of the columns that were asked for. */
  readonly cells: readonly CellValue[];
}

/**
 * The hits of a result by time: each action once. Belongs to its result, and rejects with a UserError `notFound` when
 * that is gone. Answers in milliseconds: everything is counted in the index.
 */
export interface Timeline {
  summary(signal: AbortSignal): Promise<TimelineSummary>;
  picture(options: PictureOptions, signal: AbortSignal): Promise<TimelinePicture>;
  /**
   * In order of time (then as they lie in the index); records without a time stand last, whatever the direction.
   * `columns` as of `ResultSet.page`, and `timelineColumns`.
   */
  rows(
    filter: TimelineFilter,
    offset: number,
    limit: number,
    descending: boolean,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly total: number; readonly rows: readonly TimelineRow[] }>;
  /**
   * The place of a record among `rows` of the same filter and order; undefined when the filter leaves it out. Of a
   * record that is counted with another one, the place of that one.
   */
  rowOf(id: number, filter: TimelineFilter, descending: boolean, signal: AbortSignal): Promise<number | undefined>;
  /** Ids of the hits that are the same action as this one, in other accounts. */
  twinsOf(id: number, signal: AbortSignal): Promise<readonly number[]>;
}
