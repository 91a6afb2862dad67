import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';

describe('the S3-speaking test server', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let server: S3TestServer;
  let environment: AwsEnvironment;
  const clients: S3Client[] = [];

  function newClient(
    overrides: { secretAccessKey?: string; accessKeyId?: string; sessionToken?: string } = {},
  ): S3Client {
    const { accessKeyId, secretAccessKey } = defaultCredential;
    const credentials = { accessKeyId, secretAccessKey, ...overrides };
    const client = new S3Client({ region: 'us-east-1', endpoint: server.url, credentials });
    clients.push(client);
    return client;
  }

  before(async () => {
    environment = await isolateAwsEnvironment();
    server = await startS3Server();
  });
  after(async () => {
    for (const client of clients) client.destroy();
    await server.close();
    await environment.restore();
  });
  beforeEach(() => {
    server.reset();
  });

  it('takes what an SDK puts, and gives it back', async () => {
    server.createBucket('seeded');
    const client = newClient();
    const stored = { Bucket: 'seeded', Key: 'a b/ü+%.gz' };
    await client.send(
      new PutObjectCommand({ ...stored, Body: 'bytes', Metadata: { signature: 'ab' }, StorageClass: 'STANDARD_IA' }),
    );
    const got = await client.send(new GetObjectCommand(stored));
    assert.equal(await got.Body?.transformToString(), 'bytes');
    assert.deepEqual(got.Metadata, { signature: 'ab' });
    assert.equal(got.StorageClass, 'STANDARD_IA');
    const head = await client.send(new HeadObjectCommand(stored));
    assert.equal(head.ContentLength, 5);
    assert.equal(head.ETag, `"${createHash('md5').update('bytes').digest('hex')}"`);
  });

  const ranges: readonly (readonly [range: string, bytes: string, contentRange: string])[] = [
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
  ];
  for (const [range, bytes, contentRange] of ranges) {
    it(`answers the range ${range}`, async () => {
      server.put('ranged', 'k', '0123456789');
      const got = await newClient().send(new GetObjectCommand({ Bucket: 'ranged', Key: 'k', Range: range }));
      assert.equal(await got.Body?.transformToString(), bytes);
      assert.equal(got.ContentRange, contentRange);
    });
  }

  it('refuses a request without a signature', async () => {
    server.put('signed', 'k', 'x');
    const answer = await fetch(`${server.url}/signed/k`);
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /<Code>AccessDenied<\/Code>/);
  });

  it('refuses a request that was changed after it was signed', async () => {
    server.put('signed', 'k', 'x');
    await newClient().send(new GetObjectCommand({ Bucket: 'signed', Key: 'k' }));
    const { headers } = server.requests.at(-1)!;
    const signed = Object.fromEntries(Object.entries(headers).filter(([name]) => /^(x-amz|authorization)/.test(name)));
    const answer = await fetch(`${server.url}/signed/other?x-id=GetObject`, { headers: signed });
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /SignatureDoesNotMatch/);
  });

  const badCredentials: readonly (readonly [name: string, overrides: Record<string, string>])[] = [
    ['SignatureDoesNotMatch', { secretAccessKey: 'wrong' }],
    ['InvalidAccessKeyId', { accessKeyId: 'AKIANOBODY' }],
    ['InvalidToken', { sessionToken: 'invented' }],
  ];
  for (const [name, overrides] of badCredentials) {
    it(`refuses bad credentials with ${name}`, async () => {
      server.put('signed', 'k', 'x');
      await assert.rejects(newClient(overrides).send(new GetObjectCommand({ Bucket: 'signed', Key: 'k' })), { name });
    });
  }

  it('lists 50,000 objects in byte order, each once', async () => {
    const keys = Array.from(
      { length: 50_000 },
      (_, index) => `p/${createHash('md5').update(String(index)).digest('hex')}`,
    );
    for (const key of keys) server.put('large', key, '');
    const client = newClient();
    const listed: string[] = [];
    let token: string | undefined;
    do {
      const page = await client.send(
        new ListObjectsV2Command({ Bucket: 'large', Prefix: 'p/', ContinuationToken: token }),
      );
      listed.push(...(page.Contents ?? []).map((entry) => entry.Key!));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    assert.deepEqual(listed, keys.sort());
    assert.equal(server.count('ListObjectsV2'), 50);
  });

  it('sorts by bytes, not by UTF-16 units', async () => {
    // U+FF5E sorts before U+1F600 in UTF-8, and behind it in UTF-16.
    for (const key of ['\u{1f600}', '\uff5e', 'Z', 'a']) server.put('ordered', key, '');
    const page = await newClient().send(new ListObjectsV2Command({ Bucket: 'ordered' }));
    assert.deepEqual(
      page.Contents?.map((entry) => entry.Key),
      ['Z', 'a', '\uff5e', '\u{1f600}'],
    );
  });

  const pages: readonly (readonly [maxKeys: number, options: Record<string, string>, names: readonly string[]])[] = [
    [1, { Prefix: 'a/', Delimiter: '/' }, ['a/', 'a/b/', 'a/c', 'a/d/']],
    [2, { Prefix: '', Delimiter: '/' }, ['a-', 'a/', 'b']],
    [3, {}, ['a-', 'a/', 'a/b/1', 'a/b/2', 'a/c', 'a/d/3', 'b']],
    [2, { Delimiter: '/', Prefix: 'a/', StartAfter: 'a/b/1' }, ['a/b/', 'a/c', 'a/d/']],
    [2, { Delimiter: '/', Prefix: 'a/', StartAfter: 'a/b/2' }, ['a/c', 'a/d/']],
    [2, { StartAfter: 'a/c' }, ['a/d/3', 'b']],
  ];
  for (const [maxKeys, options, names] of pages) {
    it(`pages by ${maxKeys} with ${JSON.stringify(options)}`, async () => {
      for (const key of ['a-', 'a/', 'a/b/1', 'a/b/2', 'a/c', 'a/d/3', 'b']) server.put('paged', key, '');
      const client = newClient();
      const found: string[] = [];
      let token: string | undefined;
      do {
        const command = { Bucket: 'paged', MaxKeys: maxKeys, ContinuationToken: token, ...options };
        const page = await client.send(new ListObjectsV2Command(command));
        assert.ok(page.KeyCount! <= maxKeys);
        found.push(...(page.Contents ?? []).map((e) => e.Key!), ...(page.CommonPrefixes ?? []).map((e) => e.Prefix!));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      assert.deepEqual(found.sort(), names);
    });
  }

  it('lists by the first version, too, page by page behind a marker', async () => {
    const keys = ['a-', 'a/', 'a/b/1', 'a/b/2', 'a/c', 'a/d/3', 'b'];
    for (const key of keys) server.put('marked', key, '');
    const client = newClient();
    const found: string[] = [];
    let marker = '';
    for (let isTruncated = true; isTruncated; marker = found.at(-1) ?? '') {
      const command = new ListObjectsCommand({ Bucket: 'marked', MaxKeys: 2, Prefix: 'a/', Marker: marker });
      const page = await client.send(command);
      found.push(...(page.Contents ?? []).map((entry) => entry.Key!));
      isTruncated = page.IsTruncated === true;
    }
    assert.deepEqual(found, keys.slice(1, -1));
  });
});
