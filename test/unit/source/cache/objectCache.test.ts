import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAbort } from '../../../../src/base/errors';
import { asOrdinaryUser } from '../local/localFixture';
import { newObject, signal, TestCache } from './cacheFixture';

describe('the cache of originals', () => {
  let test: TestCache;
  beforeEach(() => {
    test = new TestCache();
  });
  afterEach(() => {
    test.remove();
  });

  const keys = ['a/b.json.gz', '../../etc/passwd', '/', 'nul\0', 'ünï\u202e\n', 'x'.repeat(1024), '.'];
  for (const key of keys) {
    it(`gives back ${JSON.stringify(key.slice(0, 20))} as it was delivered, to another process too`, () => {
      const object = newObject(key);
      test.open().put('source', object);
      const found = test.open().find('source', key);
      assert.deepEqual({ ...found, bytes: Buffer.from(found!.bytes) }, object);
    });
  }

  it('keeps facts that are not there absent', () => {
    const object = { key: 'k', bytes: Buffer.alloc(0), metadata: {} };
    test.open().put('source', object);
    assert.deepEqual(test.open().find('source', 'k'), object);
  });

  it('knows neither other keys nor other sources, and makes no path of either', () => {
    const cache = test.open();
    cache.put('../../../up', newObject('../k'));
    assert.equal(cache.find('../../../up', 'k'), undefined);
    assert.equal(cache.find('other', '../k'), undefined);
    assert.ok(cache.find('../../../up', '../k'));
    const [file] = test.files();
    assert.match(path.relative(test.folder, file!), /^originals[\\/][0-9a-f]{64}[\\/][0-9a-f]{2}[\\/][0-9a-f]{64}$/);
  });

  it('is private to the user', function () {
    if (process.platform === 'win32') this.skip();
    test.open().put('source', newObject('k'));
    const [file] = test.files();
    assert.equal(statSync(file!).mode & 0o777, 0o600);
    for (const folder of [path.dirname(file!), path.join(test.folder, 'originals')]) {
      assert.equal(statSync(folder).mode & 0o777, 0o700);
    }
  });

  it('gives out only what a listing still says', () => {
    const cache = test.open();
    const object = newObject('k', 'four');
    cache.put('source', object);
    assert.ok(cache.find('source', 'k', { etag: 'abc', sizeBytes: 4 }));
    assert.equal(cache.find('source', 'k', { etag: 'abd' }), undefined);
    assert.equal(cache.find('source', 'k', { sizeBytes: 5 }), undefined);
    cache.put('source', { ...object, etag: 'abd' });
    assert.equal(cache.find('source', 'k', { etag: 'abd' })?.etag, 'abd');
    assert.equal(test.files().length, 1);
  });

  it('never gives out what is torn or altered, wherever, and forgets it', () => {
    const cache = test.open();
    cache.put('source', newObject('k', 'some content'));
    const [file] = test.files();
    const whole = readFileSync(file!);
    for (let at = 0; at < whole.length; at++) {
      const altered = Buffer.from(whole);
      altered[at]! ^= 1;
      writeFileSync(file!, altered);
      assert.equal(cache.find('source', 'k'), undefined, `byte ${at}`);
      assert.deepEqual(test.files(), []);
      writeFileSync(file!, whole.subarray(0, at));
      assert.equal(cache.find('source', 'k'), undefined, `cut at ${at}`);
    }
    writeFileSync(file!, Buffer.concat([whole, Buffer.from('x')]));
    assert.equal(cache.find('source', 'k'), undefined);
    assert.deepEqual(test.warnings, []);
  });

  it('does not take the file of another key for its own', () => {
    const cache = test.open();
    cache.put('source', newObject('a'));
    const [a] = test.files();
    const content = readFileSync(a!);
    cache.put('source', newObject('b'));
    const b = test.files().find((file) => file !== a);
    writeFileSync(b!, content);
    assert.equal(cache.find('source', 'b'), undefined);
  });

  it('stays within its bounds while it is filled, by two processes at once', async () => {
    const maxBytes = 2 * 1024 ** 2;
    const caches = [test.open(maxBytes), test.open(maxBytes)];
    for (let index = 0; index < 6000; index++) {
      caches[index % 2]!.put('source', newObject(`k${index}`, 'x'.repeat(1000)));
    }
    const { sizeBytes, files } = await caches[0]!.usage(signal);
    assert.ok(sizeBytes < 1.3 * maxBytes, `${sizeBytes} bytes`);
    assert.ok(files > 500, `${files} files`);
    assert.equal(test.files().length, files);
  });

  it('drops first what was not used for longest', async () => {
    const cache = test.open();
    for (let index = 0; index < 2000; index++) cache.put('source', newObject(`k${index}`, 'x'.repeat(1000)));
    const old = (Date.now() - 2 * 3_600_000) / 1000;
    for (const file of test.files()) utimesSync(file, old, old);
    const used = Array.from({ length: 100 }, (_, index) => `k${index * 20}`);
    for (const key of used) assert.ok(cache.find('source', key));
    const small = test.open(1024 ** 2);
    const left = await small.evict(signal);
    assert.ok(left.sizeBytes <= 1024 ** 2);
    assert.deepEqual(await small.usage(signal), left);
    const kept = used.filter((key) => small.find('source', key) !== undefined);
    assert.ok(kept.length > 95, `${kept.length} of 100 used ones are left`);
  });

  it('notes a use at most once an hour', () => {
    const cache = test.open();
    cache.put('source', newObject('k'));
    const [file] = test.files();
    const recently = Math.floor(Date.now() / 1000) - 1800;
    utimesSync(file!, recently, recently);
    cache.find('source', 'k');
    assert.equal(statSync(file!).mtimeMs, recently * 1000);
  });

  it('removes what a killed process left half-written', async () => {
    const cache = test.open();
    cache.put('source', newObject('k'));
    const [file] = test.files();
    const [left, fresh] = [`${file!}.1-0a0b0c.tmp`, `${file!}.2-0a0b0c.tmp`];
    writeFileSync(left, 'half');
    writeFileSync(fresh, 'half');
    const old = (Date.now() - 2 * 3_600_000) / 1000;
    utimesSync(left, old, old);
    await cache.evict(signal);
    assert.deepEqual(test.files().sort(), [file, fresh].sort());
  });

  it('is off with 0 bytes', () => {
    const cache = test.open(0);
    cache.put('source', newObject('k'));
    assert.deepEqual(test.files(), []);
    test.open().put('source', newObject('k'));
    assert.equal(cache.find('source', 'k'), undefined);
  });

  it('does not keep what would take the place of many', () => {
    const cache = test.open(1024 ** 2);
    cache.put('source', newObject('large', 'x'.repeat(4096)));
    assert.deepEqual(test.files(), []);
  });

  it('is emptied, of its own files only', async () => {
    const cache = test.open();
    cache.put('a', newObject('k'));
    cache.put('b', newObject('k'));
    const stranger = path.join(test.folder, 'originals', 'a', 'notes.txt');
    writeFileSync(stranger, 'mine');
    if (process.platform !== 'win32') symlinkSync(test.folder, path.join(test.folder, 'originals', 'link'));
    await cache.clear(signal);
    assert.deepEqual(test.files(), [stranger]);
    assert.deepEqual(await cache.usage(signal), { files: 0, sizeBytes: 0 });
    cache.put('a', newObject('k'));
    assert.ok(cache.find('a', 'k'));
  });

  it('can be emptied before it was used', async () => {
    await test.open().clear(signal);
    assert.deepEqual(await test.open().evict(signal), { files: 0, sizeBytes: 0 });
  });

  it('stops when asked to', async () => {
    await assert.rejects(test.open().evict(AbortSignal.abort()), isAbort);
  });

  it('never fails a read, and says once that it does not work', async () => {
    writeFileSync(path.join(test.folder, 'originals'), 'a file in its place');
    const cache = test.open();
    for (const key of ['a', 'b']) {
      cache.put('source', newObject(key));
      assert.equal(cache.find('source', key), undefined);
    }
    assert.equal(test.warnings.length, 1);
    assert.match(test.warnings[0]!, /^Reading goes on without the cache of originals: E/);
    await cache.evict(signal);
  });

  it('never fails a read where it may not read or write', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(path.join(test.folder, 'originals'), { mode: 0o700 });
    const cache = test.open();
    await asOrdinaryUser(() => {
      if (process.geteuid?.() !== 65534) return Promise.resolve();
      cache.put('source', newObject('k'));
      assert.equal(cache.find('source', 'k'), undefined);
      assert.equal(test.warnings.length, 1);
      return Promise.resolve();
    });
  });
});
