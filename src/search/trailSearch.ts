import { isAbort } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import type { BulkCredentials, BulkOrigin, LogFileSource } from '../engine/ports';
import type { Query } from '../engine/query/query';
import type { LogTextOptions } from '../engine/record/logText';
import { compactIndex } from '../index/compaction';
import { openTrailIndex } from '../index/openTrailIndex';
import type { ResultSet } from '../index/resultSet';
import { RunLog } from '../index/runLog';
import type { Scope } from '../index/scope';
import type { SearchOptions, TrailIndex } from '../index/trailIndex';
import { PoolVerifier } from '../scan/poolVerifier';
import { planScan, type PlanProgress, type ScanPlan } from '../scan/scanPlan';
import { noTotals, runScan, type ScanOutcome, type ScanTotals } from '../scan/scanRun';
import type { ScanScope } from '../scan/scanScope';
import type { WorkerPool } from '../scan/workerPool';
import type { WorkerOrigin } from '../scan/workerMessages';
import { RecordReader } from './recordReader';
import type { SearchSettings } from './searchSettings';

/** A source as searching needs it: an opened source, and what its originals are called in the cache. */
export interface SearchedSource {
  readonly placeId: string;
  /** Listing, and reading one object at a time (through the cache). */
  readonly source: LogFileSource;
  readonly isLocal: boolean;
  toBulkOrigin(signal: AbortSignal): Promise<BulkOrigin>;
  /** Tells where a file lies below its root, where its key does not say it. */
  bulkPaths(signal: AbortSignal): Promise<(key: string) => string | undefined>;
  readonly bulkCredentials?: BulkCredentials;
}

export interface TrailSearchOptions {
  readonly indexFolder: string;
  /** Where originals are kept; undefined: nowhere. */
  readonly cacheFolder: string | undefined;
  readonly limits: LogTextOptions;
  readonly settings: SearchSettings;
  /** `trailcase <version>`, written into segments. */
  readonly generator: string;
  readonly log: Pick<Log, 'warn'>;
}

/** What a search works with. Asked for at every use: settings change, and sources are opened anew, while it lives. */
export interface TrailSearchParts {
  readonly searched: () => SearchedSource;
  /** Shared. */
  readonly pool: () => WorkerPool;
  readonly options: () => TrailSearchOptions;
}

/** Indexing and searching one source. Owns its open index. */
export class TrailSearch implements Disposable {
  private opening: Promise<TrailIndex> | undefined;
  private isDisposed = false;

  constructor(private readonly parts: TrailSearchParts) {}

  get options(): TrailSearchOptions {
    return this.parts.options();
  }

  private get searched(): SearchedSource {
    return this.parts.searched();
  }

  /** The index as it is now: what other processes added is taken in. */
  async index(signal: AbortSignal): Promise<TrailIndex> {
    this.opening ??= openTrailIndex(this.options.indexFolder, {}).catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    const index = await this.opening;
    await index.refresh(signal);
    return index;
  }

  /** Lists a scope and says what a scan would read. The listing goes into the ledger. */
  async plan(scope: ScanScope, onProgress: (progress: PlanProgress) => void, signal: AbortSignal): Promise<ScanPlan> {
    const index = await this.index(signal);
    const { maxObjects, maxBytes } = this.options.settings;
    const known = await index.knownObjects(signal);
    const log = await RunLog.create(this.options.indexFolder);
    try {
      const recordListing: Parameters<typeof planScan>[0]['recordListing'] = (lines) => {
        for (const line of lines) log.appendListing(line);
      };
      const services = {
        source: this.searched.source,
        isLive: !this.searched.isLocal,
        known,
        recordListing,
        onProgress,
      };
      return await planScan(services, scope, { maxObjects, maxBytes }, signal);
    } finally {
      await log.close();
    }
  }

  /** Reads what a plan says. A plan serves once. */
  async run(plan: ScanPlan, onProgress: (totals: ScanTotals) => void, signal: AbortSignal): Promise<ScanOutcome> {
    const outcome = plan.pending.count === 0 ? nothingToRead : await this.read(plan, onProgress, signal);
    if (outcome.isComplete) await this.compact(signal);
    // Taken in now rather than at the next question. Cancelling the scan does not cancel this.
    if (!this.isDisposed) await this.index(new AbortController().signal);
    return outcome;
  }

  private async read(
    plan: ScanPlan,
    onProgress: (totals: ScanTotals) => void,
    signal: AbortSignal,
  ): Promise<ScanOutcome> {
    const { indexFolder, generator, limits } = this.options;
    const { maxLogBytes, maxGzipRatio } = limits;
    const options = {
      ...(await this.toOrigin(signal)),
      findPath: await this.searched.bulkPaths(signal),
      indexFolder,
      generator,
      maxLogBytes,
      maxGzipRatio,
    };
    return runScan(this.parts.pool(), plan.pending, options, this.searched.bulkCredentials, onProgress, signal);
  }

  /** Many small scans leave many small segments. What goes wrong here costs speed later, and nothing now. */
  private async compact(signal: AbortSignal): Promise<void> {
    const { indexFolder, generator, log } = this.options;
    try {
      await compactIndex(indexFolder, { generator }, signal);
    } catch (error) {
      if (!isAbort(error)) log.warn(`Small segments of the index were not merged: ${String(error)}`);
    }
  }

  async search(
    query: Query,
    scope: Scope,
    options: Omit<SearchOptions, 'verifier'>,
    signal: AbortSignal,
  ): Promise<ResultSet> {
    const index = await this.index(signal);
    const lazy = async (): Promise<PoolVerifier> => {
      const { maxLogBytes, maxGzipRatio } = this.options.limits;
      const findPath = await this.searched.bulkPaths(signal);
      const options = { ...(await this.toOrigin(signal)), findPath, maxLogBytes, maxGzipRatio };
      return new PoolVerifier(this.parts.pool(), options, this.searched.bulkCredentials);
    };
    const verifier = new LazyVerifier(lazy);
    return index.search(query, scope, { maxHits: this.options.settings.maxHits, ...options, verifier }, signal);
  }

  recordReader(): RecordReader {
    return new RecordReader(this.searched.source, this.options.limits);
  }

  dispose(): void {
    this.isDisposed = true;
    void this.opening?.then((index) => index.dispose()).catch(() => undefined); // it never opened
    this.opening = undefined;
  }

  private async toOrigin(signal: AbortSignal): Promise<WorkerOrigin> {
    const { settings, cacheFolder } = this.options;
    const isCached = cacheFolder !== undefined && settings.maxCacheBytes > 0 && !this.searched.isLocal;
    return {
      sourceId: this.searched.placeId,
      origin: await this.searched.toBulkOrigin(signal),
      maxDownloads: Math.max(1, Math.ceil(settings.maxDownloads / settings.workers)),
      ...(isCached ? { cache: { folder: cacheFolder, maxBytes: settings.maxCacheBytes } } : {}),
    };
  }
}

const nothingToRead: ScanOutcome = { ...noTotals, isComplete: true, failures: [] };

/** Finds out where to read only when a query needs originals: an index alone answers without credentials, offline. */
class LazyVerifier {
  constructor(private readonly make: () => Promise<PoolVerifier>) {}

  async *verify(...args: Parameters<PoolVerifier['verify']>): ReturnType<PoolVerifier['verify']> {
    const verifier = await this.make();
    yield* verifier.verify(...args);
  }
}
