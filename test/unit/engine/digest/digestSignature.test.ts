import assert from 'node:assert/strict';
import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { toSignedText, verifySignature } from '../../../../src/engine/digest/digestSignature';
import type { DigestFile } from '../../../../src/engine/digest/lane';
import { newSigningKey } from '../../../support/signedTrail/signingKey';

const sha256 = 'ab'.repeat(32);
const digest: DigestFile = {
  account: '111122223333',
  startTimeText: '2026-01-15T00:01:31Z',
  endTimeText: '2026-01-15T01:01:31Z',
  startTime: Date.UTC(2026, 0, 15, 0, 1, 31),
  endTime: Date.UTC(2026, 0, 15, 1, 1, 31),
  bucket: 'trail-logs',
  key: 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/ü.json.gz',
  fingerprint: 'f',
  signatureAlgorithm: 'SHA256withRSA',
  logs: [],
};
const previous = { bucket: 'b', key: 'k', hash: 'h', hashAlgorithm: 'SHA-256', signature: 'AB01' };
const signed = `2026-01-15T01:01:31Z\ntrail-logs/${digest.key}\n${sha256}\nnull`;

const { privateKey } = newSigningKey();
const publicKey = createPublicKey(privateKey);
const signature = sign('sha256', Buffer.from(signed), privateKey).toString('hex');

describe('toSignedText', () => {
  it('ends in the four letters null for a starting digest, without a line feed', () => {
    assert.equal(toSignedText(digest, sha256), signed);
  });

  it('takes the previous signature as it is written', () => {
    assert.ok(toSignedText({ ...digest, previous }, sha256).endsWith(`\n${sha256}\nAB01`));
  });

  it('writes the hash in lower case', () => {
    assert.equal(toSignedText(digest, sha256.toUpperCase()), signed);
  });
});

describe('verifySignature', () => {
  const verifies = (hex: string, changes: Partial<DigestFile> = {}, hash = sha256): boolean =>
    verifySignature({ ...digest, ...changes }, hash, hex, publicKey);

  it('accepts hex of either case', () => {
    assert.ok(verifies(signature));
    assert.ok(verifies(signature.toUpperCase()));
  });

  for (const [what, changes] of [
    ['end time', { endTimeText: '2026-01-15T01:01:32Z' }],
    ['bucket', { bucket: 'trail-log' }],
    ['key', { key: `${digest.key} ` }],
    ['previous signature', { previous }],
  ] as const) {
    it(`refuses another ${what}`, () => {
      assert.equal(verifies(signature, changes), false);
    });
  }

  it('refuses another hash', () => {
    assert.equal(verifies(signature, {}, 'ac'.repeat(32)), false);
  });

  it('refuses every signature with one bit changed', () => {
    for (let at = 0; at < 256; at += 5) {
      const bytes = Buffer.from(signature, 'hex');
      bytes[at] = (bytes[at] ?? 0) ^ (1 << (at % 8));
      assert.equal(verifies(bytes.toString('hex')), false, `byte ${at}`);
    }
  });

  it('refuses the signature of another key', () => {
    const other = sign('sha256', Buffer.from(signed), newSigningKey('second').privateKey).toString('hex');
    assert.equal(verifies(other), false);
  });

  it('refuses SHA-1 and SHA-512, whatever the signature says of itself', () => {
    for (const algorithm of ['sha1', 'sha384', 'sha512']) {
      assert.equal(verifies(sign(algorithm, Buffer.from(signed), privateKey).toString('hex')), false, algorithm);
    }
  });

  it('refuses PSS', () => {
    const pss = { key: privateKey, padding: constants.RSA_PKCS1_PSS_PADDING };
    assert.equal(verifies(sign('sha256', Buffer.from(signed), pss).toString('hex')), false);
  });

  for (const [what, hex] of [
    ['nothing', ''],
    ['an odd number of digits', signature.slice(1)],
    ['a leading zero byte', `00${signature}`],
    ['a trailing byte', `${signature}00`],
    ['letters that are not hex', `${signature.slice(0, -1)}g`],
    ['a line feed at the end', `${signature.slice(0, -1)}\n`],
    ['base64', Buffer.from(signature, 'hex').toString('base64')],
    ['zeros', '00'.repeat(256)],
    ['ones', 'ff'.repeat(256)],
    ['10 MB', 'ab'.repeat(5_000_000)],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.equal(verifies(hex), false);
    });
  }

  it('verifies with keys of other lengths, and refuses keys that are not RSA', () => {
    const long = generateKeyPairSync('rsa', { modulusLength: 3072 });
    const hex = sign('sha256', Buffer.from(signed), long.privateKey).toString('hex');
    assert.ok(verifySignature(digest, sha256, hex, long.publicKey));
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ec = sign('sha256', Buffer.from(signed), curve.privateKey).toString('hex');
    assert.equal(verifySignature(digest, sha256, ec, curve.publicKey), false);
  });
});
