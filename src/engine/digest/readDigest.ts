import { createHash } from 'node:crypto';
import type { StoredObject } from '../ports';
import { toMaxBytes, type GunzipLimits } from '../record/gunzip';
import { parseDigest, parseDigestTime } from './digestFile';
import type { DigestReading } from './lane';
import { formatProblem, readWholeGzip } from './wholeGzip';

/** CloudTrail's largest digests stay far below this. */
const maxDigestBytes = 64 * 1024 * 1024;

/**
 * A digest from its stored bytes and metadata. Problems are `format`, whose message begins with the AWS CLI's words
 * `invalid format: `, and `tooLarge`. Never throws on input.
 */
export function readDigest(stored: StoredObject, limits: GunzipLimits): DigestReading {
  const whole = readWholeGzip(stored.bytes, Math.min(maxDigestBytes, toMaxBytes(stored.bytes.length, limits)));
  if (whole.kind === 'problem') return whole;
  if (isDense(whole.bytes)) return formatProblem('it holds more values than a digest can');
  const text = decode(whole.bytes);
  if (text === undefined) return formatProblem('it is not UTF-8');
  const digest = parseDigest(text);
  if (typeof digest === 'string') return formatProblem(digest);
  const { signature, 'signature-algorithm': signatureAlgorithm } = stored.metadata;
  const backfillText = stored.metadata['backfill-generation-timestamp'];
  const backfillGeneratedTime = backfillText === undefined ? undefined : parseDigestTime(backfillText);
  return {
    kind: 'digest',
    digest,
    sha256: createHash('sha256').update(whole.bytes).digest('hex'),
    ...(signature === undefined ? {} : { signature }),
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
    ...(backfillGeneratedTime === undefined ? {} : { backfillGeneratedTime }),
  };
}

const sparseBytes = 1024 * 1024;
const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const openBracket = 0x5b;
const openBrace = 0x7b;

/**
 * True of large texts with a value in less than 16 bytes: a digest has one in 40. As objects, 64 MB of them would take
 * gigabytes.
 */
function isDense(bytes: Uint8Array): boolean {
  if (bytes.length <= sparseBytes) return false;
  const most = bytes.length / 16;
  let values = 0;
  let isText = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) isText = !isText;
    else if (isText) at += byte === backslash ? 1 : 0;
    else if ((byte === comma || byte === openBracket || byte === openBrace) && ++values > most) return true;
  }
  return false;
}

/** Undefined when the bytes are not UTF-8. A byte order mark stays, and is no JSON. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
