import { unwrapString } from './embeddedText';
import { trailingComma, truncated, syntaxInside, syntaxOutside, controlCharacter } from './jsonNote';
import { isScalarByte, scalarKind } from './jsonScalar';
import { Resync } from './resync';
import { cell, stride, valueKind } from './tape';
import type { TextWriter } from './textWriter';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const space = 0x20;

/** The longest `2023-07-10T12:00:00.000Z ` that can stand before a record. */
const maxPrefixBytes = 42;

export interface JsonTextOptions {
  /** True: one member a line, two spaces a level. False: white space stays as it is. */
  readonly reindents: boolean;
  /** True: a string that holds a whole CloudTrail record (LookupEvents, CloudWatch …) is shown as that record. */
  readonly expandsRecords: boolean;
}

/**
 * Writes JSON texts (one document, many, or lines of them) token by token: no token is ever changed, dropped or
 * reordered, only the white space between them. Where the text stops being JSON, a problem says so, the rest of
 * that document is copied as it is, and reading goes on at the next place where a document or record can begin.
 */
export class JsonText {
  private at: number;
  private readonly containers: number[] = [];
  private keyStart = 0;
  private keyEnd = 0;
  /** Containers that were open where the text stopped being JSON: their closing brackets may still come. */
  private lostContainers = 0;
  private readonly resync: Resync;

  constructor(
    private readonly input: Uint8Array,
    private readonly writer: TextWriter,
    private readonly options: JsonTextOptions,
    /** How deep the text already stands in another: for expanded strings. */
    private readonly baseLevel = 0,
    /** Input bytes that the caller still has to copy. */
    private readonly pendingOutside = 0,
  ) {
    this.at = 0;
    this.resync = new Resync(input);
  }

  /** Writes every document of the input. */
  writeAll(): void {
    this.skipSpace();
    let isLineOpen = false;
    while (this.at < this.input.length && !this.writer.isFull) {
      if (this.skipNuls() || this.copyStraySeparator()) continue;
      if (isLineOpen && this.options.reindents) this.writer.startLine(0, this.pending());
      this.copyLinePrefix();
      isLineOpen = this.writeDocument() || this.recover();
      this.skipSpace();
    }
    if (this.writer.isFull && this.at < this.input.length) this.stopFull();
  }

  /** Writes exactly one value and nothing behind it; false when the input is anything else. */
  writeOnly(): boolean {
    this.skipSpace();
    if (!this.writeDocument()) return false;
    this.skipSpace();
    return this.at >= this.input.length;
  }

  private pending(): number {
    return this.input.length - this.at + this.pendingOutside + 64;
  }

  /** One document. False: the text is no JSON from `at` on; a problem has been noted. */
  private writeDocument(): boolean {
    this.writer.reserve(this.pending());
    this.keyStart = 0;
    this.keyEnd = 0;
    for (;;) {
      if (!this.writeValue()) return this.leaveCut();
      // A container that was just opened goes on with its first member.
      if (this.isOpened && !this.writer.isFull) continue;
      const more = this.writeSeparator();
      if (more === 'done') return true;
      if (more === 'failed' || this.writer.isFull) return this.leaveCut();
    }
  }

  private isOpened = false;

  /** A scalar, an empty container, or the opening of a container up to its first value. */
  private writeValue(): boolean {
    const { input, writer } = this;
    const byte = input[this.at];
    this.isOpened = false;
    if (byte === quote) return this.writeStringValue();
    if (byte !== openObject && byte !== openArray) return this.writeScalar();
    const value = writer.addValue(byte === openObject ? valueKind.object : valueKind.array, this.keyStart, this.keyEnd);
    writer.bytes[writer.length++] = byte;
    this.at++;
    this.skipSpace();
    const close = byte === openObject ? closeObject : closeArray;
    if (input[this.at] === close) {
      writer.bytes[writer.length++] = close;
      this.at++;
      writer.endValue(value);
      return true;
    }
    this.containers.push(value);
    this.isOpened = true;
    return this.startMember();
  }

  /** Everything between two values: closing brackets, a comma, and the next member's name. */
  private writeSeparator(): 'more' | 'done' | 'failed' {
    const { input, writer, containers } = this;
    for (;;) {
      const container = containers[containers.length - 1];
      if (container === undefined) return 'done';
      this.skipSpace();
      const byte = input[this.at];
      const close = writer.cells[container * stride] === valueKind.object ? closeObject : closeArray;
      if (byte === comma) {
        writer.bytes[writer.length++] = comma;
        this.at++;
        this.skipSpace();
        if (input[this.at] !== close) return this.startMember() ? 'more' : 'failed';
        writer.addProblem(trailingComma, writer.length - 1);
      } else if (byte !== close) {
        return this.fail();
      }
      containers.pop();
      if (this.options.reindents) writer.startLine(this.baseLevel + containers.length, this.pending());
      writer.bytes[writer.length++] = close;
      this.at++;
      writer.endValue(container);
    }
  }

  /** Goes to the next member's value: a new line, and in an object the name and its colon. */
  private startMember(): boolean {
    const { writer, containers } = this;
    const container = containers[containers.length - 1] ?? 0;
    if (this.options.reindents) writer.startLine(this.baseLevel + containers.length, this.pending());
    if (writer.cells[container * stride] === valueKind.array) {
      this.keyStart = 0;
      this.keyEnd = 0;
      return true;
    }
    if (this.input[this.at] !== quote) return this.fail() === 'done';
    const start = writer.length + 1;
    if (!this.copyString()) return false;
    this.keyStart = start;
    this.keyEnd = writer.length - 1;
    this.skipSpace();
    if (this.input[this.at] !== colon) return this.fail() === 'done';
    writer.bytes[writer.length++] = colon;
    this.at++;
    if (this.options.reindents) writer.bytes[writer.length++] = space;
    this.skipSpace();
    return true;
  }

  private writeStringValue(): boolean {
    const { writer } = this;
    if (this.options.expandsRecords && this.writeExpanded()) return true;
    const value = writer.addValue(valueKind.string, this.keyStart, this.keyEnd);
    if (this.copyString()) {
      writer.endValue(value);
      return true;
    }
    // A string that never ends is no value: its text is copied by `recover`.
    writer.dropValue(value);
    return false;
  }

  /** Shows a string that holds a whole record as that record; leaves everything as it was when it does not. */
  private writeExpanded(): boolean {
    const { writer } = this;
    const inner = unwrapString(this.input, this.at, writer.bytes.subarray(this.keyStart, this.keyEnd));
    if (inner === undefined) return false;
    const mark = writer.mark();
    const level = this.baseLevel + this.containers.length;
    const rest = this.input.length - this.at + this.pendingOutside;
    writer.reserve(inner.bytes.length + rest + 64);
    const text = new JsonText(inner.bytes, writer, { ...this.options, expandsRecords: inner.mayHoldMore }, level, rest);
    text.keyStart = this.keyStart;
    text.keyEnd = this.keyEnd;
    if (!text.writeOnlyKeepingKey()) {
      writer.returnTo(mark);
      return false;
    }
    this.at = inner.end;
    writer.expandedCount++;
    return true;
  }

  private writeOnlyKeepingKey(): boolean {
    const { keyStart, keyEnd } = this;
    const value = this.writer.valueCount;
    if (!this.writeOnly()) return false;
    this.writer.cells[value * stride + cell.keyStart] = keyStart;
    this.writer.cells[value * stride + cell.keyEnd] = keyEnd;
    return true;
  }

  /** Copies a string token with its quotes. False: it never ends. */
  private copyString(): boolean {
    const input = this.input;
    const bytes = this.writer.bytes;
    const end = input.length;
    const start = this.writer.length;
    let from = this.at;
    let to = start;
    let hasControl = false;
    bytes[to++] = input[from++] ?? 0;
    while (from < end) {
      const byte = input[from++] ?? 0;
      bytes[to++] = byte;
      // Small letters, most of every log: none of the bytes that mean something.
      if (byte > backslash) continue;
      if (byte === quote) {
        this.at = from;
        this.writer.length = to;
        if (hasControl) this.noteControl(start, to);
        return true;
      }
      if (byte === backslash) bytes[to++] = input[from++] ?? 0;
      else if (byte < space) hasControl = true;
    }
    // The token is cut off: what is left is copied by `recover`, so this leaves the output as it was.
    this.writer.addProblem(truncated, start);
    return false;
  }

  private noteControl(start: number, end: number): void {
    this.writer.addProblem(controlCharacter, start);
    this.writer.countLines(start, end);
  }

  /** A number or a literal. */
  private writeScalar(): boolean {
    const { input, writer } = this;
    const start = this.at;
    let end = start;
    while (isScalarByte(input[end] ?? 0)) end++;
    const kind = scalarKind(input, start, end);
    if (kind === 0) return this.fail() === 'done';
    const value = writer.addValue(kind, this.keyStart, this.keyEnd);
    const bytes = writer.bytes;
    let to = writer.length;
    for (let from = start; from < end; from++) bytes[to++] = input[from] ?? 0;
    writer.length = to;
    this.at = end;
    writer.endValue(value);
    return true;
  }

  private skipSpace(): void {
    const input = this.input;
    let at = this.at;
    let byte = input[at] ?? 0;
    if (byte > space) return;
    const start = at;
    while (byte === space || byte === lineFeed || byte === carriageReturn || byte === 0x09) byte = input[++at] ?? 0;
    if (!this.options.reindents && at > start) {
      this.writer.reserve(this.pending());
      this.writer.copyVerbatim(input, start, at);
    }
    this.at = at;
  }

  /** NUL padding of copies and dumps, between or behind documents. */
  private skipNuls(): boolean {
    const start = this.at;
    while (this.input[this.at] === 0) this.at++;
    const count = this.at - start;
    if (count === 0) return false;
    const isShown = !this.options.reindents;
    if (isShown) this.writer.copyVerbatim(this.input, start, this.at);
    const message = `${count} NUL bytes stand here in the original${isShown ? '.' : '; they are not shown.'}`;
    this.writer.addProblem({ kind: 'nulBytes', severity: 'warning', message });
    this.skipSpace();
    return true;
  }

  /** CloudWatch's export to S3 writes `<time> <record>` lines: the time gets a line of its own. */
  private copyLinePrefix(): void {
    const { input, writer } = this;
    const digit = input[this.at] ?? 0;
    if (digit < 0x30 || digit > 0x39) return;
    const brace = this.at + input.subarray(this.at, this.at + maxPrefixBytes).indexOf(openObject);
    if (brace < this.at) return;
    const prefix = Buffer.from(input.subarray(this.at, brace)).toString('latin1');
    if (!/^\d{4}-\d\d-\d\d[T ][\d:.]+(Z|[+-]\d\d:?\d\d)?[ \t]+$/.test(prefix)) return;
    writer.copyVerbatim(input, this.at, this.options.reindents ? this.at + prefix.trimEnd().length : brace);
    if (this.options.reindents) writer.startLine(0, this.pending());
    this.at = brace;
  }

  /** Notes a syntax error at the present place. Always `failed`. */
  private fail(): 'failed' | 'done' {
    const isEnd = this.at >= this.input.length;
    this.writer.addProblem(isEnd ? truncated : this.containers.length > 0 ? syntaxInside : syntaxOutside);
    return 'failed';
  }

  /** Ends every container that is still open, as cut. Always false. */
  private leaveCut(): false {
    const { writer } = this;
    this.lostContainers += this.containers.length;
    for (const value of this.containers.splice(0).reverse()) {
      const at = value * stride;
      writer.cells[at] = writer.cells[at] === valueKind.object ? valueKind.cutObject : valueKind.cutArray;
      writer.endValue(value);
    }
    return false;
  }

  /** A comma or closing bracket that belongs to a container which damage has torn open: no news. */
  private copyStraySeparator(): boolean {
    const byte = this.input[this.at] ?? 0;
    if (this.lostContainers === 0 || (byte !== comma && byte !== closeObject && byte !== closeArray)) return false;
    if (byte !== comma) this.lostContainers--;
    this.writer.reserve(this.pending());
    this.writer.bytes[this.writer.length++] = byte;
    this.at++;
    this.skipSpace();
    return true;
  }

  /** Copies what cannot be read as it is, up to where a document or a record can begin again. True: the line is open. */
  private recover(): boolean {
    if (this.writer.isFull) return true;
    const end = this.resync.find(this.at);
    this.writer.copyVerbatim(this.input, this.at, end);
    this.writer.reserve(this.pending());
    this.at = end;
    const last = this.writer.bytes[this.writer.length - 1];
    // A line feed behind a carriage return would make one line end of two.
    return last !== lineFeed && last !== carriageReturn;
  }

  private stopFull(): void {
    this.leaveCut();
    const message = 'The text shown ends here: the log is larger than the limit of what Trailcase shows.';
    this.writer.addProblem({ kind: 'tooLarge', severity: 'error', message });
  }
}
