import { readSync } from 'node:fs';

/** Reads until the size that the file had, or its end. */
export function readBytes(file: number, sizeBytes: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let length = 0;
  while (length < sizeBytes) {
    const count = readSync(file, bytes, length, sizeBytes - length, null);
    if (count === 0) break;
    length += count;
  }
  return length === sizeBytes ? bytes : bytes.subarray(0, length);
}
