import type { ResultColumn } from '../../protocol/resultColumns';
import { toCellText } from './cellText';
import { toColumnLabel } from './columnLayout';
import { newElement } from './element';
import type { LoadedRow } from './rowPages';

/** What one row of the window shows. */
export interface RowContent {
  /** Its place in the table, from 0. */
  readonly index: number;
  /** Undefined while it is loading. */
  readonly row: LoadedRow | undefined;
  readonly columns: readonly ResultColumn[];
  readonly isSelected: boolean;
  readonly isActive: boolean;
  /** Number of the cell that the keyboard is in; -1: the whole row. */
  readonly activeCell: number;
}

export function toRowId(index: number): string {
  return `row-${index}`;
}

export function toCellId(index: number, cell: number): string {
  return `cell-${index}-${cell}`;
}

/** An element that shows one row after another: rows that leave the window make room for those that come. */
export class RowView {
  readonly element = newElement('div', { class: 'row', attributes: { role: 'row' } });
  private cells: readonly HTMLElement[] = [];
  private columns: readonly ResultColumn[] = [];
  private index = -1;

  get shownIndex(): number {
    return this.index;
  }

  hide(): void {
    this.index = -1;
    this.element.hidden = true;
  }

  place(top: number): void {
    this.element.style.transform = `translateY(${top}px)`;
  }

  draw(content: RowContent): void {
    const { index, row, columns, isSelected, isActive, activeCell } = content;
    if (columns !== this.columns) this.setColumns(columns);
    const { element } = this;
    if (index !== this.index) {
      this.index = index;
      element.hidden = false;
      element.id = toRowId(index);
      // The header is row 1.
      element.setAttribute('aria-rowindex', String(index + 2));
      element.classList.toggle('odd', index % 2 === 1);
    }
    element.setAttribute('aria-selected', String(isSelected));
    element.classList.toggle('selected', isSelected);
    element.classList.toggle('active', isActive && activeCell < 0);
    element.classList.toggle('loading', row === undefined);
    const texts = columns.map(({ name, kind }) => (row === undefined ? '' : toCellText(row.cell(name), kind)));
    for (const [i, cell] of this.cells.entries()) {
      const text = texts[i] ?? '';
      if (cell.textContent !== text) cell.textContent = text;
      cell.id = toCellId(index, i);
      cell.classList.toggle('active', isActive && activeCell === i);
      cell.removeAttribute('title');
    }
    element.setAttribute('aria-label', row === undefined ? 'Loading' : toRowLabel(columns, texts));
  }

  private setColumns(columns: readonly ResultColumn[]): void {
    this.columns = columns;
    this.cells = columns.map(({ name, kind }, i) =>
      newElement('div', {
        class: `cell ${kind}${name === 'eventTime' ? ' link' : ''}`,
        attributes: { role: 'gridcell', 'aria-colindex': String(i + 1) },
      }),
    );
    this.element.replaceChildren(...this.cells);
  }
}

function toRowLabel(columns: readonly ResultColumn[], texts: readonly string[]): string {
  const filled = columns.flatMap((column, i) => {
    const text = texts[i] ?? '';
    return text === '' ? [] : [`${toColumnLabel(column)} ${text}`];
  });
  return filled.join(', ');
}
