import { throwIfAborted } from '../../base/abort';
import type {
  ListedObject,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../engine/ports';
import type { ExpectedObject, ObjectCache } from './objectCache';

/** Listed objects that are remembered, to tell whether a cached one has changed since. */
const maxRemembered = 20_000;

/**
 * A source whose objects are kept on disk and read from there the next time. Listings are never kept. An object that
 * was cached is given out also when the source cannot be reached, unless a listing says that it has changed.
 */
export class CachedSource implements LogFileSource {
  private readonly listed = new Map<string, ExpectedObject>();

  constructor(
    private readonly source: LogFileSource,
    /** Names the location, region and endpoint, but not who reads: the same for every session. */
    private readonly sourceId: string,
    private readonly cache: ObjectCache,
  ) {}

  async listFolder(prefix: string, options: ListingOptions, signal: AbortSignal): Promise<ListingPage> {
    const page = await this.source.listFolder(prefix, options, signal);
    this.remember(page.objects);
    return page;
  }

  listRecursive(prefix: string, options: ListingOptions, signal: AbortSignal): AsyncIterable<RecursivePage> {
    return this.source.listRecursive(prefix, options, signal);
  }

  async readObject(key: string, signal: AbortSignal): Promise<StoredObject> {
    throwIfAborted(signal);
    const cached = this.cache.find(this.sourceId, key, this.listed.get(key));
    if (cached !== undefined) return cached;
    const object = await this.source.readObject(key, signal);
    this.cache.put(this.sourceId, object);
    return object;
  }

  toUri(key: string): string {
    return this.source.toUri(key);
  }

  findIdentity(signal: AbortSignal): Promise<string | undefined> {
    return this.source.findIdentity(signal);
  }

  private remember(objects: readonly ListedObject[]): void {
    if (this.listed.size + objects.length > maxRemembered) this.listed.clear();
    for (const { key, etag, sizeBytes } of objects) {
      this.listed.set(key, { sizeBytes, ...(etag === undefined ? {} : { etag }) });
    }
  }
}
