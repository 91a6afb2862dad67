import type { DuckDBConnection, DuckDBInstance, DuckDBResult, DuckDBValue } from '@duckdb/node-api';
import { newAbortError } from '../base/errors';
import { throwIfAborted } from '../base/abort';
import { loadDuckDb } from './duckDb';

export type SqlValues = Record<string, DuckDBValue>;
export type SqlRow = readonly DuckDBValue[];

/** An in-memory DuckDB. Statements run at the same time, each on its own connection; an aborted one is interrupted. */
export class QueryDatabase {
  private readonly idle: DuckDBConnection[] = [];
  private readonly all = new Set<DuckDBConnection>();
  private isDisposed = false;

  private constructor(private readonly instance: DuckDBInstance) {}

  /** `settings`: DuckDB's configuration, by its names. */
  static async open(settings: Readonly<Record<string, string>>): Promise<QueryDatabase> {
    const { DuckDBInstance } = await loadDuckDb();
    const fixed = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false' };
    return new QueryDatabase(await DuckDBInstance.create(':memory:', { ...fixed, ...settings }));
  }

  async run(sql: string, signal: AbortSignal, values: SqlValues = {}): Promise<void> {
    await this.withConnection(signal, (connection) => connection.run(sql, values));
  }

  async rows(sql: string, signal: AbortSignal, values: SqlValues = {}): Promise<readonly SqlRow[]> {
    return this.withConnection(signal, async (connection) => (await connection.run(sql, values)).getRows());
  }

  /** Rows as they are found, without holding them all. */
  async *stream(sql: string, signal: AbortSignal, values: SqlValues = {}): AsyncIterable<readonly SqlRow[]> {
    const connection = await this.acquire();
    try {
      const result = await interruptible(connection, signal, () => connection.stream(sql, values));
      for (;;) {
        const chunk = await interruptible(connection, signal, () => result.fetchChunk());
        if (chunk === null || chunk.rowCount === 0) return;
        yield chunk.getRows();
      }
    } finally {
      this.release(connection);
    }
  }

  /** For what needs the connection itself: statements that are prepared, appenders. */
  async withConnection<T>(signal: AbortSignal, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection = await this.acquire();
    try {
      return await interruptible(connection, signal, () => work(connection));
    } finally {
      this.release(connection);
    }
  }

  /** Statements under way fail. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    for (const connection of this.all) {
      connection.interrupt();
      if (this.idle.includes(connection)) connection.closeSync();
    }
    this.idle.length = 0;
    this.instance.closeSync();
  }

  private async acquire(): Promise<DuckDBConnection> {
    if (this.isDisposed) throw newAbortError();
    const idle = this.idle.pop();
    if (idle !== undefined) return idle;
    const connection = await this.instance.connect();
    this.all.add(connection);
    return connection;
  }

  private release(connection: DuckDBConnection): void {
    if (!this.isDisposed) {
      this.idle.push(connection);
      return;
    }
    this.all.delete(connection);
    connection.closeSync();
  }
}

/** DuckDB forgets an interrupt that comes between two steps of a statement, so it is repeated until the work has ended. */
async function interruptible<T>(connection: DuckDBConnection, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  throwIfAborted(signal);
  let timer: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    timer ??= setInterval(() => {
      connection.interrupt();
    }, 20);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await work();
    throwIfAborted(signal);
    return result;
  } catch (error) {
    if (signal.aborted) throw newAbortError();
    throw error;
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', interrupt);
  }
}

export type { DuckDBResult };

/** A text as a literal of SQL. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function sqlName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function sqlList(values: readonly (string | number)[]): string {
  return `[${values.map((value) => (typeof value === 'number' ? String(value) : sqlText(value))).join(', ')}]`;
}
