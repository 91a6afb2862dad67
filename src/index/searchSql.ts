import type { SqlQuery } from '../engine/query/toSql';
import { segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlList, type SqlValues } from './queryDatabase';
import { segmentFile } from './segmentCatalog';
import type { Scope } from './scope';
import { listSegmentsInScope, objectCondition, timeCondition } from './scopeSql';

/** A statement that gives `segment, row, time, object, ordinal, isCertain` of the records that may match, copies included. */
export interface SearchStatement {
  readonly sql: string;
  readonly values: SqlValues;
}

/** Undefined when no segment can hold a match. */
export function toSearchStatement(
  snapshot: IndexSnapshot,
  scope: Scope,
  query: SqlQuery,
  keepsCopies: boolean,
): SearchStatement | undefined {
  const numbers = listSegmentsInScope(snapshot.segments, scope);
  if (numbers.length === 0) return undefined;
  const mentions = query.mentions.map(({ id, condition, isRequired }) => ({
    with: `m${id} AS (SELECT DISTINCT segment, unnest("rows") AS mentionRow, true AS mention_${id}
      FROM ${mentionRows(snapshot, numbers)} WHERE ${condition.sql})`,
    join: `${isRequired ? 'INNER' : 'LEFT'} JOIN m${id} ON r.segment = m${id}.segment AND r."row" = m${id}.mentionRow`,
  }));
  const objects = objectCondition(scope);
  const joins = [
    ...mentions.map(({ join }) => join),
    snapshot.hasExcluded
      ? `ANTI JOIN ${snapshot.excluded} e ON r.segment = e.segment AND r.object = e.object`
      : undefined,
    objects === undefined
      ? undefined
      : `SEMI JOIN (SELECT segment, object FROM ${segmentRows(snapshot.segments, 'objects.parquet', numbers, 'object, key, account, kind, region')}
         WHERE ${objects}) o ON r.segment = o.segment AND r.object = o.object`,
    keepsCopies || !snapshot.hasCopies
      ? undefined
      : `ANTI JOIN (SELECT segment, "row" FROM ${snapshot.copies} WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row"`,
  ].filter((join) => join !== undefined);
  const conditions = [query.where.sql, timeCondition(scope)].filter((condition) => condition !== undefined);
  const withs = mentions.length === 0 ? '' : `WITH ${mentions.map((mention) => mention.with).join(', ')} `;
  return {
    sql: `${withs}SELECT r.segment, r."row", "eventTime" AS time, r.object, ordinal, ${query.certain.sql} AS isCertain
      FROM ${segmentRows(snapshot.segments, 'records.parquet', numbers)} r ${joins.join(' ')}
      WHERE ${conditions.map((condition) => `(${condition})`).join(' AND ')}`,
    values: Object.assign(
      {},
      query.where.parameters,
      query.certain.parameters,
      ...query.mentions.map(({ condition }) => condition.parameters),
    ) as SqlValues,
  };
}

function mentionRows(snapshot: IndexSnapshot, numbers: readonly number[]): string {
  const files = numbers.flatMap((number) => {
    const segment = snapshot.segments[number];
    return segment === undefined ? [] : [segmentFile(segment, 'mentions.parquet')];
  });
  return `(SELECT mention, "rows", (${sqlList(numbers)}[file_index::BIGINT + 1])::INTEGER AS segment FROM read_parquet(${sqlList(files)}))`;
}
