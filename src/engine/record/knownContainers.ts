import type { KnownSpans } from './jsonTape';
import { equalBytes, hashBytes, TextDictionary, type ByteText } from './textDictionary';

/** Tells most sessions apart by type and principal id, and is read quickly. */
const prefixBytes = 112;
const prefixSlots = 1 << 15;
const doorSlots = 1 << 16;
/** Longer ones hardly come back. */
const maxSpanBytes = 4096;
const maxBytes = 16 * 1024 * 1024;

/**
 * Members of records that came up before, with the same bytes from the quote before the name to the closing bracket:
 * a session's `userIdentity` stands in each of its records, so that what it says need be found out only once. Only
 * sound JSON without white space may be added.
 */
export class KnownContainers implements KnownSpans {
  private readonly spans = new TextDictionary();
  /** By a hash of the first bytes: the newest span that begins so, plus 1. */
  private readonly byPrefix = new Int32Array(prefixSlots);
  /** Hashes of what was seen once: most containers never come back, and are not worth their memory. */
  private readonly door = new Int32Array(doorSlots);
  private text: ByteText | undefined;
  /** Of what `findWhole` was asked for last. */
  private hash = 0;

  /** The text that `find` looks at. */
  lookAt(text: ByteText): void {
    this.text = text;
  }

  find(at: number): number {
    const { text, spans } = this;
    if (text === undefined || at + prefixBytes > text.bytes.length) return -1;
    const span = (this.byPrefix[hashBytes(text, at, at + prefixBytes) & (prefixSlots - 1)] ?? 0) - 1;
    if (span < 0) return -1;
    const length = this.lengthOf(span);
    const isSame = at + length <= text.bytes.length && equalBytes(spans.text, spans.startOf(span), text, at, length);
    return isSame ? span : -1;
  }

  lengthOf(span: number): number {
    return this.spans.startOf(span + 1) - this.spans.startOf(span);
  }

  /** The number of a container that `find` did not see although it is known; -1 when it is not. */
  findWhole(text: ByteText, start: number, end: number): number {
    if (end - start > maxSpanBytes) return -1;
    this.hash = hashBytes(text, start, end);
    const span = this.spans.findRange(text, start, end, this.hash);
    if (span >= 0) this.rememberPrefix(text, start, span);
    return span;
  }

  /**
   * True when what `findWhole` did not find is worth to be added: it came up before, or `isFrequent` says that it will
   * again.
   */
  isWorthAdding(start: number, end: number, isFrequent: boolean): boolean {
    if (end - start > maxSpanBytes || this.spans.byteLength > maxBytes) return false;
    if (isFrequent) return true;
    const slot = (this.hash >>> 1) & (doorSlots - 1);
    if (this.door[slot] === (this.hash | 1)) return true;
    this.door[slot] = this.hash | 1;
    return false;
  }

  /** Adds a container that is not known. Numbers are given in order, from 0. */
  add(text: ByteText, start: number, end: number): number {
    const span = this.spans.intern(text, start, end);
    this.rememberPrefix(text, start, span);
    return span;
  }

  clear(): void {
    this.text = undefined;
    this.spans.clear();
    this.byPrefix.fill(0);
    this.door.fill(0);
  }

  private rememberPrefix(text: ByteText, start: number, span: number): void {
    if (start + prefixBytes > text.bytes.length) return;
    this.byPrefix[hashBytes(text, start, start + prefixBytes) & (prefixSlots - 1)] = span + 1;
  }
}
