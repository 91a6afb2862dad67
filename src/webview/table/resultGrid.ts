import type { ResultColumn } from '../../protocol/resultColumns';
import type { ShownColumn } from '../../protocol/shownColumns';
import type { RowRange, TableView } from '../../protocol/resultTableMessages';
import type { ResultPage, ResultSort } from '../../protocol/searchRequests';
import { toPlainText } from './cellText';
import { toValidLayout } from './columnLayout';
import { toGridAction, type GridAction } from './gridKeys';
import { GridView } from './gridView';
import { RowPages, type LoadedRow, type RowPagesPort } from './rowPages';
import {
  extendTo,
  isSelected,
  moveTo,
  noSelection,
  selectAll,
  selectOne,
  toggle,
  type RowSelection,
} from './rowSelection';

/** Rows beyond the window that are fetched with it. */
const overscan = 25;
/** While the scroll bar is being pulled, pages are asked for this often, and once it rests. */
const askEveryMs = 80;

export interface ResultGridEvents extends RowPagesPort {
  readonly onOpen: (id: number, preserveFocus: boolean) => void;
  readonly onArranged: (shown: readonly ShownColumn[]) => void;
  readonly onSorted: (sort: ResultSort) => void;
  /** The selection or the place in the table changed. */
  readonly onMoved: () => void;
  readonly say: (text: string) => void;
  /** Why the rows cannot be sorted by a column; absent, or undefined: they can. */
  readonly refuseSort?: (column: string) => string | undefined;
}

/** What a grid needs to know of its table. */
export interface GridTable extends Pick<TableView, 'shown' | 'available' | 'defaults' | 'sort' | 'rowCount'> {
  /** Columns that are fetched, also while they are hidden; absent: those that are shown. */
  readonly fetched?: readonly string[];
}

export interface StartPlace {
  readonly topRow: number;
  readonly activeRow: number;
}

/** The rows of one result: what is chosen, sorted and shown. */
export class ResultGrid {
  readonly view: GridView;
  shown: readonly ShownColumn[];
  sort: ResultSort;
  selection: RowSelection = noSelection;
  private activeCell = -1;
  private rowCount: number;
  private readonly pages: RowPages;
  private inView = { first: 0, last: 0 };
  private isAskDue = false;
  private askTimer: ReturnType<typeof setTimeout> | undefined;
  private columns: readonly ResultColumn[] = [];

  constructor(
    private readonly table: GridTable,
    private readonly events: ResultGridEvents,
    private readonly start: StartPlace,
  ) {
    this.shown = toValidLayout(table.shown, table.available, table.defaults);
    this.sort = table.sort;
    // A group tells its size with its first page.
    this.rowCount = table.rowCount ?? 0;
    this.selection = moveTo(noSelection, start.activeRow);
    this.pages = new RowPages(events, table.sort, table.fetched ?? this.names);
    this.view = new GridView({
      getRow: (index) => this.pages.row(index),
      onView: (first, last) => {
        this.inView = { first, last };
        this.askSoon();
        this.events.onMoved();
      },
      onSort: (column) => {
        this.sortBy(column);
      },
      onArrange: (shown) => {
        this.arrange(shown);
      },
    });
    this.listen();
    this.draw();
    if (table.rowCount === undefined) this.pages.show(0, 0);
    this.view.topRow = start.topRow;
  }

  get names(): readonly string[] {
    return this.shown.map(({ name }) => name);
  }

  get isWaiting(): boolean {
    return this.pages.isWaiting;
  }

  get total(): number {
    return this.rowCount;
  }

  /** The chosen rows; where the keyboard is when none is chosen. */
  get chosen(): readonly RowRange[] {
    const { ranges, active } = this.selection;
    if (ranges.length > 0 || this.rowCount === 0) return ranges;
    return [{ first: active, last: active }];
  }

  /** False when nobody waits for that answer any more. */
  accept(requestId: number, page: ResultPage): boolean {
    if (!this.pages.accept(requestId, page)) return false;
    this.view.isBusy = this.pages.isWaiting;
    if (page.total !== this.rowCount) {
      const isFirst = this.rowCount === 0;
      this.rowCount = page.total;
      this.draw();
      if (isFirst) this.view.topRow = this.start.topRow;
    }
    this.view.redraw();
    return true;
  }

  fail(requestId: number): boolean {
    return this.pages.fail(requestId);
  }

  arrange(shown: readonly ShownColumn[]): void {
    this.shown = shown;
    this.pages.setColumns(this.table.fetched ?? this.names);
    this.activeCell = Math.min(this.activeCell, shown.length - 1);
    this.draw();
    this.events.onArranged(shown);
  }

  /** Asks for all rows anew: the same columns and order, of other records. Nothing is chosen any more. */
  reload(): void {
    this.pages.reset(this.sort);
    this.selection = noSelection;
    this.view.topRow = 0;
    this.draw();
    // Without a row there is no window to ask for; and what is asked here already is not asked twice.
    this.pages.show(0, Math.min(this.rowCount, overscan));
    this.view.isBusy = this.pages.isWaiting;
  }

  /** Chooses one row and scrolls to it. */
  goTo(row: number): void {
    this.choose(selectOne(row));
    this.view.reveal(row, Math.max(0, this.activeCell));
  }

  /** Nothing is chosen any more; the keyboard stays where it is. */
  unselect(): void {
    this.choose({ ...this.selection, ranges: [] });
  }

  /** The row that the keyboard is in, once it is chosen and has arrived. */
  get activeRow(): LoadedRow | undefined {
    return isSelected(this.selection, this.selection.active) ? this.pages.row(this.selection.active) : undefined;
  }

  /** The value that the keyboard stands on, verbatim; undefined when it is on no cell, or the row is loading. */
  get activeValue(): { readonly column: string; readonly text: string } | undefined {
    const column = this.columns[this.activeCell];
    const row = this.pages.row(this.selection.active);
    if (column === undefined || row === undefined) return undefined;
    return { column: column.name, text: toPlainText(row.cell(column.name), column.kind) };
  }

  private draw(): void {
    const { table, shown, sort, rowCount } = this;
    const byName = new Map(table.available.map((column) => [column.name, column]));
    this.columns = this.names.flatMap((name) => byName.get(name) ?? []);
    this.view.show({ rowCount, shown, columns: this.columns, sort });
    this.view.select(this.selection, this.activeCell);
  }

  /** At once, and then not again for a moment: then for what is in view by that time. */
  private askSoon(): void {
    if (this.askTimer !== undefined) {
      this.isAskDue = true;
      return;
    }
    this.ask();
    this.askTimer = setTimeout(() => {
      this.askTimer = undefined;
      if (!this.isAskDue) return;
      this.isAskDue = false;
      this.askSoon();
    }, askEveryMs);
  }

  private ask(): void {
    const { first, last } = this.inView;
    this.pages.show(first - overscan, Math.min(this.rowCount - 1, last + overscan));
    this.view.isBusy = this.pages.isWaiting;
  }

  private sortBy(column: string): void {
    const reason = this.events.refuseSort?.(column);
    if (reason !== undefined) {
      this.events.say(reason);
      return;
    }
    const descending = this.sort.column === column && !this.sort.descending;
    this.sort = { column, descending };
    this.pages.reset(this.sort);
    this.selection = noSelection;
    // Before the rows are drawn: nobody wants those of the old place in the new order.
    this.view.topRow = 0;
    this.draw();
    this.events.onSorted(this.sort);
    this.events.say(`Sorted by ${column}, ${descending ? 'descending' : 'ascending'}`);
  }

  private listen(): void {
    const { element } = this.view;
    element.addEventListener('mousedown', (event) => {
      this.pressPointer(event);
    });
    element.addEventListener('click', (event) => {
      const isLink = event.target instanceof Element && event.target.classList.contains('link');
      const hasModifier = event.shiftKey || event.ctrlKey || event.metaKey;
      if (isLink && !hasModifier) this.open(this.view.findPoint(event.target)?.index, false);
    });
    element.addEventListener('dblclick', (event) => {
      this.open(this.view.findPoint(event.target)?.index, false);
    });
    element.addEventListener('keydown', (event) => {
      if (event.target !== element) return;
      const { key, shiftKey, altKey } = event;
      const place = { active: this.selection.active, rowCount: this.rowCount, rowsPerPage: this.view.rowsPerPage };
      const press = { key, shiftKey, altKey, ctrlKey: event.ctrlKey || event.metaKey };
      const action = this.rowCount === 0 ? undefined : toGridAction(press, place);
      if (action === undefined) return;
      // The editor around the view would take the key as its own.
      event.preventDefault();
      event.stopPropagation();
      this.act(action);
    });
  }

  private pressPointer(event: MouseEvent): void {
    const point = this.view.findPoint(event.target);
    if (point === undefined) return;
    const { index } = point;
    const isMenu = event.button === 2 && isSelected(this.selection, index);
    if (isMenu) return;
    this.activeCell = point.cell;
    if (event.shiftKey) this.choose(extendTo(this.selection, index));
    else if (event.ctrlKey || event.metaKey) this.choose(toggle(this.selection, index));
    else this.choose(selectOne(index));
  }

  private act(action: GridAction): void {
    const { selection } = this;
    switch (action.kind) {
      case 'move': {
        const next = { select: selectOne, extend: extendFrom, move: moveFrom }[action.mode](action.to);
        this.choose(next);
        this.view.reveal(action.to, this.activeCell);
        break;
      }
      case 'moveCell':
        this.activeCell = Math.min(this.columns.length - 1, Math.max(-1, this.activeCell + action.by));
        this.choose(selection);
        this.view.reveal(selection.active, Math.max(0, this.activeCell));
        break;
      case 'toggle':
        this.choose(toggle(selection, selection.active));
        break;
      case 'selectAll':
        this.choose(selectAll(selection, this.rowCount));
        break;
      case 'clear':
        this.activeCell = -1;
        this.choose({ ...selection, ranges: [] });
        break;
      case 'open':
        this.open(selection.active, action.preserveFocus);
        break;
      default:
        action satisfies never;
    }
    function extendFrom(row: number): RowSelection {
      return extendTo(selection, row);
    }
    function moveFrom(row: number): RowSelection {
      return moveTo(selection, row);
    }
  }

  private choose(selection: RowSelection): void {
    this.selection = selection;
    this.view.select(selection, this.activeCell);
    this.events.onMoved();
  }

  private open(index: number | undefined, preserveFocus: boolean): void {
    if (index === undefined) return;
    const row = this.pages.row(index);
    if (row === undefined) this.events.say('This row is still loading');
    else this.events.onOpen(row.id, preserveFocus);
  }
}
