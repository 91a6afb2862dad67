import { csvToJson, isCsvLog } from './csvLog';
import { findRecords } from './findRecords';
import { gunzipLog, type GunzipLimits, type GunzipResult } from './gunzip';
import { JsonText } from './jsonText';
import type { LogProblem, StoredProblem } from './logProblem';
import type { Tape } from './tape';
import { toUtf8 } from './textEncoding';
import { TextWriter, type WriterLimits } from './textWriter';

/** A log as it is shown: its text, and where everything stands in it. */
export interface LogText {
  /** The text, UTF-8. */
  readonly bytes: Uint8Array;
  /** Byte offset at which each line begins; the first is 0. */
  readonly lineStarts: Int32Array;
  readonly tape: Tape;
  /** Tape indices of the records, in document order: a record's ordinal is its place here. */
  readonly records: Int32Array;
  readonly isDigest: boolean;
  readonly problems: readonly LogProblem[];
}

export interface LogTextOptions extends GunzipLimits {
  /** False for a text that stands in an editor already: its white space stays. */
  readonly reindents?: boolean;
}

/** Tape offsets are 32-bit; texts also have to fit into one buffer. */
const maxShownBytes = 0x7000_0000;

/** Reads a log as stored (gzip or not, in any known wrapping). Never throws on its content. */
export function readLogText(stored: Uint8Array, options: LogTextOptions): LogText {
  try {
    return options.reindents === false
      ? writeText(stored, options, [])
      : readUnzippedLog(stored, gunzipLog(stored, options), options);
  } catch (error) {
    return toUnreadableLog(error);
  }
}

/** The same for a log that was gunzipped already. */
export function readUnzippedLog(stored: Uint8Array, unzipped: GunzipResult, options: LogTextOptions): LogText {
  try {
    const encoded = toUtf8(unzipped.bytes);
    const csv = isCsvLog(encoded.bytes) ? csvToJson(encoded.bytes, options.maxLogBytes) : undefined;
    const problems = [
      ...unzipped.problems,
      ...encoded.problems,
      ...(csv?.problems ?? []),
      ...emptyNote(stored, unzipped.bytes),
    ];
    return writeText(csv?.bytes ?? encoded.bytes, options, problems);
  } catch (error) {
    return toUnreadableLog(error);
  }
}

/** Out of memory for one array or string: the only way in which input can still fail. */
function toUnreadableLog(error: unknown): LogText {
  if (error instanceof RangeError) return unreadableLog(error.message);
  throw error;
}

function unreadableLog(reason: string): LogText {
  const message = `This log is too large to be shown (${reason}). Lower trailcase.limits.maxLogMegabytes to see its beginning.`;
  return {
    bytes: new Uint8Array(0),
    lineStarts: new Int32Array(1),
    tape: { cells: new Int32Array(0), length: 0 },
    records: new Int32Array(0),
    isDigest: false,
    problems: [{ kind: 'tooLarge', severity: 'error', message, offset: 0 }],
  };
}

function writeText(input: Uint8Array, options: LogTextOptions, stored: readonly StoredProblem[]): LogText {
  const reindents = options.reindents ?? true;
  const writer = new TextWriter(input.length, toWriterLimits(options.maxLogBytes));
  new JsonText(input, writer, { reindents, expandsRecords: reindents && mayHoldWrappedRecords(input) }).writeAll();
  const tape: Tape = { cells: writer.cells, length: writer.valueCount };
  const bytes = writer.bytes.subarray(0, writer.length);
  const found = findRecords(bytes, tape);
  const stood = [...stored, ...expandedNote(writer.expandedCount), ...droppedNote(writer.droppedProblemCount)];
  return {
    bytes,
    lineStarts: writer.lineStarts(),
    tape,
    records: found.records,
    isDigest: found.isDigest,
    problems: placeProblems(stood, [...writer.problems, ...found.problems], writer.length),
  };
}

/** A value of a real log takes some 35 bytes; a hostile text of single digits would otherwise take gigabytes. */
function toWriterLimits(maxLogBytes: number): WriterLimits {
  return {
    maxBytes: Math.min(maxShownBytes, 6 * maxLogBytes),
    maxValues: Math.max(100_000, maxLogBytes >> 4),
    maxLines: Math.max(100_000, maxLogBytes >> 3),
  };
}

function expandedNote(count: number): StoredProblem[] {
  if (count === 0) return [];
  const message = `${count} record(s) are texts inside strings in the original; they are shown expanded. Open Raw shows the original.`;
  return [{ kind: 'expanded', severity: 'information', place: 'start', message }];
}

function emptyNote(stored: Uint8Array, unzipped: Uint8Array): StoredProblem[] {
  if (unzipped.length > 0) return [];
  const what = stored.length === 0 ? 'This object is empty: 0 bytes.' : 'This object holds no text.';
  return [{ kind: 'empty', severity: 'warning', place: 'start', message: `${what} CloudTrail writes no empty logs.` }];
}

function droppedNote(count: number): StoredProblem[] {
  if (count === 0) return [];
  const message = `${count} further problems of this log are not listed.`;
  return [{ kind: 'syntax', severity: 'error', place: 'start', message }];
}

/** A cut gzip stream cuts the JSON as well: the second says nothing new and is left out. */
function placeProblems(stored: readonly StoredProblem[], shown: readonly LogProblem[], end: number): LogProblem[] {
  const isCut = stored.some((problem) => problem.severity === 'error' && problem.place === 'end');
  const placed = stored.map(({ kind, severity, message, place }) => ({
    kind,
    severity,
    message,
    offset: place === 'end' ? end : 0,
  }));
  return [...placed, ...shown.filter((problem) => !(isCut && problem.kind === 'truncated'))];
}

/** CloudTrail's own files, and plain records, never hold records inside strings: nothing in them is expanded. */
function mayHoldWrappedRecords(input: Uint8Array): boolean {
  const head = Buffer.from(input.subarray(0, 4096)).toString('latin1');
  return !/^\s*\{\s*"[Rr]ecords"/.test(head) && !/"eventVersion"\s*:/.test(head);
}
