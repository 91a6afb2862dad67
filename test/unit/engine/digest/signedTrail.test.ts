import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { UserError } from '../../../../src/base/errors';
import { fileNameOf, parseObjectName, parseTrailPath } from '../../../../src/engine/trail/objectKey';
import { LocalSource } from '../../../../src/source/local/localSource';
import { newSigningKey } from '../../../support/signedTrail/signingKey';
import { newSignedTrail, type SignedDigest, type SignedTrailOptions } from '../../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';
import { TrailSource, writeToFolder } from '../../../support/signedTrail/trailPlaces';

const { signal } = new AbortController();
const hourMs = 3_600_000;

const rich: SignedTrailOptions = {
  accounts: ['111122223333', '444455556666'],
  regions: ['us-east-1', 'eu-west-1'],
  organizationId: 'o-abcdefghij',
  prefix: 'audit/logs',
  trail: 'my_trail',
  homeRegion: 'eu-west-1',
  hours: 5,
  logsPerHour: ({ index }) => (index === 1 ? 0 : 3),
  restarts: [{ index: 3, pauseMs: 2 * hourMs }],
  backfill: [
    { index: 1, logs: 2, generatedTime: Date.UTC(2026, 1, 1) },
    { index: 2, logs: 1, generatedTime: Date.UTC(2026, 1, 1) },
  ],
  keyOf: ({ index, isBackfill }) => newSigningKey(isBackfill ? 'third' : index < 2 ? 'first' : 'second'),
};
const trail = newSignedTrail(rich);

function isSigned(digest: SignedDigest): boolean {
  const { content, sha256, signature, signingKey } = digest;
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = content;
  const text = [digestEndTime, `${digestS3Bucket}/${digestS3Object}`, sha256, previousDigestSignature ?? 'null'];
  const key = createPublicKey({ key: signingKey.der, format: 'der', type: 'pkcs1' });
  return verify('sha256', Buffer.from(text.join('\n')), key, Buffer.from(signature, 'hex'));
}

describe('newSignedTrail', () => {
  it('gives the same bytes for the same options, and others for another seed', () => {
    assert.deepEqual(newSignedTrail(rich).objects, trail.objects);
    const [one, other] = ['a', 'b'].map((seed) => newSignedTrail({ seed, hours: 1 }).logs[0]?.key);
    assert.notEqual(one, other);
  });

  it('signs every digest', () => {
    assert.equal(trail.digests.length, 20);
    assert.equal(trail.backfillDigests.length, 8);
    for (const digest of [...trail.digests, ...trail.backfillDigests]) assert.ok(isSigned(digest), digest.key);
  });

  it('names what it holds, with hashes of the text', () => {
    const stored = new Map(trail.objects.map((object) => [object.key, object]));
    assert.equal(stored.size, trail.objects.length);
    for (const digest of [...trail.digests, ...trail.backfillDigests]) {
      assert.equal(gunzipSync(digest.bytes).toString(), digest.text);
      for (const log of digest.content.logFiles) {
        const text = gunzipSync(stored.get(log.s3Object)?.bytes ?? Buffer.alloc(0));
        assert.equal(createHash('sha256').update(text).digest('hex'), log.hashValue);
      }
    }
  });

  it("uses CloudTrail's keys and names", () => {
    for (const object of trail.objects) {
      const place = parseTrailPath(object.key.slice(0, object.key.lastIndexOf('/') + 1));
      const name = parseObjectName(fileNameOf(object.key));
      assert.equal(place.level, 'day');
      assert.equal(place.organizationId, 'o-abcdefghij');
      assert.equal(place.accountId, name.accountId);
      assert.equal(place.region, name.region);
      const day = `${place.year ?? ''}${place.month ?? ''}${place.day ?? ''}`;
      assert.ok(name.stamp?.startsWith(day));
      if (name.kind === 'digest') assert.deepEqual([name.trailName, name.homeRegion], ['my_trail', 'eu-west-1']);
    }
  });

  it('chains the digests of a lane, and begins anew after a pause', () => {
    const lane = trail.digests.filter(({ at }) => at.account === '444455556666' && at.region === 'eu-west-1');
    assert.deepEqual(
      lane.map((digest) => lane.findIndex((other) => other.key === digest.content.previousDigestS3Object)),
      [-1, 0, 1, -1, 3],
    );
    assert.deepEqual(
      lane.slice(1).map((digest, index) => digest.start - (lane[index]?.end ?? 0)),
      [0, 0, 2 * hourMs, 0],
    );
    for (const digest of lane) {
      for (const log of digest.logs) assert.ok(log.minute >= digest.start && log.minute < digest.end);
    }
  });

  it('lists the keys of each region once', () => {
    const names = trail.publicKeys.map((key) => `${key.region ?? ''} ${key.fingerprint}`);
    assert.equal(new Set(names).size, 6);
    assert.equal(names.length, 6);
  });
});

describe('TrailBucket', () => {
  it('alters exactly what it is told to', () => {
    const bucket = new TrailBucket(trail);
    const before = bucket.list();
    const [one, other, third, fourth] = bucket.keys();
    assert.ok(one !== undefined && other !== undefined && third !== undefined && fourth !== undefined);
    bucket.edit(one, (bytes) => bytes.subarray(1));
    bucket.editText(other, (text) => `${text} `);
    bucket.rename(third, 'elsewhere');
    bucket.remove(fourth);
    const same = bucket.list().filter((object) => before.includes(object));
    assert.equal(same.length, before.length - 4);
    assert.equal(bucket.find(third), undefined);
    assert.equal(gunzipSync(bucket.get(other).bytes).toString().at(-1), ' ');
    assert.throws(() => {
      bucket.remove(fourth);
    }, /No object/);
  });

  it('swaps what two objects hold', () => {
    const bucket = new TrailBucket(trail);
    const [one, other] = [trail.digests[0]!, trail.digests[1]!];
    bucket.swap(one.key, other.key);
    assert.equal(bucket.get(one.key).bytes, other.bytes);
    assert.equal(bucket.get(other.key).metadata, one.metadata);
  });
});

describe('places of a signed trail', () => {
  const small = newSignedTrail({ hours: 1 });
  const [digest] = small.digests;
  assert.ok(digest !== undefined);

  it('is a source that lists and reads', async () => {
    const source = new TrailSource(small.objects);
    const listed = [];
    for await (const page of source.listRecursive('AWSLogs/', {})) listed.push(...page.objects);
    assert.equal(listed.length, 3);
    assert.equal(listed.find((object) => object.key === digest.key)?.sizeBytes, digest.bytes.length);
    assert.equal((await source.readObject(digest.key)).metadata['signature'], digest.signature);
    await assert.rejects(
      source.readObject('other'),
      (error) => error instanceof UserError && error.code === 'notFound',
    );
  });

  for (const hasSidecars of [true, false]) {
    it(`is a folder ${hasSidecars ? 'with' : 'without'} sidecars`, async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'trailcase-signed-'));
      try {
        await writeToFolder(folder, small.objects, hasSidecars);
        const stored = await new LocalSource(folder, 'aws').readObject(digest.key, signal);
        assert.deepEqual(Buffer.from(stored.bytes), Buffer.from(digest.bytes));
        assert.equal(stored.metadata['signature'], hasSidecars ? digest.signature : undefined);
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    });
  }
});
