import { grownInts, type ByteText } from '../engine/record/textDictionary';

const initialRows = 1 << 14;

/** One integer a row: a code of the dictionary or a number; -1 where nothing was set. Takes no memory until it is used. */
export class IntColumn {
  values = new Int32Array(0);

  set(row: number, value: number): void {
    if (row >= this.values.length) this.grow(row);
    this.values[row] = value;
  }

  get(row: number): number {
    return this.values[row] ?? -1;
  }

  /** Forgets the rows from `first` up to, not including, `end`; one more may have been begun. */
  clear(first: number, end: number): void {
    if (first < this.values.length) this.values.fill(-1, first, end + 1);
  }

  private grow(row: number): void {
    this.values = grownInts(this.values, Math.max(initialRows, this.values.length * 2, row + 1), -1);
  }
}

/** One number a row, set in every row. */
export class NumberColumn {
  private values = new Float64Array(0);

  set(row: number, value: number): void {
    if (row >= this.values.length) {
      const grown = new Float64Array(Math.max(initialRows, this.values.length * 2));
      grown.set(this.values);
      this.values = grown;
    }
    this.values[row] = value;
  }

  get(row: number): number {
    return this.values[row] ?? Number.NaN;
  }
}

const uuidBytes = 36;
const hyphen = 0x2d;
/** Values of hex digits; 255 for every other byte. UUIDs with capitals would lose them, so those count as texts. */
const hexValues = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) hexValues[value.toString(16).charCodeAt(0)] = value;

/** In an id column: the value is a UUID and stands in `words`. */
export const isUuid = -2;

/** Ids, nearly all of which are UUIDs and different in every row: 16 bytes each instead of a text of the dictionary. */
export class IdColumn {
  /** A code of the dictionary, -1 for nothing, or `isUuid`. */
  readonly codes = new IntColumn();
  /** Four a row, as DuckDB keeps a UUID in memory: the number's lower half first, the highest bit turned round. */
  words = new Int32Array(0);

  /** False when the bytes are no UUID in small letters: nothing is set then. */
  setUuid(row: number, { bytes }: ByteText, start: number, end: number): boolean {
    if (end - start !== uuidBytes) return false;
    if (bytes[start + 8] !== hyphen || bytes[start + 13] !== hyphen) return false;
    if (bytes[start + 18] !== hyphen || bytes[start + 23] !== hyphen) return false;
    const a = readHex(bytes, start, 8);
    const b = readHex(bytes, start + 9, 4);
    const c = readHex(bytes, start + 14, 4);
    const d = readHex(bytes, start + 19, 4);
    const e = readHex(bytes, start + 24, 4);
    const f = readHex(bytes, start + 28, 8);
    if (a < 0 || b < 0 || c < 0 || d < 0 || e < 0 || f < 0) return false;
    const at = row * 4;
    if (at + 4 > this.words.length) {
      this.words = grownInts(this.words, Math.max(initialRows * 4, this.words.length * 2, at + 4));
    }
    this.words[at] = f;
    this.words[at + 1] = (d << 16) | e;
    this.words[at + 2] = (b << 16) | c;
    this.words[at + 3] = a ^ 0x80000000;
    this.codes.set(row, isUuid);
    return true;
  }
}

/** The number that hex digits spell; -1 when a byte is none. */
function readHex(bytes: Uint8Array, start: number, count: number): number {
  let value = 0;
  let wrong = 0;
  for (let at = start; at < start + count; at++) {
    const digit = hexValues[bytes[at] ?? 0] ?? 255;
    wrong |= digit;
    value = value * 16 + (digit & 15);
  }
  return wrong > 15 ? -1 : value;
}
