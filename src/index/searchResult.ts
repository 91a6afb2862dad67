import { isAbort, newAbortError, UserError } from '../base/errors';
import { rejectOnAbort } from '../base/abort';
import type { EpochMs } from '../base/time';
import type { Query } from '../engine/query/query';
import type { CoverageStatement } from './coverage';
import { toHitOrder, valueSql, withValues, type HitOrder } from './hitOrder';
import { findPlaces } from './hitPlaces';
import type { HitTable } from './hitTable';
import type { QueryDatabase } from './queryDatabase';
import { readCells } from './recordCells';
import type {
  HitLocations,
  PageOptions,
  ResultGroups,
  ResultPage,
  ResultRow,
  ResultSet,
  ResultSummary,
  UnsearchedLog,
} from './resultSet';
import type { Scope } from './scope';
import type { Timeline } from './timeline';
import { TimelineAnswers } from './timelineAnswers';
import { TimelineTable } from './timelineTable';

/** How far a search has come. Whoever runs it writes, the result reads. */
export interface SearchState {
  isRunning: boolean;
  /** It got through, and every hit was kept. */
  isWhole: boolean;
  readonly unsearched: UnsearchedLog[];
  elapsedMs: number;
}

export interface SearchResultParts {
  readonly database: QueryDatabase;
  readonly hits: HitTable;
  readonly query: Query;
  readonly scope: Scope;
  readonly isIndexed: boolean;
  readonly coverage: CoverageStatement;
  readonly state: SearchState;
  /** Resolves when the search has ended. */
  readonly ended: Promise<void>;
  /** Called once, at dispose. */
  readonly onDispose: () => Promise<void>;
  readonly onUse: () => void;
}

/** Orders of fewer hits are worked out anew for each page. */
const keptFrom = 2_000;
/** The first pages of the newest hits need no order of all of them. */
const topRows = 1_000;
const maxOrders = 4;
const rowsPerBatch = 20_000;

/** A ResultSet over a table of hits. Orders of many hits are kept as tables of their ids. */
export class SearchResult implements ResultSet {
  readonly whenDone: Promise<ResultSummary>;
  private readonly orders = new Map<string, { readonly table: string; readonly ready: Promise<void> }>();
  private orderCount = 0;
  private isDisposed = false;
  private readonly timelineTable: TimelineTable;
  private timelineMade: Promise<Timeline> | undefined;
  /** Statements under way end when the result is let go. */
  private readonly lifetime = new AbortController();

  constructor(private readonly parts: SearchResultParts) {
    this.whenDone = parts.ended.then(() => this.summarize(this.lifetime.signal));
    this.whenDone.catch(() => undefined); // whoever awaits it sees the error
    this.timelineTable = new TimelineTable(parts.database, parts.hits);
  }

  get query(): Query {
    return this.parts.query;
  }

  get scope(): Scope {
    return this.parts.scope;
  }

  async summarize(signal: AbortSignal): Promise<ResultSummary> {
    const { hits, state, coverage, isIndexed } = this.parts;
    const { copies, hasCopies } = hits.snapshot;
    const merged = hasCopies
      ? `, (SELECT count(*) FROM ${copies} c SEMI JOIN ${hits.name} h ON c.primarySegment = h.segment AND c.primaryRow = h."row" WHERE c.kind = 'copy')::INTEGER,
           (SELECT count(*) FROM ${hits.name} h SEMI JOIN ${copies} c ON c.kind = 'conflict' AND c.segment = h.segment AND c."row" = h."row")::INTEGER`
      : ', 0, 0';
    const [row] = await this.read(
      (own) =>
        this.parts.database.rows(
          `SELECT count(*)::INTEGER, epoch_ms(min(time))::DOUBLE, epoch_ms(max(time))::DOUBLE${merged} FROM ${hits.name}`,
          own,
        ),
      signal,
    );
    const [count, first, last, copyCount, conflicts] = row ?? [];
    return {
      count: Number(count ?? 0),
      copies: Number(copyCount ?? 0),
      conflicts: Number(conflicts ?? 0),
      coverage,
      isIndexed,
      isWhole: !state.isRunning && state.isWhole,
      unsearched: [...state.unsearched],
      firstTime: toTime(first),
      lastTime: toTime(last),
      elapsedMs: state.elapsedMs,
    };
  }

  async page(options: PageOptions, signal: AbortSignal): Promise<ResultPage> {
    return this.read(async (own) => {
      const { total, places } = await this.listPlaces(options, options.offset, options.limit, own);
      return { total, rows: await this.toRows(places, options.columns, own) };
    }, signal);
  }

  async groups(by: string, limit: number, signal: AbortSignal): Promise<ResultGroups> {
    const value = by === 'resources' ? 'unnest(resources)' : `${valueSql(by)}::VARCHAR`;
    const order = by === 'day' || by === 'hour' ? 'value NULLS LAST' : 'n DESC, value NULLS LAST';
    const rows = await this.read(
      (own) =>
        this.parts.database.rows(
          `SELECT value, n::INTEGER, epoch_ms(first)::DOUBLE, epoch_ms(last)::DOUBLE, (count(*) OVER ())::INTEGER FROM (
           SELECT value, count(*) AS n, min(time) AS first, max(time) AS last
           FROM (SELECT ${value} AS value, time FROM (${withValues(this.parts.hits, [by])})) GROUP BY value
         ) ORDER BY ${order} LIMIT ${Math.max(0, Math.floor(limit))}`,
          own,
        ),
      signal,
    );
    const groups = rows.map(([text, count, first, last]) => ({
      value: typeof text === 'string' ? text : null,
      count: Number(count),
      firstTime: toTime(first),
      lastTime: toTime(last),
    }));
    return { groups, total: Number(rows[0]?.[4] ?? 0) };
  }

  async *rows(
    options: Omit<PageOptions, 'offset' | 'limit'> & { readonly ids?: readonly number[] },
    signal: AbortSignal,
  ): AsyncIterable<readonly ResultRow[]> {
    const wanted = options.ids === undefined ? undefined : new Set(options.ids);
    let found = 0;
    for (let offset = 0; ; offset += rowsPerBatch) {
      const from = offset;
      const batch = await this.read(async (own) => {
        const { places } = await this.listPlaces(options, from, rowsPerBatch, own);
        const chosen = wanted === undefined ? places : places.filter(({ id }) => wanted.has(id));
        return { isLast: places.length < rowsPerBatch, rows: await this.toRows(chosen, options.columns, own) };
      }, signal);
      if (batch.rows.length > 0) yield batch.rows;
      found += batch.rows.length;
      if (batch.isLast || found === wanted?.size) return;
    }
  }

  async locations(ids: readonly number[], signal: AbortSignal): Promise<readonly HitLocations[]> {
    return this.read((own) => findPlaces(this.parts.database, this.parts.hits, ids, own), signal);
  }

  async timeline(signal: AbortSignal): Promise<Timeline> {
    return this.guard((own) => rejectOnAbort(this.keepTimeline(), own), signal);
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.lifetime.abort();
    await this.parts.onDispose();
    const { signal } = new AbortController();
    for (const { table, ready } of this.orders.values()) {
      await ready.catch(() => undefined); // it was interrupted: there is no table then
      await this.parts.database.run(`DROP TABLE IF EXISTS ${table}`, signal);
    }
    await this.timelineMade?.catch(() => undefined); // it was interrupted: what there is of it goes all the same
    await this.timelineTable.drop();
  }

  /** Not `read`: a search that opens logs cannot go on while it waits for what waits for its end. */
  private async guard<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.isDisposed) throw closed();
    this.parts.onUse();
    try {
      return await work(AbortSignal.any([signal, this.lifetime.signal]));
    } catch (error) {
      if (signal.aborted) throw newAbortError();
      if (this.lifetime.signal.aborted && isAbort(error)) throw closed();
      throw error;
    }
  }

  private async read<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const { hits, state } = this.parts;
    return this.guard((own) => (state.isRunning ? hits.inTurn(() => work(own)) : work(own)), signal);
  }

  /** Goes on when who asked for it gives up. What failed is tried again by the next one who asks. */
  private keepTimeline(): Promise<Timeline> {
    this.timelineMade ??= this.makeTimeline().catch((error: unknown) => {
      this.timelineMade = undefined;
      throw error;
    });
    return this.timelineMade;
  }

  private async makeTimeline(): Promise<Timeline> {
    const { signal } = this.lifetime;
    await rejectOnAbort(this.parts.ended, signal);
    await this.timelineTable.fill(signal);
    return new TimelineAnswers(this.timelineTable, (work, own) => this.guard(work, own), signal);
  }

  private async toRows(
    places: readonly HitPlace[],
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<readonly ResultRow[]> {
    const { database, hits } = this.parts;
    const cells = await readCells(database, hits.snapshot, places, columns, signal);
    return places.map(({ id }, at) => ({ id, cells: cells[at] ?? [] }));
  }

  private async listPlaces(
    { sort, group }: Pick<PageOptions, 'sort' | 'group'>,
    offset: number,
    limit: number,
    signal: AbortSignal,
  ): Promise<{ readonly total: number; readonly places: readonly HitPlace[] }> {
    const { database, hits, state } = this.parts;
    const count = await hits.count(signal);
    const order = toHitOrder(hits, sort, group);
    const range = `LIMIT ${Math.max(0, Math.floor(limit))} OFFSET ${Math.max(0, Math.floor(offset))}`;
    const isTop = sort.column === 'eventTime' && group === undefined && offset + limit <= topRows;
    if (isTop || count < keptFrom || state.isRunning) {
      const rows = await database.rows(`${order.sql} ${range}`, signal, order.values);
      if (group === undefined) return { total: count, places: rows.map(toPlace) };
      const [total] = await database.rows(`SELECT count(*)::INTEGER FROM (${order.sql})`, signal, order.values);
      return { total: Number(total?.[0] ?? 0), places: rows.map(toPlace) };
    }
    const table = await rejectOnAbort(this.keepOrder(JSON.stringify([sort, group]), order), signal);
    const first = Math.max(0, Math.floor(offset));
    const rows = await database.rows(
      `SELECT id, segment, "row" FROM ${table} WHERE rowid BETWEEN ${first} AND ${first + Math.floor(limit) - 1} ORDER BY rowid`,
      signal,
    );
    const [total] = await database.rows(`SELECT count(*)::INTEGER FROM ${table}`, signal);
    return { total: Number(total?.[0] ?? 0), places: rows.map(toPlace) };
  }

  /** The name of the order's table. The least recently used order goes when there are too many. */
  private async keepOrder(name: string, order: HitOrder): Promise<string> {
    const known = this.orders.get(name) ?? this.newOrder(order);
    this.orders.delete(name);
    this.orders.set(name, known);
    const [oldest] = this.orders;
    if (oldest !== undefined && this.orders.size > maxOrders) {
      this.orders.delete(oldest[0]);
      await oldest[1].ready;
      await this.parts.database.run(`DROP TABLE IF EXISTS ${oldest[1].table}`, this.lifetime.signal);
    }
    try {
      await known.ready;
    } catch (error) {
      this.orders.delete(name);
      throw error;
    }
    return known.table;
  }

  /** Goes on when who asked for it gives up: the next page will want it. */
  private newOrder({ sql, values }: HitOrder): { readonly table: string; readonly ready: Promise<void> } {
    const table = `${this.parts.hits.name}_order_${++this.orderCount}`;
    const ready = this.parts.database.run(`CREATE TABLE ${table} AS ${sql}`, this.lifetime.signal, values);
    ready.catch(() => undefined); // who waits for it sees the error
    return { table, ready };
  }
}

interface HitPlace {
  readonly id: number;
  readonly segment: number;
  readonly row: number;
}

function toPlace([id, segment, row]: readonly unknown[]): HitPlace {
  return { id: Number(id), segment: Number(segment), row: Number(row) };
}

function toTime(value: unknown): EpochMs | undefined {
  return typeof value === 'number' ? value : undefined;
}

function closed(): UserError {
  return new UserError('notFound', 'This result is no longer kept.', { nextStep: 'Search again.' });
}
