import assert from 'node:assert/strict';
import { KeyRing } from '../../../../src/engine/digest/keyRing';
import { judgeBucket, toHourLines, toLines, type JudgedLane, type JudgingOptions } from '../../../support/judgedLane';
import {
  newKeyRing,
  newSignedTrail,
  type DigestContent,
  type SignedTrail,
  type SignedTrailOptions,
} from '../../../support/signedTrail/signedTrail';
import { newSigningKey } from '../../../support/signedTrail/signingKey';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';

const hour = 3_600_000;

function judge(
  options: SignedTrailOptions,
  spoil: (bucket: TrailBucket, trail: SignedTrail) => void = () => undefined,
  judging: Partial<JudgingOptions> = {},
): Promise<JudgedLane> {
  const trail = newSignedTrail({ hours: 6, logsPerHour: 1, ...options });
  const bucket = new TrailBucket(trail);
  spoil(bucket, trail);
  return judgeBucket(bucket, {
    window: { from: trail.start, to: trail.end },
    keys: newKeyRing(trail),
    ...judging,
  });
}

/** What the digest that ends at 04:01 says before it is signed. */
function altered(
  change: Partial<DigestContent> | ((content: DigestContent) => Partial<DigestContent>),
): SignedTrailOptions {
  return {
    alterDigest: (content, { index }) => {
      if (index !== 3) return content;
      return { ...content, ...(typeof change === 'function' ? change(content) : change) };
    },
  };
}

function previousKey(content: DigestContent, change: (key: string) => string): Partial<DigestContent> {
  return { previousDigestS3Object: change(content.previousDigestS3Object ?? '') };
}

describe('findLinkFlaw', () => {
  const flaws: readonly [string, SignedTrailOptions, string, RegExp][] = [
    ['another hash', altered({ previousDigestHashValue: 'ab'.repeat(32) }), 'chainHash', /is not that of/],
    ['no hash', altered({ previousDigestHashValue: null }), 'chainHash', /is missing/],
    ['another hash algorithm', altered({ previousDigestHashAlgorithm: 'MD5' }), 'chainHash', /HashAlgorithm/],
    ['another signature', altered({ previousDigestSignature: 'ab'.repeat(256) }), 'chainSignature', /Signature/],
    [
      'a beginning before the end of the one before',
      altered({ digestStartTime: '2026-01-15T02:59:31Z' }),
      'chainTime',
      /begins at 2026-01-15 02:59:31 UTC, but the digest before it ends at 2026-01-15 03:01:31 UTC/,
    ],
    [
      'another account',
      altered((content) => previousKey(content, (key) => key.replaceAll('111122223333', '444455556666'))),
      'chainPointer',
      /which is of another trail, account, region or kind/,
    ],
    [
      'another trail',
      altered((content) => previousKey(content, (key) => key.replace('_management_', '_other_'))),
      'chainPointer',
      /which is of another trail/,
    ],
    [
      'another home region',
      altered((content) =>
        previousKey(content, (key) => key.replace('_management_us-east-1_', '_management_us-west-2_')),
      ),
      'chainPointer',
      /which is of another trail/,
    ],
    [
      'a backfill digest',
      altered((content) => previousKey(content, (key) => key.replace('Z.json', 'Z_backfill.json'))),
      'chainPointer',
      /which is of another trail/,
    ],
    [
      'a log',
      altered((content) => previousKey(content, () => 'AWSLogs/x.json.gz')),
      'chainPointer',
      /which is no digest/,
    ],
    [
      'itself',
      altered((content) => previousKey(content, () => content.digestS3Object)),
      'chainPointer',
      /which is itself/,
    ],
    [
      'a later one',
      altered((content) => previousKey(content, () => content.digestS3Object.replace('T040131Z', 'T050131Z'))),
      'chainPointer',
      /which is not before it/,
    ],
  ];
  for (const [what, options, code, reason] of flaws) {
    it(`reports a signed digest that names ${what}, and still trusts what it names`, async () => {
      const judged = await judge(options);
      assert.deepEqual(toLines(judged), [`digest invalid/${code} 04:01`]);
      assert.match(judged.objects.find((object) => object.status === 'invalid')?.reason ?? '', reason);
      assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 6 logs']);
      assert.equal(judged.verdict, 'wrong');
    });
  }

  it('shows both hashes of the digest before', async () => {
    const judged = await judge(altered({ previousDigestHashValue: 'AB'.repeat(32) }));
    const [invalid, before] = judged.objects
      .filter(({ kind, to }) => kind === 'digest' && to !== undefined)
      .slice(2, 4);
    assert.equal(invalid?.expectedHash, 'ab'.repeat(32));
    assert.equal(invalid.foundHash, before?.foundHash);
  });

  it('takes hashes and signatures of either case', async () => {
    const judged = await judge(
      altered((content) => ({
        previousDigestHashValue: content.previousDigestHashValue?.toUpperCase() ?? null,
        previousDigestSignature: content.previousDigestSignature?.toUpperCase() ?? null,
      })),
    );
    assert.equal(judged.verdict, 'proven');
  });

  it('reports a pointer that leads past a proven digest', async () => {
    let past: DigestContent | undefined;
    const judged = await judge({
      alterDigest: (content, { index }) => {
        if (index === 2) past = content;
        if (index !== 3) return content;
        assert.ok(past !== undefined);
        const { previousDigestS3Object, previousDigestHashValue, previousDigestSignature } = past;
        return { ...content, previousDigestS3Object, previousDigestHashValue, previousDigestSignature };
      },
    });
    // The beginning does not fit either: the time is told first.
    assert.deepEqual(toLines(judged), ['digest invalid/chainTime 04:01']);
    assert.equal(judged.verdict, 'wrong');
  });

  it('reports a pointer that leads past a proven digest whose time it takes', async () => {
    let past: DigestContent | undefined;
    const judged = await judge({
      alterDigest: (content, { index }) => {
        if (index === 2) past = content;
        if (index !== 3) return content;
        assert.ok(past !== undefined);
        const { previousDigestS3Object, previousDigestHashValue, previousDigestSignature, digestStartTime } = past;
        return {
          ...content,
          previousDigestS3Object,
          previousDigestHashValue,
          previousDigestSignature,
          digestStartTime,
        };
      },
    });
    assert.deepEqual(toLines(judged), ['digest invalid/chainPointer 04:01']);
    assert.match(
      judged.objects.find(({ status }) => status === 'invalid')?.reason ?? '',
      /past the digest that ends at/,
    );
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 6 logs']);
  });

  it('reports a time that a pointer leaves out', async () => {
    const judged = await judge(altered({ digestStartTime: '2026-01-15T03:31:31Z' }));
    assert.equal(toLines(judged)[0], 'digest invalid/chainTime 04:01');
    assert.deepEqual(
      toHourLines(judged).map((line) => line.replace(/ \d logs$/, '')),
      ['00:01-03:01 covered', '03:01-03:31 unproven/digestInvalid', '03:31-06:01 covered'],
    );
  });

  it('does not blame a digest for the one before it', async () => {
    const judged = await judge({}, (bucket, { digests }) => {
      const { key = '', metadata = {} } = digests[2] ?? {};
      bucket.setMetadata(key, { ...metadata, signature: 'ab'.repeat(256) });
    });
    assert.deepEqual(toLines(judged), ['digest invalid/signature 03:01']);
  });

  it('ends with a chain of pointers that go round', async () => {
    // AWS alone could sign this: each names the other.
    const judged = await judge({
      backfill: [
        { index: 1, logs: 1, generatedTime: Date.UTC(2026, 0, 16) },
        { index: 3, logs: 1, generatedTime: Date.UTC(2026, 0, 16) },
      ],
      alterDigest: (content, { isBackfill, index }) =>
        isBackfill && index === 1
          ? {
              ...content,
              previousDigestS3Bucket: content.digestS3Bucket,
              previousDigestS3Object: content.digestS3Object.replace('T020131Z', 'T040131Z'),
              previousDigestHashValue: 'ab'.repeat(32),
              previousDigestHashAlgorithm: 'SHA-256',
              previousDigestSignature: 'ab'.repeat(256),
            }
          : content,
    });
    assert.deepEqual(toLines(judged), ['backfillDigest invalid/chainHash 02:01']);
  });
});

describe('a chain that moved', () => {
  const moved: SignedTrailOptions = { bucketOf: ({ index }) => (index < 3 ? 'old-bucket' : 'new-bucket') };

  it('is followed into the bucket in which it was before, digest by digest', async () => {
    const judged = await judge(moved, () => undefined, { bucket: 'new-bucket' });
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 3 logs']);
    const elsewhere = judged.objects.filter((object) => object.key === undefined);
    assert.equal(elsewhere.length, 6);
    assert.ok(elsewhere.every((object) => object.original?.bucket === 'old-bucket' && object.status === 'valid'));
  });

  it('is said to be there where that bucket cannot be opened', async () => {
    const judged = await judge(moved, () => undefined, { bucket: 'new-bucket', openBuckets: [] });
    assert.deepEqual(toLines(judged), ['digest unreachable/otherBucket 03:01']);
    assert.deepEqual(toHourLines(judged), [
      '00:01-03:01 unproven/digestUnreachable 0 logs',
      '03:01-06:01 covered 3 logs',
    ]);
    assert.equal(judged.verdict, 'unproven');
  });

  it('misses what was deleted there', async () => {
    const judged = await judge(
      moved,
      (bucket, { digests }) => {
        bucket.remove(digests[1]?.key ?? '', 'old-bucket');
        bucket.remove(digests[2]?.logs[0]?.key ?? '', 'old-bucket');
      },
      { bucket: 'new-bucket' },
    );
    const minute = toLines(judged)[0]?.slice(-5);
    assert.deepEqual(toLines(judged), [`log missing/notFound ${minute}`, 'digest missing/notFound 02:01']);
  });

  it('is followed to another prefix of its bucket', async () => {
    const before = newSignedTrail({ hours: 3, prefix: 'old' });
    const last = before.digests[2];
    assert.ok(last !== undefined);
    const after = newSignedTrail({
      hours: 3,
      start: last.end,
      alterDigest: (content, { index }) =>
        index > 0
          ? content
          : {
              ...content,
              previousDigestS3Bucket: last.bucket,
              previousDigestS3Object: last.key,
              previousDigestHashValue: last.sha256,
              previousDigestHashAlgorithm: 'SHA-256',
              previousDigestSignature: last.signature,
            },
    });
    const place = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
    const bucket = new TrailBucket(after, before);
    const window = { from: before.start, to: after.end };
    const onlyNew = new TrailBucket(after);
    const judged = await judgeBucket(bucket, {
      window,
      keys: newKeyRing(before, after),
      place,
      isListed: ({ key }) => onlyNew.find(key) !== undefined,
    });
    assert.deepEqual(toLines(judged), []);
    assert.deepEqual(
      toHourLines(judged).map((line) => line.slice(0, 19)),
      ['00:01-06:01 covered'],
    );
    assert.equal(judged.verdict, 'proven');
  });
});

describe('a listing that broke off', () => {
  it('is made good by pointers, and says so where there are none', async () => {
    const day = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/';
    const start = Date.UTC(2026, 0, 15, 19, 1, 31);
    const both = await judge({ hours: 8, start }, () => undefined, { unlisted: [day] });
    assert.equal(both.verdict, 'proven');
    const none = await judge({ hours: 4, start }, () => undefined, { unlisted: [day] });
    assert.deepEqual(toHourLines(none), ['19:01-23:01 unproven/notListed 4 logs']);
    assert.equal(none.verdict, 'unproven');
    const next = 'AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/16/';
    const newest = await judge({ hours: 8, start }, () => undefined, { unlisted: [next] });
    assert.deepEqual(
      toLines(newest).filter((line) => line.startsWith('digest')),
      [],
    );
    assert.deepEqual(toHourLines(newest), ['19:01-23:01 covered 4 logs', '23:01-03:01 unproven/notListed 4 logs']);
  });
});

describe('backfill digests', () => {
  const generatedTime = Date.UTC(2026, 5, 1);
  const backfill = [
    { index: 1, logs: 2, generatedTime },
    { index: 3, logs: 1, generatedTime },
  ];

  it('are checked by themselves, and prove the logs they name', async () => {
    const judged = await judge({ backfill });
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.objects.filter(({ kind }) => kind === 'backfillDigest').length, 2);
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual(
      judged.chains.map(({ digests }) => digests),
      [8],
    );
  });

  it('do not fill hours', async () => {
    const judged = await judge({ backfill, logsPerHour: 0 });
    assert.deepEqual(toHourLines(judged), ['00:01-06:01 quiet 3 logs']);
  });

  it('are missing when the next one names them', async () => {
    const judged = await judge({ backfill }, (bucket, trail) => {
      bucket.remove(trail.backfillDigests[0]?.key ?? '');
    });
    assert.equal(toLines(judged)[0], 'backfillDigest missing/notFound 02:01');
    assert.deepEqual(
      judged.objects.filter(({ status }) => status === 'uncovered').map(({ code }) => code),
      ['notNamed', 'notNamed'],
    );
  });

  it('ask for keys of the time at which they were made', async () => {
    const late = newSigningKey('late');
    const trail = newSignedTrail({
      hours: 6,
      backfill,
      keyOf: ({ isBackfill }) => (isBackfill ? late : newSigningKey()),
    });
    const ring = newKeyRing(trail);
    const known = new KeyRing(ring.list().filter((key) => key.fingerprint !== late.fingerprint));
    const asked: unknown[] = [];
    const judged = await judgeBucket(new TrailBucket(trail), {
      window: { from: trail.start, to: trail.end },
      keys: known,
      onKeysMissing: (missing) => {
        asked.push(...missing);
        for (const key of ring.list()) known.add(key);
      },
    });
    assert.deepEqual(asked, [{ fingerprint: late.fingerprint, from: generatedTime - hour, to: generatedTime + hour }]);
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.verdict, 'proven');
  });
});
