import { SymbolKind, type DocumentSymbol, type FoldingRange } from 'vscode-languageserver-types';
import { toDisplayText } from '../../base/displayText';
import { RecordFields } from '../../engine/record/recordFields';
import { lineAt } from '../../engine/record/textPosition';
import { cell, isArray, isObject, readCell } from '../../engine/record/tape';
import { listShownRecords, shownPage, toValueRange, type ShownLog } from './shownLog';

/** One symbol a record: `14:05:09 PutObject`, with who and which error as its detail. */
export function provideDocumentSymbols(shown: ShownLog): DocumentSymbol[] {
  const principals = shown.index.listPrincipals();
  return listShownRecords(shown).map((ordinal) => {
    const record = shown.log.records[ordinal] ?? 0;
    const fields = new RecordFields(shown.log, record);
    const error = fields.text('errorCode');
    const range = toValueRange(shown, record);
    const detail = [principals[ordinal]?.name, error === undefined ? undefined : `✗ ${error}`];
    return {
      name: toDisplayText(
        [timeOfDay(fields.text('eventTime')), shown.index.listEventNames()[ordinal] ?? '']
          .filter((part) => part !== '')
          .join(' '),
        120,
      ),
      detail: toDisplayText(detail.filter((part) => part !== undefined).join(' · '), 160),
      kind: SymbolKind.Event,
      range,
      // Sticky headers show the line of the selection range: the event's name says more than a bracket.
      selectionRange: toValueRange(shown, fields.find('eventName') ?? fields.find('eventTime') ?? record),
    };
  });
}

export function timeOfDay(eventTime: string | undefined): string {
  return /T(\d\d:\d\d:\d\d)/.exec(eventTime ?? '')?.[1] ?? eventTime ?? '';
}

/** One range a record, and one for every object and list in it. */
export function provideFoldingRanges(shown: ShownLog): FoldingRange[] {
  const { tape } = shown.log;
  const page = shownPage(shown);
  const ranges: FoldingRange[] = [];
  const first = firstValueOnPage(shown);
  const endByte = shown.log.lineStarts[page.endLine] ?? shown.log.bytes.length;
  // Lines only go forward, so each search begins where the last one ended.
  let line = page.startLine;
  for (let value = first; value < tape.length; value++) {
    const start = readCell(tape, value, cell.start);
    if (start >= endByte) break;
    if (!isObject(tape, value) && !isArray(tape, value)) continue;
    while ((shown.log.lineStarts[line + 1] ?? Infinity) <= start) line++;
    const endLine = lineAt(shown.log, readCell(tape, value, cell.end));
    const lastLine = Math.min(endLine, page.endLine) - 1;
    if (lastLine > line) ranges.push({ startLine: line - page.startLine, endLine: lastLine - page.startLine });
  }
  return ranges;
}

function firstValueOnPage(shown: ShownLog): number {
  const startByte = shown.log.lineStarts[shownPage(shown).startLine] ?? 0;
  let low = 0;
  let high = shown.log.tape.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (readCell(shown.log.tape, middle, cell.start) < startByte) low = middle + 1;
    else high = middle;
  }
  return low;
}
