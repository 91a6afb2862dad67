import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c, crc64Nvme } from './crcTables';

/** How S3 writes checksums: the sum's bytes, big end first, in Base64. */
const sums: readonly (readonly [header: string, sum: (bytes: Uint8Array) => string])[] = [
  ['x-amz-checksum-crc32', (bytes) => toBase64(crc32(bytes))],
  ['x-amz-checksum-crc32c', (bytes) => toBase64(crc32c(bytes))],
  ['x-amz-checksum-crc64nvme', (bytes) => toBase64(...crc64Nvme(bytes))],
  ['x-amz-checksum-sha1', (bytes) => createHash('sha1').update(bytes).digest('base64')],
  ['x-amz-checksum-sha256', (bytes) => createHash('sha256').update(bytes).digest('base64')],
];

/**
 * Compares a body with the first checksum that S3 sent. A checksum of a multipart upload's parts (`…-3`) says nothing
 * of the whole, and the SDK passes it over too.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export function findChecksumProblem(
  findHeader: (name: string) => string | undefined,
  body: Uint8Array,
): Error | undefined {
  for (const [header, sum] of sums) {
    const announced = findHeader(header);
    if (announced === undefined || /-\d+$/.test(announced)) continue;
    const actual = sum(body);
    return actual === announced ? undefined : new Error(`Checksum mismatch: ${header} is ${actual}, not ${announced}`);
  }
  return undefined;
}

function toBase64(...words: readonly number[]): string {
  const bytes = Buffer.alloc(4 * words.length);
  words.forEach((word, index) => bytes.writeUInt32BE(word >>> 0, 4 * index));
  return bytes.toString('base64');
}
