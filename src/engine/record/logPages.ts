import type { LogText } from './logText';
import { cell, readCell } from './tape';
import { lineAt } from './textPosition';

/** A part of a log's text that an editor opens as one document: whole lines, cut between records where that can be. */
export interface LogPage {
  readonly startLine: number;
  /** Behind the last line. */
  readonly endLine: number;
  /** Ordinals of the records that begin on this page. */
  readonly firstRecord: number;
  readonly endRecord: number;
}

export interface PageLimits {
  readonly maxBytes: number;
  readonly maxLines: number;
}

/** VS Code turns highlighting off beyond 20 MB or 300,000 lines, and hands no document over 50 MB to extensions. */
export const editorLimits: PageLimits = { maxBytes: 18 * 1024 * 1024, maxLines: 280_000 };

/** At least one page; together the pages are exactly the text. */
export function toPages(log: LogText, limits: PageLimits = editorLimits): readonly LogPage[] {
  const lineCount = log.lineStarts.length;
  const pages: LogPage[] = [];
  let startLine = 0;
  let firstRecord = 0;
  while (startLine < lineCount) {
    const limit = farthestLine(log, startLine, limits);
    let endRecord = firstRecord;
    let endLine = startLine;
    while (endRecord < log.records.length && recordLine(log, endRecord) < limit) {
      const next = endRecord + 1 < log.records.length ? recordLine(log, endRecord + 1) : lineCount;
      if (next > limit) break;
      endRecord++;
      endLine = next;
    }
    if (limit === lineCount) endLine = lineCount;
    // A record that is itself larger than a page is cut between its lines, and so is text without records.
    if (endLine <= startLine) endLine = limit;
    while (endRecord < log.records.length && recordLine(log, endRecord) < endLine) endRecord++;
    pages.push({ startLine, endLine, firstRecord, endRecord });
    startLine = endLine;
    firstRecord = endRecord;
  }
  return pages;
}

/** The line before which a page from `startLine` has to end: at least one line later. */
function farthestLine(log: LogText, startLine: number, limits: PageLimits): number {
  const lineCount = log.lineStarts.length;
  const startByte = log.lineStarts[startLine] ?? 0;
  const maxByte = startByte + limits.maxBytes;
  const byBytes = maxByte >= log.bytes.length ? lineCount : lineAt(log, maxByte);
  return Math.min(lineCount, Math.max(startLine + 1, Math.min(byBytes, startLine + limits.maxLines)));
}

function recordLine(log: LogText, ordinal: number): number {
  return lineAt(log, readCell(log.tape, log.records[ordinal] ?? 0, cell.start));
}

/** The text of a page. */
export function pageText(log: LogText, page: LogPage): string {
  const start = log.lineStarts[page.startLine] ?? 0;
  const end = log.lineStarts[page.endLine] ?? log.bytes.length;
  return Buffer.from(log.bytes.buffer, log.bytes.byteOffset + start, end - start).toString('utf8');
}
