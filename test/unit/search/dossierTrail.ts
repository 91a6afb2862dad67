import { gzipSync } from 'node:zlib';
import { UserError } from '../../../src/base/errors';
import type { KeyDossier } from '../../../src/engine/dossier/dossier';
import type { LogFileSource, StoredObject } from '../../../src/engine/ports';
import { findKeyDossier, type DossierProgress } from '../../../src/search/keyDossier';
import { TrailSearch } from '../../../src/search/trailSearch';
import { IndexFixture, noSignal, toQuery, type FixtureObject } from '../../support/indexFixture';
import { testLimits } from '../../support/logFixture';
import { MemorySource } from '../../support/memorySource';

/** Originals in memory. */
class ObjectSource extends MemorySource implements LogFileSource {
  constructor(private readonly objects: ReadonlyMap<string, Uint8Array>) {
    super([...objects.keys()]);
  }

  override readObject(key: string): Promise<StoredObject> {
    const bytes = this.objects.get(key);
    if (bytes === undefined) return Promise.reject(new UserError('notFound', 'This object does not exist.'));
    return Promise.resolve({ key, bytes, metadata: {} });
  }
}

/** A trail that is indexed in this process, with its originals at hand. */
export class DossierTrail {
  readonly index = new IndexFixture();
  private readonly stored = new Map<string, Uint8Array>();
  private trail: TrailSearch | undefined;

  async add(...objects: readonly FixtureObject[]): Promise<void> {
    const whole = objects.map((object) => ({
      ...object,
      bytes: object.bytes ?? gzipSync(JSON.stringify({ Records: object.records ?? [] })),
    }));
    for (const { key, bytes } of whole) this.stored.set(key, bytes);
    await this.index.addSegment({ objects: whole });
  }

  /** Its original is no longer there; the index is. */
  lose(key: string): void {
    this.stored.delete(key);
  }

  async dossier(
    accessKeyId: string,
    withAssumed = false,
    onProgress: (progress: DossierProgress) => void = () => undefined,
    signal = noSignal,
  ): Promise<KeyDossier> {
    return findKeyDossier(this.open(), { accessKeyId, withAssumed }, onProgress, signal);
  }

  /** How many records a search finds, from the index alone. */
  async count(query: string): Promise<number> {
    const index = await this.open().index(noSignal);
    const result = await index.search(toQuery(query), {}, {}, noSignal);
    const { count } = await result.whenDone;
    await result.dispose();
    return count;
  }

  async dispose(): Promise<void> {
    this.trail?.dispose();
    await this.index.dispose();
  }

  private open(): TrailSearch {
    this.trail ??= new TrailSearch({
      searched: () => ({
        placeId: 'dossier',
        source: new ObjectSource(this.stored),
        isLocal: true,
        toBulkOrigin: () => Promise.reject(new Error('no bulk reads here')),
        bulkPaths: () => Promise.resolve(() => undefined),
      }),
      pool: () => {
        throw new Error('no workers here');
      },
      options: () => ({
        indexFolder: this.index.folder,
        cacheFolder: undefined,
        limits: testLimits,
        settings,
        generator: 'trailcase test',
        log: { warn: () => undefined },
      }),
    });
    return this.trail;
  }
}

const settings = {
  maxObjects: 1e6,
  maxBytes: 1e12,
  askAboveObjects: 1e6,
  askAboveBytes: 1e12,
  maxDownloads: 8,
  workers: 1,
  maxCacheBytes: 0,
  maxHits: 1e6,
};
