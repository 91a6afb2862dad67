import { toCsvLine, type TableCell } from '../engine/table/csvTable';
import { toMarkdownHead, toMarkdownLine } from '../engine/table/markdownTable';
import type { OutputFormat } from './searchOptions';
import { TableText } from './tableText';

/** A whole table in a format; JSONL has one object a row. */
export function toRowsText(
  columns: readonly string[],
  rows: readonly (readonly TableCell[])[],
  format: OutputFormat,
): string {
  switch (format) {
    case 'csv':
      return [columns, ...rows].map(toCsvLine).join('');
    case 'markdown':
      return toMarkdownHead(columns) + rows.map(toMarkdownLine).join('');
    case 'jsonl':
      return rows
        .map((row) => `${JSON.stringify(Object.fromEntries(columns.map((name, at) => [name, row[at]])))}\n`)
        .join('');
    case 'table': {
      const table = new TableText(columns);
      return table.add(rows) + table.end();
    }
  }
}
