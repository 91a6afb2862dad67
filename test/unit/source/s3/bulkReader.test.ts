import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { StoredObject } from '../../../../src/engine/ports';
import { BulkReader } from '../../../../src/source/s3/bulkReader';
import { AwsError } from '../../../support/s3Server/awsAnswer';
import { expiredToken, slowDown } from '../../../support/s3Server/faults';
import { defaultCredential } from '../../../support/s3Server/s3Server';
import { expectAbort, expectUserError, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

const text = (object: StoredObject): string => Buffer.from(object.bytes).toString();

describe('a bulk reader', function () {
  this.timeout(20_000); // for busy machines: waits before retries are random, up to half a second
  let fixture: S3Fixture;
  let reader: BulkReader;
  before(async () => {
    fixture = await startS3Fixture();
    fixture.server.createBucket('logs');
    fixture.server.createBucket('logs-eu', 'eu-central-1');
    fixture.server.put('logs-eu', 'k', 'found');
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    reader = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' });
    fixture.server.reset();
    fixture.retries.length = 0;
  });

  const awkwardKeys = [
    'plus+plus',
    'per%cent %2B %',
    'a space and  two',
    'ünïcödé-日本語-\u{1f600}',
    'control\u0001\u000b\u001f\r\n\tend',
    'entities&<>"\'',
    'question?hash#semi;at@star*(paren)!',
    'a/../b',
    '../..',
    './.',
    '//double//',
    '/begins with a slash',
    '\\back\\slash',
    'nbsp\u00a0bidi\u202e',
    'CON:~`^|{}[]',
    'equals=and&amp;$,',
  ];
  for (const key of awkwardKeys) {
    it(`reads a key ${JSON.stringify(key)}, as the SDK does`, async () => {
      fixture.server.put('logs', key, `body of ${key}`);
      const object = await reader.readObject(key, newSignal());
      assert.equal(text(object), `body of ${key}`);
      assert.equal(object.key, key);
      const source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
      assert.deepEqual({ ...(await source.readObject(key, newSignal())) }, object);
    });
  }

  it('reads an object exactly as stored, with all that S3 says of it', async () => {
    const bytes = gzipSync('{"Records":[]}');
    const lastModified = Date.UTC(2026, 0, 1, 2, 3, 4);
    const { etag } = fixture.server.put('logs', 'whole.json.gz', bytes, {
      lastModified,
      metadata: { signature: 'abcd', 'signature-algorithm': 'SHA256withRSA' },
      storageClass: 'STANDARD_IA',
      contentEncoding: 'gzip',
      versionId: 'v-1',
      serverSideEncryption: 'aws:kms',
    });
    const object = await reader.readObject('whole.json.gz', newSignal());
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

  it('reads an empty object and a large one', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 7);
    fixture.server.put('logs', 'size/empty', '');
    fixture.server.put('logs', 'size/large', large);
    assert.equal((await reader.readObject('size/empty', newSignal())).bytes.length, 0);
    assert.ok(large.equals((await reader.readObject('size/large', newSignal())).bytes));
  });

  const sums = {
    'x-amz-checksum-crc32': 'y/Q5Jg==',
    'x-amz-checksum-crc32c': '4waSgw==',
    'x-amz-checksum-crc64nvme': 'rosUhgp5mIg=',
    'x-amz-checksum-sha1': '98O8HYCOBHMq32eZZczDTKeuNEE=',
    'x-amz-checksum-sha256': 'FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=',
  };
  for (const [header, sum] of Object.entries(sums)) {
    it(`checks ${header}, as the SDK does`, async () => {
      fixture.server.put('logs', header, '123456789', { checksumHeaders: { [header]: sum } });
      const source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
      for (const way of [reader, source]) {
        assert.equal(text(await way.readObject(header, newSignal())), '123456789');
        fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'corrupt' }, times: 3 });
        await expectUserError(way.readObject(header, newSignal()), 'incomplete');
      }
    });
  }

  it('does not compare the checksum of a multipart upload with the whole', async () => {
    fixture.server.put('logs', 'parts', 'x', { checksumHeaders: { 'x-amz-checksum-crc32': 'AAAAAA==-3' } });
    assert.equal(text(await reader.readObject('parts', newSignal())), 'x');
  });

  it('reads many objects at once over as many connections as allowed', async () => {
    const keys = Array.from({ length: 300 }, (_, index) => `bulk/${index}`);
    for (const key of keys) fixture.server.put('logs', key, key);
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'delay', delayMs: 5 }, times: Infinity });
    const few = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' }, 20);
    const before = fixture.server.connectionCount;
    const objects = await Promise.all(keys.map((key) => few.readObject(key, newSignal())));
    assert.equal(fixture.server.connectionCount - before, 20);
    assert.equal(fixture.server.mostUnderWay, 20);
    assert.deepEqual(objects.map(text), keys);
  });

  it('does not make Node warn of a signal that many reads share', async () => {
    fixture.server.put('logs', 'k', 'v');
    const warnings: Error[] = [];
    const note = (warning: Error): void => {
      warnings.push(warning);
    };
    process.on('warning', note);
    try {
      const signal = newSignal();
      await Promise.all(Array.from({ length: 50 }, () => reader.readObject('k', signal)));
      await new Promise((resolve) => setImmediate(resolve));
    } finally {
      process.off('warning', note);
    }
    assert.deepEqual(warnings, []);
  });

  it('reads fewer at once when S3 asks to slow down, and more again when it no longer does', async () => {
    fixture.server.put('logs', 'k', 'v');
    process.env['AWS_MAX_ATTEMPTS'] = '5';
    const throttled = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' }, 16);
    process.env['AWS_MAX_ATTEMPTS'] = '2';
    fixture.server.addFault({ operation: 'GetObject', effect: slowDown(), times: 16 });
    const burst = Array.from({ length: 16 }, () => throttled.readObject('k', newSignal()));
    await Promise.all(burst);
    assert.ok(throttled.width < 16 && throttled.width >= 4, `one burst is one sign: ${throttled.width}`);
    fixture.server.reset();
    await Promise.all(Array.from({ length: 400 }, () => throttled.readObject('k', newSignal())));
    assert.equal(throttled.width, 16);
  });

  for (const configured of ['us-east-1', 'ap-south-1']) {
    it(`follows the bucket to its region from ${configured}, once for all reads`, async () => {
      const moving = await fixture.openBulk({ bucket: 'logs-eu', region: configured });
      await Promise.all(Array.from({ length: 5 }, () => moving.readObject('k', newSignal())));
      assert.equal(fixture.server.count('GetObject'), 10);
      await moving.readObject('k', newSignal());
      assert.equal(fixture.server.count('GetObject'), 11);
    });
  }

  it('asks for other credentials once when they expired under many reads', async () => {
    fixture.server.put('logs', 'k', 'v');
    let loads = 0;
    let renewals = 0;
    const { address } = await openParts();
    const renewed = new BulkReader(
      address,
      {
        get: () => Promise.resolve({ ...defaultCredential, secretAccessKey: newSecret(loads++) }),
        renew: async () => {
          // Others must not meet the faults that are meant for the first eight.
          while (fixture.server.count('GetObject') < 8) await fixture.server.nextRequest();
          return ++renewals > 0;
        },
        findIdentity: () => Promise.resolve(undefined),
      },
      { maxConnections: 8 },
    );
    fixture.server.addFault({ operation: 'GetObject', effect: expiredToken(), times: 8 });
    const reads = Array.from({ length: 8 }, () => renewed.readObject('k', newSignal()));
    assert.deepEqual((await Promise.all(reads)).map(text), Array<string>(8).fill('v'));
    assert.equal(loads, 2);
    renewed.dispose();
  });

  it('says that credentials have expired when there are no others', async () => {
    const { address, credentials } = await openParts();
    const stuck = new BulkReader(
      address,
      { ...credentials, renew: () => Promise.resolve(false) },
      { maxConnections: 1 },
    );
    fixture.server.addFault({ operation: 'GetObject', effect: expiredToken(), times: Infinity });
    await expectUserError(stuck.readObject('k', newSignal()), 'credentialsExpired');
    assert.equal(fixture.server.count('GetObject'), 1);
    stuck.dispose();
  });

  it('passes on why there are no credentials', async () => {
    const { address, credentials } = await openParts();
    const cause = await expectUserError(
      fixture.open({ bucket: 'logs', region: 'us-east-1', profile: 'nobody' }).bulkCredentials().get(),
      'credentialsMissing',
    );
    const without = new BulkReader(
      address,
      { ...credentials, get: () => Promise.reject(cause) },
      { maxConnections: 1 },
    );
    assert.equal(await expectUserError(without.readObject('k', newSignal()), 'credentialsMissing'), cause);
    without.dispose();
  });

  it('corrects its clock by that of S3, as the SDK does', async () => {
    fixture.server.put('logs', 'k', 'v');
    const serverTime = Date.now() + 3_600_000;
    const skewed = new AwsError(403, 'RequestTimeTooSkewed', 'The difference is too large.', {
      headers: { date: new Date(serverTime).toUTCString() },
    });
    const source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
    for (const way of [reader, source]) {
      fixture.server.reset();
      fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'error', error: skewed } });
      assert.equal(text(await way.readObject('k', newSignal())), 'v');
      const signed = fixture.server.requests.at(-1)!.headers['x-amz-date']!;
      const iso = signed.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
      assert.ok(Math.abs(Date.parse(iso) - serverTime) < 120_000, signed);
    }
  });

  it('refuses an object that is too large before it reads it', async () => {
    fixture.server.put('logs', 'huge', 'x');
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'announce', sizeBytes: 600 * 1024 ** 2 } });
    const error = await expectUserError(reader.readObject('huge', newSignal()), 'tooLarge');
    assert.match(error.message, /s3:\/\/logs\/huge has 600\.0 MB: more than 512\.0 MB is not read/);
  });

  it('says that an object is archived', async () => {
    fixture.server.put('logs', 'cold/frozen', 'f', { storageClass: 'DEEP_ARCHIVE' });
    const error = await expectUserError(reader.readObject('cold/frozen', newSignal()), 'archived');
    assert.match(error.message, /s3:\/\/logs\/cold\/frozen is archived \(storage class DEEP_ARCHIVE\)/);
  });

  it('refuses an empty key', async () => {
    await expectUserError(reader.readObject('', newSignal()), 'invalidInput');
    assert.equal(fixture.server.requests.length, 0);
  });

  it('rejects with an AbortError when aborted before, without a request', async () => {
    await expectAbort(reader.readObject('any', AbortSignal.abort()));
    assert.equal(fixture.server.requests.length, 0);
  });

  it('stops a read under way when aborted, those that wait, and goes on with others', async () => {
    fixture.server.put('logs', 'k', 'v');
    const single = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' }, 1);
    fixture.server.reset();
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'hang' } });
    const controller = new AbortController();
    const arrived = fixture.server.nextRequest();
    const work = [single.readObject('slow', controller.signal), single.readObject('waiting', controller.signal)];
    const other = single.readObject('k', newSignal());
    await arrived;
    controller.abort();
    for (const stopped of work) await expectAbort(stopped);
    assert.equal(text(await other), 'v');
    assert.equal(fixture.server.count('GetObject'), 2, 'what was aborted is not tried again');
  });

  it('stops in the middle of a body when aborted', async () => {
    fixture.server.put('logs', 'half', 'x'.repeat(1000));
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'stall', keepBytes: 500 } });
    const controller = new AbortController();
    const arrived = fixture.server.nextRequest();
    const work = reader.readObject('half', controller.signal);
    await arrived;
    // The answer has begun once a later request is answered: both ends are in this process.
    await reader.readObject('half', newSignal());
    controller.abort();
    await expectAbort(work);
    assert.deepEqual(fixture.retries, []);
  });

  it('stops waiting for another attempt when aborted', async () => {
    fixture.server.addFault({ operation: 'GetObject', times: Infinity, effect: { kind: 'reset' } });
    const controller = new AbortController();
    fixture.services.onRetry = () => {
      controller.abort();
    };
    await expectAbort(reader.readObject('reset', controller.signal));
    fixture.services.onRetry = (notice) => fixture.retries.push(notice);
  });

  it('breaks off everything when it is disposed of', async () => {
    const single = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' }, 1);
    fixture.server.reset();
    fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'hang' }, times: Infinity });
    const arrived = fixture.server.nextRequest();
    const reads = [single.readObject('slow', newSignal()), single.readObject('waiting', newSignal())];
    await arrived;
    single.dispose();
    for (const read of reads) await expectAbort(read);
    assert.equal(fixture.server.count('GetObject'), 1);
  });

  it('asks the proxy of HTTPS_PROXY, and not for hosts of NO_PROXY', async () => {
    const asked: string[] = [];
    const proxy = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', (data) => {
        asked.push(data.toString().split('\r\n', 1)[0] ?? '');
        socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo; // listening on TCP
    process.env['HTTPS_PROXY'] = `http://127.0.0.1:${port}`;
    process.env['NO_PROXY'] = '127.0.0.1';
    try {
      const options = { bucket: 'logs', region: 'us-east-1', pathStyle: true };
      const far = await fixture.openBulk({ ...options, endpoint: 'https://store.invalid' });
      await expectUserError(far.readObject('k', newSignal()), 'network');
      assert.deepEqual([...new Set(asked)], ['CONNECT store.invalid:443 HTTP/1.1']);
      const near = await fixture.openBulk({ ...options, endpoint: `https://127.0.0.1:${port}` });
      asked.length = 0;
      await expectUserError(near.readObject('k', newSignal()), 'network');
      assert.ok(asked.every((line) => !line.startsWith('CONNECT')));
    } finally {
      Reflect.deleteProperty(process.env, 'HTTPS_PROXY');
      Reflect.deleteProperty(process.env, 'NO_PROXY');
      proxy.close();
    }
  });

  async function openParts() {
    const source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
    return { address: await source.bulkAddress(newSignal()), credentials: source.bulkCredentials() };
  }
});

/** A wrong one first: the first answers are faults, and nothing but the second load may succeed. */
function newSecret(load: number): string {
  return load === 0 ? 'expired' : defaultCredential.secretAccessKey;
}
