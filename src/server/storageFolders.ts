import path from 'node:path';
import { currentEnvironment, defaultCacheFolder, defaultStateFolder } from '../source/cache/cacheFolder';

/** Where Trailcase keeps things on this machine: the same places for every window and for the command line. */
export interface StorageFolders {
  /** Holds the indexes. */
  readonly state: string;
  /** Cached originals. */
  readonly originals: string;
}

export function findStorageFolders(): StorageFolders {
  const environment = currentEnvironment();
  return {
    state: defaultStateFolder(environment),
    originals: path.join(defaultCacheFolder(environment), 'originals'),
  };
}
