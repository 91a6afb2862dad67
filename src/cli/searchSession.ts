import { availableParallelism } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import { WorkerPool } from '../scan/workerPool';
import { toPlaceId, toIndexFolder } from '../search/indexFolder';
import type { SearchSettings } from '../search/searchSettings';
import { TrailSearch } from '../search/trailSearch';
import { currentEnvironment, defaultCacheFolder, defaultStateFolder } from '../source/cache/cacheFolder';
import { ObjectCache } from '../source/cache/objectCache';
import { openLocation, withCache, type OpenedSource } from '../source/openSource';
import { toScanWorkerPath } from '../scan/scanWorkerPath';
import { toValidationFolder } from '../validation/runFolder';
import { ValidationStore } from '../validation/validationStore';
import { getOperand, type CliArguments } from './arguments';
import { newSessions, printNote } from './terminal';

/** A terminal has no other work to leave room for. */
const limits = { maxLogBytes: 256 * 1024 * 1024, maxGzipRatio: 300 };

/** What index, search, sql, ledger, timeline, chain and dossier work with. */
export interface SearchSession {
  readonly opened: OpenedSource;
  readonly trail: TrailSearch;
  /** What was validated of the location, by this or another program. */
  readonly validations: ValidationStore;
  /** The prefix that the location names, below the source's own root. */
  readonly prefix: string;
  dispose(): void;
}

export async function openSearchSession(args: CliArguments): Promise<SearchSession> {
  const opened = await openLocation({ ...args.source, uri: getOperand(args, 'location') }, newSessions());
  const environment = currentEnvironment();
  const settings = toSettings();
  const stateFolder = args.search.indexFolder ?? defaultStateFolder(environment);
  const cacheFolder = path.join(path.resolve(args.search.cacheFolder ?? defaultCacheFolder(environment)), 'originals');
  const { endpoint } = args.source;
  const placeId = toPlaceId(opened.source.toUri(''), endpoint);
  const cache = new ObjectCache({ folder: cacheFolder, maxBytes: settings.maxCacheBytes, log: { warn: printNote } });
  const cached = withCache(opened, placeId, cache);
  const pool = new WorkerPool({ workerPath: toScanWorkerPath(__dirname), size: settings.workers });
  const searched = { ...cached, placeId };
  const options = {
    indexFolder: toIndexFolder(path.resolve(stateFolder), opened.source.toUri(''), endpoint),
    cacheFolder,
    limits,
    settings,
    generator: `trailcase ${version}`,
    log: { warn: printNote },
  };
  const trail = new TrailSearch({ searched: () => searched, pool: () => pool, options: () => options });
  return {
    opened,
    trail,
    validations: new ValidationStore(toValidationFolder(path.resolve(stateFolder), placeId)),
    prefix: opened.objectKey ?? opened.prefix,
    dispose: () => {
      trail.dispose();
      pool.dispose();
      opened.dispose();
    },
  };
}

function toSettings(): SearchSettings {
  return {
    maxObjects: 5_000_000,
    maxBytes: 200e9,
    askAboveObjects: 20_000,
    askAboveBytes: 500e6,
    maxDownloads: 64,
    workers: Math.max(1, availableParallelism()),
    maxCacheBytes: 10e9,
    maxHits: 1_000_000,
  };
}
