import type { ResultPage, ResultSort } from '../../protocol/searchRequests';
import type { CellValue } from '../../protocol/searchRequests';

export const pageSize = 100;
/** Pages that are kept: some thousand rows, whatever the result's size. */
const maxPages = 40;

/** A row that has arrived. */
export interface LoadedRow {
  readonly id: number;
  /** The value of a column; undefined when the row was asked without it. */
  cell(column: string): CellValue | undefined;
}

/** What is asked of the host. */
export interface PageRequest {
  readonly requestId: number;
  readonly offset: number;
  readonly limit: number;
  readonly sort: ResultSort;
  readonly columns: readonly string[];
}

export interface RowPagesPort {
  ask(request: PageRequest): void;
  /** Nobody waits for that answer any more. */
  drop(requestId: number): void;
  /** Ids that are shared with requests of other kinds; absent: pages count their own. */
  newId?(): number;
}

interface KeptPage {
  readonly rows: ResultPage['rows'];
  readonly columnIndex: ReadonlyMap<string, number>;
}

/**
 * The rows around the window, in pages. Asks for what is in view and nothing else; an answer to a question that no
 * longer counts (scrolled away, sorted anew, other columns) is dropped.
 */
export class RowPages {
  private readonly kept = new Map<number, KeptPage>();
  /** Page number → the request that is under way. */
  private readonly waiting = new Map<number, number>();
  private lastRequestId = 0;
  private hasFailed = false;

  constructor(
    private readonly port: RowPagesPort,
    private sort: ResultSort,
    private columns: readonly string[],
  ) {}

  /** Forgets all rows: another order, or another result. */
  reset(sort: ResultSort): void {
    this.sort = sort;
    this.forget();
  }

  /** Rows stay unless a column is new. */
  setColumns(columns: readonly string[]): void {
    const isNew = columns.some((name) => !this.columns.includes(name));
    if (!isNew) return;
    this.columns = columns;
    this.forget();
  }

  /** Wants the rows `first` to `last` (inclusive); drops requests for other pages. Does nothing after a failure. */
  show(first: number, last: number): void {
    if (this.hasFailed) return;
    const from = Math.floor(Math.max(0, first) / pageSize);
    const to = Math.floor(Math.max(0, last) / pageSize);
    for (const [page, requestId] of this.waiting) {
      if (page >= from && page <= to) continue;
      this.waiting.delete(page);
      this.port.drop(requestId);
    }
    for (let page = from; page <= to; page++) this.want(page);
  }

  row(index: number): LoadedRow | undefined {
    const page = this.kept.get(Math.floor(index / pageSize));
    const row = page?.rows[index % pageSize];
    if (page === undefined || row === undefined) return undefined;
    return {
      id: row.id,
      cell: (column) => {
        const at = page.columnIndex.get(column);
        return at === undefined ? undefined : (row.cells[at] ?? null);
      },
    };
  }

  get isWaiting(): boolean {
    return this.waiting.size > 0;
  }

  /** False when the answer is out of date: nothing changed. */
  accept(requestId: number, page: ResultPage): boolean {
    const number = this.takeWaiting(requestId);
    if (number === undefined) return false;
    this.kept.set(number, { rows: page.rows, columnIndex: new Map(this.columns.map((name, i) => [name, i])) });
    while (this.kept.size > maxPages) this.forgetOldest();
    return true;
  }

  /** False when the failed request is out of date. Else nothing more is asked until `reset`. */
  fail(requestId: number): boolean {
    if (this.takeWaiting(requestId) === undefined) return false;
    this.hasFailed = true;
    return true;
  }

  private want(page: number): void {
    const kept = this.kept.get(page);
    if (kept !== undefined) {
      // The order of the map is the order of use.
      this.kept.delete(page);
      this.kept.set(page, kept);
      return;
    }
    if (this.waiting.has(page)) return;
    const requestId = this.port.newId?.() ?? ++this.lastRequestId;
    this.waiting.set(page, requestId);
    const { sort, columns } = this;
    this.port.ask({ requestId, offset: page * pageSize, limit: pageSize, sort, columns });
  }

  private takeWaiting(requestId: number): number | undefined {
    for (const [page, waitingId] of this.waiting) {
      if (waitingId !== requestId) continue;
      this.waiting.delete(page);
      return page;
    }
    return undefined;
  }

  private forget(): void {
    for (const requestId of this.waiting.values()) this.port.drop(requestId);
    this.waiting.clear();
    this.kept.clear();
    this.hasFailed = false;
  }

  private forgetOldest(): void {
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
