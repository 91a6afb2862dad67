import { availableParallelism } from 'node:os';
import { version } from '../../package.json';
import type { Disposable } from '../base/lifecycle';
import type { Log } from '../base/log';
import type { ServerSettings } from '../protocol/requests';
import { WorkerPool } from '../scan/workerPool';
import { toIndexFolder, toPlaceId } from '../search/indexFolder';
import type { SearchSettings } from '../search/searchSettings';
import { TrailSearch } from '../search/trailSearch';
import { toCheckWorkerPath, toScanWorkerPath } from '../scan/scanWorkerPath';
import type { SourceRegistry } from './sourceRegistry';
import type { StorageFolders } from './storageFolders';

/** What indexes and searches the configured sources: one for each, made at its first use. Owns the worker threads. */
export class TrailSearches implements Disposable {
  private readonly open = new Map<string, TrailSearch>();
  private readonly scanPool = new ResizedPool(toScanWorkerPath(__dirname));
  private readonly checkPool = new ResizedPool(toCheckWorkerPath(__dirname));

  constructor(
    private readonly sources: SourceRegistry,
    private readonly folders: StorageFolders,
    private readonly settings: () => ServerSettings,
    private readonly log: Log,
  ) {}

  /** Throws a UserError when no source has the id. */
  get(sourceId: string): TrailSearch {
    const { opened, config } = this.sources.describe(sourceId);
    const known = this.open.get(sourceId);
    if (known !== undefined) return known;
    // An id stands for a location, so the folder stays; how the location is reached may change.
    const place = opened.source.toUri('');
    const indexFolder = toIndexFolder(this.folders.state, place, config.endpoint);
    const placeId = toPlaceId(place, config.endpoint);
    const trail = new TrailSearch({
      searched: () => ({ ...this.sources.get(sourceId), placeId }),
      pool: () => this.getPool(),
      options: () => ({
        indexFolder,
        cacheFolder: this.folders.originals,
        limits: this.settings().limits,
        settings: toSearchSettings(this.settings()),
        generator: `trailcase ${version}`,
        log: this.log,
      }),
    });
    this.open.set(sourceId, trail);
    return trail;
  }

  /** Lets go of the indexes of sources that are no longer configured. */
  keepOnly(sourceIds: ReadonlySet<string>): void {
    for (const [sourceId, trail] of this.open) {
      if (sourceIds.has(sourceId)) continue;
      trail.dispose();
      this.open.delete(sourceId);
    }
  }

  dispose(): void {
    this.keepOnly(new Set());
    this.scanPool.dispose();
    this.checkPool.dispose();
  }

  /** Threads of validations. Shared. */
  getCheckPool(): WorkerPool {
    return this.checkPool.get(this.countWorkers());
  }

  private getPool(): WorkerPool {
    return this.scanPool.get(this.countWorkers());
  }

  private countWorkers(): number {
    return toSearchSettings(this.settings()).workers;
  }
}

/** A pool of another size is made when the setting has changed; the old one ends when its jobs have. */
class ResizedPool implements Disposable {
  private pool: WorkerPool | undefined;

  constructor(private readonly workerPath: string) {}

  get(size: number): WorkerPool {
    if (this.pool?.size !== size) this.pool = new WorkerPool({ workerPath: this.workerPath, size });
    return this.pool;
  }

  dispose(): void {
    this.pool?.dispose();
  }
}

/** Automatic: every core but one, because the editor runs on this machine too; two at least are no burden. */
export function toSearchSettings({ scan, cache, search }: ServerSettings): SearchSettings {
  const automatic = Math.max(2, Math.min(8, availableParallelism() - 1));
  return {
    maxObjects: scan.maxObjects,
    maxBytes: scan.maxBytes,
    askAboveObjects: scan.askAboveObjects,
    askAboveBytes: scan.askAboveBytes,
    maxDownloads: scan.maxDownloads,
    workers: scan.workers > 0 ? scan.workers : automatic,
    maxCacheBytes: cache.maxBytes,
    maxHits: search.maxHits,
  };
}
