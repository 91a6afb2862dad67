import { csvToJson, isCsvLog } from './csvLog';
import { findRecords } from './findRecords';
import { gunzipLog, type GunzipLimits } from './gunzip';
import { JsonText } from './jsonText';
import type { LogProblem, StoredProblem } from './logProblem';
import type { Tape } from './tape';
import { toUtf8 } from './textEncoding';
import { TextWriter } from './textWriter';

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
  const unzipped = gunzipLog(stored, options);
  const encoded = toUtf8(unzipped.bytes);
  const isCsv = isCsvLog(encoded.bytes);
  const csv = isCsv ? csvToJson(encoded.bytes) : undefined;
  const input = csv?.bytes ?? encoded.bytes;
  const reindents = options.reindents ?? true;
  const writer = new TextWriter(input.length, Math.min(maxShownBytes, 6 * options.maxLogBytes));
  new JsonText(input, writer, { reindents, expandsRecords: reindents && mayHoldWrappedRecords(input) }).writeAll();
  const tape: Tape = { cells: writer.cells, length: writer.valueCount };
  const bytes = writer.bytes.subarray(0, writer.length);
  const found = findRecords(bytes, tape);
  const stood = [
    ...unzipped.problems,
    ...encoded.problems,
    ...(csv?.problems ?? []),
    ...expandedNote(writer.expandedCount),
  ];
  return {
    bytes,
    lineStarts: writer.lineStarts(),
    tape,
    records: found.records,
    isDigest: found.isDigest,
    problems: placeProblems(stood, [...writer.problems, ...found.problems], writer.length),
  };
}

function expandedNote(count: number): StoredProblem[] {
  if (count === 0) return [];
  const message = `${count} record(s) are texts inside strings in the original; they are shown expanded. Open Raw shows the original.`;
  return [{ kind: 'expanded', severity: 'information', place: 'start', message }];
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
