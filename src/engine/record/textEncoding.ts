import { isUtf8 } from 'node:buffer';
import type { StoredProblem } from './logProblem';

export interface EncodedText {
  /** Sound UTF-8, without a byte order mark. */
  readonly bytes: Uint8Array;
  readonly problems: readonly StoredProblem[];
}

/** Turns what people's tools write (UTF-8 with a BOM, UTF-16 of PowerShell's `>`) into UTF-8. */
export function toUtf8(bytes: Uint8Array): EncodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes.subarray(2), 'UTF-16 LE');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUtf16(swapPairs(bytes.subarray(2)), 'UTF-16 BE');
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const body = hasMark ? bytes.subarray(3) : bytes;
  const problems: StoredProblem[] = hasMark
    ? [
        {
          kind: 'byteOrderMark',
          severity: 'warning',
          place: 'start',
          message: 'The text begins with a byte order mark; CloudTrail writes none.',
        },
      ]
    : [];
  if (isUtf8(body)) return { bytes: body, problems };
  const message = 'The text holds bytes that are not UTF-8. Each is shown as U+FFFD (�); the original file keeps them.';
  problems.push({ kind: 'encoding', severity: 'error', place: 'start', message });
  return { bytes: Buffer.from(Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8')), problems };
}

function fromUtf16(bytes: Uint8Array, name: string): EncodedText {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf16le');
  const message = `The text is ${name}; CloudTrail writes UTF-8. It is shown converted.`;
  return { bytes: Buffer.from(text), problems: [{ kind: 'encoding', severity: 'warning', place: 'start', message }] };
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
