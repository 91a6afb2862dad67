import { toCsvLine } from '../engine/table/csvTable';
import { toMarkdownHead, toMarkdownLine } from '../engine/table/markdownTable';
import type { RecordLocation, ResultSet, ResultSort } from '../index/resultSet';
import type { ReadRecord, RecordReader } from './recordReader';

export type ExportFormat = 'csv' | 'jsonl' | 'markdown';

export interface ExportOptions {
  readonly format: ExportFormat;
  /** Of CSV and Markdown. JSONL holds the records as they were delivered. */
  readonly columns: readonly string[];
  readonly sort: ResultSort;
  /** Only these hits. */
  readonly ids?: readonly number[];
  /** Only the hits of one group. */
  readonly group?: { readonly by: string; readonly value: string | null };
}

export interface ExportCount {
  readonly records: number;
  readonly unread: readonly { readonly key: string; readonly reason: string }[];
}

/** What an export needs of a result. */
export type ExportedResult = Pick<ResultSet, 'rows' | 'locations'>;

const maxToldUnread = 1000;

/** Writes a result in its order, a part at a time. `write` may be slow: nothing more is made until it has taken a part. */
export async function exportResult(
  result: ExportedResult,
  options: ExportOptions,
  reader: RecordReader,
  write: (part: string | Uint8Array, records: number) => Promise<void>,
  signal: AbortSignal,
): Promise<ExportCount> {
  return options.format === 'jsonl'
    ? exportRecords(result, options, reader, write, signal)
    : exportTable(result, options, write, signal);
}

async function exportTable(
  result: ExportedResult,
  { format, ...options }: ExportOptions,
  write: (part: string, records: number) => Promise<void>,
  signal: AbortSignal,
): Promise<ExportCount> {
  const toLine = format === 'csv' ? toCsvLine : toMarkdownLine;
  await write(format === 'csv' ? toCsvLine(options.columns) : toMarkdownHead(options.columns), 0);
  let records = 0;
  for await (const rows of result.rows(options, signal)) {
    records += rows.length;
    await write(rows.map(({ cells }) => toLine(cells)).join(''), records);
  }
  return { records, unread: [] };
}

const lineEnd = Buffer.from('\n');

async function exportRecords(
  result: ExportedResult,
  options: ExportOptions,
  reader: RecordReader,
  write: (part: Uint8Array, records: number) => Promise<void>,
  signal: AbortSignal,
): Promise<ExportCount> {
  let records = 0;
  const unread: { readonly key: string; readonly reason: string }[] = [];
  for await (const rows of result.rows({ ...options, columns: ['eventID'] }, signal)) {
    const ids = rows.map(({ id }) => id);
    const found = new Map((await result.locations(ids, signal)).map(({ id, places }) => [id, places]));
    const hits = ids.flatMap((id): Hit[] => toHit(found.get(id) ?? []));
    for (const batch of toBatches(hits)) {
      const parts: Uint8Array[] = [];
      for (const record of await readEach(batch, reader, signal)) {
        if (record.kind === 'record') {
          parts.push(record.bytes, lineEnd);
          records++;
        } else if (unread.length < maxToldUnread) {
          unread.push({ key: record.key, reason: record.reason });
        }
      }
      await write(Buffer.concat(parts), records);
    }
  }
  return { records, unread };
}

/** A hit's first place, and the other deliveries of the same record. */
interface Hit {
  readonly place: RecordLocation;
  readonly copies: readonly RecordLocation[];
}

function toHit([place, ...copies]: readonly RecordLocation[]): Hit[] {
  return place === undefined ? [] : [{ place, copies }];
}

/** A record whose first place cannot be read is read from another delivery of it, where there is one. */
async function readEach(hits: readonly Hit[], reader: RecordReader, signal: AbortSignal): Promise<ReadRecord[]> {
  const records = await reader.read(
    hits.map(({ place }) => place),
    signal,
  );
  for (const [index, record] of records.entries()) {
    if (record.kind === 'unread') records[index] = await readCopy(record, hits[index]?.copies ?? [], reader, signal);
  }
  return records;
}

async function readCopy(
  unread: ReadRecord,
  copies: readonly RecordLocation[],
  reader: RecordReader,
  signal: AbortSignal,
): Promise<ReadRecord> {
  for (const copy of copies) {
    const [record] = await reader.read([copy], signal);
    if (record?.kind === 'record') return record;
  }
  return unread;
}

/** Logs that are read together, as stored. Unzipped they have some twenty times as much. */
const maxBatchBytes = 8 * 1024 * 1024;

/** Hits whose logs fit into memory together; at least one log. */
function* toBatches(hits: readonly Hit[]): Generator<readonly Hit[]> {
  let batch: Hit[] = [];
  let keys = new Set<string>();
  let bytes = 0;
  for (const hit of hits) {
    const { key, sizeBytes } = hit.place;
    if (batch.length > 0 && !keys.has(key) && bytes + sizeBytes > maxBatchBytes) {
      yield batch;
      batch = [];
      keys = new Set();
      bytes = 0;
    }
    batch.push(hit);
    if (!keys.has(key)) bytes += sizeBytes;
    keys.add(key);
  }
  if (batch.length > 0) yield batch;
}
