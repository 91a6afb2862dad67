import type { LogText } from './logText';
import { cell, readCell } from './tape';

/** Ordinal of the record that holds a byte offset; undefined between records. */
export function recordAt(log: LogText, offset: number): number | undefined {
  let low = 0;
  let high = log.records.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = log.records[middle] ?? 0;
    if (offset < readCell(log.tape, value, cell.start)) high = middle - 1;
    else if (offset >= readCell(log.tape, value, cell.end)) low = middle + 1;
    else return middle;
  }
  return undefined;
}

/** The same for a cursor, which stands between two characters: behind its last one it is still at the record. */
export function recordAtCursor(log: LogText, offset: number): number | undefined {
  return recordAt(log, offset) ?? recordAt(log, offset - 1);
}

/** The innermost value that holds a byte offset, its name included; undefined outside of every value. */
export function valueAt(log: LogText, offset: number): number | undefined {
  const { tape } = log;
  let low = 0;
  let high = tape.length - 1;
  let found = -1;
  // Values stand in the order in which they begin: find the last that begins (with its name) at or before the offset.
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (beginOf(log, middle) <= offset) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  if (found < 0 || readCell(tape, found, cell.end) <= offset) return undefined;
  return found;
}

function beginOf(log: LogText, value: number): number {
  const keyStart = readCell(log.tape, value, cell.keyStart);
  return keyStart > 0 ? keyStart - 1 : readCell(log.tape, value, cell.start);
}

/** Byte offsets at which a piece of the text stands, inside records, up to a bound. */
export function findText(log: LogText, needle: Uint8Array, maxFound: number): readonly number[] {
  const text = Buffer.from(log.bytes.buffer, log.bytes.byteOffset, log.bytes.length);
  const found: number[] = [];
  for (
    let at = text.indexOf(needle);
    at >= 0 && found.length < maxFound;
    at = text.indexOf(needle, at + needle.length)
  ) {
    found.push(at);
  }
  return found;
}

/** The records that hold any of the offsets (ascending), each once. */
export function recordsAt(log: LogText, offsets: readonly number[]): readonly number[] {
  const records: number[] = [];
  for (const offset of offsets) {
    const record = recordAt(log, offset);
    if (record !== undefined && records[records.length - 1] !== record) records.push(record);
  }
  return records;
}
