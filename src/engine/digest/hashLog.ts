import { createHash } from 'node:crypto';
import { crc32, createInflateRaw } from 'node:zlib';
import { toMaxBytes, type GunzipLimits } from '../record/gunzip';
import type { LogReading, ReadingProblem } from './lane';
import {
  findGzipBody,
  findTrailerProblem,
  inflateMember,
  toDamage,
  toFlawProblem,
  tooLarge,
  type GzipBody,
  type GzipFlaw,
} from './wholeGzip';

/** Texts up to here are inflated and hashed in one piece; larger ones are never held whole. */
const wholeBytes = 4 * 1024 * 1024;
const pieceBytes = 256 * 1024;

/**
 * SHA-256 of a log's text, over exactly one whole gzip member (see `readWholeGzip`). A promise only of logs that are, or
 * prove to be, larger than 4 MB after gunzip, and of damaged ones. Problems: `format`, `tooLarge`, and `hash` of a stream
 * that is cut off. Never throws on input, never rejects.
 */
export function hashLog(stored: Uint8Array, limits: GunzipLimits): LogReading | Promise<LogReading> {
  const body = findGzipBody(stored);
  if (typeof body === 'string') return toLogProblem(body);
  if (body.told > Math.min(wholeBytes, limits.maxLogBytes)) return hashPieces(stored, body, limits);
  const inflated = inflateMember(stored.subarray(body.start), body.told, body.told);
  // Larger than its end tells: more follows its trailer, or its trailer is wrong. The other way says which.
  if (inflated.kind === 'tooLarge') return hashPieces(stored, body, limits);
  if (inflated.kind !== 'text') return toLogProblem(inflated.kind);
  const { bytes, consumed } = inflated;
  const problem = findTrailerProblem(stored, body.start + consumed, crc32(bytes), bytes.length);
  if (problem !== undefined) return problem;
  return { kind: 'log', sha256: createHash('sha256').update(bytes).digest('hex'), storedBytes: stored.length };
}

/** The AWS CLI hashes what stands before a cut, and then says that the hash differs: so do we. */
function toLogProblem(flaw: GzipFlaw): ReadingProblem {
  const problem = toFlawProblem(flaw);
  if (flaw !== 'cut' && flaw !== 'empty') return problem;
  return { ...problem, code: 'hash', message: problem.message.replace('invalid format', "hash value doesn't match") };
}

/** zlib's stream: its synchronous calls can only hand out the whole text. */
async function hashPieces(stored: Uint8Array, body: GzipBody, limits: GunzipLimits): Promise<LogReading> {
  const maxBytes = toMaxBytes(stored.length, limits);
  const hash = createHash('sha256');
  let checksum = 0;
  let length = 0;
  const inflate = createInflateRaw({ chunkSize: pieceBytes });
  inflate.end(stored.subarray(body.start));
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > maxBytes) return tooLarge(maxBytes);
      hash.update(piece);
      checksum = crc32(piece, checksum);
    }
  } catch (error) {
    const kind = toDamage(error);
    if (kind === undefined || kind === 'tooLarge') throw error;
    return toLogProblem(kind);
  }
  const problem = findTrailerProblem(stored, body.start + inflate.bytesWritten, checksum, length);
  return problem ?? { kind: 'log', sha256: hash.digest('hex'), storedBytes: stored.length };
}
