import { toDisplayText } from '../../base/displayText';
import type { ResultColumn } from '../../protocol/resultColumns';
import type { CellValue } from '../../protocol/searchRequests';

/** A cell shows one line; what is longer is read in the log. */
const maxCellLength = 400;
const maxTitleLength = 2000;

const isoTime = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2}(?:\.\d+)?)Z$/;

/** The text of a cell. Values come out of logs: what could reorder, hide or break the line is shown escaped. */
export function toCellText(value: CellValue | undefined, kind: ResultColumn['kind']): string {
  return toDisplayText(toPlainText(value, kind), maxCellLength);
}

/** For the tooltip: more of it. */
export function toCellTitle(value: CellValue | undefined, kind: ResultColumn['kind']): string {
  return toDisplayText(toPlainText(value, kind), maxTitleLength);
}

/** Verbatim, for the clipboard. */
export function toPlainText(value: CellValue | undefined, kind: ResultColumn['kind']): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') return value.join(', ');
  if (typeof value === 'number') return kind === 'number' ? value.toLocaleString('en-US') : String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return kind === 'time' ? value.replace(isoTime, '$1 $2') : value;
}
