import { dayMs, type EpochMs } from '../../../base/time';
import { hourMs } from '../digestTimes';
import type { TimeWindow, ValidatedHour, ValidatedObject } from '../validation';
import { weightOf } from '../verdict';
import { toChainKey, toHourChainKey, type ReportSource } from './reportSource';

/** What a column of a row shows: the last one that is true wins. */
const coverStates = ['none', 'pending', 'quiet', 'covered', 'gap', 'unproven'] as const;
export type CoverState = (typeof coverStates)[number];

/** A stretch of columns with the same state: column numbers, the end excluded. */
export interface CoverStretch {
  readonly state: CoverState;
  readonly start: number;
  readonly end: number;
  readonly logs: number;
}

export interface CoverRow {
  readonly trail?: string;
  readonly account: string;
  readonly region: string;
  readonly stretches: readonly CoverStretch[];
  /** Columns in which objects are provably wrong, and how many. */
  readonly wrong: ReadonlyMap<number, number>;
}

/** A window's coverage as rows (chains) and columns (hours, days, or several days). Times are UTC. */
export interface CoveragePicture {
  /** The first column's start. */
  readonly from: EpochMs;
  readonly columnMs: number;
  readonly columns: number;
  readonly rows: readonly CoverRow[];
  /** Rows that were left out because there are too many. */
  readonly restRows: number;
}

/** Fourteen days of hours, and about a year of days, can still be told apart. */
const maxHourColumns = 14 * 24;
const maxDayColumns = 372;
const maxRows = 100;

/** Rejects with an AbortError. */
export async function drawCoverage(source: ReportSource, signal: AbortSignal): Promise<CoveragePicture> {
  const grid = toGrid(source.header.window);
  const rows = new Map<string, GridRow>();
  for await (const hours of source.hours()) {
    signal.throwIfAborted();
    for (const hour of hours) {
      const key = toHourChainKey(hour);
      const row = rows.get(key) ?? new GridRow(hour, grid);
      rows.set(key, row);
      row.add(hour);
    }
  }
  await addWrong(source, [...rows.values()], signal);
  const drawn = pickRows([...rows.values()]);
  const used = toUsedColumns(drawn, grid);
  const { columnMs } = grid;
  return {
    from: grid.from + used.start * columnMs,
    columnMs,
    columns: used.end - used.start,
    rows: drawn.map((row) => row.toRow(used)),
    restRows: rows.size - drawn.length,
  };
}

interface Columns {
  readonly start: number;
  readonly end: number;
}

/** Without the first and last column where the window ends so early in them that no middle lies there. */
function toUsedColumns(rows: readonly GridRow[], { columns }: Grid): Columns {
  const isUsed = (column: number): boolean => rows.length === 0 || rows.some((row) => row.has(column));
  const start = columns > 1 && !isUsed(0) ? 1 : 0;
  const end = columns - start > 1 && !isUsed(columns - 1) ? columns - 1 : columns;
  return { start, end };
}

async function addWrong(source: ReportSource, rows: readonly GridRow[], signal: AbortSignal): Promise<void> {
  const byChain = new Map(rows.map((row) => [toChainKey(row.hour), row]));
  for await (const objects of source.exceptions()) {
    signal.throwIfAborted();
    for (const object of objects) {
      if (weightOf(object) === 'wrong') byChain.get(toChainKey(object))?.addWrong(object);
    }
  }
}

/** When there are too many, those with something to see come first. */
function pickRows(rows: readonly GridRow[]): readonly GridRow[] {
  if (rows.length <= maxRows) return rows;
  return [...rows].sort((a, b) => b.concern - a.concern).slice(0, maxRows);
}

interface Grid {
  readonly from: EpochMs;
  readonly columnMs: number;
  readonly columns: number;
}

function toGrid({ from, to }: TimeWindow): Grid {
  const hours = toColumns(from, to, hourMs);
  if (hours.columns <= maxHourColumns) return hours;
  const days = Math.ceil(toColumns(from, to, dayMs).columns / maxDayColumns);
  return toColumns(from, to, days * dayMs);
}

function toColumns(from: EpochMs, to: EpochMs, columnMs: number): Grid {
  const start = Math.floor(from / columnMs) * columnMs;
  return { from: start, columnMs, columns: Math.max(1, Math.ceil((to - start) / columnMs)) };
}

class GridRow {
  readonly #states: Uint8Array;
  readonly #logs: Uint32Array;
  readonly #wrong = new Map<number, number>();

  constructor(
    readonly hour: ValidatedHour,
    private readonly grid: Grid,
  ) {
    this.#states = new Uint8Array(grid.columns);
    this.#logs = new Uint32Array(grid.columns);
  }

  /** The worst state, and before all what is wrong. */
  get concern(): number {
    const worst = this.#states.reduce((most, state) => Math.max(most, state), 0);
    return (this.#wrong.size > 0 ? 100 : 0) + worst;
  }

  /** A digest's time begins at any minute: it counts for the column in which its middle lies. */
  add(hour: ValidatedHour): void {
    const middle = this.#columnOf((hour.from + hour.to) / 2);
    const state = toState(hour);
    const isLong = hour.to - hour.from > this.grid.columnMs;
    const start = isLong ? this.#columnOf(hour.from + this.grid.columnMs / 2) : middle;
    const end = isLong ? this.#columnOf(hour.to - this.grid.columnMs / 2) : middle;
    for (let column = start; column <= end; column++) {
      this.#states[column] = Math.max(this.#states[column] ?? 0, state);
    }
    this.#logs[middle] = (this.#logs[middle] ?? 0) + hour.logs;
  }

  addWrong({ from, to }: ValidatedObject): void {
    const time = from !== undefined && to !== undefined ? (from + to) / 2 : (from ?? to);
    if (time === undefined) return;
    const column = this.#columnOf(time);
    this.#wrong.set(column, (this.#wrong.get(column) ?? 0) + 1);
  }

  has(column: number): boolean {
    return (this.#states[column] ?? 0) > 0 || this.#wrong.has(column);
  }

  toRow({ start, end }: Columns): CoverRow {
    const { trail, account, region } = this.hour;
    const stretches: CoverStretch[] = [];
    this.#states.subarray(start, end).forEach((value, column) => {
      const state = coverStates[value] ?? 'none';
      const logs = this.#logs[start + column] ?? 0;
      const last = stretches.at(-1);
      if (last?.state === state) {
        stretches[stretches.length - 1] = { ...last, end: column + 1, logs: last.logs + logs };
      } else {
        stretches.push({ state, start: column, end: column + 1, logs });
      }
    });
    const wrong = new Map([...this.#wrong].map(([column, count]) => [column - start, count]));
    return { ...(trail === undefined ? {} : { trail }), account, region, stretches, wrong };
  }

  #columnOf(time: EpochMs): number {
    const { from, columnMs, columns } = this.grid;
    return Math.min(columns - 1, Math.max(0, Math.floor((time - from) / columnMs)));
  }
}

function toState({ status, isExcused }: ValidatedHour): number {
  return coverStates.indexOf(isExcused === true ? 'pending' : status);
}
