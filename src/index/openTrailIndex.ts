import { cpus } from 'node:os';
import { rejectOnAbort, throwIfAborted } from '../base/abort';
import { isAbort, UserError } from '../base/errors';
import type { Query } from '../engine/query/query';
import type { Coverage, CoverageStatement, UnreadableObject } from './coverage';
import { CoverageReader } from './coverageReader';
import type { IndexSnapshot } from './indexSnapshot';
import type { KeyFacts } from './keyFacts';
import { KeyFactsReader } from './keyFactsReader';
import { KnownObjects } from './knownObjects';
import { listUnreadable } from './ledger';
import { QueryDatabase, sqlList } from './queryDatabase';
import { searchRecords } from './recordSearch';
import type { ResultSet } from './resultSet';
import type { Scope } from './scope';
import { openScratchFolder, type ScratchFolder } from './scratchFolder';
import type { SearchResult } from './searchResult';
import { readSegments, type Segment, type SegmentSet } from './segmentCatalog';
import { IndexSessionLookups, type SessionLookups } from './sessionLookups';
import { SessionTables } from './sessionTables';
import { loadSnapshot } from './snapshotLoader';
import { SqlSandbox } from './sqlSandbox';
import type { SqlOptions, SqlResult } from './sqlQuery';
import type { IndexStatus, SearchOptions, TrailIndex, TrailIndexOptions, ValueCount } from './trailIndex';
import { ValueSuggestions } from './valueSuggestions';
import { VerifiedFiles } from './verifiedFiles';

const defaultMemoryMegabytes = 512;
const defaultMaxResults = 8;
const defaultMaxHits = 5_000_000;

/**
 * Opens an index folder for reading; one that is not there is empty. Others may write to it meanwhile: `refresh` takes
 * in what they did. Throws a UserError `indexUnavailable` where DuckDB cannot be loaded.
 */
export async function openTrailIndex(folder: string, options: TrailIndexOptions = {}): Promise<TrailIndex> {
  const scratch = await openScratchFolder(folder);
  const threads = options.threads ?? Math.max(1, cpus().length);
  const memoryMegabytes = options.memoryMegabytes ?? defaultMemoryMegabytes;
  let database: QueryDatabase | undefined;
  try {
    database = await QueryDatabase.open({
      threads: String(threads),
      memory_limit: `${memoryMegabytes}MB`,
      temp_directory: `${scratch.folder}/spill`,
    });
    await database.run(toLockedSql([folder, scratch.folder]), new AbortController().signal);
    const parts = {
      folder,
      scratch,
      database,
      threads,
      memoryMegabytes,
      maxResults: options.maxResults ?? defaultMaxResults,
    };
    const index = new OpenIndex(parts, await VerifiedFiles.open(folder));
    await index.refresh(new AbortController().signal);
    return index;
  } catch (error) {
    database?.dispose();
    await scratch.dispose();
    throw error;
  }
}

/** Only these folders can be reached from then on, and nothing of that can be changed. */
function toLockedSql(folders: readonly string[]): string {
  return `SET parquet_metadata_cache = true;
    ATTACH ':memory:' AS hot (COMPRESS);
    SET allowed_directories = ${sqlList(folders)};
    SET enable_external_access = false;
    SET lock_configuration = true;`;
}

interface IndexParts {
  readonly folder: string;
  readonly scratch: ScratchFolder;
  readonly database: QueryDatabase;
  readonly threads: number;
  readonly memoryMegabytes: number;
  readonly maxResults: number;
}

/** A snapshot with what hangs on it. It stays until nobody uses it. */
interface HeldSnapshot {
  readonly snapshot: IndexSnapshot;
  readonly values: ValueSuggestions;
  readonly ledger: CoverageReader;
  readonly sessions: SessionTables;
  users: number;
}

class OpenIndex implements TrailIndex {
  private held: HeldSnapshot | undefined;
  private refreshing: Promise<boolean> | undefined;
  /** In order of use. */
  private readonly results = new Set<SearchResult>();
  private readonly sandbox: SqlSandbox;
  private readonly lifetime = new AbortController();
  private count = 0;

  constructor(
    private readonly parts: IndexParts,
    private readonly verified: VerifiedFiles,
  ) {
    this.sandbox = new SqlSandbox(parts);
  }

  get folder(): string {
    return this.parts.folder;
  }

  status(): IndexStatus {
    return toStatus(this.getHeld().snapshot.set);
  }

  async refresh(signal: AbortSignal): Promise<boolean> {
    // Those who ask at the same time share the answer.
    this.refreshing ??= this.reload(this.lifetime.signal).finally(() => {
      this.refreshing = undefined;
    });
    return rejectOnAbort(this.refreshing, signal);
  }

  async search(query: Query, scope: Scope, options: SearchOptions, signal: AbortSignal): Promise<ResultSet> {
    const { verifier, onProgress, maxHits = defaultMaxHits } = options;
    const { database } = this.parts;
    const result = await this.use(async (held) => {
      const number = ++this.count;
      const { snapshot } = held;
      const coverage = held.ledger.statementOf(scope, signal);
      coverage.catch(() => undefined); // it is awaited only when the search itself went well
      // A result may be read before the search that makes it has returned.
      const made: { result?: SearchResult } = {};
      const onDispose = (): Promise<void> => {
        if (made.result !== undefined) this.results.delete(made.result);
        return this.release(held);
      };
      const onUse = (): void => {
        if (made.result !== undefined && this.results.delete(made.result)) this.results.add(made.result);
      };
      const search = { database, snapshot, number, query, scope, coverage, verifier, onProgress, maxHits };
      made.result = await searchRecords({ ...search, onDispose, onUse }, signal);
      held.users++;
      return made.result;
    }, signal);
    this.results.add(result);
    const [oldest] = this.results;
    if (oldest !== undefined && this.results.size > this.parts.maxResults) await oldest.dispose();
    return result;
  }

  async values(
    column: string,
    prefix: string,
    limit: number,
    scope: Scope,
    signal: AbortSignal,
  ): Promise<readonly ValueCount[]> {
    return this.use(({ values }) => values.list(column, prefix, limit, scope, signal), signal);
  }

  async coverage(scope: Scope, signal: AbortSignal): Promise<Coverage> {
    return this.use(({ ledger }) => ledger.coverageOf(scope, signal), signal);
  }

  async coverageOf(scope: Scope, signal: AbortSignal): Promise<CoverageStatement> {
    return this.use(({ ledger }) => ledger.statementOf(scope, signal), signal);
  }

  async unreadableObjects(scope: Scope, limit: number, signal: AbortSignal): Promise<readonly UnreadableObject[]> {
    const { database } = this.parts;
    return this.use(({ snapshot }) => listUnreadable(database, snapshot, scope, limit, signal), signal);
  }

  async knownObjects(signal: AbortSignal): Promise<KnownObjects> {
    return this.use(({ snapshot }) => KnownObjects.read(this.parts.database, snapshot, signal), signal);
  }

  keyFacts(): KeyFacts {
    return new KeyFactsReader({
      database: this.parts.database,
      use: (work, signal) => this.use(({ snapshot }) => work(snapshot), signal),
      nextNumber: () => ++this.count,
    });
  }

  sessionRecords(): SessionLookups {
    return new IndexSessionLookups(
      (work, signal) => this.use(({ sessions }) => work(sessions), signal),
      (scope, signal) => this.coverage(scope, signal),
    );
  }

  async runSql(text: string, options: SqlOptions, signal: AbortSignal): Promise<SqlResult> {
    return this.use(({ snapshot }) => this.sandbox.run(text, snapshot, options, signal), signal);
  }

  async dispose(): Promise<void> {
    for (const result of [...this.results]) await result.dispose();
    this.lifetime.abort();
    this.sandbox.dispose();
    this.parts.database.dispose();
    await this.parts.scratch.dispose();
  }

  /** A segment may be merged into another one while it is being read: the work is done again over what is there now. */
  private async use<T>(work: (held: HeldSnapshot) => Promise<T>, signal: AbortSignal): Promise<T> {
    throwIfAborted(signal);
    try {
      return await this.hold(work);
    } catch (error) {
      if (!isLostFile(error) || !(await this.refresh(signal))) throw error;
      return this.hold(work);
    }
  }

  private async hold<T>(work: (held: HeldSnapshot) => Promise<T>): Promise<T> {
    const held = this.getHeld();
    held.users++;
    try {
      return await work(held);
    } finally {
      await this.release(held);
    }
  }

  private async release(held: HeldSnapshot): Promise<void> {
    held.users--;
    if (held.users > 0 || this.lifetime.signal.aborted) return;
    const { excluded, copies } = held.snapshot;
    try {
      await held.values.dispose();
      await held.sessions.dispose();
      const sql = `DROP TABLE IF EXISTS ${excluded}; DROP TABLE IF EXISTS ${copies}`;
      await this.parts.database.run(sql, this.lifetime.signal);
    } catch (error) {
      // The tables are gone with the index.
      if (!isAbort(error)) throw error;
    }
  }

  private getHeld(): HeldSnapshot {
    if (this.held === undefined) throw new UserError('unexpected', 'The index is not open.');
    return this.held;
  }

  private async reload(signal: AbortSignal): Promise<boolean> {
    const { folder, scratch, database, threads } = this.parts;
    const set = await readSegments(folder, this.verified);
    const known = this.held?.snapshot.set;
    if (
      known !== undefined &&
      known.setId === set.setId &&
      JSON.stringify(known.rejected) === JSON.stringify(set.rejected)
    ) {
      return false;
    }
    const number = ++this.count;
    const options = { indexFolder: folder, scratchFolder: scratch.folder, threads };
    const snapshot = await loadSnapshot(database, set, number, options, signal);
    const before = this.held;
    this.held = {
      snapshot,
      values: new ValueSuggestions(database, snapshot, `hot.values_${number}`),
      ledger: new CoverageReader(database, snapshot, folder),
      sessions: new SessionTables(database, snapshot, `hot.sessions_${number}`),
      users: 1,
    };
    if (before !== undefined) await this.release(before);
    return true;
  }
}

function toStatus(set: SegmentSet): IndexStatus {
  const sum = (pick: (segment: Segment) => number): number =>
    set.segments.reduce((total, segment) => total + pick(segment), 0);
  return {
    segments: set.segments.length,
    objects: sum(({ summary }) => summary.counts.objects),
    records: sum(({ summary }) => summary.counts.indexed),
    storedBytes: sum(({ summary }) => summary.counts.storedBytes),
    rawBytes: sum(({ summary }) => summary.counts.rawBytes),
    indexBytes: sum(({ summary }) => Object.values(summary.files).reduce((bytes, file) => bytes + file.sizeBytes, 0)),
    rejected: set.rejected,
  };
}

/** DuckDB's words for a file that is not there. */
function isLostFile(error: unknown): boolean {
  return error instanceof Error && /No files found|Cannot open file|No such file or directory/.test(error.message);
}
