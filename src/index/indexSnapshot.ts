import { segmentFile, type Segment, type SegmentSet } from './segmentCatalog';
import type { SegmentFileName } from './segmentSchema';
import { sqlList } from './queryDatabase';

/**
 * A set of segments, and the tables that say which of their rows count:
 * - `excluded(segment, object)`: objects that were read anew in a later segment,
 * - `copies(segment, row, object, ordinal, primarySegment, primaryRow, kind)`: see `recordCopies`.
 * Segments are numbered by their place in the set.
 */
export interface IndexSnapshot {
  readonly set: SegmentSet;
  readonly segments: readonly Segment[];
  readonly excluded: string;
  readonly copies: string;
  readonly hasExcluded: boolean;
  readonly hasCopies: boolean;
}

/**
 * The rows of one kind of file of some segments as a table expression, with `segment` (INTEGER) beside the columns and
 * `row` (INTEGER, from 0) behind them. `numbers` must not be empty.
 */
export function segmentRows(
  segments: readonly Segment[],
  name: SegmentFileName,
  numbers: readonly number[],
  columns = '*',
): string {
  const files = numbers.flatMap((number) => {
    const segment = segments[number];
    return segment === undefined ? [] : [segmentFile(segment, name)];
  });
  const isWhole = numbers.every((number, at) => number === at);
  const segment = isWhole ? 'file_index::INTEGER' : `(${sqlList(numbers)}[file_index::BIGINT + 1])::INTEGER`;
  return `(SELECT ${columns}, ${segment} AS segment, file_row_number::INTEGER AS "row" FROM read_parquet(${sqlList(files)}))`;
}

export function allNumbers(segments: readonly Segment[]): readonly number[] {
  return segments.map((_, number) => number);
}
