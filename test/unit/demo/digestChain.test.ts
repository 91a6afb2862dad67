import assert from 'node:assert/strict';
import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { demoPublicKeys } from '../../../src/demo/demoCase';
import { type ReadDigest, readDemoCase, type StoredCase } from './storedCase';

interface PublicKeyEntry {
  readonly Value: string;
  readonly Fingerprint: string;
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
}

function toSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

describe('the digests of the demo case', function () {
  // Generating the case takes under a second here; a slow machine may take its time.
  this.timeout(60_000);
  let stored: StoredCase;
  let entry: PublicKeyEntry;
  let publicKey: KeyObject;
  let digestByKey: Map<string, ReadDigest>;
  before(() => {
    stored = readDemoCase();
    const entries = (JSON.parse(demoPublicKeys()) as { PublicKeyList: PublicKeyEntry[] }).PublicKeyList;
    assert.equal(entries.length, 1);
    entry = entries[0]!;
    publicKey = createPublicKey({ key: Buffer.from(entry.Value, 'base64'), format: 'der', type: 'pkcs1' });
    digestByKey = new Map(stored.digests.map((digest) => [digest.key, digest]));
  });

  it('come with an RSA-2048 key that is the same everywhere', () => {
    assert.equal(publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(entry.Fingerprint, createHash('md5').update(Buffer.from(entry.Value, 'base64')).digest('hex'));
    // Pinned: another value means that the key is no longer derived as it was.
    assert.equal(entry.Fingerprint, '17b156023997f9830a0988add622d5a8');
    assert.ok(entry.ValidityStartTime * 1000 < Date.parse('2026-01-13T00:00:00Z'));
    assert.ok(entry.ValidityEndTime * 1000 > Date.parse('2026-01-16T00:00:00Z'));
  });

  it('are all signed over the string that CloudTrail signs', () => {
    for (const { content, text, metadata, key } of stored.digests) {
      const signed = [
        content.digestEndTime,
        `${content.digestS3Bucket}/${content.digestS3Object}`,
        toSha256(text),
        content.previousDigestSignature ?? 'null',
      ].join('\n');
      const signature = Buffer.from(metadata['signature'] ?? '', 'hex');
      assert.equal(signature.length, 256);
      assert.equal(metadata['signature-algorithm'], 'SHA256withRSA');
      assert.ok(verify('sha256', Buffer.from(signed, 'utf8'), publicKey, signature), key);
      assert.equal(content.digestS3Object, key);
      assert.equal(content.digestPublicKeyFingerprint, entry.Fingerprint);
    }
  });

  it('form two unbroken chains in each of six lanes, apart while the trail was stopped', () => {
    const starts = stored.digests.filter((digest) => digest.content.previousDigestS3Object === null);
    assert.equal(starts.length, 12);
    for (const { content, key } of stored.digests) {
      if (content.previousDigestS3Object === null) {
        assert.equal(content.previousDigestHashValue, null, key);
        assert.equal(content.previousDigestSignature, null, key);
        continue;
      }
      const previous = digestByKey.get(content.previousDigestS3Object);
      assert.ok(previous !== undefined, key);
      assert.equal(content.previousDigestHashValue, toSha256(previous.text), key);
      assert.equal(content.previousDigestSignature, previous.metadata['signature'], key);
      assert.equal(content.digestStartTime, previous.content.digestEndTime, key);
      assert.ok(Date.parse(content.digestEndTime) - Date.parse(content.digestStartTime) <= 3_600_000, key);
    }
    const pointedAt = new Set(stored.digests.map((digest) => digest.content.previousDigestS3Object));
    const ends = stored.digests.filter((digest) => !pointedAt.has(digest.key));
    assert.equal(ends.length, 12);
    assert.equal(ends.filter((digest) => digest.content.digestEndTime.startsWith('2026-01-15T03:1')).length, 6);
    assert.equal(ends.filter((digest) => digest.content.digestEndTime.startsWith('2026-01-16T00:0')).length, 6);
  });

  it('include hours without a delivery', () => {
    const empty = stored.digests.filter((digest) => digest.content.logFiles.length === 0);
    assert.ok(empty.length > 0);
    for (const { content } of empty) assert.equal(content.newestEventTime, null);
  });

  it('name every log once, and convict exactly one changed and one missing log', () => {
    const textByKey = new Map([...stored.logs, ...stored.insightLogs].map((log) => [log.key, log.text]));
    const named = stored.digests.flatMap((digest) => digest.content.logFiles);
    assert.equal(new Set(named.map((file) => file.s3Object)).size, named.length);
    const missing = named.filter((file) => !textByKey.has(file.s3Object));
    const changed = named.filter((file) => {
      const text = textByKey.get(file.s3Object);
      return text !== undefined && toSha256(text) !== file.hashValue;
    });
    assert.equal(missing.length, 1);
    assert.equal(changed.length, 1);
    assert.match(missing[0]!.s3Object, /444455556666\/CloudTrail\/eu-west-1\/2026\/01\/15\/.*T014[0-4]Z_/);
    assert.match(changed[0]!.s3Object, /444455556666\/CloudTrail\/us-east-1\/2026\/01\/14\/.*T223[5-9]Z_/);
    const namedKeys = new Set(named.map((file) => file.s3Object));
    for (const key of textByKey.keys()) assert.ok(namedKeys.has(key), `${key} is in no digest`);
    // The changed object betrays itself by its age too: it was written while nothing was logged.
    const lastModified = new Date(stored.objects.get(changed[0]!.s3Object)!.lastModified).toISOString();
    assert.ok(lastModified > '2026-01-15T02:58:41' && lastModified < '2026-01-15T08:43:07', lastModified);
  });
});
