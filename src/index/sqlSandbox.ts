import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { rejectOnAbort, throwIfAborted } from '../base/abort';
import { isAbort, UserError } from '../base/errors';
import { loadDuckDb } from './duckDb';
import type { IndexSnapshot } from './indexSnapshot';
import { QueryDatabase, sqlList, sqlText } from './queryDatabase';
import { toViewStatements } from './recordViews';
import { segmentFile } from './segmentCatalog';
import { segmentFiles } from './segmentSchema';
import { readSqlResult } from './sqlCells';
import { requireReading } from './sqlGate';
import type { SqlOptions, SqlResult } from './sqlQuery';

export interface SandboxParts {
  readonly scratch: { readonly folder: string };
  readonly database: QueryDatabase;
  readonly threads: number;
  readonly memoryMegabytes: number;
}

interface OpenedDatabase {
  readonly snapshot: IndexSnapshot;
  readonly database: Promise<QueryDatabase>;
}

const defaultTimeoutMs = 60_000;
const spillMegabytes = 4096;

/**
 * Runs SQL that may come from anywhere. It sees a DuckDB of its own, which can read the segments' files and nothing
 * else, cannot load extensions, and whose configuration is locked; and of SQL only one statement that reads.
 */
export class SqlSandbox {
  private opened: OpenedDatabase | undefined;

  constructor(private readonly parts: SandboxParts) {}

  /** Throws a UserError `invalidInput` for what is no reading statement, fails, or takes too long. */
  async run(text: string, snapshot: IndexSnapshot, options: SqlOptions, signal: AbortSignal): Promise<SqlResult> {
    throwIfAborted(signal);
    const opened = await this.open(snapshot);
    const database = await opened.database;
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    const timeout = AbortSignal.timeout(timeoutMs);
    const stop = AbortSignal.any([signal, timeout]);
    const started = performance.now();
    try {
      const found = await rejectOnAbort(read(database, text, options.maxRows, stop), stop);
      return { ...found, elapsedMs: performance.now() - started };
    } catch (error) {
      // A function that is under way cannot be interrupted: this DuckDB is let go as soon as it has ended.
      if (stop.aborted) this.drop(opened, database);
      if (timeout.aborted && !signal.aborted) throw tooLong(timeoutMs);
      if (isAbort(error) || error instanceof UserError) throw error;
      throw new UserError('invalidInput', error instanceof Error ? error.message : String(error), { cause: error });
    }
  }

  dispose(): void {
    void this.close();
  }

  /** Another one may have taken its place meanwhile: that one stays. */
  private drop(opened: OpenedDatabase, database: QueryDatabase): void {
    if (this.opened === opened) this.opened = undefined;
    database.dispose();
  }

  private async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    const database = await opened?.database.catch(() => undefined); // it was never open
    database?.dispose();
  }

  private async open(snapshot: IndexSnapshot): Promise<OpenedDatabase> {
    if (this.opened?.snapshot !== snapshot) await this.close();
    // Whoever waited for the same close may have been faster.
    const opened = this.opened?.snapshot === snapshot ? this.opened : { snapshot, database: this.create(snapshot) };
    this.opened = opened;
    try {
      await opened.database;
      return opened;
    } catch (error) {
      if (this.opened === opened) this.opened = undefined;
      throw error;
    }
  }

  private async create(snapshot: IndexSnapshot): Promise<QueryDatabase> {
    const { scratch, threads, memoryMegabytes } = this.parts;
    const name = path.join(scratch.folder, `sql-${randomBytes(4).toString('hex')}`);
    const signal = new AbortController().signal;
    const excluded = `${name}.excluded.parquet`;
    const copies = `${name}.copies.parquet`;
    await this.parts.database.run(
      `COPY (FROM ${snapshot.excluded}) TO ${sqlText(excluded)}; COPY (FROM ${snapshot.copies}) TO ${sqlText(copies)}`,
      signal,
    );
    const database = await QueryDatabase.open({
      threads: String(threads),
      memory_limit: `${memoryMegabytes}MB`,
      temp_directory: `${name}.spill`,
      max_temp_directory_size: `${spillMegabytes}MB`,
    });
    const files = snapshot.segments.flatMap((segment) => segmentFiles.map((file) => segmentFile(segment, file)));
    try {
      await database.run(
        `CREATE TABLE excluded AS FROM read_parquet(${sqlText(excluded)});
         CREATE TABLE copyRows AS FROM read_parquet(${sqlText(copies)});
         SET parquet_metadata_cache = true;
         SET allowed_paths = ${sqlList(files)}::VARCHAR[];
         SET enable_external_access = false;
         ${toViewStatements(snapshot.segments)}
         SET lock_configuration = true;`,
        signal,
      );
    } catch (error) {
      database.dispose();
      throw error;
    } finally {
      await rm(excluded, { force: true });
      await rm(copies, { force: true });
    }
    return database;
  }
}

async function read(
  database: QueryDatabase,
  text: string,
  maxRows: number,
  signal: AbortSignal,
): Promise<Omit<SqlResult, 'elapsedMs'>> {
  const { StatementType } = await loadDuckDb();
  return database.withConnection(signal, async (connection) => {
    await requireReading(connection, text);
    const statement = await connection.prepare(text);
    // The gate has parsed it; this is what DuckDB itself makes of it.
    if (statement.statementType !== StatementType.SELECT) throw new UserError('invalidInput', 'Only SELECT.');
    if (statement.parameterCount > 0) throw new UserError('invalidInput', 'Parameters ($1, ?) cannot be given here.');
    return readSqlResult(await statement.stream(), maxRows);
  });
}

function tooLong(timeoutMs: number): UserError {
  return new UserError('invalidInput', `This statement took longer than ${Math.round(timeoutMs / 1000)} seconds.`, {
    nextStep: 'Ask for less: add a WHERE with a time, or a LIMIT.',
  });
}
