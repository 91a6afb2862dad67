import { isUtf8 } from 'node:buffer';
import type { JsonTape, KnownSpans } from './jsonTape';

const head = Buffer.from('{"Records":[');
const tail = Buffer.from(']}');
const comma = 0x2c;

/**
 * Goes through a log that is exactly what CloudTrail writes: `{"Records":[…]}` in sound JSON without white space
 * around the records, and nothing else. `visit` is called with each record on the tape, at index 0; it may refuse.
 * False, at any time: the log is something else, and what was visited does not count.
 */
export function readCleanLog(
  bytes: Uint8Array,
  tape: JsonTape,
  spans: KnownSpans,
  visit: (ordinal: number) => boolean,
): boolean {
  const end = bytes.length - tail.length;
  if (end < head.length || !startsWith(bytes, 0, head) || !startsWith(bytes, end, tail) || !isUtf8(bytes)) return false;
  let at = head.length;
  if (at === end) return true;
  for (let ordinal = 0; ; ordinal++) {
    if (bytes[at] !== 0x7b) return false;
    at = tape.read(bytes, at, spans);
    if (at < 0 || at > end || !visit(ordinal)) return false;
    if (at === end) return true;
    if (bytes[at] !== comma) return false;
    at++;
  }
}

function startsWith(bytes: Uint8Array, at: number, text: Uint8Array): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[at + index] !== text[index]) return false;
  return true;
}
