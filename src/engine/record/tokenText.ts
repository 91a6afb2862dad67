import type { LogText } from './logText';
import { scalarText } from './recordFields';
import { cell, stride, valueKind, type Tape } from './tape';
import type { ByteText, TextDictionary } from './textDictionary';

/** A text and the structure of what stands in it. */
export interface TapedText {
  readonly text: ByteText;
  readonly tape: Tape;
}

const backslash = 0x5c;
/** Four backslashes, and what finds a byte of 0 in four. */
const backslashes = 0x5c5c5c5c;
const lowBits = 0x01010101;
const highBits = 0x80808080 | 0;

/** The code of a scalar's text as RecordFields.text gives it; -1 for `null`, `""` and containers. */
export function tokenCode(dictionary: TextDictionary, taped: TapedText, value: number): number {
  const { cells } = taped.tape;
  const at = value * stride;
  const kind = cells[at] ?? 0;
  const start = cells[at + cell.start] ?? 0;
  const end = cells[at + cell.end] ?? 0;
  if (kind === valueKind.string) {
    if (end - start <= 2) return -1;
    if (!hasEscape(taped.text, start + 1, end - 1)) return dictionary.intern(taped.text, start + 1, end - 1);
    const text = scalarText(toLogText(taped), value);
    return text === undefined ? -1 : dictionary.internText(text);
  }
  if (kind !== valueKind.number && kind !== valueKind.literal) return -1;
  return isNull(taped.text.bytes, start) ? -1 : dictionary.intern(taped.text, start, end);
}

/** Of the scalars only `null` begins so: strings begin with a quote. */
function isNull(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0x6e;
}

/** True when a range of bytes holds a backslash. */
export function hasEscape({ bytes, view }: ByteText, start: number, end: number): boolean {
  let at = start;
  for (const wordsEnd = end - 3; at < wordsEnd; at += 4) {
    const difference = view.getInt32(at, true) ^ backslashes;
    if (((difference - lowBits) & ~difference & highBits) !== 0) return true;
  }
  for (; at < end; at++) if (bytes[at] === backslash) return true;
  return false;
}

const noLines = new Int32Array(0);

/** For those who read fields of a LogText: only text and structure are there. */
export function toLogText({ text, tape }: TapedText): LogText {
  return { bytes: text.bytes, tape, lineStarts: noLines, records: noLines, isDigest: false, problems: [] };
}
