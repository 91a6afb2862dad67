import assert from 'node:assert/strict';
import { dayMs } from '../../../../src/base/time';
import { toBucketMs, toBucketStart } from '../../../../src/engine/timeline/timeBuckets';
import { newRandom } from '../../../support/timeline/randomTrail';

const hourMs = 3_600_000;

describe('buckets of time', () => {
  const at = Date.parse('2026-01-15T10:22:05Z');
  const table: readonly (readonly [string, number, number, number])[] = [
    ['a second', 1, 20, 1000],
    ['a minute in 20', 60_000, 20, 5000],
    ['an hour in 60', hourMs, 61, 60_000],
    ['a day in 300', dayMs, 300, 300_000],
    ['a week in 200', 7 * dayMs, 200, hourMs],
    ['a year in 60', 365 * dayMs, 60, 7 * dayMs],
    ['30 years in 20', 30 * 365 * dayMs, 20, 960 * dayMs],
  ];
  for (const [what, length, most, width] of table) {
    it(`of ${what}`, () => {
      assert.equal(toBucketMs(at, at + length, most), width);
    });
  }

  it('begin with days, and weeks with Mondays', () => {
    assert.equal(new Date(toBucketStart(at, dayMs)).toISOString(), '2026-01-15T00:00:00.000Z');
    assert.equal(new Date(toBucketStart(at, 7 * dayMs)).toISOString(), '2026-01-12T00:00:00.000Z');
    assert.equal(new Date(toBucketStart(at, 14 * dayMs)).getUTCDay(), 1);
    assert.equal(new Date(toBucketStart(-1, dayMs)).toISOString(), '1969-12-31T00:00:00.000Z');
  });

  it('are never more than was asked for, and no wider than they must be', () => {
    const random = newRandom(5);
    for (let round = 0; round < 2000; round++) {
      const from = Math.floor(random() * 60 * 365 * dayMs) - 5 * 365 * dayMs;
      const to = from + 1 + Math.floor(10 ** (random() * 13));
      const most = 1 + Math.floor(random() * 500);
      const width = toBucketMs(from, to, most);
      const count = (wide: number): number => (toBucketStart(to - 1, wide) - toBucketStart(from, wide)) / wide + 1;
      assert.ok(count(width) <= most, `${count(width)} of ${width} ms, not ${most}`);
      assert.ok(toBucketStart(from, width) <= from && from < toBucketStart(from, width) + width);
      if (width > 1000) assert.ok(count(width / 2.6) > most / 2, 'the next narrower one would be too many');
    }
  });
});
