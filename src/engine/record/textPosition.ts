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
  return { line, character: characterAt(log, line, offset) };
}

/** The byte offset of a position; positions past a line's end give that end. */
export function offsetAt(log: LogText, position: TextPosition): number {
  const start = log.lineStarts[position.line];
  if (start === undefined) return log.bytes.length;
  const end = log.lineStarts[position.line + 1] ?? log.bytes.length;
  const marks = marksOf(log, position.line, start, end);
  let mark = 0;
  while (mark + 1 < marks.length && (marks[mark + 1] ?? 0) <= position.character) mark++;
  let units = marks[mark] ?? 0;
  for (let at = start + mark * markBytes; at < end; at++) {
    const byte = log.bytes[at] ?? 0;
    // Continuation bytes add nothing; a four-byte character is two units.
    if ((byte & 0xc0) === 0x80) continue;
    if (units >= position.character) return at;
    units += byte >= 0xf0 ? 2 : 1;
  }
  return end;
}

function characterAt(log: LogText, line: number, offset: number): number {
  const start = log.lineStarts[line] ?? 0;
  if (offset - start < markBytes) return utf16Length(log.bytes, start, offset);
  const marks = marksOf(log, line, start, log.lineStarts[line + 1] ?? log.bytes.length);
  const mark = Math.floor((offset - start) / markBytes);
  return (marks[mark] ?? 0) + utf16Length(log.bytes, start + mark * markBytes, offset);
}

/** CloudTrail's own files are one line of megabytes: characters are counted once, and remembered every so many bytes. */
const markBytes = 2048;
const knownMarks = new WeakMap<Uint8Array, Map<number, Int32Array>>();

/** UTF-16 units of a line before every `markBytes`th of its bytes. */
function marksOf(log: LogText, line: number, start: number, end: number): Int32Array {
  const count = Math.floor((end - start) / markBytes) + 1;
  if (count === 1) return noMarks;
  const lines = knownMarks.get(log.bytes) ?? new Map<number, Int32Array>();
  knownMarks.set(log.bytes, lines);
  const known = lines.get(line);
  if (known !== undefined) return known;
  const marks = new Int32Array(count);
  for (let mark = 1; mark < count; mark++) {
    const from = start + (mark - 1) * markBytes;
    marks[mark] = (marks[mark - 1] ?? 0) + utf16Length(log.bytes, from, from + markBytes);
  }
  lines.set(line, marks);
  return marks;
}

const noMarks = new Int32Array(1);

function utf16Length(bytes: Uint8Array, start: number, end: number): number {
  let units = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
