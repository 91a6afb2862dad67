import { constants, crc32, inflateRawSync } from 'node:zlib';
import { toSizeText } from '../../base/byteSize';
import type { StoredProblem } from './logProblem';

export interface GunzipLimits {
  /** The most bytes the whole log may have after gunzip. */
  readonly maxLogBytes: number;
  /** The most a log may grow, as a factor, once it is past 16 MB. DEFLATE itself reaches 1,032. */
  readonly maxGzipRatio: number;
}

export interface GunzipResult {
  /** All that could be read. */
  readonly bytes: Uint8Array;
  /** 0: the input was no gzip at all and is handed on as it is. */
  readonly memberCount: number;
  readonly problems: readonly StoredProblem[];
}

/** Bounds of what one call of zlib fills. */
const smallestChunk = 1024;
const largestChunk = 8 * 1024 * 1024;
const ratioFreeBytes = 16 * 1024 * 1024;
/** `cat *.gz` of a whole month stays below this; hostile files of empty members do not. */
const maxMembers = 100_000;

/**
 * Reads every member of a gzip stream (RFC 1952) with its checksum, and says what is not as CloudTrail writes it:
 * more than one member, trailing bytes, a cut or broken stream. Node's own gunzip joins members and ignores
 * NUL-led trailing bytes without a word; forged records have been hidden there.
 */
export function gunzipLog(stored: Uint8Array, limits: GunzipLimits): GunzipResult {
  if (!startsGzip(stored, 0)) return readPlain(stored, limits);
  const maxBytes = toMaxBytes(stored.length, limits);
  const parts: Uint8Array[] = [];
  const problems: StoredProblem[] = [];
  let total = 0;
  let at = 0;
  while (at < stored.length && startsGzip(stored, at)) {
    if (parts.length === maxMembers) {
      problems.push(tooManyMembers(stored.length - at));
      return { bytes: joinParts(parts, total), memberCount: parts.length, problems };
    }
    const member = readMember(stored, at, maxBytes - total);
    parts.push(member.end === stored.length ? member.bytes : withoutSlack(member.bytes));
    total += member.bytes.length;
    at = member.end;
    if (member.problem !== undefined) {
      problems.push(member.problem);
      if (member.isFatal) return { bytes: joinParts(parts, total), memberCount: parts.length, problems };
    }
  }
  if (parts.length > 1) {
    problems.push({
      kind: 'gzipMembers',
      severity: 'warning',
      place: 'start',
      message: `This file holds ${parts.length} gzip members; CloudTrail writes one. All of them are shown.`,
    });
  }
  if (at < stored.length) problems.push(trailingBytes(stored, at));
  return { bytes: joinParts(parts, total), memberCount: parts.length, problems };
}

/** The most bytes that a log of so many stored bytes may have after gunzip. */
export function toMaxBytes(storedBytes: number, limits: GunzipLimits): number {
  return Math.min(limits.maxLogBytes, Math.max(ratioFreeBytes, storedBytes * limits.maxGzipRatio));
}

function readPlain(stored: Uint8Array, limits: GunzipLimits): GunzipResult {
  if (stored.length <= limits.maxLogBytes) return { bytes: stored, memberCount: 0, problems: [] };
  return { bytes: stored.subarray(0, limits.maxLogBytes), memberCount: 0, problems: [tooLarge(limits.maxLogBytes)] };
}

interface Member {
  readonly bytes: Uint8Array;
  /** Offset just behind the member's trailer. */
  readonly end: number;
  readonly problem?: StoredProblem;
  /** True: nothing behind this member can be found any more. */
  readonly isFatal: boolean;
}

function readMember(stored: Uint8Array, start: number, maxBytes: number): Member {
  const bodyStart = findBody(stored, start);
  const body = stored.subarray(bodyStart);
  const inflated = inflate(body, maxBytes);
  if (inflated.kind !== 'whole') {
    return {
      bytes: inflated.bytes,
      end: stored.length,
      isFatal: true,
      problem: inflateProblem(inflated.kind, maxBytes),
    };
  }
  const trailer = bodyStart + inflated.consumed;
  if (trailer + 8 > stored.length) {
    const message = 'The gzip stream is cut off inside its checksum. All text is shown, but it cannot be checked.';
    const problem: StoredProblem = { kind: 'gzipTruncated', severity: 'error', place: 'end', message };
    return { bytes: inflated.bytes, end: stored.length, isFatal: true, problem };
  }
  const view = new DataView(stored.buffer, stored.byteOffset + trailer, 8);
  const isSound =
    view.getUint32(0, true) === crc32(inflated.bytes) && view.getUint32(4, true) === inflated.bytes.length >>> 0;
  if (isSound) return { bytes: inflated.bytes, end: trailer + 8, isFatal: false };
  const message = 'The gzip checksum does not fit the text: the file was altered or damaged after it was written.';
  const problem: StoredProblem = { kind: 'gzipChecksum', severity: 'error', place: 'start', message };
  return { bytes: inflated.bytes, end: trailer + 8, isFatal: false, problem };
}

type Inflated =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array; readonly consumed: number }
  | { readonly kind: 'truncated' | 'corrupt' | 'tooLarge'; readonly bytes: Uint8Array };

/** What Node returns for `{ info: true }`; its type declarations leave that out. */
interface InflateInfo {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

function inflate(body: Uint8Array, maxBytes: number): Inflated {
  try {
    const options = { info: true, maxOutputLength: Math.max(1, maxBytes), chunkSize: guessChunk(body) };
    // `info: true` makes Node return the engine beside the buffer; bytesWritten is the input it consumed.
    const whole = inflateRawSync(body, options) as unknown as InflateInfo;
    return { kind: 'whole', bytes: whole.buffer, consumed: whole.engine.bytesWritten };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') return { kind: 'tooLarge', bytes: inflateStart(body, maxBytes, 8) };
    if (code === 'Z_BUF_ERROR') return { kind: 'truncated', bytes: inflateStart(body, maxBytes, 40) };
    return { kind: 'corrupt', bytes: inflateStart(body, maxBytes, 40) };
  }
}

/**
 * The size that the trailer of a log with one member tells, and one more byte, so that it inflates in one piece. What
 * grows more than logs do is not believed: memory is only taken for what really comes.
 */
function guessChunk(body: Uint8Array): number {
  const end = body.length;
  if (end < 8) return smallestChunk;
  const told = new DataView(body.buffer, body.byteOffset + end - 4, 4).getUint32(0, true) + 1;
  return Math.max(smallestChunk, Math.min(told, end * 40, largestChunk));
}

/** The text of the longest start of `body` that still inflates, found by halving in at most `maxTries` steps. */
function inflateStart(body: Uint8Array, maxBytes: number, maxTries: number): Uint8Array {
  let best: Uint8Array = new Uint8Array(0);
  let good = 0;
  let bad = body.length + 1;
  for (let tries = 0; tries < maxTries && bad - good > 1; tries++) {
    const length = tries === 0 ? body.length : (good + bad) >>> 1;
    const text = tryInflateStart(body.subarray(0, length), maxBytes);
    if (text === undefined) bad = length;
    else {
      best = text;
      good = length;
    }
  }
  return best;
}

function tryInflateStart(body: Uint8Array, maxBytes: number): Uint8Array | undefined {
  try {
    return inflateRawSync(body, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    // A failure here only means that this start is too long: the caller tries a shorter one.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function inflateProblem(kind: 'truncated' | 'corrupt' | 'tooLarge', maxBytes: number): StoredProblem {
  if (kind === 'tooLarge') return tooLarge(maxBytes);
  if (kind === 'truncated') {
    const message =
      'The gzip stream is cut off here. What stands before the cut is shown; the rest is not in this file.';
    return { kind: 'gzipTruncated', severity: 'error', place: 'end', message };
  }
  const message = 'The gzip stream is damaged from here on. What could be read before the damage is shown.';
  return { kind: 'gzipCorrupt', severity: 'error', place: 'end', message };
}

function tooLarge(maxBytes: number): StoredProblem {
  const message =
    `Reading stopped here: the log passes the limit of ${toSizeText(maxBytes)} after gunzip ` +
    '(settings trailcase.limits.maxLogMegabytes and trailcase.limits.maxGzipRatio).';
  return { kind: 'tooLarge', severity: 'error', place: 'end', message };
}

function trailingBytes(stored: Uint8Array, at: number): StoredProblem {
  const count = stored.length - at;
  const isNul = stored.subarray(at).every((byte) => byte === 0);
  const what = isNul ? 'NUL bytes' : 'bytes that are no gzip';
  const message = `${count} ${what} follow the gzip stream. CloudTrail writes none; they are not shown.`;
  return { kind: 'gzipTrailingBytes', severity: 'warning', place: 'end', message };
}

function startsGzip(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x1f && bytes[at + 1] === 0x8b && bytes[at + 2] === 8;
}

/** Skips the member's header: 10 bytes, then the optional fields its flags announce. */
function findBody(bytes: Uint8Array, start: number): number {
  const flags = bytes[start + 3] ?? 0;
  let at = start + 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at] ?? 0) + ((bytes[at + 1] ?? 0) << 8);
  if ((flags & 8) !== 0) at = skipText(bytes, at);
  if ((flags & 16) !== 0) at = skipText(bytes, at);
  if ((flags & 2) !== 0) at += 2;
  return Math.min(at, bytes.length);
}

function skipText(bytes: Uint8Array, at: number): number {
  const nul = bytes.indexOf(0, at);
  return nul < 0 ? bytes.length : nul + 1;
}

/** Node hands out small results inside chunks of 16 KB, which thousands of members would keep alive. */
function withoutSlack(bytes: Uint8Array): Uint8Array {
  return bytes.length < 4096 ? Uint8Array.from(bytes) : bytes;
}

function tooManyMembers(restBytes: number): StoredProblem {
  const message = `Reading stopped here: this file holds more than ${maxMembers} gzip members; ${toSizeText(restBytes)} of it are not shown.`;
  return { kind: 'tooLarge', severity: 'error', place: 'end', message };
}

function joinParts(parts: readonly Uint8Array[], total: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return Buffer.concat(parts, total);
}
