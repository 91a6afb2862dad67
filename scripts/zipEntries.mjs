import fs from 'node:fs';

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;

/** Names and sizes of what a ZIP file holds, by its central directory (APPNOTE.TXT 4.3.12 and 4.3.16; no ZIP64). */
export function listZipEntries(file) {
  const bytes = fs.readFileSync(file);
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const entries = [];
  for (let at = bytes.readUInt32LE(end + 16); entries.length < count;) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error(`No central directory entry at ${at} of ${file}`);
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    entries.push({ name, sizeBytes: bytes.readUInt32LE(at + 24) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

/** The end record is the last thing in the file but for a comment of at most 64 KB. */
function findEnd(bytes) {
  for (let at = bytes.length - 22; at >= 0; at--) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw new Error('Not a ZIP file');
}
