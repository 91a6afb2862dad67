import type { DuckDBValue } from '@duckdb/node-api';
import type { RecordRef } from '../engine/session/session';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import type { FactRecord } from './keyFacts';
import type { QueryDatabase, SqlRow } from './queryDatabase';
import { toKey } from './recordCells';
import type { RecordLocation } from './resultSet';

/** Columns of `rows` that `readFactRecords` and `readRefs` take. */
export const factColumns =
  'segment, "row", object, ordinal, time, "eventID", "eventName", account, call, "awsRegion", "errorCode", "errorMessage", accessKeyId, resources';

/** `rows`: a statement that gives `factColumns`. In its order by time, then as the records lie in the index. */
export async function readFactRecords(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  rows: string,
  signal: AbortSignal,
): Promise<readonly FactRecord[]> {
  const objects = segmentRows(
    snapshot.segments,
    'objects.parquet',
    allNumbers(snapshot.segments),
    'object, key, etag, versionId, sizeBytes',
  );
  const found = await database.rows(
    `SELECT f.segment, f."row", f.ordinal, epoch_ms(f.time)::DOUBLE, f."eventID", f."eventName", f.account, o.key, o.etag, o.versionId,
        o.sizeBytes::DOUBLE, f.call, f."awsRegion", f."errorCode", f."errorMessage", f.accessKeyId, f.resources
      FROM (${rows}) f JOIN ${objects} o ON f.segment = o.segment AND f.object = o.object
      ORDER BY f.time NULLS LAST, f.segment, f."row"`,
    signal,
  );
  const copies = await readCopies(database, snapshot, rows, objects, signal);
  return found.map((row) => toFactRecord(row, copies.get(toKey(Number(row[0]), Number(row[1]))) ?? []));
}

/** By `rowid` of a table with `factColumns`. */
export async function readRefs(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  table: string,
  ids: ReadonlySet<number>,
  signal: AbortSignal,
): Promise<ReadonlyMap<number, RecordRef>> {
  if (ids.size === 0) return new Map();
  const objects = segmentRows(snapshot.segments, 'objects.parquet', allNumbers(snapshot.segments), 'object, key');
  const rows = await database.rows(
    `SELECT f.id, f.ordinal, epoch_ms(f.time)::DOUBLE, f."eventID", f."eventName", f.account, o.key
      FROM (SELECT rowid::INTEGER AS id, * FROM ${table} WHERE rowid IN (${[...ids].join(', ')})) f
      JOIN ${objects} o ON f.segment = o.segment AND f.object = o.object`,
    signal,
  );
  return new Map(
    rows.map(([id, ordinal, time, eventId, eventName, account, key]) => [
      Number(id),
      toRef(ordinal, time, eventId, eventName, account, key),
    ]),
  );
}

async function readCopies(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  rows: string,
  objects: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly RecordLocation[]>> {
  const found = new Map<string, RecordLocation[]>();
  if (!snapshot.hasCopies) return found;
  const places = await database.rows(
    `SELECT c.primarySegment, c.primaryRow, o.key, o.etag, o.versionId, o.sizeBytes::DOUBLE, c.ordinal
      FROM ${snapshot.copies} c SEMI JOIN (${rows}) f ON c.primarySegment = f.segment AND c.primaryRow = f."row"
      JOIN ${objects} o ON c.segment = o.segment AND c.object = o.object WHERE c.kind = 'copy' ORDER BY o.key, c.ordinal`,
    signal,
  );
  for (const [segment, row, key, etag, versionId, sizeBytes, ordinal] of places) {
    const name = toKey(Number(segment), Number(row));
    found.set(name, [...(found.get(name) ?? []), toLocation(key, etag, versionId, sizeBytes, ordinal)]);
  }
  return found;
}

function toFactRecord(row: SqlRow, copies: readonly RecordLocation[]): FactRecord {
  const [, , ordinal, time, eventId, eventName, account, key, etag, versionId, sizeBytes] = row;
  const [call, region, errorCode, errorMessage, accessKeyId, resources] = row.slice(11);
  return {
    ...toRef(ordinal, time, eventId, eventName, account, key),
    call: toText(call) ?? '',
    region: toText(region),
    errorCode: toText(errorCode),
    errorMessage: toText(errorMessage),
    accessKeyId: toText(accessKeyId),
    resources: toTexts(resources),
    places: [toLocation(key, etag, versionId, sizeBytes, ordinal), ...copies],
  };
}

function toRef(
  ordinal: DuckDBValue | undefined,
  time: DuckDBValue | undefined,
  eventId: DuckDBValue | undefined,
  eventName: DuckDBValue | undefined,
  account: DuckDBValue | undefined,
  key: DuckDBValue | undefined,
): RecordRef {
  return {
    eventId: toText(eventId),
    eventName: toText(eventName) ?? '',
    time: typeof time === 'number' ? time : undefined,
    account: toText(account),
    key: toText(key) ?? '',
    ordinal: Number(ordinal),
  };
}

function toLocation(
  key: DuckDBValue | undefined,
  etag: DuckDBValue | undefined,
  versionId: DuckDBValue | undefined,
  sizeBytes: DuckDBValue | undefined,
  ordinal: DuckDBValue | undefined,
): RecordLocation {
  return {
    key: toText(key) ?? '',
    etag: toText(etag),
    versionId: toText(versionId),
    sizeBytes: Number(sizeBytes),
    ordinal: Number(ordinal),
  };
}

function toText(value: DuckDBValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function toTexts(value: DuckDBValue | undefined): readonly string[] {
  const isList = typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);
  return isList ? value.items.map(String) : [];
}
