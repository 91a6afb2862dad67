import type { LogIndex } from '../../engine/record/logIndex';
import type { LogPage } from '../../engine/record/logPages';
import type { LogText } from '../../engine/record/logText';
import { lineAt, offsetAt, positionAt } from '../../engine/record/textPosition';
import { cell, readCell } from '../../engine/record/tape';
import type { Location, Position, Range } from 'vscode-languageserver-types';

/** What every language feature works on: one page of a log, as one document of the editor. */
export interface ShownLog {
  /** URI of the page that is asked about. */
  readonly uri: string;
  readonly log: LogText;
  readonly index: LogIndex;
  readonly pages: readonly LogPage[];
  /** From 1. */
  readonly pageNumber: number;
  /** URI of another page of the same log. */
  readonly pageUri: (pageNumber: number) => string;
}

export function shownPage(shown: ShownLog): LogPage {
  const page = shown.pages[shown.pageNumber - 1] ?? shown.pages[0];
  return page ?? { startLine: 0, endLine: 0, firstRecord: 0, endRecord: 0 };
}

/** Byte offset in the whole log of a position in the page. */
export function toLogOffset(shown: ShownLog, position: Position): number {
  return offsetAt(shown.log, { line: position.line + shownPage(shown).startLine, character: position.character });
}

/** Range in the page of a range of bytes in the whole log. */
export function toRange(shown: ShownLog, start: number, end: number): Range {
  const { startLine } = shownPage(shown);
  const from = positionAt(shown.log, start);
  const to = positionAt(shown.log, end);
  return {
    start: { line: Math.max(0, from.line - startLine), character: from.line < startLine ? 0 : from.character },
    end: { line: Math.max(0, to.line - startLine), character: to.character },
  };
}

export function toValueRange(shown: ShownLog, value: number): Range {
  return toRange(shown, readCell(shown.log.tape, value, cell.start), readCell(shown.log.tape, value, cell.end));
}

/** Where a value stands, on whichever page that is. */
export function toLocation(shown: ShownLog, value: number): Location {
  const { tape } = shown.log;
  return toByteLocation(shown, readCell(tape, value, cell.start), readCell(tape, value, cell.end));
}

/** Where a range of bytes of the whole log stands, on whichever page that is. */
export function toByteLocation(shown: ShownLog, start: number, end: number): Location {
  const line = lineAt(shown.log, start);
  const pageNumber = shown.pages.findIndex((candidate) => line < candidate.endLine) + 1;
  return { uri: shown.pageUri(pageNumber), range: toRange({ ...shown, pageNumber }, start, end) };
}

/** The ordinals of the records that begin on the page. */
export function listShownRecords(shown: ShownLog): readonly number[] {
  const { firstRecord, endRecord } = shownPage(shown);
  return Array.from({ length: endRecord - firstRecord }, (_, index) => firstRecord + index);
}
