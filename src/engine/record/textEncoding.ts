import { isUtf8 } from 'node:buffer';
import type { StoredProblem } from './logProblem';

export interface EncodedText {
  /** Sound UTF-8, without a byte order mark. */
  readonly bytes: Uint8Array;
  readonly problems: readonly StoredProblem[];
}

/** Even, for UTF-16. */
const pieceBytes = 32 * 1024 * 1024;

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
  return { bytes: repairUtf8(body), problems };
}

/** In pieces, because a string of V8 cannot hold every file. */
function repairUtf8(bytes: Uint8Array): Uint8Array {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    parts.push(Buffer.from(decoder.decode(piece, { stream: at + pieceBytes < bytes.length })));
  }
  return Buffer.concat(parts);
}

function fromUtf16(bytes: Uint8Array, name: string): EncodedText {
  const decoder = new TextDecoder('utf-16le', { ignoreBOM: true });
  const parts: Buffer[] = [];
  let isSound = bytes.length % 2 === 0;
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const piece = bytes.subarray(at, at + pieceBytes);
    const text = decoder.decode(piece, { stream: at + pieceBytes < bytes.length });
    // U+FFFD in UTF-16 is the bytes FD FF; any other one was put there by the decoder.
    isSound &&= !text.includes('\ufffd') || Buffer.from(piece).includes(Buffer.from([0xfd, 0xff]));
    parts.push(Buffer.from(text));
  }
  const message = isSound
    ? `The text is ${name}; CloudTrail writes UTF-8. It is shown converted.`
    : `The text is ${name} with characters cut in half; each is shown as U+FFFD (�), and the original file keeps them.`;
  const severity = isSound ? 'warning' : 'error';
  return { bytes: Buffer.concat(parts), problems: [{ kind: 'encoding', severity, place: 'start', message }] };
}

function swapPairs(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16();
}
