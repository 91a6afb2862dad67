import type { DuckDBValue } from '@duckdb/node-api';
import type { RecordRef } from '../engine/session/session';
import type { DeniedFact, FactCount, FactValues, KeyFactOptions, KeySheet, StoreFacts } from './keyFacts';
import { toTexts } from './keyFactsRecords';
import { sqlTexts } from './keyFactsTable';
import type { QueryDatabase } from './queryDatabase';

/** The record of a row of the table. */
export type FindRef = (id: number) => RecordRef;
/** Answers whose records are filled in once all of them are known. */
type WithRefs<T> = (find: FindRef) => T;

const counts = `count(*)::INTEGER AS n, count_if(isError)::INTEGER, count_if(isDenied)::INTEGER,
  epoch_ms(min(time))::DOUBLE, epoch_ms(max(time))::DOUBLE, min(rowid)::INTEGER, coalesce(max(rowid) FILTER (time IS NOT NULL), max(rowid))::INTEGER`;

export async function readCount(
  database: QueryDatabase,
  table: string,
  signal: AbortSignal,
): Promise<WithRefs<FactCount & Pick<KeySheet, 'hasDataEvents'>>> {
  const [row] = await database.rows(`SELECT ${counts}, coalesce(bool_or(isData), false) FROM ${table}`, signal);
  return (find) => ({ ...toCount(row ?? [], find), hasDataEvents: row?.[7] === true });
}

/** `columns`: quoted. `by`: what tells values apart. */
export async function readValues(
  database: QueryDatabase,
  table: string,
  columns: readonly string[],
  by: string,
  limit: number,
  signal: AbortSignal,
): Promise<WithRefs<FactValues>> {
  const shown = columns.map((column) => `min(${column})`).join(', ');
  const rows = await database.rows(
    `SELECT ${counts}, (count(*) OVER ())::INTEGER, ${shown} FROM ${table} GROUP BY ${by}
      ORDER BY n DESC, ${shown} LIMIT ${limit}`,
    signal,
  );
  return (find) => ({
    values: rows.map((row) => ({ ...toCount(row, find), values: row.slice(8).map(toText) })),
    total: Number(rows[0]?.[7] ?? 0),
  });
}

const maxBetween = 20;
const maxGrants = 1_000;

/**
 * Refused before it was allowed: the call as a whole, or, where it was allowed all along for something, a call about the
 * same resources. Refusals and successes of the same second do not follow each other.
 */
export async function findDenied(
  database: QueryDatabase,
  table: string,
  { maxValues, granting }: KeyFactOptions,
  signal: AbortSignal,
): Promise<WithRefs<readonly DeniedFact[]>> {
  const turns = `min(time) FILTER (isDenied) AS denied, min(time) FILTER (NOT isError) AS allowed, min(rowid) FILTER (NOT isError) AS allowedId`;
  const rows = await database.rows(
    `WITH calls AS (SELECT "eventSource", "eventName", NULL AS about, ${turns} FROM ${table} GROUP BY ALL HAVING denied < allowed),
      things AS (SELECT "eventSource", "eventName", resources AS about, ${turns} FROM ${table} WHERE len(resources) > 0
        GROUP BY ALL HAVING denied < allowed),
      turned AS (SELECT *, row_number() OVER (PARTITION BY "eventSource", "eventName" ORDER BY about IS NOT NULL, allowedId) AS place
        FROM (SELECT * FROM calls UNION ALL SELECT * FROM things))
    SELECT c."eventSource", c."eventName", count(*)::INTEGER, min(t.rowid)::INTEGER AS firstId, max(t.rowid)::INTEGER, any_value(c.allowedId)::INTEGER
    FROM turned c JOIN ${table} t ON t."eventSource" IS NOT DISTINCT FROM c."eventSource" AND t."eventName" IS NOT DISTINCT FROM c."eventName"
    WHERE c.place = 1 AND t.isDenied AND t.time < c.allowed AND (c.about IS NULL OR t.resources = c.about)
    GROUP BY c."eventSource", c."eventName" ORDER BY firstId LIMIT ${maxValues}`,
    signal,
  );
  const grants = await database.rows(
    `SELECT rowid::INTEGER FROM ${table} WHERE NOT isError AND call IN (${sqlTexts(granting)}) ORDER BY rowid LIMIT ${maxGrants}`,
    signal,
  );
  return (find) =>
    rows.map(([eventSource, eventName, denied, first, last, allowed]) => ({
      eventSource: toText(eventSource),
      eventName: toText(eventName),
      denied: Number(denied),
      firstDenied: find(Number(first)),
      lastDenied: find(Number(last)),
      firstAllowed: find(Number(allowed)),
      between: grants
        .map(([id]) => Number(id))
        .filter((id) => id > Number(first) && id < Number(allowed))
        .slice(0, maxBetween)
        .map(find),
    }));
}

/** A name without an ARN stands there twice: as `secret prod/db`, and as `prod/db`. */
const nameSql = `CASE WHEN ends_with(resources[1], ' ' || resources[2]) THEN resources[2] ELSE resources[1] END`;
const arnSql = (start: string): string => `list_filter(resources, lambda x: regexp_matches(x, '^arn:${start}'))[1]`;
/** Of S3 the bucket; else the first ARN, else the first name. */
const storeSql = `CASE WHEN "eventSource" = 's3.amazonaws.com'
  THEN coalesce(nullif(regexp_extract(${arnSql('[^:]*:s3:::')}, '^arn:[^:]*:s3:::([^/]+)', 1), ''), ${nameSql})
  ELSE coalesce(${arnSql('')}, ${nameSql}) END`;

export async function readStores(
  database: QueryDatabase,
  table: string,
  { maxValues, dataCalls }: KeyFactOptions,
  signal: AbortSignal,
): Promise<WithRefs<StoreFacts>> {
  const sums = `count_if(isRead)::INTEGER AS reads, count_if(NOT isRead)::INTEGER AS writes, coalesce(sum(bytesOut), 0)::DOUBLE AS bytesOut,
    coalesce(sum(bytesIn), 0)::DOUBLE AS bytesIn, count_if(bytesOut IS NULL AND bytesIn IS NULL)::INTEGER`;
  const data = `(SELECT *, rowid AS id, ${storeSql} AS store FROM ${table}
    WHERE NOT isError AND (isData OR call IN (${sqlTexts(dataCalls)})))`;
  const [total, rows] = await Promise.all([
    database.rows(`SELECT ${sums} FROM ${data}`, signal),
    database.rows(
      `SELECT ${sums}, "eventSource", store, list(DISTINCT "eventName" ORDER BY "eventName"), min(id)::INTEGER, coalesce(max(id) FILTER (time IS NOT NULL), max(id))::INTEGER, (count(*) OVER ())::INTEGER
       FROM ${data} GROUP BY "eventSource", store ORDER BY bytesOut DESC, reads + writes DESC, "eventSource", store LIMIT ${maxValues}`,
      signal,
    ),
  ]);
  return (find) => ({
    stores: rows.map((row) => ({
      ...toSums(row),
      eventSource: toText(row[5]),
      store: toText(row[6]),
      eventNames: toTexts(row[7]),
      samples: toSamples(row[8], row[9], find),
    })),
    storeCount: Number(rows[0]?.[10] ?? 0),
    total: toSums(total[0] ?? []),
  });
}

const maxOtherCalls = 5;
/** Names of calls that by custom make or change something. */
const changing =
  '^(Accept|Add|Allocate|Associate|Attach|Authorize|Copy|Create|Disable|Enable|Export|Import|Invite|Modify|Publish|Put|Register|Request|Restore|Run|Send|Set|Share|Start|Update|Upload)';

export async function readOtherChanges(
  database: QueryDatabase,
  table: string,
  known: readonly string[],
  signal: AbortSignal,
): Promise<KeySheet['otherChanges']> {
  const rows = await database.rows(
    `SELECT call, count(*)::INTEGER AS n, (sum(count(*)) OVER ())::INTEGER FROM ${table}
      WHERE NOT isError AND NOT isRead AND NOT isData AND call NOT IN (${sqlTexts(known)}) AND regexp_matches("eventName", '${changing}')
      GROUP BY call ORDER BY n DESC, call LIMIT ${maxOtherCalls}`,
    signal,
  );
  return {
    calls: rows.map(([call, records]) => ({ call: String(call), records: Number(records) })),
    total: Number(rows[0]?.[2] ?? 0),
  };
}

function toCount(row: readonly (DuckDBValue | undefined)[], find: FindRef): FactCount {
  const [records, errors, denied, first, last, firstId, lastId] = row;
  return {
    records: Number(records ?? 0),
    errors: Number(errors ?? 0),
    denied: Number(denied ?? 0),
    firstTime: typeof first === 'number' ? first : undefined,
    lastTime: typeof last === 'number' ? last : undefined,
    samples: toSamples(firstId, lastId, find),
  };
}

function toSums([reads, writes, bytesOut, bytesIn, withoutBytes]: readonly (
  DuckDBValue | undefined
)[]): StoreFacts['total'] {
  return {
    reads: Number(reads ?? 0),
    writes: Number(writes ?? 0),
    bytesOut: Number(bytesOut ?? 0),
    bytesIn: Number(bytesIn ?? 0),
    withoutBytes: Number(withoutBytes ?? 0),
  };
}

function toSamples(first: DuckDBValue | undefined, last: DuckDBValue | undefined, find: FindRef): readonly RecordRef[] {
  if (typeof first !== 'number' || typeof last !== 'number') return [];
  return first === last ? [find(first)] : [find(first), find(last)];
}

function toText(value: DuckDBValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
