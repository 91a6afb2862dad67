import type { Log } from '../base/log';
import { toPlaceId } from '../search/indexFolder';
import { ObjectCache } from '../source/cache/objectCache';
import { withCache, type OpenedSource } from '../source/openSource';
import type { StorageFolders } from './storageFolders';

/** A bucket whose objects are kept on disk once they were read. Folders are not copied. */
export function withOriginals(
  opened: OpenedSource,
  endpoint: string | undefined,
  { originals }: StorageFolders,
  maxBytes: number,
  log: Log,
): OpenedSource {
  const cache = new ObjectCache({ folder: originals, maxBytes, log });
  return withCache(opened, toPlaceId(opened.source.toUri(''), endpoint), cache);
}
