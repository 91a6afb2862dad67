import assert from 'node:assert/strict';
import { moveEndpoint, toBulkEndpoint, toRequestPath } from '../../../../src/source/s3/bulkEndpoint';
import type { S3SourceOptions } from '../../../../src/source/s3/s3Source';
import { expectUserError, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

describe('the address of bulk reads', function () {
  this.timeout(20_000); // loading the SDK takes its time on a busy machine
  let fixture: S3Fixture;
  before(async () => {
    fixture = await startS3Fixture();
    Reflect.deleteProperty(process.env, 'AWS_ENDPOINT_URL');
  });
  after(() => fixture.dispose());

  const eu = 'https://logs.s3.eu-central-1.amazonaws.com';
  const accessPoint = 'arn:aws:s3:eu-central-1:111122223333:accesspoint/analysts';
  const accessPointOrigin = 'https://analysts-111122223333.s3-accesspoint.eu-central-1.amazonaws.com';
  const addresses: readonly (readonly [name: string, options: S3SourceOptions, origin: string, prefix: string])[] = [
    ['a bucket', { bucket: 'logs', region: 'eu-central-1' }, eu, ''],
    ['a bucket of us-east-1', { bucket: 'logs', region: 'us-east-1' }, 'https://logs.s3.us-east-1.amazonaws.com', ''],
    ['a dotted name', { bucket: 'my.logs', region: 'eu-west-1' }, 'https://s3.eu-west-1.amazonaws.com', '/my.logs'],
    [
      'path style',
      { bucket: 'logs', region: 'eu-west-1', pathStyle: true },
      'https://s3.eu-west-1.amazonaws.com',
      '/logs',
    ],
    ['China', { bucket: 'logs', region: 'cn-north-1' }, 'https://logs.s3.cn-north-1.amazonaws.com.cn', ''],
    ['GovCloud', { bucket: 'logs', region: 'us-gov-west-1' }, 'https://logs.s3.us-gov-west-1.amazonaws.com', ''],
    ['an access point', { bucket: accessPoint, region: 'eu-central-1' }, accessPointOrigin, ''],
    [
      'a store',
      { bucket: 'logs', region: 'eu-west-1', endpoint: 'https://minio.test:9000', pathStyle: true },
      'https://minio.test:9000',
      '/logs',
    ],
    [
      'a store below a path',
      { bucket: 'logs', region: 'eu-west-1', endpoint: 'http://minio.test/s3', pathStyle: true },
      'http://minio.test',
      '/s3/logs',
    ],
    [
      'a store with hosts of buckets',
      { bucket: 'logs', region: 'eu-west-1', endpoint: 'https://store.test' },
      'https://logs.store.test',
      '',
    ],
  ];
  for (const [name, options, origin, pathPrefix] of addresses) {
    it(`is found for ${name} without a request`, async () => {
      fixture.server.reset();
      const address = await fixture.open(options).bulkAddress(newSignal());
      const { bucket, region } = options;
      assert.deepEqual(address, { bucket, region, signingService: 's3', origin, pathPrefix, maxAttempts: 2 });
      assert.equal(fixture.server.requests.length, 0);
    });
  }

  it('follows the settings of the SDK', async () => {
    process.env['AWS_USE_FIPS_ENDPOINT'] = 'true';
    process.env['AWS_MAX_ATTEMPTS'] = '7';
    try {
      const address = await fixture.open({ bucket: 'logs', region: 'us-east-2' }).bulkAddress(newSignal());
      assert.equal(address.origin, 'https://logs.s3-fips.us-east-2.amazonaws.com');
      assert.equal(address.maxAttempts, 7);
    } finally {
      Reflect.deleteProperty(process.env, 'AWS_USE_FIPS_ENDPOINT');
      process.env['AWS_MAX_ATTEMPTS'] = '2';
    }
  });

  it('says what is wrong with the credentials', async () => {
    const source = fixture.open({ bucket: 'logs', region: 'us-east-1', profile: 'nobody' });
    await expectUserError(source.bulkAddress(newSignal()), 'credentialsMissing');
  });

  const moves = [
    ['https://logs.s3.us-east-1.amazonaws.com', 'https://logs.s3.eu-west-1.amazonaws.com'],
    ['https://us-east-1.s3.us-east-1.amazonaws.com', 'https://us-east-1.s3.eu-west-1.amazonaws.com'],
    ['https://s3-fips.us-east-1.amazonaws.com', 'https://s3-fips.eu-west-1.amazonaws.com'],
    ['https://s3.us-east-1.store.test', 'https://s3.us-east-1.store.test'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
  ] as const;
  for (const [from, to] of moves) {
    it(`becomes ${to} when the bucket of ${from} is in another region`, () => {
      const address = { bucket: 'b', region: 'us-east-1', signingService: 's3', pathPrefix: '/b', maxAttempts: 2 };
      const moved = moveEndpoint(toBulkEndpoint({ ...address, origin: from }), 'eu-west-1');
      assert.deepEqual(moved, toBulkEndpoint({ ...address, origin: to, region: 'eu-west-1' }));
    });
  }

  it('keeps a key as it is, escaped once', () => {
    const toPath = (key: string): string => toRequestPath({ pathPrefix: '/b' }, key);
    assert.equal(toPath('a/b-c_d.e~f'), '/b/a/b-c_d.e~f');
    assert.equal(toPath('a/../b//c'), '/b/a/../b//c');
    assert.equal(toPath("a b+c%2F!'()*ü"), '/b/a%20b%2Bc%252F%21%27%28%29%2A%C3%BC');
  });
});
