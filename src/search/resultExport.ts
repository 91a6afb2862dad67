import { toCsvLine } from '../engine/table/csvTable';
import { toMarkdownHead, toMarkdownLine } from '../engine/table/markdownTable';
import type { RecordLocation, ResultSet, ResultSort } from '../index/resultSet';
import type { RecordReader } from './recordReader';

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

const maxToldUnread = 1000;

/** Writes a result in its order, a part at a time. `write` may be slow: nothing more is made until it has taken a part. */
export async function exportResult(
  result: ResultSet,
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
  result: ResultSet,
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
  result: ResultSet,
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
    const places = ids.flatMap((id) => found.get(id)?.slice(0, 1) ?? []);
    for (const batch of toBatches(places)) {
      const parts: Uint8Array[] = [];
      for (const record of await reader.read(batch, signal)) {
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

/** Logs that are read together, as stored. Unzipped they have some twenty times as much. */
const maxBatchBytes = 8 * 1024 * 1024;

/** Places whose logs fit into memory together; at least one log. */
function* toBatches(places: readonly RecordLocation[]): Generator<readonly RecordLocation[]> {
  let batch: RecordLocation[] = [];
  let keys = new Set<string>();
  let bytes = 0;
  for (const place of places) {
    const added = keys.has(place.key) ? 0 : place.sizeBytes;
    if (batch.length > 0 && bytes + added > maxBatchBytes) {
      yield batch;
      batch = [];
      keys = new Set();
      bytes = 0;
    }
    batch.push(place);
    bytes += keys.has(place.key) ? 0 : place.sizeBytes;
    keys.add(place.key);
  }
  if (batch.length > 0) yield batch;
}
