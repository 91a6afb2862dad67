import { toDisplayText } from '../base/displayText';
import { toCellText, type TableCell } from '../engine/table/csvTable';

const maxCellLength = 60;
/** Rows that are looked at to find how wide the columns are; later rows may stick out. */
const sampleRows = 200;

/** Rows as aligned text, in parts, so that a long result begins to show at once. */
export class TableText {
  private waiting: (readonly string[])[] = [];
  private widths: readonly number[] | undefined;

  constructor(private readonly columns: readonly string[]) {}

  /** The text that can be printed now. */
  add(rows: readonly (readonly TableCell[])[]): string {
    const texts = rows.map((cells) => cells.map((cell) => toDisplayText(toCellText(cell), maxCellLength)));
    if (this.widths !== undefined) return texts.map((row) => this.toLine(row)).join('');
    this.waiting.push(...texts);
    return this.waiting.length >= sampleRows ? this.end() : '';
  }

  /** What is left, at least the head. */
  end(): string {
    if (this.widths !== undefined) return '';
    const rows = [this.columns, ...this.waiting];
    this.waiting = [];
    this.widths = this.columns.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
    return rows.map((row) => this.toLine(row)).join('');
  }

  private toLine(row: readonly string[]): string {
    return `${row
      .map((text, at) => text.padEnd(this.widths?.[at] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  }
}
