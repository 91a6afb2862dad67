import type { LaneField } from '../../engine/timeline/timeline';
import type { RowRange } from '../../protocol/resultTableMessages';
import type { SavedTimeline, TimelineViewMessage } from '../../protocol/timelineMessages';
import type { TimelineFilterParams, TimelineRows } from '../../protocol/timelineRequests';
import { newElement } from '../table/element';
import { ResultGrid } from '../table/resultGrid';
import type { LoadedRow } from '../table/rowPages';
import { countRows } from '../table/rowSelection';
import { toLaneColumn } from './laneSubject';
import type { ActiveRecord } from './pictureModel';
import {
  askedColumns,
  findClass,
  gridColumns,
  timelineColumns,
  toExportColumns,
  toResultPage,
  toShownColumns,
} from './timelineColumns';

type ActiveRow = NonNullable<SavedTimeline['activeRow']>;

export interface RecordsTableEvents {
  readonly newId: () => number;
  readonly tell: (message: TimelineViewMessage) => void;
  readonly say: (text: string, isWarning?: boolean) => void;
  /** Another row is chosen, or none; or its row has arrived. */
  readonly onActive: () => void;
  readonly onSorted: () => void;
  /** So many rows are chosen now. */
  readonly onSelected: (count: number) => void;
  /** How many records there are, or that it is not known yet. */
  readonly onTotal: (total: number | undefined) => void;
  /** The filter leaves that record out. */
  readonly onNotThere: (id: number) => void;
}

export interface RecordsTableStart {
  readonly filter: TimelineFilterParams;
  readonly descending: boolean;
  readonly usesLocalTime: boolean;
  /** In this very result. */
  readonly activeId: number | undefined;
  /** Where it stood in an earlier one. */
  readonly activeRow: ActiveRow | undefined;
}

/** The records in view, below the picture. */
export class RecordsTable {
  readonly element = newElement('div', { class: 'records-grid' });
  private readonly grid: ResultGrid;
  private filter: TimelineFilterParams;
  /** The record that is chosen, also while its row is not known. */
  private wantedId: number | undefined;
  private rowOfId: number | undefined;
  private isRowWanted = false;
  /** Where the chosen record stands, as long as the grid has not so many rows. */
  private awaitedRow: number | undefined;
  /** What was chosen in an earlier result, until its row is there. */
  private restoring: ActiveRow | undefined;

  constructor(
    private readonly events: RecordsTableEvents,
    { filter, descending, usesLocalTime, activeId, activeRow }: RecordsTableStart,
  ) {
    this.filter = filter;
    this.wantedId = activeId;
    const shown = toShownColumns(usesLocalTime);
    this.grid = new ResultGrid(
      {
        shown,
        defaults: shown,
        available: timelineColumns,
        fetched: gridColumns,
        sort: { column: 'eventTime', descending },
      },
      {
        ask: ({ requestId, offset, limit, sort }) => {
          const asked = { filter: this.filter, offset, limit, descending: sort.descending, columns: askedColumns };
          events.tell({ kind: 'askRows', requestId, ...asked });
        },
        drop: (requestId) => {
          events.tell({ kind: 'drop', requestId });
        },
        newId: events.newId,
        onOpen: (id, preserveFocus) => {
          events.tell({ kind: 'openRecord', id, preserveFocus });
        },
        onArranged: () => undefined,
        onSorted: () => {
          this.select(this.wantedId);
          events.onSorted();
        },
        onMoved: () => {
          events.onSelected(countRows(this.grid.selection.ranges));
          this.follow();
        },
        say: events.say,
        refuseSort: (column) =>
          column === 'eventTime' ? undefined : 'A timeline is in the order of time. Edit Query shows a table to sort.',
      },
      { topRow: 0, activeRow: 0 },
    );
    this.element.append(this.grid.view.element);
    // For the `when` clauses of the editor's own menu, see package.json; its Cut and Paste do nothing here.
    this.grid.view.element.dataset['vscodeContext'] = JSON.stringify({
      trailcaseTable: 'timeline',
      preventDefaultContextMenuItems: true,
    });
    this.grid.view.element.setAttribute('aria-label', 'Records in view');
    if (activeId !== undefined) this.select(activeId);
    else if (activeRow !== undefined) {
      this.restoring = activeRow;
      this.awaitedRow = activeRow.row;
    }
  }

  get descending(): boolean {
    return this.grid.sort.descending;
  }

  get activeId(): number | undefined {
    return this.wantedId;
  }

  /** Where the chosen record stands; undefined while that is not known. */
  get activePlace(): ActiveRow | undefined {
    if (this.restoring !== undefined) return this.restoring;
    const eventId = this.grid.activeRow?.cell('eventID');
    return typeof eventId === 'string' ? { row: this.grid.selection.active, eventId } : undefined;
  }

  get total(): number {
    return this.grid.total;
  }

  get exportColumns(): readonly string[] {
    return toExportColumns(this.grid.shown);
  }

  /** The chosen rows; where the keyboard is when none is chosen. */
  get chosen(): readonly RowRange[] {
    return this.grid.chosen;
  }

  get activeValue(): ResultGrid['activeValue'] {
    return this.grid.activeValue;
  }

  get hasFocus(): boolean {
    return document.activeElement === this.grid.view.element;
  }

  get isWaiting(): boolean {
    return this.grid.isWaiting;
  }

  /** Shows other records; the chosen one stays so where it is among them. */
  show(filter: TimelineFilterParams): void {
    if (JSON.stringify(filter) === JSON.stringify(this.filter)) return;
    this.filter = filter;
    this.events.onTotal(undefined);
    this.refill();
  }

  /** Asks for everything anew, after a failure. */
  refill(): void {
    const id = this.wantedId;
    this.awaitedRow = undefined;
    this.restoring = undefined;
    this.grid.reload();
    this.wantedId = id;
    if (id !== undefined) this.askRow(id);
  }

  setLocalTime(usesLocalTime: boolean): void {
    this.grid.arrange(toShownColumns(usesLocalTime));
  }

  /** Chooses a record and scrolls to it, once the host said where it stands. */
  select(id: number | undefined): void {
    this.wantedId = id;
    if (id !== undefined) this.askRow(id);
  }

  focus(): void {
    this.grid.view.element.focus();
  }

  acceptRows(requestId: number, rows: TimelineRows): boolean {
    if (!this.grid.accept(requestId, toResultPage(rows))) return false;
    this.events.onTotal(this.grid.total);
    const row = this.awaitedRow;
    this.awaitedRow = undefined;
    if (row !== undefined && row < this.grid.total) this.grid.goTo(row);
    else this.follow();
    return true;
  }

  acceptRowOf(requestId: number, row: number | null): boolean {
    if (requestId !== this.rowOfId) return false;
    this.rowOfId = undefined;
    const id = this.wantedId;
    if (id === undefined) return true;
    const isPointedAt = this.isRowWanted;
    this.isRowWanted = false;
    if (row === null) {
      if (isPointedAt) this.events.onNotThere(id);
      return true;
    }
    // Before the first rows the grid has no place to go to.
    if (row < this.grid.total) this.grid.goTo(row);
    else this.awaitedRow = row;
    return true;
  }

  /** False when nobody waits for that answer any more. */
  fail(requestId: number): boolean {
    if (requestId === this.rowOfId) {
      this.rowOfId = undefined;
      return true;
    }
    return this.grid.fail(requestId);
  }

  /** A record that the user pointed at: when the filter leaves it out, they are told. */
  point(id: number): void {
    this.isRowWanted = true;
    this.select(id);
  }

  /** What is chosen, for the picture. */
  findActive(laneBy: LaneField): ActiveRecord | undefined {
    const row = this.grid.activeRow;
    if (row === undefined || row.id !== this.wantedId) return undefined;
    const time = Date.parse(String(row.cell('eventTime')));
    const recordClass = findClass(row.cell('kind'));
    if (Number.isNaN(time) || recordClass === undefined) return undefined;
    const lane = row.cell(toLaneColumn(laneBy));
    return { id: row.id, time, recordClass, lane: typeof lane === 'string' ? lane : null };
  }

  /** The keyboard or the pointer went to another row. */
  private follow(): void {
    if (this.rowOfId !== undefined) return;
    const row: LoadedRow | undefined = this.grid.activeRow;
    if (row === undefined) return;
    const { restoring } = this;
    this.restoring = undefined;
    this.awaitedRow = undefined;
    const isRestored = restoring?.row === this.grid.selection.active;
    if (isRestored && row.cell('eventID') !== restoring.eventId) {
      // More is indexed by now: another record stands there.
      this.grid.unselect();
      return;
    }
    this.wantedId = row.id;
    this.events.onActive();
  }

  private askRow(id: number): void {
    if (this.rowOfId !== undefined) this.events.tell({ kind: 'drop', requestId: this.rowOfId });
    this.rowOfId = this.events.newId();
    this.awaitedRow = undefined;
    this.restoring = undefined;
    const { filter, descending } = this;
    this.events.tell({ kind: 'askRowOf', requestId: this.rowOfId, id, filter, descending });
  }
}
