import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ValidatedHour } from '../../../src/engine/digest/validation';
import { mergeValidatedHours } from '../../../src/validation/validatedHours';
import { keepRun } from '../server/storedRuns';

const account = '111122223333';
const region = 'us-east-1';

function hour(from: number, to: number, fields: Partial<ValidatedHour> = {}): ValidatedHour {
  return { account, region, trail: 'audit', from, to, status: 'covered', logs: 1, ...fields };
}

/** Of a time for which no digest names a trail. */
function namelessHour(from: number, to: number, status: ValidatedHour['status']): ValidatedHour {
  return { account, region, from, to, status, logs: 0 };
}

function told(hours: readonly ValidatedHour[]): readonly string[] {
  return hours.map(({ from, to, status }) => `${from}-${to} ${status}`);
}

describe('what several runs prove of the hours', () => {
  const cases: readonly (readonly [string, readonly (readonly ValidatedHour[])[], readonly string[]])[] = [
    ['nothing without runs', [], []],
    [
      'joins equal neighbours',
      [[hour(0, 1), hour(1, 2), hour(2, 3, { status: 'quiet' })]],
      ['0-2 covered', '2-3 quiet'],
    ],
    [
      'keeps what is excused apart',
      [[hour(0, 1, { status: 'unproven' }), hour(1, 2, { status: 'unproven', isExcused: true })]],
      ['0-1 unproven', '1-2 unproven'],
    ],
    [
      'takes the newest run of a trail, worse or better, and older ones beside it',
      [[hour(2, 4, { status: 'unproven' })], [hour(0, 6)]],
      ['0-2 covered', '2-4 unproven', '4-6 covered'],
    ],
    [
      'lets one trail’s logs stand, whatever is unknown of another’s, but not its silence',
      [[hour(0, 4, { status: 'gap' }), hour(1, 2, { trail: 'org' }), hour(2, 3, { trail: 'org', status: 'quiet' })]],
      ['0-1 gap', '1-2 covered', '2-4 gap'],
    ],
    [
      'lets a trail’s silence stand where another one had not begun',
      [[hour(0, 2, { status: 'gap', isExcused: true }), hour(0, 1, { trail: 'org', status: 'quiet' })]],
      ['0-1 quiet', '1-2 gap'],
    ],
    [
      'calls no hour quiet in which another trail delivered',
      [[hour(0, 1, { status: 'quiet' }), hour(0, 1, { trail: 'org' })]],
      ['0-1 covered'],
    ],
    [
      'believes a newer run that found no digests at all',
      [[namelessHour(0, 1, 'unproven')], [hour(0, 2)]],
      ['0-1 unproven', '1-2 covered'],
    ],
    ['takes overlapping hours of one run once', [[hour(0, 2), hour(1, 3)]], ['0-3 covered']],
    ['leaves out empty hours', [[hour(2, 2)]], []],
  ];
  for (const [what, runs, expected] of cases) {
    it(what, () => {
      assert.deepEqual(told(mergeValidatedHours(runs)), expected);
    });
  }

  it('keeps accounts and regions apart', () => {
    const merged = mergeValidatedHours([
      [hour(0, 1), hour(0, 1, { region: 'eu-west-1', status: 'gap' }), hour(0, 1, { account: '444455556666' })],
    ]);
    assert.equal(merged.length, 3);
    assert.deepEqual(merged.map(({ account: of, region: at }) => `${of} ${at}`).sort(), [
      '111122223333 eu-west-1',
      '111122223333 us-east-1',
      '444455556666 us-east-1',
    ]);
  });

  it('is the same as asking each moment, for any hours', () => {
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 48271) % 2147483647) % below;
    const statuses = ['covered', 'quiet', 'gap', 'unproven'] as const;
    for (let round = 0; round < 300; round++) {
      const runs = Array.from({ length: 1 + random(3) }, () =>
        Array.from({ length: random(6) }, () => {
          const from = random(10);
          const trail = [undefined, 'a', 'b'][random(3)];
          const to = from + 1 + random(4);
          const status = statuses[random(4)] ?? 'gap';
          return trail === undefined ? namelessHour(from, to, status) : hour(from, to, { trail, status });
        }),
      );
      const merged = mergeValidatedHours(runs);
      for (let time = 0; time < 15; time++) {
        const found = merged.filter(({ from, to }) => from <= time && time < to).map(({ status }) => status);
        const expected = bestAt(runs, time);
        assert.deepEqual(found, expected === undefined ? [] : [expected], JSON.stringify({ runs, time, merged }));
      }
    }
  });

  /** By the rules, for one moment. */
  function bestAt(runs: readonly (readonly ValidatedHour[])[], time: number): ValidatedHour['status'] | undefined {
    const seen = new Set<string>();
    const counted: ValidatedHour[] = [];
    for (const run of runs) {
      const here = run.filter(({ from, to }) => from <= time && time < to);
      counted.push(...here.filter(({ trail = '' }) => !seen.has('') && !seen.has(trail)));
      for (const { trail = '' } of here) seen.add(trail);
    }
    return (['covered', 'gap', 'unproven', 'quiet'] as const).find((status) =>
      counted.some((one) => one.status === status),
    );
  }

  it('reads the hours of runs as they are kept', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'trailcase-hours-'));
    try {
      const run = await keepRun(folder, 1_000_000, { hours: [hour(0, 1), hour(1, 2)] });
      const blocks: ValidatedHour[] = [];
      for await (const block of run.hours()) blocks.push(...block);
      assert.deepEqual(told(mergeValidatedHours([blocks])), ['0-2 covered']);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
