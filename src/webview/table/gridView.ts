import type { ResultColumn } from '../../protocol/resultColumns';
import type { ShownColumn } from '../../protocol/shownColumns';
import type { ResultSort } from '../../protocol/searchRequests';
import { toCellTitle } from './cellText';
import { newElement } from './element';
import { HeaderRow, type HeaderEvents } from './headerRow';
import type { LoadedRow } from './rowPages';
import { isSelected, noSelection, type RowSelection } from './rowSelection';
import { RowView, toCellId, toRowId } from './rowView';
import {
  canvasHeight,
  clampOffset,
  isScaled,
  offsetToReveal,
  rowsInView,
  toOffset,
  toScrollTop,
  type ScrollSpace,
} from './scrollSpace';

export const rowHeightPx = 22;
export const headHeightPx = 26;
/** Above the room that the longest text of a column needs. */
const fitPaddingPx = 24;
/**
 * Far below what browsers can do: Chromium composes in 32-bit floats, and beyond 2^24 device pixels (half as many on a
 * dense screen) what sticks to the window was seen to jump by a pixel.
 */
const maxCanvasHeightPx = 8_000_000;
const openHint = 'Opens the log at this record';

export interface GridModel {
  readonly rowCount: number;
  readonly shown: readonly ShownColumn[];
  readonly columns: readonly ResultColumn[];
  readonly sort: ResultSort;
}

export interface GridEvents extends Omit<HeaderEvents, 'fit' | 'onLeave' | 'onWidths'> {
  readonly getRow: (index: number) => LoadedRow | undefined;
  /** Rows `first` to `last` (inclusive) came into view. */
  readonly onView: (first: number, last: number) => void;
}

/** Where in the rows the pointer is. */
export interface GridPoint {
  readonly index: number;
  readonly cell: number;
}

const emptyModel: GridModel = { rowCount: 0, shown: [], columns: [], sort: { column: '', descending: false } };

/**
 * Draws the part of a table that is in view, of any number of rows. The scrolled element is as tall as the table; the
 * rows stand in a layer that stays in the window, so no element is far away from the origin, where browsers place
 * text inexactly.
 */
export class GridView {
  readonly element = newElement('div', {
    class: 'grid',
    attributes: { role: 'grid', tabindex: '0', 'aria-multiselectable': 'true', 'aria-label': 'Records' },
  });
  private readonly canvas = newElement('div', { class: 'canvas', attributes: { role: 'presentation' } });
  private readonly layer = newElement('div', { class: 'layer', attributes: { role: 'presentation' } });
  private readonly body = newElement('div', { class: 'rows', attributes: { role: 'rowgroup' } });
  private readonly header: HeaderRow;
  private rows: RowView[] = [];
  private firstRow = 0;
  private model = emptyModel;
  private selection = noSelection;
  private activeCell = -1;
  private offset = 0;
  /** The scrollTop that we set ourselves; the browser reports it like the user's. */
  private ownScrollTop = 0;
  private frame: number | undefined;

  constructor(private readonly events: GridEvents) {
    this.header = new HeaderRow({
      ...events,
      fit: (column) => this.fitWidth(column),
      onWidths: (shown) => {
        this.setWidths(shown);
      },
      onLeave: () => {
        this.element.focus();
      },
    });
    const head = newElement('div', { attributes: { role: 'rowgroup' }, children: [this.header.element] });
    this.layer.append(head, this.body);
    this.canvas.append(this.layer);
    this.element.append(this.canvas);
    this.element.addEventListener('scroll', () => {
      this.followScrollBar();
    });
    this.element.addEventListener(
      'wheel',
      (event) => {
        this.turnWheel(event);
      },
      { passive: false },
    );
    this.body.addEventListener('pointerover', (event) => {
      this.explain(event.target);
    });
    new ResizeObserver(() => {
      this.layOut();
    }).observe(this.element);
  }

  /** Other columns, another order, or another number of rows. */
  show(model: GridModel): void {
    this.model = model;
    this.element.setAttribute('aria-rowcount', String(model.rowCount + 1));
    this.element.setAttribute('aria-colcount', String(model.columns.length));
    this.header.draw(model.shown, model.columns, model.sort);
    this.setWidths(model.shown);
    this.layOut();
  }

  select(selection: RowSelection, activeCell: number): void {
    this.selection = selection;
    this.activeCell = activeCell;
    this.redraw();
  }

  /** Scrolls as little as it takes. */
  reveal(row: number, cell: number): void {
    this.scrollTo(offsetToReveal(this.space, this.offset, row));
    this.revealCell(cell);
  }

  get topRow(): number {
    return Math.floor(this.offset / rowHeightPx);
  }

  set topRow(row: number) {
    this.scrollTo(row * rowHeightPx);
  }

  get rowsPerPage(): number {
    return Math.max(1, Math.floor(this.space.viewportHeight / rowHeightPx));
  }

  set isBusy(value: boolean) {
    this.element.setAttribute('aria-busy', String(value));
  }

  findPoint(target: EventTarget | null): GridPoint | undefined {
    if (!(target instanceof Element)) return undefined;
    const row = this.rows.find(({ element }) => element.contains(target));
    if (row === undefined || row.shownIndex < 0) return undefined;
    return { index: row.shownIndex, cell: [...row.element.children].findIndex((cell) => cell.contains(target)) };
  }

  /** Draws at the next frame, however often it is called. */
  redraw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  private get space(): ScrollSpace {
    // The browser rounds clientHeight, and the last row shall not end half a pixel below the window.
    const { clientHeight, offsetHeight } = this.element;
    const height = Math.floor(this.element.getBoundingClientRect().height) - (offsetHeight - clientHeight);
    const viewportHeight = Math.max(0, height - headHeightPx);
    return {
      rowCount: this.model.rowCount,
      rowHeight: rowHeightPx,
      viewportHeight,
      maxCanvasHeight: maxCanvasHeightPx,
    };
  }

  private layOut(): void {
    const { space } = this;
    this.canvas.style.height = `${headHeightPx + canvasHeight(space)}px`;
    this.layer.style.height = `${headHeightPx + space.viewportHeight}px`;
    const needed = Math.ceil(space.viewportHeight / rowHeightPx) + 1;
    while (this.rows.length > needed) this.rows.pop()?.element.remove();
    while (this.rows.length < needed) {
      const row = new RowView();
      this.rows.push(row);
      this.body.append(row.element);
    }
    this.scrollTo(this.offset);
    this.draw();
  }

  private setWidths(shown: readonly ShownColumn[]): void {
    const total = shown.reduce((sum, { widthPx }) => sum + widthPx, 0);
    this.canvas.style.width = `${total}px`;
    this.canvas.style.setProperty('--columns', shown.map(({ widthPx }) => `${widthPx}px`).join(' '));
  }

  private scrollTo(offset: number): void {
    const { space } = this;
    this.offset = clampOffset(space, offset);
    this.element.scrollTop = toScrollTop(space, this.offset);
    this.ownScrollTop = this.element.scrollTop;
    this.redraw();
  }

  private followScrollBar(): void {
    const { scrollTop } = this.element;
    if (Math.abs(scrollTop - this.ownScrollTop) < 1) return;
    this.ownScrollTop = scrollTop;
    this.offset = toOffset(this.space, scrollTop);
    // In this very frame: the browser has moved the scroll bar already.
    this.draw();
  }

  /** Where a pixel of the scroll bar stands for several of the table, the wheel still moves by its own pixels. */
  private turnWheel(event: WheelEvent): void {
    const isSideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (isSideways || event.ctrlKey || !isScaled(this.space)) return;
    event.preventDefault();
    const unit = [1, rowHeightPx, this.space.viewportHeight][event.deltaMode] ?? 1;
    this.scrollTo(this.offset + event.deltaY * unit);
  }

  private draw(): void {
    const { first, last } = rowsInView(this.space, this.offset);
    this.rotate(first);
    for (const [i, row] of this.rows.entries()) {
      const index = first + i;
      if (index > last) row.hide();
      else this.drawRow(row, index);
    }
    this.markActive(first, last);
    if (last >= first) this.events.onView(first, last);
  }

  private drawRow(row: RowView, index: number): void {
    row.draw({
      index,
      row: this.events.getRow(index),
      columns: this.model.columns,
      isSelected: isSelected(this.selection, index),
      isActive: index === this.selection.active,
      activeCell: this.activeCell,
    });
    row.place(Math.round(index * rowHeightPx - this.offset));
  }

  /** Elements keep their rows while these are in view, and stand in the document in the order of the rows. */
  private rotate(first: number): void {
    const by = first - this.firstRow;
    this.firstRow = first;
    if (Math.abs(by) >= this.rows.length) return;
    const moved = by > 0 ? this.rows.splice(0, by) : this.rows.splice(this.rows.length + by, -by);
    const elements = moved.map(({ element }) => element);
    if (by > 0) {
      this.rows.push(...moved);
      this.body.append(...elements);
    } else if (by < 0) {
      this.rows.unshift(...moved);
      this.body.prepend(...elements);
    }
  }

  /** Tells a screen reader where the keyboard is, if that row is there. */
  private markActive(first: number, last: number): void {
    const { active } = this.selection;
    if (active < first || active > last) this.element.removeAttribute('aria-activedescendant');
    else {
      const id = this.activeCell < 0 ? toRowId(active) : toCellId(active, this.activeCell);
      this.element.setAttribute('aria-activedescendant', id);
    }
  }

  private revealCell(cell: number): void {
    const { shown } = this.model;
    const column = shown[cell];
    if (column === undefined) return;
    const left = shown.slice(0, cell).reduce((sum, { widthPx }) => sum + widthPx, 0);
    const { scrollLeft, clientWidth } = this.element;
    const right = left + column.widthPx;
    if (left < scrollLeft || column.widthPx > clientWidth) this.element.scrollLeft = left;
    else if (right > scrollLeft + clientWidth) this.element.scrollLeft = right - clientWidth;
  }

  /** A tooltip for a cell whose text does not fit. */
  private explain(target: EventTarget | null): void {
    const point = this.findPoint(target);
    const column = point === undefined ? undefined : this.model.columns[point.cell];
    if (point === undefined || column === undefined || !(target instanceof HTMLElement)) return;
    const value = this.events.getRow(point.index)?.cell(column.name);
    const title = target.classList.contains('link') ? openHint : toCellTitle(value, column.kind);
    if (target.scrollWidth > target.clientWidth || title !== target.textContent) target.title = title;
  }

  private fitWidth(name: string): number {
    const at = this.model.columns.findIndex((column) => column.name === name);
    const cells = [this.header.element, ...this.rows.map(({ element }) => element)].map((row) => row.children[at]);
    const widths = cells.map((cell) => measureText(cell));
    return Math.ceil(Math.max(...widths)) + fitPaddingPx;
  }
}

function measureText(cell: Element | undefined): number {
  if (cell === undefined) return 0;
  const range = document.createRange();
  range.selectNodeContents(cell.querySelector('.head-text') ?? cell);
  return range.getBoundingClientRect().width;
}
