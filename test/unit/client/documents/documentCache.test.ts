import * as assert from 'node:assert/strict';
import { DocumentCache, type PageInfo } from '../../../../src/client/documents/documentCache';
import type { ReadDocumentResult } from '../../../../src/protocol/requests';
import { FakeServer, untilAborted } from '../fakeServer';

const page: PageInfo = { recordCount: 9, pageCount: 3, firstRecord: 3, endRecord: 6 };
const answer: ReadDocumentResult = { text: 'ü\n', sizeBytes: 1, lastModified: 5, ...page };

function newCache(
  read: (uri: string, signal: AbortSignal) => ReadDocumentResult | Promise<ReadDocumentResult>,
  maxBytes = 100,
) {
  const server = new FakeServer({ readDocument: ({ uri }, signal) => read(uri, signal) });
  return { server, cache: new DocumentCache(server, { maxBytes, maxAgeMs: 60_000 }) };
}

describe('the cache of documents', () => {
  it('asks once for stat and read, and knows the pages', async () => {
    const { server, cache } = newCache(() => answer);
    const [stat, read] = await Promise.all([cache.read('u'), cache.read('u')]);
    assert.equal(stat, read);
    assert.deepEqual([...read.bytes], [0xc3, 0xbc, 0x0a]);
    await cache.read('u');
    assert.equal(server.asked.length, 1);
    assert.deepEqual(cache.findPage('u'), page);
    assert.equal(cache.findPage('v'), undefined);
    cache.dispose();
  });

  it('does not keep a failure', async () => {
    let isBroken = true;
    const { cache } = newCache(() => {
      if (isBroken) throw new Error('broken');
      return answer;
    });
    await assert.rejects(cache.read('u'), /broken/);
    isBroken = false;
    assert.equal((await cache.read('u')).page.pageCount, 3);
    cache.dispose();
  });

  it('cancels the request when the last reader gave up, and asks anew for the next', async () => {
    const aborted: boolean[] = [];
    const { server, cache } = newCache((_, signal) => {
      signal.addEventListener('abort', () => aborted.push(true));
      return untilAborted(signal);
    });
    const [one, two] = [new AbortController(), new AbortController()];
    const reads = [cache.read('u', one.signal), cache.read('u', two.signal)].map((read) => assert.rejects(read));
    one.abort();
    assert.deepEqual(aborted, []);
    two.abort();
    assert.deepEqual(aborted, [true]);
    await Promise.all(reads);
    void cache.read('u').catch(() => undefined);
    assert.equal(server.asked.length, 2);
    cache.dispose();
  });

  it('lets the oldest go when there is no room', async () => {
    const { server, cache } = newCache((uri) => ({ ...answer, text: uri.repeat(4) }), 8);
    for (const uri of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.read(uri);
    // b went when c came, because a was read again.
    assert.equal(server.asked.length, 4);
    cache.dispose();
  });
});
