import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { parseTrailFilter } from '../../../../src/engine/digest/trailFilter';
import { judgeBucket, toHourLines, toLines, type JudgedLane, type JudgingOptions } from '../../../support/judgedLane';
import {
  newKeyRing,
  newSignedTrail,
  type SignedTrail,
  type SignedTrailOptions,
} from '../../../support/signedTrail/signedTrail';
import { TrailBucket } from '../../../support/signedTrail/trailBucket';

const minute = 60_000;
const hour = 60 * minute;
const folder = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/';

function logKey(time: string, unique = 'FORGEDFORGEDFORG', day = folder): string {
  return `${day}111122223333_CloudTrail_us-east-1_20260115T${time}Z_${unique}.json.gz`;
}

function judge(
  spoil: (bucket: TrailBucket, trail: SignedTrail) => void,
  judging: Partial<JudgingOptions> = {},
  options: SignedTrailOptions = {},
): Promise<JudgedLane> {
  const trail = newSignedTrail({ hours: 6, logsPerHour: 1, ...options });
  const bucket = new TrailBucket(trail);
  spoil(bucket, trail);
  return judgeBucket(bucket, { window: { from: trail.start, to: trail.end }, keys: newKeyRing(trail), ...judging });
}

const { start, end } = newSignedTrail({ hours: 6 });

describe('findLogStanding', () => {
  const standings: readonly {
    readonly what: string;
    readonly time: string;
    readonly expected: readonly string[];
    readonly trail?: SignedTrailOptions;
    readonly spoil?: (bucket: TrailBucket, trail: SignedTrail) => void;
    readonly judging?: Partial<JudgingOptions>;
  }[] = [
    { what: 'in a proven hour', time: '0331', expected: ['log uncovered/notNamed 03:31'] },
    {
      what: 'in a quiet hour',
      time: '0331',
      trail: { logsPerHour: 0 },
      expected: ['log uncovered/notNamed 03:31'],
    },
    {
      what: 'in a gap',
      time: '0331',
      trail: { restarts: [{ index: 3, pauseMs: hour }] },
      expected: ['log uncovered/inGap 03:31'],
    },
    {
      what: 'of a time that has not come',
      time: '0731',
      judging: { window: { from: start, to: end + 3 * hour }, now: end + 5 * minute },
      expected: ['log uncovered/notNamed 07:31'],
    },
    {
      what: 'where the digests could not be listed',
      time: '0331',
      judging: { unlisted: ['AWSLogs/111122223333/CloudTrail-Digest/us-east-1/'] },
      trail: { logsPerHour: 0 },
      expected: ['log uncovered/notListed 03:31'],
    },
    {
      what: 'before the first digest',
      time: '0000',
      judging: { window: { from: start - 91_000, to: end } },
      expected: ['log uncovered/inGap 00:00'],
    },
    {
      what: 'behind the newest digest',
      time: '0615',
      judging: { window: { from: start, to: end + 30 * minute } },
      expected: ['log pending/afterNewest 06:15'],
    },
    {
      what: 'in the minute in which the newest digest ends',
      time: '0601',
      judging: { window: { from: start, to: end + 30 * minute } },
      expected: ['log pending/afterNewest 06:01'],
    },
    {
      what: 'just before the newest digest’s end, when its next is not due',
      time: '0557',
      judging: { window: { from: start, to: end + minute }, now: end + minute },
      expected: ['log pending/afterNewest 05:57'],
    },
    {
      what: 'just before the newest digest’s end, when its next is long due',
      time: '0557',
      judging: { window: { from: start, to: end + minute }, now: end + 2 * hour },
      expected: ['log uncovered/notNamed 05:57'],
    },
    {
      what: 'in an hour whose digest is not there by now',
      time: '0615',
      judging: { window: { from: start, to: end + hour } },
      expected: ['digest missing/notYetSeen 07:01', 'log uncovered/digestMissing 06:15'],
    },
    {
      what: 'before the window',
      time: '0231',
      judging: { window: { from: start + 150 * minute + 30_000, to: end } },
      expected: [],
    },
    {
      what: 'in the last minute of the window',
      time: '0431',
      judging: { window: { from: start, to: start + 270 * minute } },
      expected: ['log uncovered/notNamed 04:31'],
    },
    {
      what: 'behind the window',
      time: '0432',
      judging: { window: { from: start, to: start + 270 * minute } },
      expected: [],
    },
  ];
  for (const { what, time, expected, trail = {}, spoil, judging = {} } of standings) {
    it(`names a log ${what}`, async () => {
      const judged = await judge(
        (bucket, signed) => {
          bucket.add(logKey(time), '{"Records":[]}');
          spoil?.(bucket, signed);
        },
        judging,
        trail,
      );
      assert.deepEqual(toLines(judged), expected);
    });
  }

  it('counts the minute in which the window begins, unless an older digest may name its logs', async () => {
    const add = (bucket: TrailBucket): void => {
      bucket.add(logKey('0201'), '{"Records":[]}');
    };
    const later = await judge(add, { window: { from: start + 120 * minute + 10_000, to: end } });
    assert.deepEqual(toLines(later), []);
    const within = await judge(
      (bucket) => {
        bucket.add(logKey('0231'), '{"Records":[]}');
      },
      {
        window: { from: start + 150 * minute - 10_000, to: end },
      },
    );
    assert.deepEqual(toLines(within), ['log uncovered/notNamed 02:31']);
  });

  it('takes what a digest behind the window names', async () => {
    // The log of 02:15 was delivered late: the digest that ends at 06:01 names it.
    const trail: SignedTrailOptions = {
      logMinute: ({ index, start: from }) => (index === 5 ? start + 134 * minute : from + 10 * minute),
    };
    const window = { from: start, to: start + 3.1 * hour };
    const judged = await judge(() => undefined, { window }, trail);
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.objects.filter(({ kind }) => kind === 'digest').length, 4);
    const late = judged.objects.find(({ from }) => from === Math.floor((start + 134 * minute) / minute) * minute);
    assert.equal(late?.status, 'valid');
    const gone = await judge(
      (bucket, { logs }) => {
        bucket.remove(logs[5]?.key ?? '');
      },
      { window },
      trail,
    );
    assert.deepEqual(toLines(gone), ['log missing/notFound 02:15']);
  });

  it('reads no log that only digests behind the window name', async () => {
    const judged = await judge(() => undefined, { window: { from: start, to: start + 2 * hour } });
    assert.equal(judged.read.length, 3);
  });
});

describe('strays', () => {
  const strays: readonly [string, string, string][] = [
    ['an unknown name', `${folder}notes.txt`, 'log stray/name'],
    [
      'a digest’s name',
      `${folder}111122223333_CloudTrail-Digest_us-east-1_management_us-east-1_20260115T040131Z.json.gz`,
      'log stray/place 04:01',
    ],
    ['another account’s log', logKey('0331').replaceAll('/111122223333_', '/444455556666_'), 'log stray/place 03:31'],
    ['another region’s log', logKey('0331').replace('_us-east-1_', '_eu-west-1_'), 'log stray/place 03:31'],
    ['another day’s log', logKey('0331').replace('20260115T', '20260114T'), 'log stray/place 03:31'],
    ['another kind’s log', logKey('0331').replace('_CloudTrail_', '_CloudTrail-Insight_'), 'log stray/place 03:31'],
    ['a log in a folder below', logKey('0331', 'FORGEDFORGEDFORG', `${folder}more/`), 'log stray/place 03:31'],
    ['a log in a layout below', `${folder}${logKey('0331')}`, 'log stray/place 03:31'],
    ['a day that is none', logKey('0331').replaceAll('2026/01/15', '2026/02/30').replace('20260115', '20260230'), ''],
    [
      'what would end a listing',
      `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_management_us-east-1_zzzzzzzzzzzzzzzz.json.gz`,
      'digest stray/name',
    ],
    [
      'a digest of another day',
      `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_management_us-east-1_20260114T040131Z.json.gz`,
      'digest stray/place',
    ],
    ['a folder marker', folder, ''],
    ['a sidecar, which only folders have', `${logKey('0331')}.sidecar.json`, 'log stray/name'],
  ];
  for (const [what, key, expected] of strays) {
    it(`tells ${what}`, async () => {
      const judged = await judge((bucket) => {
        bucket.add(key, Buffer.alloc(key.endsWith('/') ? 0 : 4));
      });
      assert.deepEqual(
        toLines(judged).map((line) => line.replace(/ \d\d:\d\d$/, '')),
        expected === '' ? [] : [expected.replace(/ \d\d:\d\d$/, '')],
      );
      assert.equal(judged.verdict, expected.startsWith('log') ? 'unproven' : 'proven');
    });
  }

  it('count in days of the window, and everywhere when there is none', async () => {
    const spoil = (bucket: TrailBucket): void => {
      bucket.add(`${folder.replace('/15/', '/14/')}notes.txt`, 'x');
      bucket.add(`${folder.replace('2026/01/15/', '')}notes.txt`, 'x');
    };
    assert.deepEqual(toLines(await judge(spoil)), []);
    assert.deepEqual(toLines(await judge(spoil, { isWindowOpen: true })), ['log stray/name', 'log stray/name']);
  });

  it('are no strays when a proven digest names them', async () => {
    const odd = `${folder}odd-name.json.gz`;
    const text = '{"Records":[]}';
    const trail: SignedTrailOptions = {
      logText: () => text,
      alterDigest: (content, { index }) =>
        index === 2 ? { ...content, logFiles: content.logFiles.map((log) => ({ ...log, s3Object: odd })) } : content,
    };
    const judged = await judge(
      (bucket, { logs }) => {
        bucket.remove(logs[2]?.key ?? '');
        bucket.add(odd, gzipSync(text));
      },
      {},
      trail,
    );
    assert.deepEqual(toLines(judged), []);
    assert.equal(judged.verdict, 'proven');
  });
});

describe('logs that digests name', () => {
  it('are valid only if everything that names them agrees', async () => {
    let named: string | undefined;
    const trail: SignedTrailOptions = {
      alterDigest: (content, { index }) => {
        if (index === 1) named = content.logFiles[0]?.s3Object;
        if (index !== 2 && index !== 3) return content;
        const [first] = content.logFiles;
        assert.ok(first !== undefined && named !== undefined);
        return {
          ...content,
          logFiles: [...content.logFiles, { ...first, s3Object: named, hashValue: 'ab'.repeat(32) }],
        };
      },
    };
    const judged = await judge(() => undefined, {}, trail);
    assert.equal(toLines(judged).length, 1);
    const [log] = judged.objects.filter(({ status }) => status === 'modified');
    assert.equal(log?.expectedHash, 'ab'.repeat(32));
    assert.equal(judged.read.filter((key) => key === named).length, 1);
  });

  it('equal no hash that is none', async () => {
    const trail: SignedTrailOptions = {
      alterDigest: (content) => ({
        ...content,
        logFiles: content.logFiles.map((log) => ({ ...log, hashValue: 'not a hash' })),
      }),
    };
    const judged = await judge(() => undefined, {}, { ...trail, hours: 1 });
    assert.equal(judged.objects[1]?.status, 'modified');
    assert.equal(judged.objects[1].expectedHash, 'not a hash');
  });

  const failures = [
    ['notFound', 'missing', 'wrong'],
    ['format', 'modified', 'wrong'],
    ['hash', 'modified', 'wrong'],
    ['denied', 'unreadable', 'unproven'],
    ['archived', 'unreadable', 'unproven'],
    ['tooLarge', 'unreadable', 'unproven'],
    ['unread', 'unreadable', 'unproven'],
  ] as const;
  for (const [code, status, verdict] of failures) {
    it(`are ${status} when they are ${code}`, async () => {
      const { logs } = newSignedTrail({ hours: 6, logsPerHour: 1 });
      const refused = new Map([[logs[2]?.key ?? '', { kind: 'problem', code, message: `it is ${code}` } as const]]);
      const judged = await judge(() => undefined, { refused });
      const log = judged.objects.find((object) => object.status !== 'valid');
      assert.equal(log?.status, status);
      assert.equal(log.code, code);
      assert.equal(log.expectedHash, logs[2]?.sha256);
      assert.equal(log.foundHash, undefined);
      assert.equal(log.reason, code === 'notFound' ? 'not found' : `it is ${code}`);
      assert.equal(judged.verdict, verdict);
      assert.deepEqual(toHourLines(judged), ['00:01-06:01 covered 6 logs']);
    });
  }
});

describe('several trails in a lane', () => {
  const first = newSignedTrail({ hours: 6, logsPerHour: 1, trail: 'lab', seed: 'a' });
  const second = newSignedTrail({
    hours: 6,
    logsPerHour: 1,
    trail: 'lab_us-east-1_more',
    seed: 'b',
    start: start + 17 * minute,
  });
  const window = { from: start + hour, to: end };
  const keys = newKeyRing(first, second);

  it('have chains of their own, however they are named', async () => {
    const judged = await judgeBucket(new TrailBucket(first, second), { window, keys });
    assert.deepEqual(toLines(judged), []);
    assert.deepEqual(
      judged.chains.map(({ trail, digests }) => [trail, digests]),
      [
        ['lab', 6],
        ['lab_us-east-1_more', 6],
      ],
    );
    assert.equal(judged.hours.filter(({ trail }) => trail === 'lab').length, 5);
    assert.equal(judged.verdict, 'proven');
  });

  it('are read, but not reported, when one is asked for', async () => {
    const bucket = new TrailBucket(first, second);
    bucket.remove(second.digests[3]?.key ?? '');
    bucket.remove(second.logs[1]?.key ?? '');
    const trail = parseTrailFilter('arn:aws:cloudtrail:us-east-1:111122223333:trail/lab');
    assert.ok(trail !== undefined);
    const judged = await judgeBucket(bucket, { window, keys, trail });
    // A log whose digest is gone may be anybody's.
    assert.deepEqual(
      judged.objects.filter(({ status }) => status !== 'valid').map(({ key, code }) => [key, code]),
      [[second.logs[3]?.key, 'digestMissing']],
    );
    assert.ok(judged.objects.every((object) => object.trail !== 'lab_us-east-1_more'));
    assert.deepEqual(
      judged.chains.map(({ trail: name }) => name),
      ['lab'],
    );
    assert.deepEqual(
      judged.trails.map(({ trail: name }) => name),
      ['lab', 'lab_us-east-1_more'],
    );
  });

  it('leave nothing to say of a trail that is not there', async () => {
    const trail = { name: 'elsewhere' };
    const judged = await judgeBucket(new TrailBucket(first), {
      window: { from: first.start, to: first.end },
      keys,
      trail,
    });
    assert.deepEqual(judged.objects, []);
    assert.deepEqual(judged.hours, []);
    const bucket = new TrailBucket(first);
    bucket.add(logKey('0331'), 'x');
    const suspicious = await judgeBucket(bucket, { window: { from: first.start, to: first.end }, keys, trail });
    assert.deepEqual(toLines(suspicious), ['log uncovered/notNamed 03:31']);
    assert.deepEqual(toHourLines(suspicious), ['00:01-06:01 unproven/noDigests 7 logs']);
  });

  it('are asked for by home region and account, too', async () => {
    for (const arn of [
      'arn:aws:cloudtrail:eu-west-1:111122223333:trail/lab',
      'arn:aws:cloudtrail:us-east-1:444455556666:trail/lab',
    ]) {
      const trail = parseTrailFilter(arn);
      assert.ok(trail !== undefined);
      const judged = await judgeBucket(new TrailBucket(first), { window, keys, trail });
      assert.deepEqual(judged.chains, []);
    }
  });

  it('have the kindest of what they say of a log', async () => {
    const stopped = newSignedTrail({
      hours: 6,
      logsPerHour: 1,
      trail: 'other',
      seed: 'c',
      restarts: [{ index: 3, pauseMs: hour }],
    });
    const bucket = new TrailBucket(first, stopped);
    bucket.add(logKey('0331'), 'x');
    const judged = await judgeBucket(bucket, { window, keys });
    assert.deepEqual(toLines(judged), ['log uncovered/inGap 03:31']);
  });

  it('are no witnesses when all their digests are forged', async () => {
    const bucket = new TrailBucket(first);
    bucket.add(logKey('0331'), 'x');
    const forged = first.digests[5]?.key.replace('_lab_', '_phantom_').replace('T060131Z', 'T020131Z') ?? '';
    bucket.add(forged, '{}');
    const judged = await judgeBucket(bucket, { window, keys });
    assert.deepEqual(toLines(judged), ['digest invalid/format 02:01', 'log uncovered/notNamed 03:31']);
    assert.equal(judged.verdict, 'wrong');
  });
});

describe('a lane without digests', () => {
  it('has logs that nothing proves', async () => {
    const trail = newSignedTrail({ hours: 2, logsPerHour: 1 });
    const bucket = new TrailBucket({ objects: trail.logs });
    const judged = await judgeBucket(bucket, { window: { from: trail.start, to: trail.end }, keys: newKeyRing(trail) });
    assert.deepEqual(new Set(toLines(judged).map((line) => line.slice(0, -6))), new Set(['log uncovered/noDigests']));
    assert.deepEqual(toHourLines(judged), ['00:01-02:01 unproven/noDigests 2 logs']);
    assert.equal(judged.verdict, 'unproven');
    assert.deepEqual(judged.chains, []);
  });
});
