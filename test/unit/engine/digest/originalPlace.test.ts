import assert from 'node:assert/strict';
import { inferOriginalPlace, toOriginal, toSourceKey } from '../../../../src/engine/digest/originalPlace';
import { judgeBucket, toHourLines, toLines, type JudgedLane, type JudgingOptions } from '../../../support/judgedLane';
import { newKeyRing, newSignedTrail, type SignedTrail } from '../../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';

const trail = newSignedTrail({
  hours: 5,
  prefix: 'audit/AWSLogs/x',
  organizationId: 'o-abcdefghij',
  bucket: 'original',
});

interface Copy {
  readonly isWithoutMetadata?: boolean;
  readonly spoil?: (bucket: TrailBucket, toCopied: (key: string) => string) => void;
  readonly options?: Partial<JudgingOptions>;
}

/** The trail as a copy in another bucket, below another prefix. */
function judgeCopy(
  { isWithoutMetadata = false, spoil, options = {} }: Copy,
  copied: SignedTrail = trail,
): Promise<JudgedLane> {
  const toCopied = (key: string): string => key.replace('audit/AWSLogs/x/', 'case 7/evidence/');
  const objects = copied.objects.map((object) => ({ ...object, bucket: 'evidence', key: toCopied(object.key) }));
  const bucket = new TrailBucket({ objects });
  if (isWithoutMetadata) bucket.dropMetadata();
  spoil?.(bucket, toCopied);
  return judgeBucket(bucket, {
    window: { from: trail.start, to: trail.end },
    keys: newKeyRing(copied),
    original: { kind: 'infer' },
    ...options,
  });
}

describe('a copy', () => {
  it('is no original', async () => {
    const judged = await judgeCopy({ options: { original: { kind: 'own', bucket: 'evidence' } } });
    assert.deepEqual(
      judged.objects.filter(({ kind }) => kind === 'digest').map(({ code }) => code),
      ['moved', 'moved', 'moved', 'moved', 'moved'],
    );
    assert.equal(judged.originalRoot, undefined);
  });

  it('is proven when it is said what it is a copy of', async () => {
    const original = {
      kind: 'copy',
      bucket: 'original',
      sourcePrefix: 'case 7/evidence/',
      originalPrefix: 'audit/AWSLogs/x/',
    } as const;
    const judged = await judgeCopy({ options: { original } });
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual(judged.originalRoot, { bucket: 'original', key: 'audit/AWSLogs/x/', isInferred: false });
    assert.deepEqual(
      judged.objects.map((object) => object.original?.key).sort(),
      trail.objects.map(({ key }) => key).sort(),
    );
    const wrong = await judgeCopy({ options: { original: { ...original, originalPrefix: 'audit/' } } });
    assert.equal(wrong.objects[0]?.code, 'moved');
  });

  it('is proven by what its digests say of the place', async () => {
    const judged = await judgeCopy({});
    assert.equal(judged.verdict, 'proven');
    assert.deepEqual(judged.originalRoot, {
      bucket: 'original',
      key: 'audit/AWSLogs/x/AWSLogs/o-abcdefghij/',
      isInferred: true,
    });
  });

  it('without metadata is proven but for the newest digest', async () => {
    const judged = await judgeCopy({ isWithoutMetadata: true });
    assert.deepEqual(
      toLines(judged).map((line) => line.slice(0, -6)),
      ['digest unreachable/noSignature', 'log uncovered/digestUnreachable', 'log uncovered/digestUnreachable'],
    );
    assert.deepEqual(toHourLines(judged), [
      '00:01-04:01 covered 8 logs',
      '04:01-05:01 unproven/digestUnreachable 2 logs',
    ]);
    assert.equal(judged.objects.filter((object) => object.hasRecoveredSignature === true).length, 4);
    assert.equal(judged.verdict, 'unproven');
  });

  it('without metadata shows an altered digest, and all the digests that are older', async () => {
    const judged = await judgeCopy({
      isWithoutMetadata: true,
      spoil: (bucket, toCopied) => {
        bucket.editText(toCopied(trail.digests[1]?.key ?? ''), (text) => `${text}\n`);
      },
    });
    assert.deepEqual(
      toLines(judged).filter((line) => line.startsWith('digest')),
      ['digest unreachable/noSignature 05:01', 'digest invalid/signature 02:01'],
    );
    assert.equal(judged.verdict, 'wrong');
  });

  it('without metadata proves nothing wrong where only what is unproven speaks against it', async () => {
    const judged = await judgeCopy({
      isWithoutMetadata: true,
      spoil: (bucket, toCopied) => {
        bucket.editText(toCopied(trail.digests[3]?.key ?? ''), (text) => `${text}\n`);
      },
    });
    assert.deepEqual(
      toLines(judged).filter((line) => line.startsWith('digest')),
      ['digest unreachable/noSignature 05:01', 'digest unreachable/noSignature 04:01'],
    );
    assert.equal(judged.verdict, 'unproven');
  });

  for (const isWithoutMetadata of [false, true]) {
    it(`believes no forged digest about the place, ${isWithoutMetadata ? 'without' : 'with'} metadata`, async () => {
      const judged = await judgeCopy({
        isWithoutMetadata,
        spoil: (bucket, toCopied) => {
          bucket.editText(toCopied(trail.digests[4]?.key ?? ''), (text) => text.replaceAll('"original"', '"attacker"'));
        },
      });
      assert.deepEqual(toLines(judged).filter((line) => line.startsWith('digest'))[0], 'digest invalid/moved 05:01');
      assert.equal(judged.originalRoot?.bucket, 'original');
      assert.ok(judged.objects.some(({ kind, status }) => kind === 'digest' && status === 'valid'));
    });
  }

  it('has what was delivered elsewhere', async () => {
    const spread = newSignedTrail({
      hours: 5,
      prefix: 'audit/AWSLogs/x',
      organizationId: 'o-abcdefghij',
      bucket: 'original',
      alterDigest: (content, { index }) =>
        index === 2
          ? { ...content, logFiles: content.logFiles.map((log) => ({ ...log, s3Bucket: 'other' })) }
          : content,
    });
    const judged = await judgeCopy({ options: { openBuckets: [] } }, spread);
    const elsewhere = judged.objects.filter(({ status }) => status === 'unreadable');
    assert.deepEqual(
      elsewhere.map(({ code, original, key }) => [code, original?.bucket, key]),
      [
        ['otherBucket', 'other', undefined],
        ['otherBucket', 'other', undefined],
      ],
    );
    // What lies in the copy under that name is another object.
    assert.equal(judged.objects.filter(({ code }) => code === 'notNamed').length, 2);
  });
});

describe('inferOriginalPlace', () => {
  const place = { root: 'b/AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
  const tail = '111122223333/CloudTrail-Digest/us-east-1/2026/01/15/x.json.gz';
  const key = `b/AWSLogs/${tail}`;

  it('takes what stands before the account', () => {
    const found = inferOriginalPlace(place, key, { bucket: 'o', key: `a/AWSLogs/o-1/${tail}` });
    assert.ok(found !== undefined);
    const { sourcePrefix, originalPrefix, isInferred } = found;
    assert.deepEqual([sourcePrefix, originalPrefix, isInferred], ['b/AWSLogs/', 'a/AWSLogs/o-1/', true]);
    assert.deepEqual(toOriginal(found, key), { bucket: 'o', key: `a/AWSLogs/o-1/${tail}` });
    assert.equal(toSourceKey(found, { bucket: 'o', key: `a/AWSLogs/o-1/${tail}` }), key);
    assert.equal(toSourceKey(found, { bucket: 'o', key: 'c' }), undefined);
    assert.equal(toSourceKey(found, { bucket: 'p', key: `a/AWSLogs/o-1/${tail}` }), undefined);
    assert.equal(toOriginal(found, 'elsewhere'), undefined);
  });

  it('takes nothing of another key', () => {
    for (const other of ['', tail.slice(1), `a${tail}`, `a/AWSLogs/${tail}.`, key.replace('15/x', '16/x')]) {
      assert.equal(inferOriginalPlace(place, key, { bucket: 'o', key: other }), undefined, other);
    }
    assert.equal(inferOriginalPlace(place, `c/${tail}`, { bucket: 'o', key: tail }), undefined);
  });
});
