import { throwIfAborted } from '../../base/abort';
import type { BulkSource, ObjectHint, StoredObject } from '../../engine/ports';
import type { ObjectCache } from './objectCache';

/** Bulk reads through the cache: what is cached is answered at once. Owns the source that it wraps. */
export class CachedBulkSource implements BulkSource {
  constructor(
    private readonly source: BulkSource,
    private readonly sourceId: string,
    private readonly cache: ObjectCache,
  ) {}

  readObject(key: string, signal: AbortSignal, hint: ObjectHint = {}): Promise<StoredObject> | StoredObject {
    throwIfAborted(signal);
    return this.cache.find(this.sourceId, key, hint) ?? this.fetch(key, signal, hint);
  }

  dispose(): void {
    this.source.dispose();
  }

  private async fetch(key: string, signal: AbortSignal, hint: ObjectHint): Promise<StoredObject> {
    const object = await this.source.readObject(key, signal, hint);
    this.cache.put(this.sourceId, object);
    return object;
  }
}
