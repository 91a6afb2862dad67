import assert from 'node:assert/strict';
import { openBulkSource } from '../../../src/source/openBulkSource';
import { openSource } from '../../../src/source/openSource';
import { signal, TestCache } from './cache/cacheFixture';
import { expectUserError, startS3Fixture } from './s3/s3Fixture';

describe('a bulk source of a bucket', function () {
  this.timeout(20_000); // loading the SDK takes its time on a busy machine

  it('is opened elsewhere from what a source tells, and needs the bucket only for what it has not kept', async () => {
    const fixture = await startS3Fixture();
    const cache = new TestCache();
    try {
      fixture.server.put('logs', 'p/k', 'kept', { metadata: { signature: 'ab' }, versionId: 'v' });
      const opened = openSource({ uri: 's3://logs/p/' }, () => Promise.resolve(fixture.sessions));
      const origin = structuredClone(await opened.toBulkOrigin(signal));
      assert.equal((await opened.bulkPaths(signal))('p/k'), undefined);
      const open = () =>
        openBulkSource(origin, opened.bulkCredentials!, {
          maxConnections: 4,
          cache: { folder: cache.folder, maxBytes: 10 * 1024 ** 2, sourceId: 'id' },
        });
      const first = open();
      const fetched = await first.readObject('p/k', signal);
      assert.deepEqual(fetched, await opened.source.readObject('p/k', signal));
      await fixture.server.close();
      const second = open();
      const kept = second.readObject('p/k', signal, { etag: fetched.etag!, sizeBytes: 4 });
      assert.ok(!(kept instanceof Promise));
      assert.deepEqual({ ...kept, bytes: Buffer.from(kept.bytes) }, { ...fetched, bytes: Buffer.from('kept') });
      await expectUserError(Promise.resolve(second.readObject('p/other', signal)), 'network');
      for (const disposable of [first, second, opened]) disposable.dispose();
    } finally {
      cache.remove();
      await fixture.dispose();
    }
  });
});
