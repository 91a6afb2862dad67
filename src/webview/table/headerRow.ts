import type { ResultColumn } from '../../protocol/resultColumns';
import type { ShownColumn } from '../../protocol/shownColumns';
import type { ResultSort } from '../../protocol/searchRequests';
import { moveColumn, resizeColumn, toColumnLabel } from './columnLayout';
import { newElement } from './element';
import { trackDrag } from './drag';
import { newIcon } from './icon';

const keyboardStepPx = 16;
/** A press that moves less than this is a click. */
const dragThresholdPx = 5;
const hint = 'Enter sorts, Ctrl+Left and Ctrl+Right move the column, Shift+Left and Shift+Right change its width.';

export interface HeaderEvents {
  readonly onSort: (column: string) => void;
  readonly onArrange: (shown: readonly ShownColumn[]) => void;
  /** While a width is being dragged. */
  readonly onWidths: (shown: readonly ShownColumn[]) => void;
  /** The width that the cells in view need. */
  readonly fit: (column: string) => number;
  readonly onLeave: () => void;
}

/** The table's head: one stop of the Tab key, arrows go between columns. */
export class HeaderRow {
  readonly element = newElement('div', { class: 'head', attributes: { role: 'row', 'aria-rowindex': '1' } });
  private cells: HTMLElement[] = [];
  private shown: readonly ShownColumn[] = [];
  private focused = 0;

  constructor(private readonly events: HeaderEvents) {
    this.element.addEventListener('keydown', (event) => {
      if (!this.press(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  draw(shown: readonly ShownColumn[], columns: readonly ResultColumn[], sort: ResultSort): void {
    const hadFocus = this.element.contains(document.activeElement);
    this.shown = shown;
    this.focused = Math.min(this.focused, shown.length - 1);
    this.cells = columns.map((column, i) => this.newCell(column, i, sort));
    this.element.replaceChildren(...this.cells);
    if (hadFocus) this.cells[this.focused]?.focus();
  }

  private newCell(column: ResultColumn, index: number, sort: ResultSort): HTMLElement {
    const isSorted = sort.column === column.name;
    const direction = sort.descending ? 'descending' : 'ascending';
    const grip = newElement('div', { class: 'grip', attributes: { 'aria-hidden': 'true' } });
    const cell = newElement('div', {
      class: `head-cell ${column.kind}`,
      title: `${column.name}: ${column.description}\n${isSorted ? `Sorted, ${direction}. ` : ''}${hint}`,
      attributes: {
        role: 'columnheader',
        tabindex: index === this.focused ? '0' : '-1',
        'aria-colindex': String(index + 1),
        'aria-sort': isSorted ? direction : 'none',
        'aria-label': toColumnLabel(column),
      },
      children: [
        newElement('span', { class: 'head-text', text: toColumnLabel(column) }),
        ...(isSorted ? [newIcon(direction)] : []),
        grip,
      ],
    });
    cell.addEventListener('pointerdown', (event) => {
      if (event.button === 0 && event.target !== grip) this.drag(event, cell, index);
    });
    grip.addEventListener('pointerdown', (event) => {
      if (event.button === 0) this.resize(event, column.name);
    });
    grip.addEventListener('dblclick', () => {
      this.events.onArrange(resizeColumn(this.shown, column.name, this.events.fit(column.name)));
    });
    return cell;
  }

  /** True when the key was used. */
  private press({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): boolean {
    const column = this.shown[this.focused];
    if (column === undefined || altKey) return false;
    const step = key === 'ArrowLeft' ? -1 : key === 'ArrowRight' ? 1 : 0;
    if (step !== 0 && (ctrlKey || metaKey)) this.move(this.focused, this.focused + step);
    else if (step !== 0 && shiftKey) {
      this.events.onArrange(resizeColumn(this.shown, column.name, column.widthPx + step * keyboardStepPx));
    } else if (step !== 0) this.focus(this.focused + step);
    else if (key === 'Home') this.focus(0);
    else if (key === 'End') this.focus(this.cells.length - 1);
    else if (key === 'Enter' || key === ' ') this.events.onSort(column.name);
    else if (key === 'ArrowDown') this.events.onLeave();
    else return false;
    return true;
  }

  private focus(index: number): void {
    const cell = this.cells[index];
    if (cell === undefined) return;
    this.cells[this.focused]?.setAttribute('tabindex', '-1');
    this.focused = index;
    cell.setAttribute('tabindex', '0');
    cell.focus();
  }

  private move(from: number, to: number): void {
    const moved = moveColumn(this.shown, from, to);
    this.focused = Math.min(this.shown.length - 1, Math.max(0, to));
    this.events.onArrange(moved);
  }

  /** A click sorts; a drag puts the column elsewhere. */
  private drag(start: PointerEvent, cell: HTMLElement, index: number): void {
    this.focus(index);
    let target: number | undefined;
    trackDrag(start, cell, {
      onMove: (event) => {
        if (target === undefined && Math.abs(event.clientX - start.clientX) < dragThresholdPx) return;
        cell.classList.add('dragged');
        target = this.findTarget(event.clientX);
        this.markTarget(index, target);
      },
      onEnd: (isCancelled) => {
        cell.classList.remove('dragged');
        this.markTarget(index, undefined);
        if (isCancelled) return;
        if (target === undefined) this.events.onSort(this.shown[index]?.name ?? '');
        else this.move(index, target);
      },
    });
  }

  private resize(start: PointerEvent, name: string): void {
    start.stopPropagation();
    const width = this.shown.find((column) => column.name === name)?.widthPx ?? 0;
    let resized = this.shown;
    trackDrag(start, start.target, {
      onMove: (event) => {
        resized = resizeColumn(this.shown, name, width + event.clientX - start.clientX);
        this.events.onWidths(resized);
      },
      onEnd: (isCancelled) => {
        if (isCancelled) this.events.onWidths(this.shown);
        else if (resized !== this.shown) this.events.onArrange(resized);
      },
    });
  }

  private findTarget(x: number): number {
    const at = this.cells.findIndex((cell) => x < cell.getBoundingClientRect().right);
    return at < 0 ? this.cells.length - 1 : at;
  }

  private markTarget(from: number, target: number | undefined): void {
    for (const [i, cell] of this.cells.entries()) {
      cell.classList.toggle('drop-before', i === target && i < from);
      cell.classList.toggle('drop-after', i === target && i > from);
    }
  }
}
