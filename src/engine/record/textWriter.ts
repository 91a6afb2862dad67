import { cell, stride } from './tape';
import type { LogProblem } from './logProblem';

/** Levels deeper than this are indented no further, so that nesting cannot make the text grow quadratically. */
const maxIndentLevels = 40;
const indentWidth = 2;
const space = 0x20;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** More problems than this are one broken file said many times. */
export const maxProblems = 1000;

/** Bytes, values and lines all take memory. */
export interface WriterLimits {
  readonly maxBytes: number;
  readonly maxValues: number;
  readonly maxLines: number;
}

/** The text being written, its line starts, its tape and its problems: grown together, handed out together. */
export class TextWriter {
  bytes: Uint8Array;
  /** Bytes written so far. */
  length = 0;
  cells: Int32Array;
  valueCount = 0;
  readonly problems: LogProblem[] = [];
  /** Problems beyond those that are kept. */
  droppedProblemCount = 0;
  /** Strings that were shown as the record they hold. */
  expandedCount = 0;
  private lines: Int32Array;
  private lineCount = 1;

  constructor(
    inputLength: number,
    private readonly limits: WriterLimits,
  ) {
    this.bytes = new Uint8Array(inputLength + (inputLength >> 1) + 256);
    this.cells = new Int32Array(Math.max(64, inputLength >> 4) * stride);
    this.lines = new Int32Array(Math.max(64, inputLength >> 5));
  }

  /** True when no more may be written: bytes, values and lines all take memory. */
  get isFull(): boolean {
    const { limits } = this;
    if (this.length >= limits.maxBytes) return true;
    return this.valueCount >= limits.maxValues || this.lineCount >= limits.maxLines;
  }

  lineStarts(): Int32Array {
    return this.lines.subarray(0, this.lineCount);
  }

  /** Makes room for `count` more bytes; everything else that writes relies on it. */
  reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.bytes.length + (this.bytes.length >> 1)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** Ends the line and indents the next. `pending` is the number of input bytes that may still be copied. */
  startLine(level: number, pending: number): void {
    const indent = (level < maxIndentLevels ? level : maxIndentLevels) * indentWidth;
    if (this.length + indent + 8 + pending > this.bytes.length) this.reserve(indent + 8 + pending);
    const bytes = this.bytes;
    let at = this.length;
    bytes[at++] = lineFeed;
    this.addLine(at);
    for (const end = at + indent; at < end; at++) bytes[at] = space;
    this.length = at;
  }

  /** Remembers that a line begins at an offset. */
  addLine(offset: number): void {
    if (this.lineCount === this.lines.length) {
      const grown = new Int32Array(this.lines.length * 2);
      grown.set(this.lines);
      this.lines = grown;
    }
    this.lines[this.lineCount++] = offset;
  }

  /** Begins a value at the present offset; `next` and `end` are set when it ends. */
  addValue(kind: number, keyStart: number, keyEnd: number): number {
    const value = this.valueCount++;
    const at = value * stride;
    if (at + stride > this.cells.length) {
      const grown = new Int32Array(this.cells.length * 2);
      grown.set(this.cells);
      this.cells = grown;
    }
    const cells = this.cells;
    cells[at] = kind;
    cells[at + 1] = this.length;
    cells[at + 3] = keyStart;
    cells[at + 4] = keyEnd;
    return value;
  }

  /** Takes back the latest value. */
  dropValue(value: number): void {
    this.valueCount = value;
  }

  endValue(value: number): void {
    this.cells[value * stride + cell.end] = this.length;
    this.cells[value * stride + cell.next] = this.valueCount;
  }

  /** Copies bytes that are not a JSON token as they are, keeping count of their lines. */
  copyVerbatim(input: Uint8Array, start: number, end: number): void {
    this.reserve(end - start + 8);
    this.bytes.set(input.subarray(start, end), this.length);
    this.length = this.countLines(this.length, this.length + end - start);
  }

  /** Counts line ends as editors do: LF, CR LF, and CR alone. Returns `end`, or where there were too many. */
  countLines(start: number, end: number): number {
    const bytes = this.bytes;
    for (let at = start; at < end; at++) {
      const byte = bytes[at];
      const isLineEnd =
        byte === lineFeed || (byte === carriageReturn && (at + 1 === end || bytes[at + 1] !== lineFeed));
      if (!isLineEnd) continue;
      this.addLine(at + 1);
      if (this.lineCount >= this.limits.maxLines) return at + 1;
    }
    return end;
  }

  addProblem(problem: Omit<LogProblem, 'offset'>, offset = this.length): void {
    if (this.problems.length >= maxProblems) {
      this.droppedProblemCount++;
      return;
    }
    this.problems.push({ kind: problem.kind, severity: problem.severity, message: problem.message, offset });
  }

  /** A point to return to when what follows turns out to be something else. */
  mark(): WriterMark {
    return {
      length: this.length,
      valueCount: this.valueCount,
      lineCount: this.lineCount,
      problemCount: this.problems.length,
    };
  }

  returnTo(mark: WriterMark): void {
    this.length = mark.length;
    this.valueCount = mark.valueCount;
    this.lineCount = mark.lineCount;
    this.problems.length = mark.problemCount;
  }
}

export interface WriterMark {
  readonly length: number;
  readonly valueCount: number;
  readonly lineCount: number;
  readonly problemCount: number;
}
