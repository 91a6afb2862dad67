import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { UserErrorCode } from '../../../../src/base/errors';
import type { BulkReader } from '../../../../src/source/s3/bulkReader';
import type { S3Source } from '../../../../src/source/s3/s3Source';
import {
  accessDenied,
  accessDeniedTo,
  expiredToken,
  failWith,
  kmsDenied,
  permanentRedirect,
  serviceUnavailable,
  slowDown,
  type FaultEffect,
} from '../../../support/s3Server/faults';
import { defaultCredential, startS3Server } from '../../../support/s3Server/s3Server';
import { expectUserError, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

const role = 'arn:aws:sts::111122223333:assumed-role/Analyst/someone';
const keyArn = 'arn:aws:kms:us-east-1:111122223333:key/0a1b';
const secretToken = 'IQoJb3JpZ2luX2VjEXAMPLETOKEN';

type Operation = 'GetObject' | 'ListObjectsV2';

interface PassingCase {
  readonly name: string;
  readonly operation: Operation;
  readonly effect: FaultEffect;
  readonly reason: RegExp;
}

/** One failure, then all is well: the user notices nothing but a retry. */
const passing: readonly PassingCase[] = [
  { name: '503 SlowDown', operation: 'GetObject', effect: slowDown(), reason: /^S3 asks to slow down$/ },
  { name: '503', operation: 'ListObjectsV2', effect: serviceUnavailable(), reason: /^S3 answered 503$/ },
  { name: '500', operation: 'GetObject', effect: failWith(500, 'InternalError'), reason: /^S3 answered 500$/ },
  {
    name: 'reset',
    operation: 'ListObjectsV2',
    effect: { kind: 'reset' },
    reason: /^no connection to S3 \(ECONNRESET\)$/,
  },
  { name: 'reset', operation: 'GetObject', effect: { kind: 'reset' }, reason: /^no connection to S3 \(ECONNRESET\)$/ },
  {
    name: 'truncated',
    operation: 'GetObject',
    effect: { kind: 'truncate', keepBytes: 3 },
    reason: /did not arrive whole/,
  },
  { name: 'corrupted', operation: 'GetObject', effect: { kind: 'corrupt' }, reason: /did not arrive whole/ },
];

interface LastingCase {
  readonly name: string;
  readonly operation: Operation;
  readonly effect: FaultEffect;
  readonly code: UserErrorCode;
  readonly message: RegExp;
  readonly nextStep?: RegExp;
  readonly identity?: string;
  readonly deniedOperation?: string;
  readonly requestCount?: number;
}

const lasting: readonly LastingCase[] = [
  {
    name: 'list denied, the terse way',
    operation: 'ListObjectsV2',
    effect: accessDenied(),
    code: 'accessDenied',
    message: /^Cannot list s3:\/\/logs\/f\/: s3:ListBucket is denied to arn:aws:iam::111122223333:user\/analyst\.$/,
    nextStep: /Allow s3:ListBucket/,
    identity: defaultCredential.arn,
    deniedOperation: 's3:ListBucket',
    requestCount: 1,
  },
  {
    name: 'read denied, the terse way',
    operation: 'GetObject',
    effect: accessDenied(),
    code: 'accessDenied',
    message: /^Cannot read s3:\/\/logs\/f\/k: s3:GetObject is denied to arn:aws:iam::111122223333:user\/analyst\.$/,
    nextStep: /Allow s3:GetObject .* object that does not exist/,
    identity: defaultCredential.arn,
    deniedOperation: 's3:GetObject',
  },
  {
    name: 'read denied, with reasons',
    operation: 'GetObject',
    effect: accessDeniedTo(role, 's3:GetObject', 'arn:aws:s3:::logs/f/k'),
    code: 'accessDenied',
    message:
      /s3:GetObject is denied to arn:aws:sts::111122223333:assumed-role\/Analyst\/someone \(no identity-based policy allows the s3:GetObject action\)\.$/,
    identity: role,
  },
  {
    name: 'key denied',
    operation: 'GetObject',
    effect: kmsDenied(role, keyArn),
    code: 'encryptionDenied',
    message:
      /^Cannot decrypt s3:\/\/logs\/f\/k: kms:Decrypt on arn:aws:kms:us-east-1:111122223333:key\/0a1b is denied to arn:aws:sts/,
    nextStep: /policy of the key/,
    identity: role,
    deniedOperation: 'kms:Decrypt',
  },
  {
    name: 'key disabled',
    operation: 'GetObject',
    effect: failWith(400, 'KMS.DisabledException', 'key is disabled'),
    code: 'encryptionDenied',
    message: /its KMS key cannot be used \(KMS\.DisabledException\)/,
  },
  {
    name: 'expired credentials',
    operation: 'GetObject',
    effect: expiredToken(secretToken),
    code: 'credentialsExpired',
    message: /^The AWS credentials have expired: cannot read s3:\/\/logs\/f\/k\.$/,
    nextStep: /Sign in again/,
    requestCount: 1,
  },
  {
    name: 'slow down to the end',
    operation: 'ListObjectsV2',
    effect: slowDown(),
    code: 'throttled',
    message: /AWS asks to slow down: cannot list s3:\/\/logs\/f\/ now/,
    requestCount: 2,
  },
  {
    name: 'unavailable to the end',
    operation: 'ListObjectsV2',
    effect: serviceUnavailable(),
    code: 'unexpected',
    message: /^Cannot list s3:\/\/logs\/f\/: 503 ServiceUnavailable/,
    requestCount: 2,
  },
  {
    name: 'slow down to the end',
    operation: 'GetObject',
    effect: slowDown(),
    code: 'throttled',
    message: /AWS asks to slow down: cannot read s3:\/\/logs\/f\/k now/,
    requestCount: 2,
  },
  {
    name: 'unavailable to the end',
    operation: 'GetObject',
    effect: serviceUnavailable(),
    code: 'unexpected',
    message: /^Cannot read s3:\/\/logs\/f\/k: 503 ServiceUnavailable/,
    requestCount: 2,
  },
  {
    name: 'reset to the end',
    operation: 'GetObject',
    effect: { kind: 'reset' },
    code: 'network',
    message: /^Cannot reach 127\.0\.0\.1:\d+ \(ECONNRESET\)\.$/,
    nextStep: /offline/,
    requestCount: 2,
  },
  {
    name: 'an answer that is not S3’s',
    operation: 'GetObject',
    effect: failWith(418, 'Odd & <odd>', 'Ends; "here" \u00fc'),
    code: 'unexpected',
    message: /^Cannot read s3:\/\/logs\/f\/k: 418 Odd & <odd>: Ends; "here" \u00fc$/,
  },
  {
    name: 'truncated to the end',
    operation: 'GetObject',
    effect: { kind: 'truncate', keepBytes: 3 },
    code: 'incomplete',
    message: /^s3:\/\/logs\/f\/k did not arrive whole in 3 attempts/,
    requestCount: 3,
  },
  {
    name: 'corrupted to the end',
    operation: 'GetObject',
    effect: { kind: 'corrupt' },
    code: 'incomplete',
    message: /checksum/,
    requestCount: 3,
  },
  {
    name: 'reset to the end',
    operation: 'ListObjectsV2',
    effect: { kind: 'reset' },
    code: 'network',
    message: /^Cannot reach 127\.0\.0\.1:\d+ \(ECONNRESET\)\.$/,
    nextStep: /offline/,
    requestCount: 2,
  },
  {
    name: 'redirected in circles',
    operation: 'GetObject',
    effect: permanentRedirect('us-west-2'),
    code: 'wrongRegion',
    message: /it is in us-west-2/,
    requestCount: 2,
  },
  {
    name: 'clock skewed',
    operation: 'GetObject',
    effect: failWith(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
    ),
    code: 'credentialsInvalid',
    message: /clock/,
  },
  {
    name: 'an error nobody knows, with something like a secret in it',
    operation: 'GetObject',
    effect: failWith(400, 'OddError', 'Odd: wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYEXAMPLE \u202e'),
    code: 'unexpected',
    message: /^Cannot read s3:\/\/logs\/f\/k: 400 OddError: Odd: … \\u\{202e\}$/,
  },
];

describe('an S3 source in trouble', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let fixture: S3Fixture;
  let source: S3Source;
  let bulk: BulkReader;
  before(async () => {
    fixture = await startS3Fixture();
    fixture.server.put('logs', 'f/k', 'content');
    source = fixture.open({ bucket: 'logs', region: 'us-east-1' });
    bulk = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' });
  });
  after(() => fixture.dispose());
  beforeEach(async () => {
    fixture.server.reset();
    // A redirect moves a reader for good.
    bulk = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' });
    fixture.retries.length = 0;
  });

  /** Both ways of reading are held to the same table. */
  const ways: Readonly<Record<Operation, readonly (readonly [name: string, call: () => Promise<unknown>])[]>> = {
    ListObjectsV2: [['ListObjectsV2', () => source.listFolder('f/', {}, newSignal())]],
    GetObject: [
      ['GetObject', () => source.readObject('f/k', newSignal())],
      ['a bulk read', () => bulk.readObject('f/k', newSignal())],
    ],
  };

  for (const { name, operation, effect, reason } of passing) {
    for (const [way, call] of ways[operation]) {
      it(`gets over one ${name} in ${way}, and tells of it`, async () => {
        fixture.server.addFault({ operation, effect });
        await call();
        assert.equal(fixture.server.count(operation), 2);
        assert.equal(fixture.retries.length, 1);
        const [retry] = fixture.retries;
        assert.match(retry!.reason, reason);
        assert.equal(retry!.operation, operation === 'GetObject' ? 's3:GetObject' : 's3:ListBucket');
        assert.equal(retry!.attempt, 2);
      });
    }
  }

  for (const expected of lasting) {
    for (const [way, call] of ways[expected.operation]) {
      it(`says what is wrong in ${way}: ${expected.name}`, async () => {
        const { operation, effect, code } = expected;
        fixture.server.addFault({ operation, effect, times: Infinity });
        const error = await expectUserError(call(), code);
        assert.match(error.message, expected.message);
        if (expected.nextStep !== undefined) assert.match(error.nextStep ?? '', expected.nextStep);
        assert.equal(error.identity, expected.identity);
        if (expected.deniedOperation !== undefined) assert.equal(error.operation, expected.deniedOperation);
        if (expected.requestCount !== undefined) assert.equal(fixture.server.count(operation), expected.requestCount);
        assert.ok(error.cause instanceof Error, 'the cause is kept');
        assertNoSecret(inspect(error, { depth: 10 }));
      });
    }
  }

  it('says the very same in both ways', async () => {
    for (const { operation, effect, code } of lasting.filter((expected) => expected.operation === 'GetObject')) {
      fixture.server.addFault({ operation, effect, times: Infinity });
      const told = [];
      for (const [, call] of ways[operation]) {
        const { message, nextStep, identity, operation: denied } = await expectUserError(call(), code);
        told.push({ message, nextStep, identity, denied });
      }
      assert.deepEqual(told[1], told[0]);
      fixture.server.reset();
      bulk = await fixture.openBulk({ bucket: 'logs', region: 'us-east-1' });
    }
  });

  it('checks the checksum even where the environment asks only for required checks', async () => {
    process.env['AWS_RESPONSE_CHECKSUM_VALIDATION'] = 'WHEN_REQUIRED';
    try {
      fixture.server.addFault({ operation: 'GetObject', effect: { kind: 'corrupt' }, times: Infinity });
      const relaxed = fixture.open({ bucket: 'logs', region: 'us-east-1' });
      await expectUserError(relaxed.readObject('f/k', newSignal()), 'incomplete');
    } finally {
      Reflect.deleteProperty(process.env, 'AWS_RESPONSE_CHECKSUM_VALIDATION');
    }
  });

  it('says that a key does not exist', async () => {
    for (const reader of [source, bulk]) {
      const error = await expectUserError(reader.readObject('f/none', newSignal()), 'notFound');
      assert.equal(error.message, 's3://logs/f/none does not exist.');
    }
  });

  it('shows a hostile key without its control characters', async () => {
    for (const reader of [source, bulk]) {
      const error = await expectUserError(reader.readObject('f/\u202egpj.exe', newSignal()), 'notFound');
      assert.equal(error.message, 's3://logs/f/\\u{202e}gpj.exe does not exist.');
    }
  });

  it('says that a bucket does not exist, with and without a configured region', async () => {
    for (const region of [{ region: 'us-east-1' }, {}]) {
      const missing = fixture.open({ bucket: 'missing-bucket', ...region });
      const error = await expectUserError(missing.listFolder('p/', {}, newSignal()), 'noSuchBucket');
      assert.equal(error.message, 'The bucket of s3://missing-bucket/p/ does not exist.');
    }
  });

  it('says which host refuses connections', async () => {
    const closed = await startClosedPort();
    const offline = fixture.open({ bucket: 'logs', endpoint: closed });
    const error = await expectUserError(offline.listFolder('', {}, newSignal()), 'network');
    assert.equal(error.message, `Cannot reach ${new URL(closed).host} (ECONNREFUSED).`);
  });

  it('says in a bulk read what it says otherwise of a server that cannot be reached', async () => {
    const closed = await startClosedPort();
    const noTls = fixture.server.url.replace('http:', 'https:');
    for (const endpoint of [closed, noTls, 'https://store.invalid']) {
      const options = { bucket: 'logs', region: 'us-east-1', endpoint, pathStyle: true };
      const told = await expectUserError(fixture.open(options).readObject('k', newSignal()), 'network');
      const reader = await fixture.openBulk(options);
      const error = await expectUserError(reader.readObject('k', newSignal()), 'network');
      assert.deepEqual([error.message, error.nextStep], [told.message, told.nextStep]);
    }
  });

  it('logs nothing that is secret', () => {
    assertNoSecret(fixture.logLines.join('\n'));
  });
});

function assertNoSecret(text: string): void {
  for (const secret of [defaultCredential.secretAccessKey, secretToken]) {
    assert.ok(!text.includes(secret), `holds a secret: ${text}`);
  }
  assert.doesNotMatch(text, /Signature=|[0-9a-f]{64}/);
}

async function startClosedPort(): Promise<string> {
  const server = await startS3Server();
  const { url } = server;
  await server.close();
  return url;
}
