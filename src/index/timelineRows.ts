import { recordClasses, type TimelineSummary } from '../engine/timeline/timeline';
import type { CellValue } from './cellValue';
import { readCells } from './recordCells';
import { timelineColumns, type TimelineFilter, type TimelineRow } from './timeline';
import { classCountsSql, toClassCounts, toCondition } from './timelineFilter';
import type { TimelineTable } from './timelineTable';

export interface TimelineRowRange {
  readonly filter: TimelineFilter;
  readonly offset: number;
  readonly limit: number;
  readonly descending: boolean;
  readonly columns: readonly string[];
}

/** Rows of a filter: those with a time in order, in either direction, then those without one. */
interface RowCounts {
  readonly timed: number;
  readonly total: number;
}

export async function readRows(
  table: TimelineTable,
  { filter, offset, limit, descending, columns }: TimelineRowRange,
  signal: AbortSignal,
): Promise<{ readonly total: number; readonly rows: readonly TimelineRow[] }> {
  const counts = await countRows(table, filter, signal);
  const first = Math.min(toCount(offset), counts.total);
  const end = Math.min(first + toCount(limit), counts.total);
  if (!descending) return { total: counts.total, rows: await readPart(table, filter, first, end, columns, signal) };
  const timedEnd = Math.min(end, counts.timed);
  const timed =
    first < timedEnd
      ? await readPart(table, filter, counts.timed - timedEnd, counts.timed - first, columns, signal)
      : [];
  const untimed = await readPart(table, filter, Math.max(first, counts.timed), end, columns, signal);
  return { total: counts.total, rows: [...[...timed].reverse(), ...untimed] };
}

export async function findRow(
  table: TimelineTable,
  id: number,
  filter: TimelineFilter,
  descending: boolean,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { database, name, twins } = table;
  const { sql, values } = toCondition(filter);
  const wanted = `coalesce((SELECT counted FROM ${twins} WHERE id = ${toCount(id)}), ${toCount(id)})`;
  const [found] = await database.rows(
    `WITH own AS MATERIALIZED (SELECT rowid AS place, ms IS NOT NULL FROM ${name} WHERE id = ${wanted} AND ${sql})
     SELECT *, (SELECT count(*) FROM ${name} WHERE rowid < (SELECT place FROM own) AND ${sql})::INTEGER FROM own`,
    signal,
    values,
  );
  if (found === undefined) return undefined;
  const [, isTimed, before] = found;
  if (!descending || isTimed === false) return Number(before);
  return (await countRows(table, filter, signal)).timed - 1 - Number(before);
}

export async function findTwins(
  { database, twins }: TimelineTable,
  id: number,
  signal: AbortSignal,
): Promise<readonly number[]> {
  const rows = await database.rows(
    `SELECT id FROM ${twins} WHERE counted = (SELECT counted FROM ${twins} WHERE id = ${toCount(id)}) AND id <> ${toCount(id)} ORDER BY id`,
    signal,
  );
  return rows.map(([twin]) => Number(twin));
}

/** What the whole table holds; first uses are looked for elsewhere. */
export async function readTotals(
  { database, name, twins }: TimelineTable,
  signal: AbortSignal,
): Promise<Omit<TimelineSummary, 'firstSeen' | 'firstSeenTotal' | 'firstSeenNote'>> {
  const [row] = await database.rows(
    `SELECT count(*)::INTEGER, count(ms)::INTEGER, min(ms)::DOUBLE, max(ms)::DOUBLE,
       (SELECT count(*) FROM ${twins} WHERE id <> counted)::INTEGER, ${classCountsSql} FROM ${name}`,
    signal,
  );
  const [count = 0, timed = 0, first, last, further = 0, ...classes] = row ?? [];
  return {
    count: Number(count),
    classes: toClassCounts(classes),
    twins: Number(further),
    untimed: Number(count) - Number(timed),
    firstTime: typeof first === 'number' ? first : undefined,
    lastTime: typeof last === 'number' ? last : undefined,
  };
}

async function countRows(
  { database, name }: TimelineTable,
  filter: TimelineFilter,
  signal: AbortSignal,
): Promise<RowCounts> {
  const { sql, values } = toCondition(filter);
  const [row] = await database.rows(
    `SELECT count(ms)::INTEGER, count(*)::INTEGER FROM ${name} WHERE ${sql}`,
    signal,
    values,
  );
  return { timed: Number(row?.[0] ?? 0), total: Number(row?.[1] ?? 0) };
}

/** Rows from `first` up to `end` of those that the filter leaves, in the table's order. */
async function readPart(
  { database, name, hits, snapshot }: TimelineTable,
  filter: TimelineFilter,
  first: number,
  end: number,
  columns: readonly string[],
  signal: AbortSignal,
): Promise<readonly TimelineRow[]> {
  if (first >= end) return [];
  const { sql, values } = toCondition(filter);
  // Without an ORDER BY of its own: DuckDB keeps the table's order (preserve_insertion_order), and skips what it can.
  const isWhole = sql === 'TRUE';
  const part = `SELECT rowid AS place, id, class, twins FROM ${name}
    ${isWhole ? `WHERE rowid BETWEEN ${first} AND ${end - 1}` : `WHERE ${sql} LIMIT ${end - first} OFFSET ${first}`}`;
  const found = await database.rows(
    `SELECT p.id, p.class, p.twins, h.segment, h."row" FROM (${part}) p JOIN ${hits.name} h ON h.rowid = p.id ORDER BY p.place`,
    signal,
    values,
  );
  const places = found.map(([, , , segment, row]) => ({ segment: Number(segment), row: Number(row) }));
  const own: readonly string[] = timelineColumns;
  const read = columns.filter((column) => !own.includes(column));
  const cells = read.length === 0 ? [] : await readCells(database, snapshot, places, read, signal);
  return found.map(([id, number, twins], at) => {
    const row = { recordClass: recordClasses[Number(number)] ?? 'write', twins: Number(twins) };
    const values = new Map<string, CellValue>(Object.entries(row));
    read.forEach((column, index) => values.set(column, cells[at]?.[index] ?? null));
    return { id: Number(id), ...row, cells: columns.map((column) => values.get(column) ?? null) };
  });
}

function toCount(value: number): number {
  return Number.isFinite(value) ? Math.max(0, Math.floor(value)) : 0;
}
