import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import type { ListingPage, RecursivePage } from '../../../../src/engine/ports';
import type { S3Source } from '../../../../src/source/s3/s3Source';
import { expectAbort, expectUserError, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

describe('an S3 source', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let fixture: S3Fixture;
  let source: S3Source;
  before(async () => {
    fixture = await startS3Fixture();
    fixture.server.createBucket('logs');
  });
  after(() => fixture.dispose());
  beforeEach(() => {
    fixture.server.reset();
    fixture.retries.length = 0;
    source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
  });

  const awkwardNames = [
    'plus+plus',
    'per%cent %2B %',
    'a space and  two',
    'ünïcödé-日本語-\u{1f600}',
    'control\u0001\u000b\u001f\r\n\tend',
    'entities&<>"\'',
    'question?hash#semi;at@star*(paren)!',
    '..',
    '.',
    '\\back\\slash',
    'nbsp\u00a0bidi\u202e',
    'CON:~`^|{}[]',
  ];
  for (const [index, name] of awkwardNames.entries()) {
    it(`lists and reads a key with ${JSON.stringify(name)}`, async () => {
      const key = `awkward${index}/${name}/${name}`;
      fixture.server.put('logs', key, `body of ${name}`);
      const top = await source.listFolder(`awkward${index}/`, {}, newSignal());
      assert.deepEqual(top, { folders: [`awkward${index}/${name}/`], objects: [] });
      const below = await source.listFolder(`awkward${index}/${name}/`, {}, newSignal());
      assert.deepEqual(
        below.objects.map((entry) => entry.key),
        [key],
      );
      const object = await source.readObject(key, newSignal());
      assert.equal(Buffer.from(object.bytes).toString(), `body of ${name}`);
      assert.equal(object.key, key);
    });
  }

  it('lists folders and keys that begin with or hold empty segments', async () => {
    fixture.server.put('logs', 'empty//x', '1');
    assert.deepEqual((await source.listFolder('empty/', {}, newSignal())).folders, ['empty//']);
    const { objects } = await source.listFolder('empty//', {}, newSignal());
    assert.deepEqual(
      objects.map((entry) => entry.key),
      ['empty//x'],
    );
    assert.equal(Buffer.from((await source.readObject('empty//x', newSignal())).bytes).toString(), '1');
  });

  it('tells what a listing says of an object', async () => {
    const lastModified = Date.UTC(2026, 1, 3, 4, 5, 6);
    fixture.server.put('logs', 'facts/a.json.gz', 'abc', { lastModified, storageClass: 'GLACIER' });
    const page = await source.listFolder('facts/', {}, newSignal());
    assert.deepEqual(page.objects, [
      {
        key: 'facts/a.json.gz',
        sizeBytes: 3,
        lastModified,
        etag: '900150983cd24fb0d6963f7d28e17f72',
        storageClass: 'GLACIER',
      },
    ]);
  });

  it('lists a folder of 2,500 objects in three pages, in byte order', async () => {
    const keys = Array.from({ length: 2500 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
    for (const key of keys) fixture.server.put('logs', key, '');
    const pages = await listAllPages(source, 'many/');
    assert.deepEqual(
      pages.map((page) => page.objects.length),
      [1000, 1000, 500],
    );
    assert.deepEqual(
      pages.flatMap((page) => page.objects.map((entry) => entry.key)),
      keys,
    );
  });

  it('starts after a key, and goes on with a token alone', async () => {
    const keys = Array.from({ length: 1100 }, (_, index) => `after/${String(index).padStart(5, '0')}`);
    for (const key of keys) fixture.server.put('logs', key, '');
    const pages = await listAllPages(source, 'after/', 'after/00049');
    assert.deepEqual(
      pages.flatMap((page) => page.objects.map((entry) => entry.key)),
      keys.slice(50),
    );
    assert.equal(pages.length, 2);
    assert.doesNotMatch(fixture.server.requests.at(-1)!.text, /start-after/);
  });

  it('lists everything below a prefix, a page at a time', async () => {
    const keys = Array.from({ length: 2500 }, (_, index) => `deep/${index % 3}/ü ${String(index).padStart(5, '0')}`);
    for (const key of keys) fixture.server.put('logs', key, 'abc');
    keys.sort();
    const pages = source.listRecursive('deep/', {}, newSignal())[Symbol.asyncIterator]();
    const first = (await pages.next()).value as RecursivePage;
    assert.equal(fixture.server.count('ListObjectsV2'), 1, 'nobody has asked for the second page');
    assert.deepEqual(
      first.objects.map(({ key }) => key),
      keys.slice(0, 1000),
    );
    assert.equal(first.objects[0]?.sizeBytes, 3);
    const rest: string[] = [];
    for await (const page of source.listRecursive('deep/', { token: first.nextToken! }, newSignal())) {
      rest.push(...page.objects.map(({ key }) => key));
    }
    assert.deepEqual(rest, keys.slice(1000));
    const after: string[] = [];
    for await (const page of source.listRecursive('deep/', { startAfter: keys[1899]! }, newSignal())) {
      after.push(...page.objects.map(({ key }) => key));
    }
    assert.deepEqual(after, keys.slice(1900));
  });

  it('stops a recursive listing when aborted, and tells its failures', async () => {
    await expectAbort(source.listRecursive('', {}, AbortSignal.abort())[Symbol.asyncIterator]().next());
    const missing = fixture.open({ bucket: 'missing-bucket', region: 'us-east-1' });
    const listing = missing.listRecursive('p/', {}, newSignal())[Symbol.asyncIterator]().next();
    const error = await expectUserError(listing, 'noSuchBucket');
    assert.equal(error.message, 'The bucket of s3://missing-bucket/p/ does not exist.');
  });

  it('answers an empty page for a folder that is not there', async () => {
    assert.deepEqual(await source.listFolder('nothing/', {}, newSignal()), { folders: [], objects: [] });
  });

  it('reads an object exactly as stored, with all that S3 says of it', async () => {
    const bytes = gzipSync('{"Records":[]}');
    const lastModified = Date.UTC(2026, 0, 1, 2, 3, 4);
    const { etag } = fixture.server.put('logs', 'whole.json.gz', bytes, {
      lastModified,
      metadata: { signature: 'abcd', 'signature-algorithm': 'SHA256withRSA' },
      storageClass: 'STANDARD_IA',
      contentEncoding: 'gzip',
      contentType: 'application/json',
      versionId: 'v-1',
      serverSideEncryption: 'aws:kms',
    });
    const object = await source.readObject('whole.json.gz', newSignal());
    assert.deepEqual(Buffer.from(object.bytes), bytes);
    assert.deepEqual(
      { ...object, bytes: undefined },
      {
        key: 'whole.json.gz',
        bytes: undefined,
        etag: etag.slice(1, -1),
        lastModified,
        metadata: { signature: 'abcd', 'signature-algorithm': 'SHA256withRSA' },
        storageClass: 'STANDARD_IA',
        versionId: 'v-1',
        serverSideEncryption: 'aws:kms',
      },
    );
  });

  it('reads an empty object, a large one, and one without a checksum', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 7);
    fixture.server.put('logs', 'size/empty', '');
    fixture.server.put('logs', 'size/large', large);
    fixture.server.put('logs', 'size/plain', 'plain', { hasChecksum: false });
    assert.equal((await source.readObject('size/empty', newSignal())).bytes.length, 0);
    assert.ok(large.equals((await source.readObject('size/large', newSignal())).bytes));
    assert.equal(Buffer.from((await source.readObject('size/plain', newSignal())).bytes).toString(), 'plain');
  });

  it('reads many objects at once over the same few connections', async () => {
    const keys = Array.from({ length: 200 }, (_, index) => `bulk/${index}`);
    for (const key of keys) fixture.server.put('logs', key, key);
    const before = fixture.server.connectionCount;
    const objects = await Promise.all(keys.map((key) => source.readObject(key, newSignal())));
    assert.ok(fixture.server.connectionCount - before <= 64);
    assert.deepEqual(
      objects.map((object) => Buffer.from(object.bytes).toString()),
      keys,
    );
  });

  it('reads a restored object of an archive class, and refuses one that is not restored', async () => {
    fixture.server.put('logs', 'cold/warm', 'w', { storageClass: 'GLACIER', isRestored: true });
    fixture.server.put('logs', 'cold/frozen', 'f', { storageClass: 'DEEP_ARCHIVE' });
    assert.equal((await source.readObject('cold/warm', newSignal())).storageClass, 'GLACIER');
    const error = await expectUserError(source.readObject('cold/frozen', newSignal()), 'archived');
    assert.match(error.message, /s3:\/\/logs\/cold\/frozen is archived \(storage class DEEP_ARCHIVE\)/);
    assert.match(error.nextStep ?? '', /Restore/);
  });

  it('costs nothing until it is used', () => {
    fixture.open({ bucket: 'logs', profile: 'no such profile' });
    assert.equal(fixture.server.requests.length, 0);
  });

  it('names objects by their s3:// URI', () => {
    assert.equal(source.toUri('a/b c.json.gz'), 's3://logs/a/b c.json.gz');
  });

  it('rejects with an AbortError when aborted before, without a request', async () => {
    const signal = AbortSignal.abort();
    await expectAbort(source.readObject('any', signal));
    await expectAbort(source.listFolder('', {}, signal));
    assert.equal(fixture.server.requests.length, 0);
  });

  for (const operation of ['GetObject', 'ListObjectsV2'] as const) {
    it(`stops a ${operation} under way when aborted`, async () => {
      fixture.server.addFault({ operation, effect: { kind: 'hang' } });
      const controller = new AbortController();
      const arrived = fixture.server.nextRequest();
      const work =
        operation === 'GetObject'
          ? source.readObject('slow', controller.signal)
          : source.listFolder('', {}, controller.signal);
      assert.equal((await arrived).operation, operation);
      controller.abort();
      await expectAbort(work);
      assert.equal(fixture.server.requests.length, 1, 'an aborted call is not tried again');
    });
  }

  it('stops in the middle of a body when aborted', async () => {
    fixture.server.put('logs', 'half', 'x'.repeat(1000));
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'stall', keepBytes: 500 } });
    const controller = new AbortController();
    const arrived = fixture.server.nextRequest();
    const work = source.readObject('half', controller.signal);
    await arrived;
    // The answer has begun once a later request is answered: both ends are in this process.
    await source.listFolder('half', {}, newSignal());
    controller.abort();
    await expectAbort(work);
    assert.deepEqual(fixture.retries, []);
  });

  it('refuses an object that is too large before it reads it', async () => {
    fixture.server.put('logs', 'huge', 'x');
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'announce', sizeBytes: 600 * 1024 ** 2 } });
    const error = await expectUserError(source.readObject('huge', newSignal()), 'tooLarge');
    assert.match(error.message, /s3:\/\/logs\/huge has 600\.0 MB: more than 512\.0 MB is not read/);
  });

  it('stops waiting for another attempt when aborted', async () => {
    fixture.server.addFault({ operation: 'GetObject', times: Infinity, effect: { kind: 'reset' } });
    const controller = new AbortController();
    fixture.services.onRetry = () => {
      controller.abort();
    };
    await expectAbort(source.readObject('reset', controller.signal));
  });
});

async function listAllPages(source: S3Source, prefix: string, startAfter?: string): Promise<ListingPage[]> {
  const pages: ListingPage[] = [];
  let token: string | undefined;
  do {
    const options = { ...(token === undefined ? {} : { token }), ...(startAfter === undefined ? {} : { startAfter }) };
    const page = await source.listFolder(prefix, options, newSignal());
    pages.push(page);
    token = page.nextToken;
  } while (token !== undefined);
  return pages;
}
