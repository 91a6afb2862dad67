import type { LogText } from './logText';
import { cell, readCell } from './tape';

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;

/** A value of the log on one line: its tokens as they are, without the white space between them. UTF-8. */
export function compactText(log: LogText, value: number): Uint8Array {
  const start = readCell(log.tape, value, cell.start);
  const end = readCell(log.tape, value, cell.end);
  const compact = new Uint8Array(end - start);
  let length = 0;
  let isInString = false;
  for (let at = start; at < end; at++) {
    const byte = log.bytes[at] ?? 0;
    if (!isInString && byte <= space) continue;
    compact[length++] = byte;
    if (byte === quote) isInString = !isInString;
    else if (byte === backslash && isInString) compact[length++] = log.bytes[++at] ?? 0;
  }
  return compact.subarray(0, length);
}
