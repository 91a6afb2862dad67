import type { IndexSnapshot } from './indexSnapshot';
import { sqlList, type QueryDatabase } from './queryDatabase';
import type { SearchStatement } from './searchSql';

/**
 * The hits of a search as a table `(segment, row, time)` of the database; a hit's `rowid` is its id. Only places are
 * kept, some 16 bytes a hit, compressed: what a page shows is read from the segments.
 */
export class HitTable {
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly database: QueryDatabase,
    readonly snapshot: IndexSnapshot,
    readonly name: string,
    /** Set while records have to be looked at: `(segment, row, time, object, ordinal, isCertain)`. */
    readonly candidates: string,
    private readonly maxHits: number,
  ) {}

  static async create(
    database: QueryDatabase,
    snapshot: IndexSnapshot,
    number: number,
    maxHits: number,
    signal: AbortSignal,
  ): Promise<HitTable> {
    const table = new HitTable(database, snapshot, `hot.hits_${number}`, `hot.candidates_${number}`, maxHits);
    await database.run(`CREATE TABLE ${table.name} (segment INTEGER, "row" INTEGER, time TIMESTAMP)`, signal);
    return table;
  }

  /** Fills the table by the statement alone. */
  async fill({ sql, values }: SearchStatement, signal: AbortSignal): Promise<void> {
    await this.database.run(
      `INSERT INTO ${this.name} SELECT segment, "row", time FROM (${sql}) ${this.limit}`,
      signal,
      values,
    );
  }

  /** Keeps what the statement gives for `mergeCopies`, `addCertain` and `addVerified`. */
  async fillCandidates({ sql, values }: SearchStatement, signal: AbortSignal): Promise<void> {
    await this.database.run(`CREATE TABLE ${this.candidates} AS ${sql}`, signal, values);
  }

  /** Candidates that the columns alone prove become hits. */
  async addCertain(signal: AbortSignal): Promise<void> {
    await this.database.run(
      `INSERT INTO ${this.name} SELECT segment, "row", time FROM ${this.candidates} WHERE isCertain ${this.limit}`,
      signal,
    );
  }

  /**
   * Leaves of a record that stands in the scope several times one candidate: the primary, where that is in the scope,
   * else the first copy. (Without a scope of objects the search leaves copies out by itself.)
   */
  async mergeCopies(signal: AbortSignal): Promise<void> {
    const { candidates, snapshot } = this;
    if (!snapshot.hasCopies) return;
    await this.database.run(
      `DELETE FROM ${candidates} WHERE (segment, "row") IN (
        SELECT (segment, "row") FROM (
          SELECT c.segment, c."row", p.segment IS NOT NULL AS hasPrimary,
            row_number() OVER (PARTITION BY c.primarySegment, c.primaryRow ORDER BY c.segment, c."row") AS place
          FROM ${snapshot.copies} c SEMI JOIN ${candidates} h ON c.segment = h.segment AND c."row" = h."row"
          LEFT JOIN ${candidates} p ON c.primarySegment = p.segment AND c.primaryRow = p."row"
          WHERE c.kind = 'copy'
        ) WHERE hasPrimary OR place > 1
      )`,
      signal,
    );
  }

  /** Three arrays of one length: the records that were found to match. */
  async addVerified(
    segments: readonly number[],
    objects: readonly number[],
    ordinals: readonly number[],
    signal: AbortSignal,
  ): Promise<void> {
    if (segments.length === 0) return;
    const sql = `INSERT INTO ${this.name} SELECT c.segment, c."row", c.time FROM ${this.candidates} c
       JOIN (SELECT unnest(${sqlList(segments)}) AS segment, unnest(${sqlList(objects)}) AS object, unnest(${sqlList(ordinals)}) AS ordinal) v
       ON c.segment = v.segment AND c.object = v.object AND c.ordinal = v.ordinal
       WHERE NOT c.isCertain`;
    await this.inTurn(() => this.database.run(sql, signal));
  }

  /**
   * What reads the table while hits are still being added goes through here, one after the other. DuckDB 1.5 packs what
   * it sorts by the statistics of the table; where a row is added between planning and sorting, it unpacks other values.
   */
  async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work);
    this.turn = mine.catch(() => undefined); // who asked for it sees the error
    return mine;
  }

  async dropCandidates(signal: AbortSignal): Promise<void> {
    await this.database.run(`DROP TABLE IF EXISTS ${this.candidates}`, signal);
  }

  /** A limit costs time: it is set only where it can be passed. One more than is kept tells that there are more. */
  private get limit(): string {
    const records = this.snapshot.segments.reduce((sum, { summary }) => sum + summary.counts.indexed, 0);
    return records > this.maxHits ? `LIMIT ${this.maxHits + 1}` : '';
  }

  async count(signal: AbortSignal): Promise<number> {
    const [row] = await this.database.rows(`SELECT count(*)::INTEGER FROM ${this.name}`, signal);
    return Number(row?.[0] ?? 0);
  }

  /** There are more hits than are kept: no further ones are. */
  async isPassed(signal: AbortSignal): Promise<boolean> {
    return (await this.count(signal)) > this.maxHits;
  }

  /** Drops the hit that only showed that there are more than are kept. Before anybody reads the table. True when there was one. */
  async trim(signal: AbortSignal): Promise<boolean> {
    if (!(await this.isPassed(signal))) return false;
    await this.database.run(`DELETE FROM ${this.name} WHERE rowid >= ${this.maxHits}`, signal);
    return true;
  }

  async drop(): Promise<void> {
    const { signal } = new AbortController();
    await this.database.run(`DROP TABLE IF EXISTS ${this.name}; DROP TABLE IF EXISTS ${this.candidates}`, signal);
  }
}
