import type { LogText } from './logText';

/** Place in a text as editors count it: both from 0, characters in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** Index of the line that holds a byte offset. */
export function lineAt(log: Pick<LogText, 'lineStarts'>, offset: number): number {
  let low = 0;
  let high = log.lineStarts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((log.lineStarts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(log: LogText, offset: number): TextPosition {
  const line = lineAt(log, offset);
  const start = log.lineStarts[line] ?? 0;
  return { line, character: utf16Length(log.bytes, start, offset) };
}

/** The byte offset of a position; positions past a line's end give that end. */
export function offsetAt(log: LogText, position: TextPosition): number {
  const start = log.lineStarts[position.line];
  if (start === undefined) return log.bytes.length;
  const end = log.lineStarts[position.line + 1] ?? log.bytes.length;
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = log.bytes[at] ?? 0;
    // Continuation bytes add nothing; a four-byte character is two units.
    if ((byte & 0xc0) === 0x80) continue;
    if (units >= position.character) return at;
    units += byte >= 0xf0 ? 2 : 1;
  }
  return end;
}

function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
