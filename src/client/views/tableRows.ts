import type { RowRange } from '../../protocol/resultTableMessages';
import type { CellValue, ResultPage, ResultPageParams } from '../../protocol/searchRequests';

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
  const rows: ResultPage['rows'][number][] = [];
  for (const { first, last } of ranges) {
    for (let offset = first; offset <= last; offset += pageSize) {
      const limit = Math.min(pageSize, last - offset + 1);
      const page = await ask({ ...table, offset, limit }, signal);
      rows.push(...page.rows);
      if (page.rows.length < limit) break;
    }
  }
  return rows;
}

/** Tab-separated text with a line of column names, as spreadsheets take it from the clipboard. */
export function toTabSeparatedText(columns: readonly string[], rows: ResultPage['rows']): string {
  const lines = rows.map(({ cells }) => cells.map(toField).join('\t'));
  return [columns.join('\t'), ...lines].map((line) => `${line}\n`).join('');
}

/** A spreadsheet would run a text that begins like a formula, and log content is chosen by others. */
const formulaStart = /^[=+\-@\t\r\n＝＋－＠]/;

function toField(value: CellValue): string {
  if (value === null) return '';
  const text = typeof value === 'object' ? value.join(', ') : String(value);
  const safe = typeof value !== 'number' && formulaStart.test(text) ? `'${text}` : text;
  return /[\t\r\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
