import assert from 'node:assert/strict';
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

/** Digests end at 01:01:31, 02:01:31 …, each of them numbered by that hour. */
function digestKey(trail: SignedTrail, ...ends: readonly number[]): readonly string[] {
  return ends.map((end) => {
    const found = trail.digests.find((digest) => new Date(digest.end).getUTCHours() === end);
    assert.ok(found !== undefined);
    return found.key;
  });
}

interface Case {
  readonly what: string;
  readonly trail?: SignedTrailOptions;
  /** Digests to delete, to alter, to refuse: by the hour in which they end. */
  readonly deleted?: readonly number[];
  readonly altered?: readonly number[];
  readonly refused?: readonly number[];
  /** Minutes from the trail's start and end. */
  readonly window?: readonly [from: number, to: number];
  readonly options?: Partial<JudgingOptions>;
  /** Lines about digests. */
  readonly digests?: readonly string[];
  readonly hours: readonly string[];
  readonly verdict: JudgedLane['verdict'];
  readonly restarts?: number;
}

async function judgeCase(one: Case): Promise<JudgedLane> {
  const trail = newSignedTrail({ hours: 8, logsPerHour: 1, ...one.trail });
  const bucket = new TrailBucket(trail);
  for (const key of digestKey(trail, ...(one.deleted ?? []))) bucket.remove(key);
  for (const key of digestKey(trail, ...(one.altered ?? []))) bucket.editText(key, (text) => ` ${text}`);
  const [from, to] = one.window ?? [0, 0];
  return judgeBucket(bucket, {
    window: { from: trail.start + from * minute, to: trail.end + to * minute },
    keys: newKeyRing(trail),
    refused: new Map(
      digestKey(trail, ...(one.refused ?? [])).map((key) => [
        key,
        { kind: 'problem', code: 'denied', message: 'denied' },
      ]),
    ),
    ...one.options,
  });
}

const cases: readonly Case[] = [
  {
    what: 'empty digests as quiet',
    trail: { logsPerHour: ({ index }) => (index === 2 || index === 3 ? 0 : 1) },
    hours: ['00:01-02:01 covered 2 logs', '02:01-04:01 quiet 0 logs', '04:01-08:01 covered 4 logs'],
    verdict: 'proven',
  },
  {
    what: 'one missing digest',
    deleted: [4],
    digests: ['digest missing/notFound 04:01'],
    hours: ['00:01-03:01 covered 3 logs', '03:01-04:01 unproven/digestMissing 1 logs', '04:01-08:01 covered 4 logs'],
    verdict: 'wrong',
  },
  {
    what: 'several missing digests, each of them',
    deleted: [3, 4, 5],
    digests: ['digest missing/notFound 05:01', 'digest missing/skippedHour 04:01', 'digest missing/skippedHour 03:01'],
    hours: ['00:01-02:01 covered 2 logs', '02:01-05:01 unproven/digestMissing 3 logs', '05:01-08:01 covered 3 logs'],
    verdict: 'wrong',
  },
  {
    what: 'an invalid digest between missing ones',
    deleted: [3, 5],
    altered: [4],
    digests: ['digest missing/notFound 05:01', 'digest invalid/signature 04:01', 'digest missing/skippedHour 03:01'],
    hours: [
      '00:01-02:01 covered 2 logs',
      '02:01-03:01 unproven/digestMissing 1 logs',
      '03:01-04:01 unproven/digestInvalid 1 logs',
      '04:01-05:01 unproven/digestMissing 1 logs',
      '05:01-08:01 covered 3 logs',
    ],
    verdict: 'wrong',
  },
  {
    what: 'nothing missing before a digest that cannot be read',
    deleted: [3],
    refused: [4],
    digests: ['digest unreachable/denied 04:01'],
    hours: [
      '00:01-02:01 covered 2 logs',
      '02:01-04:01 unproven/digestUnreachable 2 logs',
      '04:01-08:01 covered 4 logs',
    ],
    verdict: 'unproven',
  },
  {
    what: 'a digest that cannot be read before a missing one',
    deleted: [4],
    refused: [3],
    digests: ['digest missing/notFound 04:01', 'digest unreachable/denied 03:01'],
    hours: [
      '00:01-02:01 covered 2 logs',
      '02:01-03:01 unproven/digestUnreachable 1 logs',
      '03:01-04:01 unproven/digestMissing 1 logs',
      '04:01-08:01 covered 4 logs',
    ],
    verdict: 'wrong',
  },
  {
    what: 'the oldest digests missing, as far back as there are logs',
    trail: { logsPerHour: ({ index }) => (index === 0 ? 0 : 1) },
    deleted: [1, 2, 3],
    digests: ['digest missing/notFound 03:01', 'digest missing/skippedHour 02:01'],
    hours: ['00:01-03:01 unproven/digestMissing 2 logs', '03:01-08:01 covered 5 logs'],
    verdict: 'wrong',
  },
  {
    what: 'the newest digest missing, alone no proof of anything',
    deleted: [8],
    digests: ['digest missing/notYetSeen 08:01'],
    hours: ['00:01-07:01 covered 7 logs', '07:01-08:01 unproven/notYetSeen 1 logs'],
    verdict: 'unproven',
  },
  {
    what: 'the newest digests missing, and the end that awaits its digest',
    deleted: [6, 7, 8],
    window: [0, 29],
    digests: ['digest missing/notYetSeen 08:01', 'digest missing/notYetSeen 07:01', 'digest missing/notYetSeen 06:01'],
    hours: [
      '00:01-05:01 covered 5 logs',
      '05:01-08:01 unproven/notYetSeen 3 logs',
      '08:01-08:30 unproven/digestPending excused 0 logs',
    ],
    verdict: 'unproven',
  },
  {
    what: 'the end of a window as pending',
    window: [0, 59],
    hours: ['00:01-08:01 covered 8 logs', '08:01-09:00 unproven/digestPending excused 0 logs'],
    verdict: 'proven',
  },
  {
    what: 'the hour before now as pending while its digest is not due',
    window: [0, 80],
    options: { now: newSignedTrail({ hours: 8 }).end + 80 * minute },
    hours: ['00:01-08:01 covered 8 logs', '08:01-09:21 unproven/digestPending excused 0 logs'],
    verdict: 'proven',
  },
  {
    what: 'the newest digest altered, and others before it missing',
    deleted: [6, 7],
    altered: [8],
    digests: ['digest invalid/signature 08:01', 'digest missing/skippedHour 07:01', 'digest missing/skippedHour 06:01'],
    hours: [
      '00:01-05:01 covered 5 logs',
      '05:01-07:01 unproven/digestMissing 2 logs',
      '07:01-08:01 unproven/digestInvalid 1 logs',
    ],
    verdict: 'wrong',
  },
  {
    what: 'a digest missing that only one behind the window proves',
    deleted: [7],
    window: [0, -120],
    digests: ['digest missing/notFound 07:01'],
    hours: ['00:01-06:01 covered 6 logs'],
    verdict: 'wrong',
  },
  {
    what: 'digests missing that only one behind the window proves',
    deleted: [5, 6, 7],
    window: [0, -150],
    digests: ['digest missing/skippedHour 06:01', 'digest missing/skippedHour 05:01'],
    hours: ['00:01-04:01 covered 4 logs', '04:01-05:31 unproven/digestMissing 2 logs'],
    verdict: 'wrong',
  },
  {
    what: 'a window without any digest, where one behind it proves the chain',
    deleted: [3, 4, 5],
    window: [125, -295],
    digests: ['digest missing/skippedHour 04:01', 'digest missing/skippedHour 03:01'],
    hours: ['02:06-03:06 unproven/digestMissing 1 logs'],
    verdict: 'wrong',
  },
  {
    what: 'a digest behind the window only for what it says of earlier ones',
    altered: [8],
    window: [0, -121],
    hours: ['00:01-06:00 covered 6 logs'],
    verdict: 'proven',
  },
  {
    what: 'a gap',
    trail: { restarts: [{ index: 3, pauseMs: 2 * hour }] },
    hours: ['00:01-03:01 covered 3 logs', '03:01-05:01 gap/restarted 0 logs', '05:01-10:01 covered 5 logs'],
    verdict: 'unproven',
    restarts: 1,
  },
  {
    what: 'a gap of minutes',
    trail: { restarts: [{ index: 3, pauseMs: 5 * minute }] },
    hours: ['00:01-03:01 covered 3 logs', '03:01-03:06 gap/restarted 0 logs', '03:06-08:06 covered 5 logs'],
    verdict: 'unproven',
    restarts: 1,
  },
  {
    what: 'a chain that begins anew without a gap',
    trail: { restarts: [{ index: 3, pauseMs: 0 }] },
    hours: ['00:01-03:01 covered 3 logs', '03:01-04:01 covered/restarted 1 logs', '04:01-08:01 covered 4 logs'],
    verdict: 'unproven',
    restarts: 1,
  },
  {
    what: 'short digests where logging was stopped and started',
    trail: {
      restarts: [{ index: 3, pauseMs: 2 * hour }],
      spanOf: ({ index }) => (index === 2 || index === 3 ? 5 * minute : hour),
    },
    hours: ['00:01-02:06 covered 3 logs', '02:06-04:06 gap/restarted 0 logs', '04:06-08:11 covered 5 logs'],
    verdict: 'unproven',
    restarts: 1,
  },
  {
    what: 'an altered last digest before a gap, and nothing missing in the gap',
    trail: { restarts: [{ index: 4, pauseMs: 4 * hour }] },
    altered: [4],
    digests: ['digest invalid/signature 04:01'],
    hours: [
      '00:01-03:01 covered 3 logs',
      '03:01-04:01 unproven/digestInvalid 1 logs',
      '04:01-08:01 gap/restarted 0 logs',
      '08:01-12:01 covered 4 logs',
    ],
    verdict: 'wrong',
    restarts: 1,
  },
  {
    what: 'a deleted digest after a gap',
    trail: { restarts: [{ index: 4, pauseMs: hour }] },
    deleted: [6],
    digests: ['digest missing/notFound 06:01', 'digest missing/skippedHour 05:01'],
    hours: ['00:01-04:01 covered 4 logs', '04:01-06:01 unproven/digestMissing 1 logs', '06:01-09:01 covered 3 logs'],
    verdict: 'wrong',
  },
  {
    what: 'the time before the first digest',
    window: [-90, 0],
    hours: ['22:31-00:01 gap/beforeFirst 0 logs', '00:01-08:01 covered 8 logs'],
    verdict: 'unproven',
    restarts: 0,
  },
  {
    what: 'less than an hour before the first digest as nothing to prove',
    window: [-59, 0],
    hours: ['23:02-00:01 gap/beforeFirst excused 0 logs', '00:01-08:01 covered 8 logs'],
    verdict: 'proven',
    restarts: 0,
  },
  {
    what: 'a window inside the chain',
    window: [90, -90],
    hours: ['01:31-06:31 covered 6 logs'],
    verdict: 'proven',
  },
  {
    what: 'a window that ends where a digest ends',
    window: [60, -120],
    hours: ['01:01-06:01 covered 5 logs'],
    verdict: 'proven',
  },
  {
    what: 'a digest that ends where the window begins',
    altered: [1],
    window: [60, 0],
    digests: ['digest invalid/signature 01:01'],
    hours: ['01:01-08:01 covered 7 logs'],
    verdict: 'wrong',
  },
  {
    what: 'a chain that began anew where the window begins, after a gap',
    trail: { restarts: [{ index: 3, pauseMs: hour }] },
    window: [240, 0],
    hours: ['04:01-09:01 covered 5 logs'],
    verdict: 'proven',
    restarts: 0,
  },
  {
    what: 'a gap in which the window begins, after digests that are listed',
    trail: { restarts: [{ index: 3, pauseMs: hour }] },
    window: [210, 0],
    hours: ['03:31-04:01 gap/restarted 0 logs', '04:01-09:01 covered 5 logs'],
    verdict: 'unproven',
    restarts: 1,
  },
  {
    what: 'a window behind the last digest',
    window: [60 * 10, 60 * 4],
    hours: ['10:01-12:01 unproven/notYetSeen 0 logs'],
    verdict: 'unproven',
  },
];

describe('coverHours', () => {
  for (const one of cases) {
    it(`names ${one.what}`, async () => {
      const judged = await judgeCase(one);
      assert.deepEqual(
        toLines(judged).filter((line) => line.startsWith('digest')),
        one.digests ?? [],
      );
      assert.deepEqual(toHourLines(judged), one.hours);
      assert.equal(judged.verdict, one.verdict);
      assert.equal(judged.chains.flatMap(({ restarts }) => restarts).length, one.restarts ?? 0);
    });
  }
});

describe('a chain whose digests of the window are all gone', () => {
  const options = { hours: 8, logsPerHour: 1, seed: '3' };
  const single = newSignedTrail({ ...options, trail: 'single' });
  const multi = newSignedTrail({ ...options, trail: 'multi', seed: '4' });
  const window = { from: single.start + 4 * hour, to: single.end };

  async function judge(trail: string | undefined): Promise<JudgedLane> {
    const bucket = new TrailBucket(single, multi);
    const wiped = [...multi.digests, ...multi.logs].filter(({ key }) => {
      const stamp = /_(\d{8}T\d{2})/.exec(key)?.[1] ?? '';
      return stamp >= '20260115T04';
    });
    for (const { key } of wiped) bucket.remove(key);
    return judgeBucket(bucket, {
      window,
      keys: newKeyRing(single, multi),
      ...(trail === undefined ? {} : { trail: { name: trail } }),
    });
  }

  for (const trail of [undefined, 'multi']) {
    it(`is not proven when ${trail === undefined ? 'everything' : 'that trail'} is asked for`, async () => {
      const { verdict, hours } = await judge(trail);
      assert.equal(verdict, 'unproven');
      const own = hours.filter((one) => one.trail === 'multi');
      assert.equal(own.at(0)?.from, window.from);
      assert.equal(own.at(-1)?.to, window.to);
      const standings = new Set(
        own.map(({ status, code, isExcused }) => `${status}/${code ?? ''}/${isExcused ?? false}`),
      );
      assert.deepEqual([...standings], ['unproven/notYetSeen/false']);
    });
  }

  it('leaves another trail as it is', async () => {
    assert.equal((await judge('single')).verdict, 'proven');
  });

  it('has a window that lies wholly behind the newest digest await the next one, without proof', async () => {
    const from = single.end + 10 * minute;
    const judged = await judgeBucket(new TrailBucket(single), {
      window: { from, to: from + 20 * minute },
      now: from + 25 * minute,
      keys: newKeyRing(single),
    });
    assert.equal(judged.verdict, 'unproven');
    assert.deepEqual(
      judged.hours.map(({ status, code, isExcused }) => [status, code, isExcused]),
      [['unproven', 'digestPending', undefined]],
    );
  });
});
