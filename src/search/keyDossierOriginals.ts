import { parseOriginal, type OriginalRecord } from '../engine/dossier/originalRecord';
import type { FactRecord } from '../index/keyFacts';
import type { ReadRecord, RecordReader } from './recordReader';

export interface ReadOriginals {
  /** In the order of the records; undefined: not read. */
  readonly originals: readonly (OriginalRecord | undefined)[];
  /** How many were not read, by why. */
  readonly unread: ReadonlyMap<string, number>;
}

/** Logs that are read together, as stored. Unzipped they have some twenty times as much. */
const maxBatchBytes = 8 * 1024 * 1024;

/** Reads records, those of one log together; one that cannot be read is read from another delivery of it. */
export async function readOriginals(
  reader: Pick<RecordReader, 'read'>,
  records: readonly FactRecord[],
  onRead: (count: number) => void,
  signal: AbortSignal,
): Promise<ReadOriginals> {
  const originals = new Map<FactRecord, OriginalRecord>();
  const unread = new Map<string, number>();
  for (const batch of toBatches(records)) {
    const places = batch.map(({ places: [first] }) => first);
    const found = places.every((place) => place !== undefined) ? await reader.read(places, signal) : [];
    for (const [at, record] of batch.entries()) {
      const original = await toOriginal(found[at], record, reader, signal);
      if (typeof original === 'string') unread.set(original, (unread.get(original) ?? 0) + 1);
      else originals.set(record, original);
    }
    onRead(batch.length);
  }
  return { originals: records.map((record) => originals.get(record)), unread };
}

/** The record, or why it was not read. */
async function toOriginal(
  first: ReadRecord | undefined,
  { places }: FactRecord,
  reader: Pick<RecordReader, 'read'>,
  signal: AbortSignal,
): Promise<OriginalRecord | string> {
  let reason = 'the index does not know where it stands';
  for (const [at, place] of places.entries()) {
    const [record] = at === 0 ? [first] : await reader.read([place], signal);
    const original = record?.kind === 'record' ? parseOriginal(record.bytes) : undefined;
    if (original !== undefined) return original;
    if (at === 0) reason = record?.kind === 'unread' ? record.reason : 'it is no whole record';
  }
  return reason;
}

function* toBatches(records: readonly FactRecord[]): Generator<readonly FactRecord[]> {
  const sorted = [...records].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.ordinal - b.ordinal));
  let batch: FactRecord[] = [];
  let bytes = 0;
  for (const [at, record] of sorted.entries()) {
    const isNew = record.key !== sorted[at - 1]?.key;
    const sizeBytes = isNew ? (record.places[0]?.sizeBytes ?? 0) : 0;
    if (isNew && batch.length > 0 && bytes + sizeBytes > maxBatchBytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(record);
    bytes += sizeBytes;
  }
  if (batch.length > 0) yield batch;
}
