import { UserError } from '../base/errors';
import { laneFields, recordClasses, type ClassCounts, type LaneField } from '../engine/timeline/timeline';
import type { SqlRow, SqlValues } from './queryDatabase';
import type { TimelineFilter } from './timeline';

/** Rows of a timeline's table that a filter means. */
export interface TimelineCondition {
  readonly sql: string;
  readonly values: SqlValues;
}

export function toCondition({ from, to, lane, classes }: TimelineFilter): TimelineCondition {
  const conditions = [
    from === undefined ? undefined : `ms >= ${toWholeMs(from)}`,
    to === undefined ? undefined : `ms < ${toWholeMs(to)}`,
    lane === undefined ? undefined : laneCondition(lane.by, lane.value),
    classes === undefined ? undefined : `class IN (${['NULL', ...classes.map(classNumber)].join(', ')})`,
  ].filter((condition) => condition !== undefined);
  const values = lane === undefined || lane.value === null ? {} : { lane: lane.value };
  return { sql: conditions.length === 0 ? 'TRUE' : conditions.join(' AND '), values };
}

/** Throws a UserError for a name that is none: it comes from a web view. */
export function laneColumn(by: LaneField): string {
  if (!laneFields.includes(by)) throw new UserError('invalidInput', `There are no lanes by ${by as string}.`);
  return by;
}

/** Times of the index are whole milliseconds, within what a Date can be. */
export function toWholeMs(time: number): number {
  if (Number.isNaN(time)) throw new UserError('invalidInput', 'A time of the timeline is no number.');
  return Math.min(maxDate, Math.max(-maxDate, Math.ceil(time)));
}

/** SQL that counts the rows of each class, in the order of `recordClasses`. */
export const classCountsSql = recordClasses
  .map((_, number) => `count(*) FILTER (class = ${number})::INTEGER`)
  .join(', ');

/** Of cells as `classCountsSql` gives them. */
export function toClassCounts(cells: SqlRow): ClassCounts {
  const [read, write, error, denied] = cells;
  return { read: Number(read ?? 0), write: Number(write ?? 0), error: Number(error ?? 0), denied: Number(denied ?? 0) };
}

const maxDate = 8_640_000_000_000_000;

function laneCondition(by: LaneField, value: string | null): string {
  return value === null ? `${laneColumn(by)} IS NULL` : `${laneColumn(by)} = $lane`;
}

function classNumber(name: (typeof recordClasses)[number]): number {
  const number = recordClasses.indexOf(name);
  if (number < 0) throw new UserError('invalidInput', `There is no class ${name as string}.`);
  return number;
}
