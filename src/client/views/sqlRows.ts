import { toDisplayText } from '../../base/displayText';
import type { ResultColumn } from '../../protocol/resultColumns';
import type { TableIdentity, TableNote, TableView } from '../../protocol/resultTableMessages';
import type { CellValue, ResultPage, ResultPageParams, ResultSort, SqlResult } from '../../protocol/searchRequests';
import type { ShownColumn } from '../../protocol/shownColumns';
import { toCountText, toNounText } from '../numberText';

/** The order that the statement gave. */
export const statementOrder: ResultSort = { column: '', descending: false };

const charPx = 6.7;
const paddingPx = 26;
const minWidthPx = 70;
const maxWidthPx = 360;
/** Rows that are looked at for the widths of columns. */
const measuredRows = 200;

/** What one statement answered, as rows of a table: all of them are here, so they are sorted here. */
export class SqlRows {
  readonly columns: readonly ResultColumn[];
  private readonly places: ReadonlyMap<string, number>;
  private sorted: { readonly sort: ResultSort; readonly order: readonly number[] } | undefined;

  constructor(private readonly result: SqlResult) {
    this.columns = toColumns(result.columns);
    this.places = new Map(this.columns.map(({ name }, place) => [name, place]));
  }

  page({ offset, limit, sort, columns }: Pick<ResultPageParams, 'offset' | 'limit' | 'sort' | 'columns'>): ResultPage {
    const places = columns.map((name) => this.places.get(name));
    const ids = this.orderBy(sort).slice(offset, offset + limit);
    const rows = ids.map((id) => ({
      id,
      cells: places.map((place) => (place === undefined ? null : (this.result.rows[id]?.[place] ?? null))),
    }));
    return { total: this.result.rows.length, rows };
  }

  toView(
    identity: TableIdentity,
    { sort, shown }: { readonly sort: ResultSort; readonly shown: readonly ShownColumn[] },
  ): TableView {
    const { rows, coverage, elapsedMs } = this.result;
    const defaults = this.toLayout();
    const count = rows.length === 0 ? 'No rows' : toNounText(rows.length, 'row');
    return {
      kind: 'sql',
      identity,
      countText: `${count} in ${toCountText(Math.round(elapsedMs))} ms`,
      rowCount: rows.length,
      coverage: { isComplete: coverage.isComplete, text: toDisplayText(coverage.text, 2000) },
      notes: this.toNotes(),
      sort,
      available: this.columns,
      shown: shown.length === 0 ? defaults : shown,
      defaults,
    };
  }

  private toNotes(): readonly TableNote[] {
    const { isCut, rows } = this.result;
    if (!isCut) return [];
    const first = rows.length === 1 ? 'first row' : `first ${toCountText(rows.length)} rows`;
    const text = `Only the ${first}: the statement has more. Aggregate, or narrow it down.`;
    return [{ text, isWarning: true, details: [] }];
  }

  /** As wide as what stands in them, within reason. */
  private toLayout(): readonly ShownColumn[] {
    const measured = this.result.rows.slice(0, measuredRows);
    return this.columns.map(({ name, kind }, place) => {
      const suffix = kind === 'time' ? ' (UTC)' : '';
      const letters = Math.max(
        name.length + suffix.length + 3,
        ...measured.map((row) => toLength(row[place] ?? null, kind)),
      );
      const widthPx = Math.round(letters * charPx + paddingPx);
      return { name, widthPx: Math.min(maxWidthPx, Math.max(minWidthPx, widthPx)) };
    });
  }

  private orderBy(sort: ResultSort): readonly number[] {
    const known = this.sorted;
    if (known?.sort.column === sort.column && known.sort.descending === sort.descending) return known.order;
    const order = sortRows(this.result.rows, this.places.get(sort.column), sort.descending);
    this.sorted = { sort, order };
    return order;
  }
}

function toColumns(columns: SqlResult['columns']): readonly ResultColumn[] {
  const taken = new Set<string>();
  return columns.map(({ name, type }) => {
    const own = toFreeName(name, taken);
    taken.add(own);
    return { name: own, kind: toKind(type), description: type };
  });
}

/** A statement may give several columns one name, or none: `count`, `count (2)`. */
function toFreeName(name: string, taken: ReadonlySet<string>): string {
  const first = name === '' ? 'column' : name;
  for (let number = 1; ; number++) {
    const free = number === 1 ? first : `${first} (${number})`;
    if (!taken.has(free)) return free;
  }
}

function toKind(type: string): ResultColumn['kind'] {
  if (/\[\]$/.test(type)) return 'list';
  if (/^TIMESTAMP/.test(type)) return 'time';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|U?INTEGER|FLOAT|DOUBLE|DECIMAL.*)$/.test(type)) return 'number';
  return 'text';
}

function toLength(value: CellValue, kind: ResultColumn['kind']): number {
  if (kind === 'time') return 19;
  if (value === null) return 0;
  return typeof value === 'object' ? value.join(', ').length : String(value).length;
}

/** Numbers of the rows in order; without a value they go last, whichever way the others go. */
function sortRows(rows: SqlResult['rows'], place: number | undefined, descending: boolean): readonly number[] {
  const order = rows.map((_, id) => id);
  if (place === undefined) return order;
  const way = descending ? -1 : 1;
  return order.sort((a, b) => {
    const [first, second] = [rows[a]?.[place] ?? null, rows[b]?.[place] ?? null];
    if (first === null || second === null) return Number(first === null) - Number(second === null) || a - b;
    return way * compare(first, second) || a - b;
  });
}

function compare(a: NonNullable<CellValue>, b: NonNullable<CellValue>): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  // Integers that JavaScript cannot hold come as text beside those that it can.
  const [first, second] = [toInteger(a), toInteger(b)];
  if (first !== undefined && second !== undefined) return first < second ? -1 : first > second ? 1 : 0;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function toInteger(value: NonNullable<CellValue>): bigint | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return /^-?\d{1,40}$/.test(text) ? BigInt(text) : undefined;
}
