import { rejectOnAbort } from '../base/abort';
import { isAbort, UserError } from '../base/errors';
import { isRecordColumn, isTimeColumn } from './cellText';
import { objectCondition, listSegmentsInScope, timeCondition } from './scopeSql';
import { segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlName, type QueryDatabase } from './queryDatabase';
import type { Scope } from './scope';
import type { ValueCount } from './trailIndex';

/** Tables of values that are kept: one a column and scope. */
const maxTables = 40;
/** Ids are different in every record: of such a column only so many values, the most frequent, are kept. */
const maxValues = 200_000;

/** Which values a column has, and how often: counted once for a set of segments, so that completion is quick. */
export class ValueSuggestions {
  private readonly tables = new Map<string, Promise<string>>();
  private tableCount = 0;
  private readonly lifetime = new AbortController();

  constructor(
    private readonly database: QueryDatabase,
    private readonly snapshot: IndexSnapshot,
    /** Begins the names of its tables. */
    private readonly name: string,
  ) {}

  /** See `TrailIndex.values`. `column` may also be `account`, `region` or `kind`. */
  async list(
    column: string,
    prefix: string,
    limit: number,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<readonly ValueCount[]> {
    const isPlace = ['account', 'region', 'kind'].includes(column);
    if (!isPlace && (!isRecordColumn(column) || isTimeColumn(column))) {
      throw new UserError('invalidInput', `There are no values to suggest for ${column}.`);
    }
    if (listSegmentsInScope(this.snapshot.segments, scope).length === 0) return [];
    const table = await this.table(column, scope, signal);
    const rows = await this.database.rows(
      `SELECT value, n::DOUBLE FROM ${table} WHERE contains(lower(value), lower($prefix))
       ORDER BY starts_with(lower(value), lower($prefix)) DESC, n DESC, value LIMIT ${Math.max(0, Math.floor(limit))}`,
      signal,
      { prefix },
    );
    return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
  }

  private async table(column: string, scope: Scope, signal: AbortSignal): Promise<string> {
    const name = JSON.stringify([column, scope]);
    const known = this.tables.get(name) ?? this.count(column, scope);
    this.tables.delete(name);
    this.tables.set(name, known);
    const [oldest] = this.tables;
    if (oldest !== undefined && this.tables.size > maxTables) {
      this.tables.delete(oldest[0]);
      await this.database.run(`DROP TABLE IF EXISTS ${await oldest[1]}`, signal);
    }
    try {
      return await rejectOnAbort(known, signal);
    } catch (error) {
      if (!isAbort(error) && this.tables.get(name) === known) this.tables.delete(name);
      throw error;
    }
  }

  /** Goes on when who asked for it gives up: the next keystroke asks again. */
  private async count(column: string, scope: Scope): Promise<string> {
    const { snapshot } = this;
    const table = `${this.name}_${++this.tableCount}`;
    const numbers = listSegmentsInScope(snapshot.segments, scope);
    const isPlace = !isRecordColumn(column);
    const value = isPlace
      ? `o.${column}`
      : column === 'resources'
        ? 'unnest(resources)'
        : `${sqlName(column)}::VARCHAR`;
    const objects = objectCondition(scope);
    const rows = segmentRows(snapshot.segments, 'objects.parquet', numbers, 'object, key, account, kind, region');
    const joins = [
      isPlace || objects !== undefined
        ? `JOIN (FROM ${rows} ${objects === undefined ? '' : `WHERE ${objects}`}) o ON r.segment = o.segment AND r.object = o.object`
        : '',
      snapshot.hasExcluded ? `ANTI JOIN ${snapshot.excluded} e ON r.segment = e.segment AND r.object = e.object` : '',
      snapshot.hasCopies && objects === undefined
        ? `ANTI JOIN (SELECT segment, "row" FROM ${snapshot.copies} WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row"`
        : '',
    ];
    await this.database.run(
      `CREATE TABLE ${table} AS SELECT value, count(*) AS n FROM (
         SELECT ${value} AS value FROM ${segmentRows(snapshot.segments, 'records.parquet', numbers)} r ${joins.join(' ')}
         WHERE ${timeCondition(scope) ?? 'true'}
       ) WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value LIMIT ${maxValues}`,
      this.lifetime.signal,
    );
    return table;
  }

  async dispose(): Promise<void> {
    this.lifetime.abort();
    const { signal } = new AbortController();
    for (const table of this.tables.values()) {
      const name = await table.catch(() => undefined); // it was never made
      if (name !== undefined) await this.database.run(`DROP TABLE IF EXISTS ${name}`, signal);
    }
    this.tables.clear();
  }
}
