import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rename, symlink, truncate } from 'node:fs/promises';
import path from 'node:path';
import { isAbort, UserError, type UserErrorCode } from '../../../../src/base/errors';
import type { BulkCredentials, StoredObject } from '../../../../src/engine/ports';
import { BulkFiles } from '../../../../src/source/local/bulkFiles';
import { openBulkSource } from '../../../../src/source/openBulkSource';
import { openSource } from '../../../../src/source/openSource';
import { asOrdinaryUser, logName, signal, TestFolder } from './localFixture';

const noCredentials: BulkCredentials = {
  get: () => Promise.reject(new Error('A folder needs none')),
  renew: () => Promise.reject(new Error('A folder needs none')),
  findIdentity: () => Promise.resolve(undefined),
};
const record = (account: string): string =>
  JSON.stringify({
    Records: [{ eventTime: '2026-01-15T14:05:00Z', awsRegion: 'eu-west-1', recipientAccountId: account }],
  });

describe('bulk reads of local files', () => {
  const folder = new TestFolder();
  beforeEach(() => folder.make());
  afterEach(() => folder.remove());

  const refuse = (read: () => unknown, code: UserErrorCode): UserError => {
    try {
      read();
    } catch (error) {
      assert.ok(error instanceof UserError, String(error));
      assert.equal(error.code, code, error.message);
      return error;
    }
    return assert.fail(`Expected a UserError ${code}`);
  };

  /** Every object read both ways, by the keys of a recursive listing. */
  async function readBoth(): Promise<Map<string, StoredObject>> {
    const opened = openSource({ uri: folder.root }, () => assert.fail('No AWS here'));
    const origin = structuredClone(await opened.toBulkOrigin(signal));
    const bulk = openBulkSource(origin, noCredentials, { maxConnections: 1 });
    const findPath = await opened.bulkPaths(signal);
    const found = new Map<string, StoredObject>();
    for await (const page of opened.source.listRecursive(opened.prefix, {}, signal)) {
      for (const { key } of page.objects) {
        const place = findPath(key);
        const object = await bulk.readObject(key, signal, place === undefined ? {} : { path: place });
        assert.deepEqual(object, await opened.source.readObject(key, signal));
        found.set(key, object);
      }
    }
    bulk.dispose();
    return found;
  }

  it('give what single reads give: bytes, times and what sidecars say', async () => {
    const day = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/';
    await folder.write(`${day}${logName}`, 'one');
    await folder.write(`${day}${logName}.sidecar.json`, '{"metadata":{"signature":"ab"},"etag":"e","versionId":"v"}');
    await folder.write(`${day}empty.json.gz`, '');
    await folder.write(`${day}large.json.gz`, Buffer.alloc(300_000, 7));
    await folder.write('AWSLogs/ünï \u202e/x.json.gz', 'odd');
    const found = await readBoth();
    assert.equal(found.size, 4);
    assert.deepEqual(found.get(`${day}${logName}`)?.metadata, { signature: 'ab' });
    assert.equal(found.get(`${day}${logName}`)?.versionId, 'v');
  });

  it('take a sidecar that is no small file of its own for none, without waiting for it or reading on', async function () {
    if (process.platform === 'win32') this.skip();
    const metadata = '{"metadata":{"signature":"ab"}}';
    for (const name of ['fifo', 'device', 'linked', 'sparse', 'large', 'folder', 'whole'])
      await folder.write(`AWSLogs/${name}`);
    execFileSync('mkfifo', [folder.path('AWSLogs/fifo.sidecar.json')]);
    await symlink('/dev/zero', folder.path('AWSLogs/device.sidecar.json'));
    await folder.write('aside.json', metadata);
    await symlink('../aside.json', folder.path('AWSLogs/linked.sidecar.json'));
    await folder.write('AWSLogs/sparse.sidecar.json', metadata);
    await truncate(folder.path('AWSLogs/sparse.sidecar.json'), 5 * 1024 ** 3);
    await folder.write('AWSLogs/large.sidecar.json', metadata.padEnd(1024 * 1024 + 1));
    await folder.write('AWSLogs/folder.sidecar.json/x');
    await folder.write('AWSLogs/whole.sidecar.json', metadata.padEnd(1024 * 1024));
    const found = await readBoth();
    const signed = [...found].filter(([, object]) => object.metadata['signature'] === 'ab').map(([key]) => key);
    assert.deepEqual(signed, ['AWSLogs/whole']);
    assert.equal(found.size, 9);
  });

  it('find the files of a flat folder under the keys that are shown', async () => {
    await folder.write(logName, 'named');
    await folder.write('sub/export.json', record('111122223333'));
    await folder.write('sub/sub/export.json', record('444455556666'));
    const found = await readBoth();
    assert.deepEqual([...found.keys()].sort(), [
      'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/15/export.json',
      `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/${logName}`,
      'AWSLogs/444455556666/CloudTrail/eu-west-1/2026/01/15/export.json',
    ]);
  });

  it('read names that are not UTF-8', async function () {
    if (process.platform !== 'linux') this.skip();
    await folder.write('AWSLogs/x.json', 'x');
    await folder.writeOddName('caf\xe9.json', 'odd');
    const found = await readBoth();
    assert.equal(Buffer.from(found.get('caf\ufffdE9.json')!.bytes).toString(), 'odd');
  });

  for (const key of ['../secret', 'a/../../secret', '/../secret', 'a/nul\0', '..', 'a/..\0']) {
    it(`never leave the folder by the key ${JSON.stringify(key)}`, async () => {
      await folder.write('inner/a/x', 'x');
      await folder.write('secret', 'secret');
      const bulk = new BulkFiles(folder.path('inner'));
      for (const hint of [{}, { path: key }]) {
        refuse(() => bulk.readObject(key, signal, hint), 'invalidInput');
      }
    });
  }

  it('never leave the folder by a link, and follow those that stay in it', async function () {
    if (process.platform === 'win32') this.skip();
    await folder.write('inner/real/x', 'inside');
    await folder.write('secret', 'secret');
    await folder.write('outer/x', 'outside');
    await symlink('../../secret', folder.path('inner/real/out'));
    await symlink('../outer', folder.path('inner/outer'));
    await symlink('real', folder.path('inner/within'));
    await symlink('x', folder.path('inner/real/y'));
    await symlink('self', folder.path('inner/self'));
    const bulk = new BulkFiles(folder.path('inner'));
    refuse(() => bulk.readObject('real/out', signal), 'invalidInput');
    refuse(() => bulk.readObject('outer/x', signal), 'invalidInput');
    refuse(() => bulk.readObject('self', signal), 'unreadable');
    for (const key of ['within/x', 'real/y', 'within/y']) {
      assert.equal(Buffer.from(bulk.readObject(key, signal).bytes).toString(), 'inside');
    }
  });

  it('read below a root that is itself a link', async function () {
    if (process.platform === 'win32') this.skip();
    await folder.write('real/a/x', 'inside');
    await symlink('real', folder.path('link'));
    assert.equal(Buffer.from(new BulkFiles(folder.path('link')).readObject('a/x', signal).bytes).toString(), 'inside');
  });

  it('say what cannot be read', async () => {
    await folder.write('a/x', 'x');
    const bulk = new BulkFiles(folder.root);
    for (const key of ['a/none', 'none/x', 'a/x/y', 'none']) {
      const error = refuse(() => bulk.readObject(key, signal), 'notFound');
      assert.equal(error.message, `Cannot read ${path.join(folder.root, key)}: it does not exist.`);
    }
    for (const key of ['a', 'a/', '', '.']) refuse(() => bulk.readObject(key, signal), 'invalidInput');
    refuse(() => new BulkFiles(folder.path('none')), 'notFound');
    assert.throws(() => bulk.readObject('a/x', AbortSignal.abort()), isAbort);
  });

  it('say what may not be read', async function () {
    if (process.platform === 'win32') this.skip();
    await folder.write('a/x', 'x');
    await folder.forbid('a/x', 0);
    await asOrdinaryUser(() => {
      refuse(() => new BulkFiles(folder.root).readObject('a/x', signal), 'accessDenied');
      return Promise.resolve();
    });
  });

  it('do not wait for a pipe', function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [folder.path('pipe')]);
    refuse(() => new BulkFiles(folder.root).readObject('pipe', signal), 'unreadable');
  });

  it('forget nothing when there are many folders', async () => {
    for (let index = 0; index < 300; index++) await folder.write(`f${index}/x`, String(index));
    const bulk = new BulkFiles(folder.root);
    for (const index of [0, 299, 0, 150]) {
      assert.equal(Buffer.from(bulk.readObject(`f${index}/x`, signal).bytes).toString(), String(index));
    }
    for (let index = 0; index < 300; index++) bulk.readObject(`f${index}/x`, signal);
    await rename(folder.path('f7'), folder.path('g7'));
    refuse(() => bulk.readObject('f7/x', signal), 'notFound');
  });
});
