import { randomInt } from 'node:crypto';

/** A log's name without its day: what tells the keys of one folder apart. */
const tailLength = 30;
const unsharable = /[^\0-\xff]/;

/**
 * Texts (object keys) numbered from 0 as they come, each once. A hundred thousand keys of logs differ in their last
 * characters only: those are kept as bytes, what stands before them once, and rows are found by hash.
 */
export class KeyTable {
  private count = 0;
  private readonly prefixes: string[] = [];
  private readonly prefixRows = new Map<string, number>();
  /** By row: which prefix, and where its tail ends. */
  private prefixOf = new Uint32Array(1024);
  private ends = new Uint32Array(1024);
  private tails = Buffer.alloc(1024 * tailLength);
  /** Row + 1 by hash; 0 is empty. Its length is a power of two, and at most half of it is used. */
  private slots = new Uint32Array(4096);
  /** Texts that are not one byte a character. */
  private readonly odd = new Map<string, number>();
  private readonly oddTexts = new Map<number, string>();
  /** Keys come from those who write to a bucket: which of them collide is not for them to choose. */
  private readonly seed = randomInt(2 ** 32);

  get size(): number {
    return this.count;
  }

  get(row: number): string {
    const odd = this.oddTexts.get(row);
    if (odd !== undefined) return odd;
    const start = row === 0 ? 0 : (this.ends[row - 1] ?? 0);
    return (this.prefixes[this.prefixOf[row] ?? 0] ?? '') + this.tails.toString('latin1', start, this.ends[row]);
  }

  /** The text's row; a new one, `size` before the call, when it has none yet. */
  add(text: string): number {
    if (unsharable.test(text)) return this.addOdd(text);
    const cut = Math.max(0, text.length - tailLength);
    const prefix = this.toPrefixRow(text.slice(0, cut));
    const tail = text.slice(cut);
    let slot = this.hash(prefix, tail);
    for (let row = this.slots[slot] ?? 0; row !== 0; row = this.slots[slot] ?? 0) {
      if (this.isEqual(row - 1, prefix, tail)) return row - 1;
      slot = (slot + 1) & (this.slots.length - 1);
    }
    this.slots[slot] = this.count + 1;
    return this.append(prefix, tail);
  }

  private addOdd(text: string): number {
    const known = this.odd.get(text);
    if (known !== undefined) return known;
    const row = this.append(this.toPrefixRow(''), '');
    this.odd.set(text, row);
    this.oddTexts.set(row, text);
    return row;
  }

  private append(prefix: number, tail: string): number {
    const row = this.count;
    const start = row === 0 ? 0 : (this.ends[row - 1] ?? 0);
    if (row === this.ends.length) this.grow();
    this.tails.write(tail, start, 'latin1');
    this.prefixOf[row] = prefix;
    this.ends[row] = start + tail.length;
    this.count += 1;
    if (this.count * 2 > this.slots.length) this.rehash();
    return row;
  }

  private grow(): void {
    const length = this.ends.length * 2;
    const [prefixOf, ends, tails] = [
      new Uint32Array(length),
      new Uint32Array(length),
      Buffer.alloc(length * tailLength),
    ];
    prefixOf.set(this.prefixOf);
    ends.set(this.ends);
    tails.set(this.tails);
    Object.assign(this, { prefixOf, ends, tails });
  }

  private rehash(): void {
    this.slots = new Uint32Array(this.slots.length * 2);
    let start = 0;
    for (let row = 0; row < this.count; row++) {
      const end = this.ends[row] ?? start;
      if (!this.oddTexts.has(row)) {
        let slot = this.hash(this.prefixOf[row] ?? 0, this.tails.toString('latin1', start, end));
        while (this.slots[slot] !== 0) slot = (slot + 1) & (this.slots.length - 1);
        this.slots[slot] = row + 1;
      }
      start = end;
    }
  }

  private isEqual(row: number, prefix: number, tail: string): boolean {
    const start = row === 0 ? 0 : (this.ends[row - 1] ?? 0);
    if (this.prefixOf[row] !== prefix || (this.ends[row] ?? 0) - start !== tail.length) return false;
    for (let at = 0; at < tail.length; at++) if (this.tails[start + at] !== tail.charCodeAt(at)) return false;
    return true;
  }

  /** FNV-1a, and its bits mixed. */
  private hash(prefix: number, tail: string): number {
    let hash = Math.imul(this.seed ^ prefix, 0x01000193);
    for (let at = 0; at < tail.length; at++) hash = Math.imul(hash ^ tail.charCodeAt(at), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return (hash ^ (hash >>> 13)) & (this.slots.length - 1);
  }

  private toPrefixRow(prefix: string): number {
    const known = this.prefixRows.get(prefix);
    if (known !== undefined) return known;
    this.prefixes.push(prefix);
    this.prefixRows.set(prefix, this.prefixes.length - 1);
    return this.prefixes.length - 1;
  }
}
