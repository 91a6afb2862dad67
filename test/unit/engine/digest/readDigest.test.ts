import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { parseDigestTime } from '../../../../src/engine/digest/digestFile';
import { readDigest } from '../../../../src/engine/digest/readDigest';
import type { DigestReading } from '../../../../src/engine/digest/lane';
import { newSignedTrail, type DigestContent } from '../../../support/signedTrail/signedTrail';
import { toStored } from '../../../support/signedTrail/trailPlaces';

const limits = { maxLogBytes: 256 * 1024 * 1024, maxGzipRatio: 300 };
const generatedTime = Date.UTC(2026, 1, 1);
const trail = newSignedTrail({ hours: 2, backfill: [{ index: 1, logs: 1, generatedTime }] });
const [first, second] = trail.digests;
const [backfill] = trail.backfillDigests;
assert.ok(first !== undefined && second !== undefined && backfill !== undefined);

function readBytes(bytes: Uint8Array, metadata: Readonly<Record<string, string>> = {}): DigestReading {
  return readDigest({ key: 'k', bytes, metadata }, limits);
}

function readText(text: string | Uint8Array): DigestReading {
  return readBytes(gzipSync(text));
}

/** What a digest says with some members replaced; undefined removes one. */
function readWith(changes: Partial<Record<keyof DigestContent, unknown>>): DigestReading {
  return readText(JSON.stringify({ ...second?.content, ...changes }));
}

function messageOf(reading: DigestReading): string {
  assert.equal(reading.kind, 'problem');
  assert.equal(reading.code, 'format');
  return reading.message;
}

describe('readDigest', () => {
  it('reads a digest with its signature', () => {
    const { content } = second;
    assert.deepEqual(readDigest(toStored(second), limits), {
      kind: 'digest',
      digest: {
        account: '111122223333',
        startTimeText: '2026-01-15T01:01:31Z',
        endTimeText: '2026-01-15T02:01:31Z',
        startTime: second.start,
        endTime: second.end,
        bucket: 'trail-logs',
        key: second.key,
        fingerprint: second.signingKey.fingerprint,
        signatureAlgorithm: 'SHA256withRSA',
        previous: {
          bucket: 'trail-logs',
          key: first.key,
          hash: first.sha256,
          hashAlgorithm: 'SHA-256',
          signature: first.signature,
        },
        logs: content.logFiles.map((log) => ({
          bucket: log.s3Bucket,
          key: log.s3Object,
          hash: log.hashValue,
          hashAlgorithm: 'SHA-256',
        })),
      },
      sha256: second.sha256,
      signature: second.signature,
      signatureAlgorithm: 'SHA256withRSA',
    });
  });

  it('reads a starting digest, one without logs, and one without metadata', () => {
    const reading = readText(JSON.stringify({ ...first.content, logFiles: [] }));
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.digest.previous, undefined);
    assert.deepEqual(reading.digest.logs, []);
    assert.deepEqual([reading.signature, reading.signatureAlgorithm], [undefined, undefined]);
  });

  it('reads when a backfill digest was generated, or that nothing says it', () => {
    const reading = readDigest(toStored(backfill), limits);
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.backfillGeneratedTime, generatedTime);
    for (const text of ['', 'yesterday', '2026-13-01T00:00:00Z']) {
      const odd = readBytes(backfill.bytes, { 'backfill-generation-timestamp': text });
      assert.ok(odd.kind === 'digest' && odd.backfillGeneratedTime === undefined);
    }
  });

  it('hashes the text as it is stored, white space and all', () => {
    const text = `${JSON.stringify(second.content, undefined, 2)}\r\n`;
    const reading = readText(text);
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.sha256, createHash('sha256').update(text).digest('hex'));
  });

  for (const name of [
    'awsAccountId',
    'digestStartTime',
    'digestEndTime',
    'digestS3Bucket',
    'digestS3Object',
    'digestPublicKeyFingerprint',
  ] as const) {
    it(`requires ${name} to be text`, () => {
      assert.equal(messageOf(readWith({ [name]: undefined })), `invalid format: ${name} is missing`);
      for (const value of [null, 5, true, [], {}, ['a']]) {
        assert.equal(messageOf(readWith({ [name]: value })), `invalid format: ${name} is no text`);
      }
    });
  }

  for (const name of ['digestStartTime', 'digestEndTime'] as const) {
    for (const value of [
      '',
      'NaN',
      '2026-01-15',
      '2026-01-15T02:01:31',
      '2026-01-15T02:01:31+00:00',
      '2026-02-30T00:00:00Z',
      '2026-01-15T25:00:00Z',
      '+275760-09-13T00:00:01Z',
      ' 2026-01-15T02:01:31Z',
      '2026-01-15T02:01:31Z\n',
    ]) {
      it(`does not take ${JSON.stringify(value)} for a ${name}`, () => {
        assert.equal(messageOf(readWith({ [name]: value })), `invalid format: ${name} is no time`);
      });
    }
  }

  it('refuses a digest that ends before it begins', () => {
    assert.match(messageOf(readWith({ digestEndTime: '2026-01-15T01:01:30Z' })), /after digestEndTime/);
    assert.equal(readWith({ digestEndTime: '2026-01-15T01:01:31Z' }).kind, 'digest');
  });

  it('keeps no text that no digest of AWS can have', () => {
    const long = 'f'.repeat(2000);
    for (const name of ['awsAccountId', 'digestPublicKeyFingerprint', 'digestS3Object', 'previousDigestSignature']) {
      assert.equal(messageOf(readWith({ [name]: long })), `invalid format: ${name} is longer than any digest’s`);
    }
    const log = { s3Bucket: 'b', s3Object: long, hashValue: 'aa', hashAlgorithm: 'SHA-256' };
    assert.equal(messageOf(readWith({ logFiles: [log] })), 'invalid format: logFiles[0] is longer than any log’s');
  });

  it('requires previousDigestSignature, though it may be null', () => {
    assert.match(messageOf(readWith({ previousDigestSignature: undefined })), /previousDigestSignature is missing/);
    assert.match(messageOf(readWith({ previousDigestSignature: null })), /previousDigestSignature is no text/);
  });

  it('reads a pointer without hash, and members that are absent where null could stand', () => {
    const bare = readWith({ previousDigestHashValue: undefined, previousDigestHashAlgorithm: null });
    assert.ok(bare.kind === 'digest');
    assert.deepEqual(bare.digest.previous, {
      bucket: 'trail-logs',
      key: first.key,
      hash: undefined,
      hashAlgorithm: undefined,
      signature: first.signature,
    });
    const { previousDigestSignature, ...rest } = first.content;
    const names = Object.entries(rest).filter(([name]) => !name.startsWith('previous'));
    const starting = readText(JSON.stringify({ ...Object.fromEntries(names), previousDigestSignature }));
    assert.ok(starting.kind === 'digest' && starting.digest.previous === undefined);
  });

  for (const name of [
    'previousDigestS3Bucket',
    'previousDigestS3Object',
    'previousDigestHashValue',
    'previousDigestHashAlgorithm',
    'previousDigestSignature',
  ] as const) {
    it(`refuses a ${name} that is neither text nor null`, () => {
      for (const value of [5, false, [], {}]) assert.match(messageOf(readWith({ [name]: value })), new RegExp(name));
    });
  }

  for (const name of ['previousDigestS3Bucket', 'previousDigestS3Object'] as const) {
    it(`refuses a pointer without ${name}`, () => {
      assert.match(messageOf(readWith({ [name]: null })), new RegExp(`${name} is no text`));
    });
  }

  it('requires a list of logs with four texts each', () => {
    const log = second.content.logFiles[0];
    assert.match(messageOf(readWith({ logFiles: undefined })), /logFiles is missing/);
    for (const value of [null, {}, 'a', 5, { length: 1, 0: log }]) {
      assert.match(messageOf(readWith({ logFiles: value })), /logFiles is no list/);
    }
    for (const entry of [null, 'a', 5, []]) {
      assert.match(messageOf(readWith({ logFiles: [log, entry] })), /logFiles\[1\] is no object/);
    }
    for (const name of ['s3Bucket', 's3Object', 'hashValue', 'hashAlgorithm']) {
      for (const value of [undefined, null, 5, {}]) {
        const text = messageOf(readWith({ logFiles: [{ ...log, [name]: value }] }));
        assert.equal(text, `invalid format: ${name} of logFiles[0] is no text`);
      }
    }
  });

  it('writes the hashes of logs in lower case, and leaves algorithms to be judged', () => {
    const log = { ...second.content.logFiles[0], hashValue: 'ABCDEF', hashAlgorithm: 'MD5' };
    const reading = readWith({ logFiles: [log], digestSignatureAlgorithm: 'SHA1withRSA' });
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.digest.logs[0]?.hash, 'abcdef');
    assert.equal(reading.digest.logs[0].hashAlgorithm, 'MD5');
    assert.equal(reading.digest.signatureAlgorithm, 'SHA1withRSA');
    for (const value of [undefined, null, 5]) {
      const odd = readWith({ digestSignatureAlgorithm: value });
      assert.ok(odd.kind === 'digest' && odd.digest.signatureAlgorithm === '');
    }
  });

  it('takes the last of members that come twice, as the AWS CLI does', () => {
    const reading = readText(second.text.replace('{', '{"digestS3Bucket":"other","logFiles":5,'));
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.digest.bucket, 'trail-logs');
  });

  it('ignores members that are new', () => {
    assert.equal(readText(second.text.replace('{', '{"digestFormat":{"a":[1,2]},')).kind, 'digest');
  });

  it('finds no members in __proto__', () => {
    assert.match(messageOf(readText(`{"__proto__":${second.text}}`)), /awsAccountId is missing/);
    const log = JSON.stringify(second.content.logFiles[0]);
    const text = JSON.stringify({ ...second.content, logFiles: [] }).replace('"logFiles":[', `$&{"__proto__":${log}}`);
    assert.match(messageOf(readText(text)), /s3Bucket of logFiles\[0\]/);
    assert.equal(readText(second.text.replace('{', '{"__proto__":{"awsAccountId":5},')).kind, 'digest');
  });

  for (const [what, text, message] of [
    ['nothing', '', /it is not JSON/],
    ['plain words', 'digest', /it is not JSON/],
    ['null', 'null', /it is no JSON object/],
    ['a list', '[]', /it is no JSON object/],
    ['a text', '"{}"', /it is no JSON object/],
    ['an empty object', '{}', /awsAccountId is missing/],
    ['NaN', '{"awsAccountId":NaN}', /it is not JSON/],
    ['a comma too many', `${second.text.slice(0, -1)},}`, /it is not JSON/],
    ['a second value', `${second.text}{}`, /it is not JSON/],
    ['a byte order mark', `\uFEFF${second.text}`, /it is not JSON/],
    ['UTF-16', Buffer.from(second.text, 'utf16le'), /it is not JSON/],
    [
      'bytes that are not UTF-8',
      Buffer.from(second.text.replace('trail-logs', 'trail\u00fclogs'), 'latin1'),
      /it is not UTF-8/,
    ],
    [
      'a surrogate in UTF-8',
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
      /it is not UTF-8/,
    ],
    ['deep nesting', '['.repeat(900_000), /it is not JSON/],
    ['deep nesting that ends', `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, /awsAccountId is missing/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(messageOf(readText(text)), message);
    });
  }

  for (const [what, bytes, message] of [
    ['what is not gzip', Buffer.from(second.text), /it is not gzip/],
    ['no bytes', Buffer.alloc(0), /it is empty/],
    ['a second member', Buffer.concat([second.bytes, gzipSync('')]), /more than one gzip member/],
    ['NULs behind it', Buffer.concat([second.bytes, Buffer.alloc(2)]), /2 NUL bytes/],
    ['a cut stream', second.bytes.subarray(0, -1), /cut off/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(messageOf(readBytes(bytes)), message);
    });
  }

  it('reads a digest that names very many logs', () => {
    const log = second.content.logFiles[0];
    const reading = readWith({ logFiles: Array.from({ length: 60_000 }, (_, i) => ({ ...log, hashValue: `${i}` })) });
    assert.ok(reading.kind === 'digest');
    assert.equal(reading.digest.logs.length, 60_000);
    assert.equal(reading.digest.logs[59_999]?.hash, '59999');
  });

  it('does not build tens of millions of values that fill memory', () => {
    const dense = `{"logFiles":[${'{},'.repeat(500_000)}{}]}`;
    assert.match(messageOf(readText(dense)), /more values than a digest can/);
    assert.match(messageOf(readText(`{"a":${'[ '.repeat(700_000)}`)), /more values than a digest can/);
    // The same signs inside a text are none of its business.
    const { content } = second;
    assert.equal(readText(JSON.stringify({ ...content, note: '\\",[{'.repeat(300_000) })).kind, 'digest');
  });

  it('does not unpack what is larger than any digest', () => {
    const block = Buffer.alloc(1024 * 1024);
    for (let at = 0; at < block.length; at++) block[at] = 97 + ((at * 2654435761) % 26);
    const text = Buffer.concat([Buffer.from('{"a":"'), ...Array.from({ length: 70 }, () => block), Buffer.from('"}')]);
    const reading = readBytes(gzipSync(text, { level: 0 }));
    assert.ok(reading.kind === 'problem' && reading.code === 'tooLarge');
    assert.match(reading.message, /64\.0 MB/);
    const bomb = readBytes(gzipSync(Buffer.alloc(40 * 1024 * 1024)));
    assert.ok(bomb.kind === 'problem' && bomb.code === 'tooLarge');
    assert.match(bomb.message, /16\.0 MB/);
  });
});

describe('parseDigestTime', () => {
  it('reads UTC with and without a fraction', () => {
    assert.equal(parseDigestTime('2026-01-15T02:01:31Z'), Date.UTC(2026, 0, 15, 2, 1, 31));
    assert.equal(parseDigestTime('2026-01-15T02:01:31.25Z'), Date.UTC(2026, 0, 15, 2, 1, 31, 250));
    assert.equal(parseDigestTime('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29));
    assert.equal(parseDigestTime('2026-01-15T24:00:00Z'), undefined);
  });
});
