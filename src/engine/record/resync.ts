const openObject = 0x7b;
const openArray = 0x5b;
const lineFeed = 0x0a;
const recordStart = Buffer.from('{"eventVersion"');

/** The nearest place from which a document or a record may be read again: a bracket at a line's start, or a record's first field. */
export function findResync(input: Uint8Array, from: number): number {
  const buffer = Buffer.from(input.buffer, input.byteOffset, input.length);
  const record = buffer.indexOf(recordStart, from + 1);
  const end = record < 0 ? input.length : record;
  for (let line = input.indexOf(lineFeed, from); line >= 0 && line < end; line = input.indexOf(lineFeed, line + 1)) {
    const byte = input[line + 1];
    if (byte === openObject || byte === openArray) return line + 1;
  }
  return end;
}
