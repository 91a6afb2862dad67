/** A cell of a table of records; lists are written with `; ` between their items. */
export type TableCell = string | number | boolean | null | readonly string[];

/** Spreadsheets read cells that begin like this as formulas, and attackers choose user agents and session names. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;
const needsQuotes = /[",\r\n;\t]|^\s|\s$/;

export function toCellText(cell: TableCell): string {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell.join('; ') : String(cell);
}

/** One line of CSV (RFC 4180) with its line end. Texts that a spreadsheet would run get a leading apostrophe. */
export function toCsvLine(cells: readonly TableCell[]): string {
  return `${cells.map(toCsvCell).join(',')}\r\n`;
}

function toCsvCell(cell: TableCell): string {
  const text = toCellText(cell);
  const safe = typeof cell !== 'number' && formulaStart.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) || safe.startsWith("'") ? `"${safe.replaceAll('"', '""')}"` : safe;
}
