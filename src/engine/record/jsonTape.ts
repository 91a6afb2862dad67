import { isScalarByte, scalarKind } from './jsonScalar';
import { grownInts } from './textDictionary';
import { cell, stride, valueKind, type Tape } from './tape';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;
const space = 0x20;

/** What takes more is left to readLogText, which knows how to stop in between. */
const maxValues = 1_000_000;
const maxDepth = 1000;

/**
 * Members that were read before, so that they need not be read again where the same bytes stand: from the quote before
 * the name to the closing bracket of an object or array.
 */
export interface KnownSpans {
  /** The number of the known member whose name's quote stands at an offset, or -1. */
  find(at: number): number;
  /** Length in bytes. */
  lengthOf(span: number): number;
}

/** Kinds from here on are known spans: kind + 8 × (number + 1). What they hold is not on the tape. */
const spanUnit = 8;

/** The number of the known span that a value is, or -1. */
export function knownSpan(kind: number): number {
  return (kind >> 3) - 1;
}

/**
 * Builds the tape of sound JSON in place: nothing is copied, and memory is used again. Whatever is not sound, or too
 * large, is refused, for readLogText to say what is wrong with it.
 */
export class JsonTape {
  cells = new Int32Array(4096 * stride);
  valueCount = 0;
  /** Bytes of white space between the tokens of what was read last. */
  spaceBytes = 0;
  private readonly containers = new Int32Array(maxDepth);
  private depth = 0;
  private at = 0;
  private keyStart = 0;
  private keyEnd = 0;

  get tape(): Tape {
    return { cells: this.cells, length: this.valueCount };
  }

  /**
   * Reads the one value at an offset; earlier ones are forgotten. Returns the offset behind it, or -1.
   * `spans` is asked at each container directly inside the value, if that is an object.
   */
  read(bytes: Uint8Array, start: number, spans?: KnownSpans): number {
    this.at = start;
    this.valueCount = 0;
    this.spaceBytes = 0;
    this.depth = 0;
    this.keyStart = 0;
    this.keyEnd = 0;
    for (;;) {
      const value = this.readValue(bytes, spans);
      if (value === 'failed' || (value === 'opened' && !this.readName(bytes))) return -1;
      if (value === 'opened') continue;
      const more = this.readSeparator(bytes);
      if (more === 'done') return this.at;
      if (more === 'failed' || !this.readName(bytes)) return -1;
    }
  }

  /** A scalar, a whole container, or the opening of a container up to its first member. */
  private readValue(bytes: Uint8Array, spans: KnownSpans | undefined): 'whole' | 'opened' | 'failed' {
    const start = this.at;
    const byte = bytes[start] ?? 0;
    if ((this.valueCount + 1) * stride > this.cells.length && !this.grow()) return 'failed';
    if (byte === openObject || byte === openArray) return this.readContainer(bytes, byte, spans);
    let kind: number = valueKind.string;
    let end = start;
    if (byte === quote) end = stringEnd(bytes, start);
    else {
      while (isScalarByte(bytes[end] ?? 0)) end++;
      kind = toScalarKind(bytes, start, end);
    }
    if (end < 0 || kind === 0) return 'failed';
    this.addValue(kind, start, end);
    this.at = end;
    return 'whole';
  }

  private readContainer(bytes: Uint8Array, open: number, spans: KnownSpans | undefined): 'whole' | 'opened' | 'failed' {
    const start = this.at;
    const kind = open === openObject ? valueKind.object : valueKind.array;
    const span = this.depth === 1 && this.keyStart > 0 && spans !== undefined ? spans.find(this.keyStart - 1) : -1;
    if (span >= 0 && spans !== undefined) {
      this.at = this.keyStart - 1 + spans.lengthOf(span);
      this.addValue(kind + spanUnit * (span + 1), start, this.at);
      return 'whole';
    }
    this.at = start + 1;
    this.skipSpace(bytes);
    const close = open === openObject ? closeObject : closeArray;
    if (bytes[this.at] === close) {
      this.addValue(kind, start, ++this.at);
      return 'whole';
    }
    if (this.depth === maxDepth) return 'failed';
    this.containers[this.depth++] = this.valueCount * stride;
    this.addValue(kind, start, start);
    return 'opened';
  }

  /** The next member's name, where the container has names. */
  private readName(bytes: Uint8Array): boolean {
    if (this.cells[this.containers[this.depth - 1] ?? 0] === valueKind.array) {
      this.keyStart = this.keyEnd = 0;
      return true;
    }
    const start = this.at;
    const end = bytes[start] === quote ? stringEnd(bytes, start) : -1;
    if (end < 0) return false;
    this.keyStart = start + 1;
    this.keyEnd = end - 1;
    this.at = end;
    this.skipSpace(bytes);
    if (bytes[this.at] !== colon) return false;
    this.at++;
    this.skipSpace(bytes);
    return true;
  }

  /** Closing brackets, up to behind a comma. */
  private readSeparator(bytes: Uint8Array): 'more' | 'done' | 'failed' {
    const { cells, containers } = this;
    while (this.depth > 0) {
      this.skipSpace(bytes);
      const byte = bytes[this.at];
      if (byte === comma) {
        this.at++;
        this.skipSpace(bytes);
        return 'more';
      }
      const container = containers[this.depth - 1] ?? 0;
      if (byte !== (cells[container] === valueKind.object ? closeObject : closeArray)) return 'failed';
      cells[container + cell.end] = ++this.at;
      cells[container + cell.next] = this.valueCount;
      this.depth--;
    }
    return 'done';
  }

  private skipSpace(bytes: Uint8Array): void {
    if ((bytes[this.at] ?? 0) > space) return;
    const start = this.at;
    while (isSpace(bytes[this.at] ?? 0)) this.at++;
    this.spaceBytes += this.at - start;
  }

  private addValue(kind: number, start: number, end: number): void {
    const { cells } = this;
    const at = this.valueCount++ * stride;
    cells[at] = kind;
    cells[at + cell.start] = start;
    cells[at + cell.end] = end;
    cells[at + cell.keyStart] = this.keyStart;
    cells[at + cell.keyEnd] = this.keyEnd;
    cells[at + cell.next] = this.valueCount;
  }

  private grow(): boolean {
    if (this.valueCount >= maxValues) return false;
    this.cells = grownInts(this.cells, this.cells.length * 2);
    return true;
  }
}

/** The offset behind a string's closing quote; -1 when it never ends or holds a control character. */
function stringEnd(bytes: Uint8Array, start: number): number {
  const length = bytes.length;
  for (let at = start + 1; at < length; at++) {
    const byte = bytes[at] ?? 0;
    // Small letters, most of every log: none of the bytes that mean something.
    if (byte > backslash) continue;
    if (byte === quote) return at + 1;
    if (byte === backslash) {
      at++;
      if ((bytes[at] ?? 0) < space) return -1;
    } else if (byte < space) return -1;
  }
  return -1;
}

function isSpace(byte: number): boolean {
  return byte === space || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** `scalarKind` with a short way for plain whole numbers, which most are. */
function toScalarKind(bytes: Uint8Array, start: number, end: number): number {
  const first = bytes[start] ?? 0;
  if (first >= 0x31 && first <= 0x39) {
    let at = start + 1;
    while (at < end && (bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at++;
    if (at === end) return valueKind.number;
  }
  return scalarKind(bytes, start, end);
}
