import { crc32, inflateRawSync } from 'node:zlib';
import { toSizeText } from '../../base/byteSize';
import type { ReadingProblem } from './lane';

export type WholeGzip = { readonly kind: 'whole'; readonly bytes: Uint8Array } | ReadingProblem;

/** A gzip member's DEFLATE stream begins at `start`; its trailer tells `told` bytes of text, modulo 2^32. */
export interface GzipBody {
  readonly start: number;
  readonly told: number;
}

/** What keeps a stream from being read at all; `cut` and `empty` ones are whole as far as they go. */
export type GzipFlaw = 'empty' | 'notGzip' | 'header' | 'cut' | 'corrupt';

/** What one call of zlib may fill at first. */
const smallestChunk = 64;
const largestChunk = 8 * 1024 * 1024;
/** DEFLATE cannot grow more than this. */
const maxGrowth = 1032;
const trailerBytes = 8;

/**
 * Reads exactly one whole gzip member (RFC 1952), as CloudTrail writes it: its checksum and its length fit, and nothing
 * follows it, not even NUL bytes. What is more than `maxBytes` after gunzip is `tooLarge`, everything else `format`.
 */
export function readWholeGzip(stored: Uint8Array, maxBytes: number): WholeGzip {
  const body = findGzipBody(stored);
  if (typeof body === 'string') return toFlawProblem(body);
  const inflated = inflateMember(stored.subarray(body.start), maxBytes, body.told);
  if (inflated.kind === 'tooLarge') return tooLarge(maxBytes);
  if (inflated.kind !== 'text') return toFlawProblem(inflated.kind);
  const { bytes, consumed } = inflated;
  return findTrailerProblem(stored, body.start + consumed, crc32(bytes), bytes.length) ?? { kind: 'whole', bytes };
}

/** Skips the header: 10 bytes, then the optional fields that its flags announce. */
export function findGzipBody(stored: Uint8Array): GzipBody | GzipFlaw {
  if (stored.length === 0) return 'empty';
  if (stored[0] !== 0x1f || (stored[1] ?? 0x8b) !== 0x8b) return 'notGzip';
  const flags = stored[3] ?? 0;
  if ((stored[2] ?? 8) !== 8 || (flags & 0xe0) !== 0) return 'header';
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + (stored[at] ?? 0) + ((stored[at + 1] ?? 0) << 8);
  if ((flags & 8) !== 0) at = skipText(stored, at);
  if ((flags & 16) !== 0) at = skipText(stored, at);
  if ((flags & 2) !== 0) {
    const told = (stored[at] ?? 0) | ((stored[at + 1] ?? 0) << 8);
    if (at + 2 <= stored.length && told !== (crc32(stored.subarray(0, at)) & 0xffff)) {
      return 'header';
    }
    at += 2;
  }
  if (at + trailerBytes > stored.length) return 'cut';
  return { start: at, told: readUint32(stored, stored.length - 4) };
}

export type Inflated =
  | { readonly kind: 'text'; readonly bytes: Uint8Array; readonly consumed: number }
  | { readonly kind: 'tooLarge' | 'cut' | 'corrupt' };

/** What Node returns for `{ info: true }`; its type declarations leave that out. */
interface InflateInfo {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/** `told` is believed only so far as memory goes: a text of that size comes in one piece. */
export function inflateMember(body: Uint8Array, maxBytes: number, told: number): Inflated {
  const chunkSize = Math.max(smallestChunk, Math.min(told + 1, body.length * maxGrowth, largestChunk));
  try {
    const options = { info: true, maxOutputLength: Math.max(1, maxBytes), chunkSize };
    // `info: true` makes Node return the engine beside the buffer; bytesWritten is the input it consumed.
    const whole = inflateRawSync(body, options) as unknown as InflateInfo;
    return { kind: 'text', bytes: whole.buffer, consumed: whole.engine.bytesWritten };
  } catch (error) {
    const kind = toDamage(error);
    if (kind === undefined) throw error;
    return { kind };
  }
}

/** What an error of zlib's says of its input; undefined of any other error. */
export function toDamage(error: unknown): 'tooLarge' | 'cut' | 'corrupt' | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'tooLarge';
  if (code === 'Z_BUF_ERROR') return 'cut';
  return code === 'Z_DATA_ERROR' || code === 'Z_NEED_DICT' ? 'corrupt' : undefined;
}

/** Looks at what follows the DEFLATE stream: `at` is the offset just behind it. */
export function findTrailerProblem(
  stored: Uint8Array,
  at: number,
  checksum: number,
  length: number,
): ReadingProblem | undefined {
  const end = at + trailerBytes;
  if (end > stored.length) return formatProblem('its gzip stream is cut off inside its checksum');
  if (readUint32(stored, at) !== checksum) return formatProblem('its gzip checksum does not fit its text');
  if (readUint32(stored, at + 4) !== length >>> 0) return formatProblem('its gzip length does not fit its text');
  return end === stored.length ? undefined : trailingProblem(stored.subarray(end));
}

function trailingProblem(rest: Uint8Array): ReadingProblem {
  if (rest[0] === 0x1f && rest[1] === 0x8b) return formatProblem('it holds more than one gzip member');
  const what = rest.every((byte) => byte === 0) ? 'NUL bytes' : 'bytes that are no gzip';
  return formatProblem(`${rest.length} ${what} follow its gzip stream`);
}

const flawTexts: Readonly<Record<GzipFlaw, string>> = {
  empty: 'it is empty',
  notGzip: 'it is not gzip',
  header: 'its gzip header is damaged',
  cut: 'its gzip stream is cut off',
  corrupt: 'its gzip stream is damaged',
};

export function toFlawProblem(flaw: GzipFlaw): ReadingProblem {
  return formatProblem(flawTexts[flaw]);
}

export function formatProblem(what: string): ReadingProblem {
  return { kind: 'problem', code: 'format', message: `invalid format: ${what}` };
}

export function tooLarge(maxBytes: number): ReadingProblem {
  const message = `It passes the limit of ${toSizeText(maxBytes)} after gunzip.`;
  return { kind: 'problem', code: 'tooLarge', message };
}

function skipText(bytes: Uint8Array, at: number): number {
  const nul = bytes.indexOf(0, at);
  return nul < 0 ? bytes.length : nul + 1;
}

function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, true);
}
