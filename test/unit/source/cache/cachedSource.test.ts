import assert from 'node:assert/strict';
import { isAbort, UserError } from '../../../../src/base/errors';
import type { BulkSource, ListedObject, ListingPage, StoredObject } from '../../../../src/engine/ports';
import { CachedBulkSource } from '../../../../src/source/cache/cachedBulkSource';
import { CachedSource } from '../../../../src/source/cache/cachedSource';
import { openSource, withCache } from '../../../../src/source/openSource';
import { MemorySource } from '../../../support/memorySource';
import { newObject, signal, TestCache } from './cacheFixture';

/** One object, until it is gone. */
class OneObject extends MemorySource {
  reads = 0;
  object: StoredObject | undefined = newObject('k');

  override listFolder(): Promise<ListingPage> {
    const { key, bytes, etag = '' } = this.object!;
    const listed: ListedObject = { key, sizeBytes: bytes.length, etag };
    return Promise.resolve({ folders: [], objects: [listed] });
  }

  override readObject(): Promise<StoredObject> {
    this.reads++;
    if (this.object !== undefined) return Promise.resolve(this.object);
    return Promise.reject(new UserError('accessDenied', 'denied'));
  }
}

describe('a cached source', () => {
  let test: TestCache;
  let origin: OneObject;
  beforeEach(() => {
    test = new TestCache();
    origin = new OneObject(['k']);
  });
  afterEach(() => {
    test.remove();
  });

  const text = (object: StoredObject): string => Buffer.from(object.bytes).toString();

  it('fetches an object once, whoever reads it', async () => {
    for (let session = 0; session < 3; session++) {
      const source = new CachedSource(origin, 'id', test.open());
      const object = await source.readObject('k', signal);
      assert.deepEqual({ ...object, bytes: text(object) }, { ...newObject('k'), bytes: 'body of k' });
    }
    assert.equal(origin.reads, 1);
  });

  it('gives out what it has when the source refuses, and tells the refusal otherwise', async () => {
    const source = new CachedSource(origin, 'id', test.open());
    await source.readObject('k', signal);
    origin.object = undefined;
    assert.equal(text(await source.readObject('k', signal)), 'body of k');
    await assert.rejects(source.readObject('other', signal), /denied/);
  });

  it('fetches anew what a listing says has changed', async () => {
    const source = new CachedSource(origin, 'id', test.open());
    await source.readObject('k', signal);
    origin.object = { ...newObject('k', 'BODY OF K'), etag: 'new' };
    assert.equal(text(await source.readObject('k', signal)), 'body of k', 'nobody knows yet');
    await source.listFolder('', {}, signal);
    assert.equal(text(await source.readObject('k', signal)), 'BODY OF K');
    assert.equal(text(await source.readObject('k', signal)), 'BODY OF K');
    assert.equal(origin.reads, 2);
  });

  it('passes everything else on', async () => {
    const source = new CachedSource(origin, 'id', test.open());
    assert.equal(source.toUri('k'), 's3://bucket/k');
    assert.equal(await source.findIdentity(signal), undefined);
    const pages = [];
    for await (const page of source.listRecursive('', {}, signal)) pages.push(page);
    assert.deepEqual(pages, [{ objects: [{ key: 'k', sizeBytes: 100 }], refused: [] }]);
    await assert.rejects(source.readObject('k', AbortSignal.abort()), isAbort);
  });

  it('is made of buckets, not of folders', () => {
    const noSessions = (): never => assert.fail('No AWS here');
    const bucket = openSource({ uri: 's3://logs/prefix' }, noSessions);
    const cached = withCache(bucket, 'id', test.open());
    assert.ok(cached.source instanceof CachedSource);
    assert.deepEqual({ ...cached, source: bucket.source }, bucket);
    const folder = openSource({ uri: test.folder }, noSessions);
    assert.equal(withCache(folder, 'id', test.open()), folder);
  });

  it('answers bulk reads at once from the cache, unless the hint says otherwise', async () => {
    let disposals = 0;
    const bulk: BulkSource = { readObject: () => origin.readObject(), dispose: () => disposals++ };
    const cached = new CachedBulkSource(bulk, 'id', test.open());
    const fetched = cached.readObject('k', signal);
    assert.ok(fetched instanceof Promise);
    assert.equal(text(await fetched), 'body of k');
    const found = cached.readObject('k', signal, { etag: 'abc' });
    assert.ok(!(found instanceof Promise));
    assert.equal(text(found), 'body of k');
    await cached.readObject('k', signal, { etag: 'changed' });
    assert.equal(origin.reads, 2);
    assert.throws(() => cached.readObject('k', AbortSignal.abort()), isAbort);
    cached.dispose();
    assert.equal(disposals, 1);
  });
});
