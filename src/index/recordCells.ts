import type { DuckDBValue } from '@duckdb/node-api';
import { cellSql, isRecordColumn, toCell } from './cellText';
import { deliveries } from './hitOrder';
import type { IndexSnapshot } from './indexSnapshot';
import { sqlList, sqlText, type QueryDatabase, type SqlRow } from './queryDatabase';
import type { CellValue } from './cellValue';
import { segmentFile } from './segmentCatalog';
import type { SegmentFileName } from './segmentSchema';

/** A record by its place in the index. */
export interface RecordPlace {
  readonly segment: number;
  readonly row: number;
}

/** An object as the ledger knows it. */
export interface ObjectFacts {
  readonly key: string;
  readonly account: string | null;
  readonly region: string | null;
  readonly kind: string | null;
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly sizeBytes: number;
}

/** What pages show of some records, in the order of `places`. Reads only the parts of the segments that hold them. */
export async function readCells(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  places: readonly RecordPlace[],
  columns: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly CellValue[])[]> {
  if (places.length === 0) return [];
  const fields = columns.filter(isRecordColumn);
  const needsObject = columns.some((column) => ['account', 'region', 'kind', 'object'].includes(column));
  const needsDeliveries = columns.some((column) => column === 'deliveries' || column === 'isConflict');
  const read = ['object', 'ordinal', ...fields.map(cellSql)].join(', ');
  const [records, delivered] = await Promise.all([
    readRows(database, snapshot, 'records.parquet', byRow(places), 'file_row_number', read, signal),
    needsDeliveries ? readDeliveries(database, snapshot, places, signal) : undefined,
  ]);
  const objects = needsObject ? await readObjects(database, snapshot, objectsOf(places, records), signal) : undefined;
  return places.map((place) => {
    const record = records.get(toKey(place.segment, place.row));
    const object = objects?.get(toKey(place.segment, Number(record?.[0])));
    const delivery = delivered?.get(toKey(place.segment, place.row));
    const own: Readonly<Record<string, CellValue>> = {
      account: object?.account ?? null,
      region: object?.region ?? null,
      kind: object?.kind ?? null,
      object: object?.key ?? null,
      record: record === undefined ? null : Number(record[1]),
      deliveries: 1 + (delivery?.copies ?? 0),
      isConflict: delivery?.isConflict ?? false,
    };
    return columns.map((column) =>
      isRecordColumn(column) ? toCell(column, record?.[2 + fields.indexOf(column)]) : (own[column] ?? null),
    );
  });
}

/** The object and the ordinal of each record. */
export async function readOrdinals(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  places: readonly RecordPlace[],
  signal: AbortSignal,
): Promise<readonly ({ readonly object: number; readonly ordinal: number } | undefined)[]> {
  const rows = await readRows(
    database,
    snapshot,
    'records.parquet',
    byRow(places),
    'file_row_number',
    'object, ordinal',
    signal,
  );
  return places.map(({ segment, row }) => {
    const found = rows.get(toKey(segment, row));
    return found === undefined ? undefined : { object: Number(found[0]), ordinal: Number(found[1]) };
  });
}

/** By `toKey(segment, object)`. */
export async function readObjects(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  objects: ReadonlyMap<number, ReadonlySet<number>>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ObjectFacts>> {
  const columns = 'key, account, region, kind, etag, versionId, sizeBytes::DOUBLE';
  const rows = await readRows(database, snapshot, 'objects.parquet', objects, 'object', columns, signal);
  const toText = (value: DuckDBValue | undefined): string | null => (typeof value === 'string' ? value : null);
  return new Map(
    [...rows].map(([name, [key, account, region, kind, etag, versionId, sizeBytes]]) => [
      name,
      {
        key: toText(key) ?? '',
        account: toText(account),
        region: toText(region),
        kind: toText(kind),
        etag: toText(etag) ?? undefined,
        versionId: toText(versionId) ?? undefined,
        sizeBytes: Number(sizeBytes),
      },
    ]),
  );
}

export function toKey(segment: number, number: number): string {
  return `${segment}/${number}`;
}

function byRow(places: readonly RecordPlace[]): ReadonlyMap<number, ReadonlySet<number>> {
  return groupNumbers(places.map(({ segment, row }) => [segment, row]));
}

function objectsOf(
  places: readonly RecordPlace[],
  records: ReadonlyMap<string, SqlRow>,
): ReadonlyMap<number, ReadonlySet<number>> {
  return groupNumbers(
    places.flatMap(({ segment, row }) => {
      const record = records.get(toKey(segment, row));
      return record === undefined ? [] : [[segment, Number(record[0])] as const];
    }),
  );
}

export function groupNumbers(pairs: readonly (readonly [number, number])[]): ReadonlyMap<number, ReadonlySet<number>> {
  const groups = new Map<number, Set<number>>();
  for (const [segment, number] of pairs) {
    const group = groups.get(segment);
    if (group === undefined) groups.set(segment, new Set([number]));
    else group.add(number);
  }
  return groups;
}

/** One scan a segment: DuckDB then skips what lies between the rows that are asked for. */
async function readRows(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  name: SegmentFileName,
  numbers: ReadonlyMap<number, ReadonlySet<number>>,
  numberColumn: string,
  columns: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, SqlRow>> {
  const scans = [...numbers].flatMap(([segment, wanted]) => {
    const found = snapshot.segments[segment];
    if (found === undefined) return [];
    const file = sqlText(segmentFile(found, name));
    return [
      `SELECT ${segment}, ${numberColumn}::INTEGER, ${columns} FROM read_parquet(${file}) WHERE ${numberColumn} IN (${[...wanted].join(', ')})`,
    ];
  });
  const found = new Map<string, SqlRow>();
  if (scans.length === 0) return found;
  for (const [segment, number, ...values] of await database.rows(scans.join(' UNION ALL '), signal)) {
    found.set(toKey(Number(segment), Number(number)), values);
  }
  return found;
}

async function readDeliveries(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  places: readonly RecordPlace[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, { readonly copies: number; readonly isConflict: boolean }>> {
  if (!snapshot.hasCopies) return new Map();
  const rows = await database.rows(
    `SELECT segment, "row", copies::INTEGER, isConflict FROM (${deliveries(snapshot)})
     SEMI JOIN (SELECT unnest(${sqlList(places.map(({ segment }) => segment))}) AS s, unnest(${sqlList(places.map(({ row }) => row))}) AS r)
     ON segment = s AND "row" = r`,
    signal,
  );
  return new Map(
    rows.map(([segment, row, copies, isConflict]) => [
      toKey(Number(segment), Number(row)),
      { copies: Number(copies), isConflict: isConflict === true },
    ]),
  );
}
