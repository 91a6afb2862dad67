import type { RowRange } from '../../protocol/resultTableMessages';
import type { CellValue, ResultPage, ResultPageParams } from '../../protocol/searchRequests';

/** More than that is a file, not a clipboard. */
export const maxCopiedRows = 10_000;

export type PageSender = (params: ResultPageParams, signal: AbortSignal) => Promise<ResultPage>;

const pageSize = 1000;

export function countRows(ranges: readonly RowRange[]): number {
  return ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

/** Fetches rows by their places in the sorted table, in that order. */
export async function collectRows(
  ask: PageSender,
  table: Omit<ResultPageParams, 'offset' | 'limit'>,
  ranges: readonly RowRange[],
  signal: AbortSignal,
): Promise<ResultPage['rows']> {
  return await collectPages((offset, limit) => ask({ ...table, offset, limit }, signal), ranges);
}

/** The same of any rows that are fetched by their places. */
export async function collectPages<Row>(
  ask: (offset: number, limit: number) => Promise<{ readonly rows: readonly Row[] }>,
  ranges: readonly RowRange[],
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const { first, last } of ranges) {
    for (let offset = first; offset <= last; offset += pageSize) {
      const limit = Math.min(pageSize, last - offset + 1);
      const page = await ask(offset, limit);
      rows.push(...page.rows);
      if (page.rows.length < limit) break;
    }
  }
  return rows;
}

/** Tab-separated text with a line of column names, as spreadsheets take it from the clipboard. */
export function toTabSeparatedText(columns: readonly string[], rows: ResultPage['rows']): string {
  return toLines('\t', '\n', columns, rows);
}

/** CSV (RFC 4180) with a line of column names; no cell is a formula. */
export function toCsvText(columns: readonly string[], rows: ResultPage['rows']): string {
  return toLines(',', '\r\n', columns, rows);
}

function toLines(separator: ',' | '\t', end: string, columns: readonly string[], rows: ResultPage['rows']): string {
  return [columns, ...rows.map(({ cells }) => cells)]
    .map((cells: readonly CellValue[]) => `${cells.map((cell) => toField(cell, separator)).join(separator)}${end}`)
    .join('');
}

/** A spreadsheet would run a text that begins like a formula, and log content is chosen by others. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function toField(value: CellValue, separator: string): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  const safe = typeof value !== 'number' && formulaStart.test(text) ? `'${text}` : text;
  return /[\r\n"]/.test(safe) || safe.includes(separator) || safe.includes('\t')
    ? `"${safe.replaceAll('"', '""')}"`
    : safe;
}
