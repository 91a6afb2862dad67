import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { loadPublicKey, toFingerprint } from '../../../../src/engine/digest/publicKey';
import { newSigningKey } from '../../../support/signedTrail/signingKey';

/** A key of CloudTrail's that its user guide shows. */
const guideValue =
  'MIIBCgKCAQEAn11L2YZ9h7onug2ILi1MWyHiMRsTQjfWE+pHVRLk1QjfWhirG+lpOa8NrwQ/r7Ah5bNL6HepznOU9XTDSfmmnP97mqyc7z/upfZdS/' +
  'AHhYcGaz7n6Wc/RRBU6VmiPCrAUojuSk6/GjvA8iOPFsYDuBtviXarvuLPlrT9kAd4Lb+rFfR5peEgBEkhlzc5HuWO7S0y+KunqxX6jQBnXGMtxmPBPP0' +
  'FylgWGNdFtks/4YSKcgqwH0YDcawP9GGGDAeCIqPWIXDLG1jOjRRzWfCmD0iJUkz8vTsn4hq/5ZxRFE7UBAUiVcGbdnDdvVfhF9C3dQiDq3k7adQIziLT' +
  '0cShgQIDAQAB';

describe('loadPublicKey', () => {
  const { privateKey, der } = newSigningKey();
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });

  it('loads PKCS#1 and SubjectPublicKeyInfo to the same key', () => {
    const one = loadPublicKey(der);
    const other = loadPublicKey(spki);
    assert.ok(one !== undefined && other !== undefined);
    assert.ok(one.equals(other));
    assert.equal(one.asymmetricKeyDetails?.modulusLength, 2048);
  });

  it('loads a view into a larger buffer', () => {
    const around = Buffer.concat([Buffer.alloc(5, 0xff), der, Buffer.alloc(5, 0xff)]);
    assert.ok(loadPublicKey(new Uint8Array(around.buffer, around.byteOffset + 5, der.length)) !== undefined);
  });

  it("loads the guide's key", () => {
    assert.equal(loadPublicKey(Buffer.from(guideValue, 'base64'))?.asymmetricKeyType, 'rsa');
  });

  it('gives nothing for other bytes and other kinds of keys', () => {
    const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
    for (const bytes of [
      Buffer.alloc(0),
      Buffer.from('no key'),
      der.subarray(0, -1),
      der.subarray(1),
      Buffer.alloc(1_000_000, 0x30),
      curve.publicKey.export({ format: 'der', type: 'spki' }),
      pss.publicKey.export({ format: 'der', type: 'spki' }),
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      privateKey.export({ format: 'der', type: 'pkcs1' }),
      Buffer.concat([der, Buffer.from([0])]),
      Buffer.concat([spki, Buffer.from([0])]),
    ]) {
      assert.equal(loadPublicKey(bytes), undefined);
    }
  });
});

describe('toFingerprint', () => {
  it('is the one that AWS lists beside the key', () => {
    assert.equal(toFingerprint(Buffer.from(guideValue, 'base64')), '8eba5db5bea9b640d1c96a77256fe7f2');
  });
});
