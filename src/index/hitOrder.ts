import { UserError } from '../base/errors';
import { isRecordColumn } from './cellText';
import type { HitTable } from './hitTable';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlName, type SqlValues } from './queryDatabase';
import { placeColumns, type ResultSort } from './resultSet';

export interface HitGroup {
  readonly by: string;
  readonly value: string | null;
}

/** Hits in some order: `id, segment, row` from a statement, or from a table made by it. */
export interface HitOrder {
  readonly sql: string;
  readonly values: SqlValues;
}

/**
 * A statement that gives `id, segment, row` of the hits (of a group) in order. Hits of equal value stand newest first,
 * then as they lie in the index; hits without a value stand last. Throws a UserError for a column that is none.
 */
export function toHitOrder(hits: HitTable, sort: ResultSort, group: HitGroup | undefined): HitOrder {
  const direction = sort.descending ? 'DESC' : 'ASC';
  const sortKey = sort.column === 'eventTime' ? undefined : sort.column;
  const source = withValues(
    hits,
    [sortKey, group?.by].filter((column) => column !== undefined),
  );
  const order = sortKey === undefined ? '' : `${valueSql(sortKey)} ${direction} NULLS LAST, `;
  const timeDirection = sortKey === undefined ? direction : 'DESC';
  return {
    sql: `SELECT id, segment, "row" FROM (${source}) ${groupCondition(group)}
      ORDER BY ${order}time ${timeDirection} NULLS LAST, segment, "row"`,
    values: group?.value == null ? {} : { group: group.value },
  };
}

function groupCondition(group: HitGroup | undefined): string {
  if (group === undefined) return '';
  const value = valueSql(group.by);
  if (group.by === 'resources') {
    return group.value === null ? `WHERE coalesce(len(${value}), 0) = 0` : `WHERE list_contains(${value}, $group)`;
  }
  return group.value === null ? `WHERE ${value} IS NULL` : `WHERE ${value}::VARCHAR = $group`;
}

/** The value that hits are grouped or sorted by, over `withValues`. */
export function valueSql(column: string): string {
  if (column === 'day') return "strftime(time, '%Y-%m-%d')";
  if (column === 'eventTime') return "strftime(time, '%Y-%m-%dT%H:%M:%SZ')";
  if (column === 'hour') return "strftime(time, '%Y-%m-%dT%H')";
  if (column === 'readOnly' || column === 'managementEvent') return `${sqlName(column)}::VARCHAR`;
  return sqlName(column);
}

/** A statement that gives `id, segment, row, time` of the hits, and these columns of theirs. */
export function withValues(hits: HitTable, columns: readonly string[]): string {
  const { snapshot } = hits;
  const needed = new Set(columns.filter((column) => !['day', 'hour', 'time', 'eventTime'].includes(column)));
  const fields = [...needed].filter(isRecordColumn);
  const places = [...needed].filter((column) => !isRecordColumn(column));
  const unknown = places.find((column) => !placeColumns.some((name) => name === column));
  if (unknown !== undefined) throw new UserError('invalidInput', `There is no column ${unknown}.`);
  const hitRows = `SELECT rowid::INTEGER AS id, segment, "row", time FROM ${hits.name}`;
  if (needed.size === 0 || snapshot.segments.length === 0) {
    const nulls = [...needed].map((column) => `, NULL::VARCHAR AS ${sqlName(column)}`).join('');
    return needed.size === 0 ? hitRows : `SELECT *${nulls} FROM (${hitRows})`;
  }
  const read = new Set([...fields.map(sqlName), ...(places.length > 0 ? ['object', 'ordinal'] : [])]);
  const records = segmentRows(
    snapshot.segments,
    'records.parquet',
    allNumbers(snapshot.segments),
    [...read].join(', ') || 'object',
  );
  const joined = `SELECT h.*, r.* EXCLUDE (segment, "row") FROM (${hitRows}) h JOIN ${records} r ON h.segment = r.segment AND h."row" = r."row"`;
  return places.length === 0 ? joined : addPlaces(snapshot, joined);
}

function addPlaces(snapshot: IndexSnapshot, rows: string): string {
  const columns = 'object, key, account, kind, region';
  const objects = segmentRows(snapshot.segments, 'objects.parquet', allNumbers(snapshot.segments), columns);
  return `SELECT h.* EXCLUDE (object, ordinal), o.account, o.region, o.kind, o.key AS object, h.ordinal AS record,
      coalesce(d.copies, 0)::INTEGER + 1 AS deliveries, d.isConflict IS NOT NULL AND d.isConflict AS isConflict
    FROM (${rows}) h JOIN ${objects} o ON h.segment = o.segment AND h.object = o.object
    LEFT JOIN (${deliveries(snapshot)}) d ON h.segment = d.segment AND h."row" = d."row"`;
}

/** Of the records that stand in several places: `segment, row, copies, isConflict`. */
export function deliveries({ copies }: IndexSnapshot): string {
  const counts = `SELECT primarySegment, primaryRow, count(*) AS n FROM ${copies} WHERE kind = 'copy' GROUP BY ALL`;
  return `SELECT segment, "row", sum(n) AS copies, bool_or(isConflict) AS isConflict FROM (
      SELECT primarySegment AS segment, primaryRow AS "row", n, false AS isConflict FROM (${counts})
      UNION ALL SELECT c.segment, c."row", g.n, false FROM ${copies} c JOIN (${counts}) g
        ON c.primarySegment = g.primarySegment AND c.primaryRow = g.primaryRow WHERE c.kind = 'copy'
      UNION ALL SELECT segment, "row", 0, true FROM ${copies} WHERE kind = 'conflict'
    ) GROUP BY ALL`;
}
