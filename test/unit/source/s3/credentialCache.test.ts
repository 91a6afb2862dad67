import assert from 'node:assert/strict';
import { CredentialCache } from '../../../../src/source/s3/credentialCache';

const hourMs = 3_600_000;

/** Hands out `key1`, `key2` … that live as long as told; throws where nothing is told any more. */
function newLoader(...livesMs: readonly number[]) {
  let count = 0;
  const load = async () => {
    await Promise.resolve();
    const lifeMs = livesMs[count++];
    if (lifeMs === undefined) throw new Error('cannot load');
    return { accessKeyId: `key${count}`, secretAccessKey: 's', expiration: new Date(Date.now() + lifeMs) };
  };
  return { load, count: () => count };
}

describe('the credential cache', () => {
  it('loads once for all who wait, and keeps the result', async () => {
    const loader = newLoader(hourMs);
    const cache = new CredentialCache(loader.load);
    const got = await Promise.all([cache.get(), cache.get()]);
    assert.deepEqual(
      [...got, await cache.get()].map((c) => c.accessKeyId),
      ['key1', 'key1', 'key1'],
    );
    assert.equal(loader.count(), 1);
  });

  it('loads again shortly before the end', async () => {
    const cache = new CredentialCache(newLoader(60_000, hourMs).load);
    await cache.get();
    assert.equal((await cache.get()).accessKeyId, 'key2');
  });

  it('goes on with credentials that still live when they cannot be loaded again', async () => {
    const cache = new CredentialCache(newLoader(60_000).load);
    await cache.get();
    assert.equal((await cache.get()).accessKeyId, 'key1');
  });

  it('fails when dead credentials cannot be loaded again', async () => {
    const cache = new CredentialCache(newLoader(-1).load);
    await cache.get();
    await assert.rejects(cache.get(), /cannot load/);
  });

  it('does not keep a failure', async () => {
    let isBroken = true;
    const cache = new CredentialCache(() =>
      isBroken ? Promise.reject(new Error('broken')) : Promise.resolve({ accessKeyId: 'k', secretAccessKey: 's' }),
    );
    await assert.rejects(cache.get(), /broken/);
    isBroken = false;
    assert.equal((await cache.get()).accessKeyId, 'k');
  });

  it('renews refused credentials once, however many late calls report them', async () => {
    const loader = newLoader(hourMs, hourMs);
    const cache = new CredentialCache(loader.load);
    const refused = await cache.get();
    assert.equal(await cache.renew(refused), true);
    assert.equal(await cache.renew(refused), true);
    assert.equal(loader.count(), 2);
    assert.equal((await cache.get()).accessKeyId, 'key2');
  });

  it('says when there are no others than those refused', async () => {
    const cache = new CredentialCache(() => Promise.resolve({ accessKeyId: 'k', secretAccessKey: 's' }));
    assert.equal(await cache.renew(await cache.get()), false);
  });
});
