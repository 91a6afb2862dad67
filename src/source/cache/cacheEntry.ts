import { crc32 } from 'node:zlib';
import type { StoredObject } from '../../engine/ports';

/** Another number, and an entry is not read. */
const entrySchema = 1;
const newline = 0x0a;
/** S3 allows 1,024 bytes of key and 2 KB of metadata, which JSON may stretch. */
const maxHeaderBytes = 64 * 1024;
const crcField = ',"crc32":';

/** One line of JSON; the object's bytes follow as they were delivered. The CRC is that of the line before it, then of them. */
export function toEntryHeader(object: StoredObject): Buffer {
  const { bytes, ...facts } = object;
  const line = JSON.stringify({ schema: entrySchema, sizeBytes: bytes.length, facts });
  const head = line.slice(0, -1);
  return Buffer.from(`${head}${crcField}${crc32(bytes, crc32(head))}}\n`);
}

/** The object under `key`; undefined for what is torn, altered, of another version or another key. */
export function parseEntry(file: Buffer, key: string): StoredObject | undefined {
  const end = file.subarray(0, maxHeaderBytes).indexOf(newline);
  if (end < 0) return undefined;
  const line = file.toString('utf8', 0, end);
  const bytes = file.subarray(end + 1);
  const at = line.lastIndexOf(crcField);
  if (at < 0 || Number(line.slice(at + crcField.length, -1)) !== crc32(bytes, crc32(line.slice(0, at))))
    return undefined;
  const { schema, sizeBytes, facts } = parseHeader(line) ?? {};
  if (schema !== entrySchema || facts?.key !== key || sizeBytes !== bytes.length) return undefined;
  return { ...facts, bytes };
}

interface EntryHeader {
  readonly schema: number;
  readonly sizeBytes: number;
  readonly facts: Omit<StoredObject, 'bytes'>;
}

/** The CRC proves that toEntryHeader wrote it, so its fields have the types that went in. */
function parseHeader(line: string): EntryHeader | undefined {
  try {
    return JSON.parse(line) as EntryHeader;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
