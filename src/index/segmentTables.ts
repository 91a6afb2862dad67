import type { DuckDBType } from '@duckdb/node-api';
import path from 'node:path';
import { dayMs } from '../base/time';
import { parseAddressBytes } from '../engine/record/addressBytes';
import { recordColumns } from '../engine/record/recordColumns';
import { parseRecordTime } from '../engine/record/recordTime';
import { PartitionReader } from '../engine/trail/partition';
import type { DuckDb, DuckDbBindings } from './duckDb';
import { parquetFormat } from './parquetFormat';
import { idNames } from './recordMembers';
import { isUuid, type IntColumn } from './rowColumns';
import { chunkRows, ColumnFiller, type SegmentColumn } from './segmentColumn';
import type { SegmentLedger } from './segmentLedger';
import type { SegmentRows } from './segmentRows';
import type { SegmentFileName } from './segmentSchema';

/** A file of a segment: what DuckDB is handed, and the expressions that make its columns of that, in order. */
interface SegmentTable {
  readonly file: SegmentFileName;
  readonly rowCount: number;
  readonly columns: readonly SegmentColumn[];
  /** `<expression> AS "<name>"` */
  readonly select: readonly string[];
  readonly orderBy?: string;
}

/**
 * Writes the three Parquet files of a segment. The rows' codes are replaced on the way, so that they serve for nothing
 * else afterwards.
 */
export async function writeSegmentTables(
  duckDb: DuckDb,
  bindings: DuckDbBindings,
  folder: string,
  rows: SegmentRows,
  ledger: SegmentLedger,
  memoryLimitMb: number,
): Promise<void> {
  // One database a segment: it returns all of its memory, and table functions cannot be taken back.
  const options = { threads: '1', memory_limit: `${memoryLimitMb}MB`, temp_directory: path.join(folder, 'spill') };
  const instance = await duckDb.DuckDBInstance.create(':memory:', options);
  const connection = await instance.connect();
  const filler = new ColumnFiller(duckDb, bindings);
  try {
    for (const table of [mentionTable(filler, rows), recordTable(filler, rows), objectTable(duckDb, filler, ledger)]) {
      const name = path.basename(table.file, '.parquet');
      connection.registerTableFunction(toTableFunction(duckDb, bindings, name, table));
      await connection.run(toCopySql(name, path.join(folder, table.file), table));
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function toCopySql(name: string, file: string, table: SegmentTable): string {
  const order = table.orderBy === undefined ? '' : ` ORDER BY ${table.orderBy}`;
  // One row group: ENUMs are written whole into each. Version 2 packs ascending row numbers into a few bits.
  const format = `${parquetFormat}, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE 1048576`;
  return `COPY (SELECT ${table.select.join(', ')} FROM "${name}"()${order}) TO '${file.replaceAll("'", "''")}' (${format})`;
}

/** Rows stream from memory into DuckDB, so that it never holds a whole table. */
function toTableFunction(duckDb: DuckDb, bindings: DuckDbBindings, name: string, table: SegmentTable) {
  let first = 0;
  return duckDb.DuckDBTableFunction.create({
    name,
    bindFunction: (info) => {
      for (const { name: column, type } of table.columns) {
        // All that addResultColumn asks of a type is the handle that it stands for.
        const handle = { toLogicalType: () => ({ logical_type: type }) } as unknown as DuckDBType;
        info.addResultColumn(column, handle);
      }
    },
    initFunction: () => {
      first = 0;
    },
    mainFunction: (_info, { chunk }) => {
      const count = Math.min(chunkRows, table.rowCount - first);
      bindings.data_chunk_set_size(chunk, count);
      if (count === 0) return;
      for (const [index, column] of table.columns.entries()) {
        column.fill(bindings.data_chunk_get_vector(chunk, index), first, count, 0);
      }
      first += count;
    },
  });
}

function recordTable(filler: ColumnFiller, rows: SegmentRows): SegmentTable {
  const columns: SegmentColumn[] = [];
  const select: string[] = [];
  const add = (name: string, column: SegmentColumn | undefined, nothing = 'NULL::VARCHAR'): void => {
    if (column !== undefined) columns.push(column);
    select.push(`${column === undefined ? nothing : `"${name}"`} AS "${name}"`);
  };
  const address = addressColumn(filler, rows);
  for (const [number, { name, kind }] of recordColumns.entries()) {
    const codes = rows.columns[number];
    const id = idNames.findIndex((candidate) => candidate === name);
    if (codes === undefined) continue;
    if (name === 'eventTime')
      add(
        name,
        filler.times(name, (row) => rows.times.get(row)),
      );
    else if (id >= 0) addId(filler, rows, id, columns, select);
    else if (kind === 'time') add(name, timeColumn(filler, rows, name, codes));
    else if (kind === 'boolean') add(name, booleanColumn(filler, rows, name, codes));
    else if (kind === 'list') add(name, listColumn(filler, rows, name), '[]::VARCHAR[]');
    else add(name, filler.texts(name, codes, rows.rowCount, rows.dictionary));
  }
  add('eventTimeText', filler.texts('eventTimeText', rows.timeTexts, rows.rowCount, rows.dictionary));
  columns.push(address);
  select.push('"sourceAddress"::BLOB AS "sourceAddress"');
  add('object', filler.ints32('object', rows.objects.values));
  add('ordinal', filler.ints32('ordinal', rows.ordinals.values));
  add('sizeBytes', filler.ints32('sizeBytes', rows.sizes.values));
  add('contentHash', filler.unsigned64('contentHash', rows.hashHighs.values, rows.hashLows.values));
  return { file: 'records.parquet', rowCount: rows.rowCount, columns, select };
}

/** UUIDs and the few other texts come as two columns and become one. */
function addId(filler: ColumnFiller, rows: SegmentRows, id: number, columns: SegmentColumn[], select: string[]): void {
  const name = idNames[id] ?? '';
  const column = rows.ids[id];
  if (column === undefined) return;
  const { codes, words } = column;
  const isThere = codes.values.map((code) => (code === isUuid ? 1 : 0));
  const texts = filler.texts(`${name} text`, codes, rows.rowCount, rows.dictionary);
  const uuids = words.length === 0 ? undefined : filler.uuids(name, words, (row) => isThere[row] === 1);
  if (texts !== undefined) columns.push(texts);
  if (uuids !== undefined) columns.push(uuids);
  const parts = [texts, uuids].filter((part) => part !== undefined).map((part) => `"${part.name}"::VARCHAR`);
  const [only = 'NULL::VARCHAR'] = parts;
  select.push(`${parts.length < 2 ? only : `coalesce(${parts.join(', ')})`} AS "${name}"`);
}

function timeColumn(filler: ColumnFiller, rows: SegmentRows, name: string, codes: IntColumn): SegmentColumn {
  const times = new Map<number, number>();
  return filler.times(name, (row) => {
    const code = codes.get(row);
    if (code < 0) return Number.NaN;
    let time = times.get(code);
    if (time === undefined) times.set(code, (time = parseRecordTime(rows.dictionary.textOf(code)) ?? Number.NaN));
    return time;
  });
}

function booleanColumn(filler: ColumnFiller, rows: SegmentRows, name: string, codes: IntColumn): SegmentColumn {
  const yes = rows.dictionary.internText('true');
  const no = rows.dictionary.internText('false');
  return filler.booleans(name, (row) => {
    const code = codes.get(row);
    return code === yes ? true : code === no ? false : undefined;
  });
}

function listColumn(filler: ColumnFiller, rows: SegmentRows, name: string): SegmentColumn | undefined {
  const { resources, resourceEnds, rowCount, dictionary } = rows;
  return filler.textLists(name, resources.values, resourceEnds.values, rowCount, dictionary);
}

/** Read before the column of the texts, which takes their codes away. */
function addressColumn(filler: ColumnFiller, rows: SegmentRows): SegmentColumn {
  const codes = rows.columns[recordColumns.findIndex(({ kind }) => kind === 'address')];
  const words = new Int32Array(rows.rowCount * 4);
  const isThere = new Uint8Array(rows.rowCount);
  const known = new Map<number, Int32Array | undefined>();
  for (let row = 0; row < rows.rowCount; row++) {
    const code = codes?.get(row) ?? -1;
    if (code < 0) continue;
    if (!known.has(code)) known.set(code, toUuidWords(rows.dictionary.textOf(code)));
    const address = known.get(code);
    if (address === undefined) continue;
    words.set(address, row * 4);
    isThere[row] = 1;
  }
  return filler.uuids('sourceAddress', words, (row) => isThere[row] === 1);
}

/** An address as the UUID of the same 16 bytes, as DuckDB keeps it in memory. */
function toUuidWords(text: string): Int32Array | undefined {
  const bytes = parseAddressBytes(text);
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer);
  return Int32Array.of(view.getInt32(12), view.getInt32(8), view.getInt32(4), view.getInt32(0) ^ 0x80000000);
}

/** An inverted index of the pairs of mentions and rows. */
function mentionTable(filler: ColumnFiller, rows: SegmentRows): SegmentTable {
  const { mentionCodes, mentionRows, dictionary } = rows;
  const counts = new Int32Array(dictionary.count);
  for (let at = 0; at < mentionCodes.length; at++) {
    const code = mentionCodes.values[at] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  const mentions: number[] = [];
  const ends: number[] = [];
  let total = 0;
  for (const [code, count] of counts.entries()) {
    if (count === 0) continue;
    mentions.push(code);
    counts[code] = total;
    ends.push((total += count));
  }
  const sorted = new Int32Array(total);
  for (let at = 0; at < mentionCodes.length; at++) {
    const code = mentionCodes.values[at] ?? 0;
    const place = counts[code] ?? 0;
    sorted[place] = mentionRows.values[at] ?? 0;
    counts[code] = place + 1;
  }
  const columns = [
    filler.plainTexts('mention', (row) => dictionary.bytesOf(mentions[row] ?? 0)),
    filler.intLists('rows', sorted, Int32Array.from(ends)),
  ];
  return {
    file: 'mentions.parquet',
    rowCount: mentions.length,
    columns,
    select: ['"mention"', '"rows"'],
    orderBy: '"mention"',
  };
}

function objectTable(duckDb: DuckDb, filler: ColumnFiller, ledger: SegmentLedger): SegmentTable {
  const { texts, length } = ledger;
  const partitions = new PartitionReader();
  const parts = Array.from({ length }, (_, row) => partitions.read(texts.textOf(ledger.keys.get(row))));
  // Nearly all of these are different.
  const unique = (name: string, codes: IntColumn): SegmentColumn =>
    filler.plainTexts(name, (row) => (codes.get(row) < 0 ? undefined : texts.bytesOf(codes.get(row))));
  const words = (name: string, codes: IntColumn): SegmentColumn =>
    filler.texts(name, codes, length, texts) ?? unique(name, codes);
  const columns = [
    filler.ints32(
      'object',
      Int32Array.from({ length }, (_, row) => row),
    ),
    unique('key', ledger.keys),
    filler.numbers64('sizeBytes', duckDb.BIGINT, (row) => ledger.sizes.get(row)),
    unique('etag', ledger.etags),
    filler.times('lastModified', (row) => ledger.modified.get(row)),
    unique('versionId', ledger.versionIds),
    filler.words('account', length, (row) => parts[row]?.account ?? undefined),
    filler.words('kind', length, (row) => parts[row]?.kind ?? undefined),
    filler.words('region', length, (row) => parts[row]?.region ?? undefined),
    filler.optional32('day', duckDb.DATE, (row) => toDayNumber(parts[row]?.day ?? undefined)),
    words('status', ledger.statuses),
    words('reason', ledger.reasons),
    filler.ints32('found', ledger.found.values),
    filler.ints32('indexed', ledger.indexed.values),
    filler.ints32('unreadable', ledger.unreadable.values),
    filler.numbers64('rawBytes', duckDb.BIGINT, (row) => ledger.rawBytes.get(row)),
    unique('problems', ledger.problems),
  ];
  const select = columns.map(({ name }) => `"${name}"`);
  return { file: 'objects.parquet', rowCount: length, columns, select };
}

/** As DuckDB counts them: days since 1970-01-01. */
function toDayNumber(day: string | undefined): number | undefined {
  return day === undefined ? undefined : Date.parse(day) / dayMs;
}
