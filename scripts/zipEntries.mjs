import fs from 'node:fs';
import zlib from 'node:zlib';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const deflated = 8;

/** What a ZIP file holds, by its central directory (APPNOTE.TXT 4.3.12 and 4.3.16; no ZIP64): names, sizes, places. */
export function listZipEntries(file) {
  return readEntries(fs.readFileSync(file), file);
}

/** The entries with their bytes: `[{ name, sizeBytes, read() }]`. Checksums are checked. */
export function openZip(file) {
  const bytes = fs.readFileSync(file);
  return readEntries(bytes, file).map((entry) => ({ ...entry, read: () => readEntry(bytes, entry) }));
}

function readEntries(bytes, file) {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const entries = [];
  for (let at = bytes.readUInt32LE(end + 16); entries.length < count;) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error(`No central directory entry at ${at} of ${file}`);
    const nameLength = bytes.readUInt16LE(at + 28);
    entries.push({
      name: bytes.toString('utf8', at + 46, at + 46 + nameLength),
      method: bytes.readUInt16LE(at + 10),
      crc32: bytes.readUInt32LE(at + 16),
      storedBytes: bytes.readUInt32LE(at + 20),
      sizeBytes: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The local header (4.3.7) repeats the name, with an extra field of its own. */
function readEntry(bytes, { name, method, offset, storedBytes, crc32 }) {
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  const stored = bytes.subarray(start, start + storedBytes);
  const content = method === deflated ? zlib.inflateRawSync(stored) : stored;
  if (zlib.crc32(content) !== crc32) throw new Error(`Wrong checksum of ${name}`);
  return content;
}

/** The end record is the last thing in the file but for a comment of at most 64 KB. */
function findEnd(bytes) {
  for (let at = bytes.length - 22; at >= 0; at--) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw new Error('Not a ZIP file');
}
