import { randomInt } from 'node:crypto';

/** Secret, so that nobody can write logs whose values all fall into one slot. Odd: multiplying loses no bits. */
const multiplier = randomInt(0x1000_0000, 0x7fff_ffff) | 1;
const seed = randomInt(0x7fff_ffff);

/** Bytes with a view that reads four of them at once, wherever they stand. */
export interface ByteText {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export function toByteText(bytes: Uint8Array): ByteText {
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length) };
}

/** A hash of a range of bytes, for tables in memory only: another in every process. */
export function hashBytes({ bytes, view }: ByteText, start: number, end: number): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (const wordsEnd = end - 3; at < wordsEnd; at += 4) {
    hash = Math.imul(hash ^ view.getInt32(at, true), multiplier);
    hash ^= hash >>> 15;
  }
  let rest = 0;
  for (; at < end; at++) rest = (rest << 8) | (bytes[at] ?? 0);
  hash = Math.imul(hash ^ rest, multiplier);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, multiplier);
  return hash ^ (hash >>> 16);
}

/** True when `length` bytes of both are the same. Both ranges must lie inside. */
export function equalBytes(a: ByteText, aStart: number, b: ByteText, bStart: number, length: number): boolean {
  const wordsEnd = length - 3;
  let at = 0;
  for (; at < wordsEnd; at += 4) {
    if (a.view.getInt32(aStart + at, true) !== b.view.getInt32(bStart + at, true)) return false;
  }
  for (; at < length; at++) if (a.bytes[aStart + at] !== b.bytes[bStart + at]) return false;
  return true;
}

const initialArenaBytes = 1 << 20;
/** From here on, one call that copies is faster than a loop. */
const longText = 100;
const initialSlots = 1 << 14;

/** Texts by number: each is kept once, as UTF-8, and no string is made of a text that is known already. */
export class TextDictionary {
  /** Number of texts; their codes are 0 … count - 1, in the order in which they came. */
  count = 0;
  private arena = toByteText(new Uint8Array(initialArenaBytes));
  private offsets = new Int32Array(initialSlots);
  private hashes = new Int32Array(initialSlots);
  private slots = new Int32Array(initialSlots);

  /** Bytes that all texts take. */
  get byteLength(): number {
    return this.offsets[this.count] ?? 0;
  }

  /** The code of a range of bytes, which is copied when it is new. */
  intern(text: ByteText, start: number, end: number): number {
    const hash = hashBytes(text, start, end);
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (this.slots[slot] ?? 0) - 1;
      if (code < 0) return this.add(text, start, end, hash, slot);
      if (this.hashes[code] === hash && this.isText(code, text, start, end)) return code;
    }
  }

  internText(text: string): number {
    const bytes = Buffer.from(text);
    return this.intern(toByteText(bytes), 0, bytes.length);
  }

  /** The code of a range of bytes, whose `hashBytes` is given, when it is known; -1 for any other. */
  findRange(text: ByteText, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const code = (this.slots[slot] ?? 0) - 1;
      if (code < 0 || (this.hashes[code] === hash && this.isText(code, text, start, end))) return code;
    }
  }

  /** The bytes of a text: valid until the next text is added. */
  bytesOf(code: number): Uint8Array {
    return this.arena.bytes.subarray(this.startOf(code), this.startOf(code + 1));
  }

  /** Where a text stands in `text`: both valid until the next text is added. */
  startOf(code: number): number {
    return this.offsets[code] ?? 0;
  }

  get text(): ByteText {
    return this.arena;
  }

  textOf(code: number): string {
    const { bytes } = this.arena;
    const start = this.startOf(code);
    return Buffer.from(bytes.buffer, start, this.startOf(code + 1) - start).toString('utf8');
  }

  /** Forgets all texts; keeps the memory. */
  clear(): void {
    this.count = 0;
    this.offsets[0] = 0;
    this.slots.fill(0);
  }

  /** True when a range of bytes is the text with this code. */
  isText(code: number, text: ByteText, start: number, end: number): boolean {
    const own = this.startOf(code);
    const length = this.startOf(code + 1) - own;
    return length === end - start && equalBytes(this.arena, own, text, start, length);
  }

  private add(text: ByteText, start: number, end: number, hash: number, slot: number): number {
    const code = this.count;
    const from = this.byteLength;
    const to = from + end - start;
    if (to > this.arena.bytes.length) this.growArena(to);
    if (code + 2 > this.offsets.length) this.growCodes();
    // The range may stand in the arena itself, which may just have moved: its bytes are the same.
    const { bytes } = this.arena;
    if (end - start > longText) bytes.set(text.bytes.subarray(start, end), from);
    else for (let at = 0; at < end - start; at++) bytes[from + at] = text.bytes[start + at] ?? 0;
    this.offsets[code + 1] = to;
    this.hashes[code] = hash;
    this.slots[slot] = code + 1;
    this.count = code + 1;
    if (this.count * 2 > this.slots.length) this.growSlots();
    return code;
  }

  private growArena(needed: number): void {
    const grown = new Uint8Array(
      Math.max(needed, this.arena.bytes.length + Math.min(this.arena.bytes.length, 8 << 20)),
    );
    grown.set(this.arena.bytes);
    this.arena = toByteText(grown);
  }

  private growCodes(): void {
    this.offsets = grownInts(this.offsets, this.offsets.length * 2);
    this.hashes = grownInts(this.hashes, this.hashes.length * 2);
  }

  private growSlots(): void {
    const slots = new Int32Array(this.slots.length * 2);
    const mask = slots.length - 1;
    for (let code = 0; code < this.count; code++) {
      let slot = (this.hashes[code] ?? 0) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = code + 1;
    }
    this.slots = slots;
  }
}

/** The same integers with room for more; what is new is 0, or `fill`. */
export function grownInts(ints: Int32Array, length: number, fill = 0): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(length);
  grown.set(ints);
  if (fill !== 0) grown.fill(fill, ints.length);
  return grown;
}
