import { toDisplayText } from '../../base/displayText';
import type { CellValue, SqlResult } from '../../protocol/searchRequests';
import { toCountText, toNounText } from '../numberText';

const maxWidth = 60;
const maxCell = 1000;

/** A table in letters of one width, below what it covers. Values are made safe to show, and long ones are cut. */
export function toRowsText({ columns, rows, isCut, coverage, elapsedMs }: SqlResult): string {
  const cells = rows.map((row) => row.map(toCellText));
  const widths = columns.map(({ name }, index) =>
    Math.min(maxWidth, Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0))),
  );
  const toLine = (row: readonly string[]): string =>
    row.map((cell, index) => cell.padEnd(index === columns.length - 1 ? 0 : (widths[index] ?? 0))).join('  ');
  const count = `${toNounText(rows.length, 'row')} in ${toCountText(Math.round(elapsedMs))} ms`;
  return [
    isCut ? `The first ${count}: there are more, add a LIMIT or aggregate` : count,
    toDisplayText(coverage.text, 1000),
    '',
    toLine(columns.map(({ name }) => toDisplayText(name))),
    toLine(widths.map((width) => '-'.repeat(width))),
    ...cells.map(toLine),
    '',
  ].join('\n');
}

function toCellText(value: CellValue): string {
  if (value === null) return 'NULL';
  return toDisplayText(typeof value === 'object' ? value.join(', ') : String(value), maxCell);
}
