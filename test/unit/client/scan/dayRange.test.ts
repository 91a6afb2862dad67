import * as assert from 'node:assert/strict';
import {
  checkDayRange,
  findPrefixDays,
  parseDayRange,
  toDayRangeText,
  toLastDays,
} from '../../../../src/client/scan/dayRange';

const iso = (range: { from: number; to: number } | undefined): string[] =>
  range === undefined ? [] : [range.from, range.to].map((time) => new Date(time).toISOString().slice(0, 16));

describe('a range of days', () => {
  const texts: readonly [text: string, from?: string, to?: string][] = [
    ['2026-01-10 to 2026-01-15', '2026-01-10T00:00', '2026-01-16T00:00'],
    ['2026-01-10..2026-01-15', '2026-01-10T00:00', '2026-01-16T00:00'],
    ['2026-01-10 – 2026-01-15', '2026-01-10T00:00', '2026-01-16T00:00'],
    ['2026-01-10/2026-01-15', '2026-01-10T00:00', '2026-01-16T00:00'],
    [' 2026-01-10 2026-01-15 ', '2026-01-10T00:00', '2026-01-16T00:00'],
    ['2026-01-15', '2026-01-15T00:00', '2026-01-16T00:00'],
    ['2026-12-31', '2026-12-31T00:00', '2027-01-01T00:00'],
    ['2026-01-15 to 2026-01-10'],
    ['2026-02-30'],
    ['2026-01-01 to 2026-02-30'],
    ['last week'],
    [''],
  ];
  for (const [text, from, to] of texts) {
    it(`of “${text}” is ${from ?? 'none'}`, () => {
      assert.deepEqual(iso(parseDayRange(text)), from === undefined ? [] : [from, to]);
      assert.equal(checkDayRange(text) === undefined, from !== undefined);
    });
  }

  it('says that the days are the wrong way round', () => {
    assert.match(checkDayRange('2026-01-15 to 2026-01-10') ?? '', /before/);
  });

  it('of the last days ends with today', () => {
    assert.deepEqual(iso(toLastDays(7, Date.parse('2026-01-15T23:59:59Z'))), ['2026-01-09T00:00', '2026-01-16T00:00']);
    assert.deepEqual(iso(toLastDays(1, Date.parse('2026-01-15T00:00:00Z'))), ['2026-01-15T00:00', '2026-01-16T00:00']);
  });

  it('is written as it is read', () => {
    for (const text of ['2026-01-10 to 2026-01-15', '2026-01-15'])
      assert.equal(toDayRangeText(parseDayRange(text)!), text);
  });

  const prefixes: readonly [prefix: string, from?: string, to?: string][] = [
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/', '2026-01-01T00:00', '2027-01-01T00:00'],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/12/', '2026-12-01T00:00', '2027-01-01T00:00'],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/02/28/', '2026-02-28T00:00', '2026-03-01T00:00'],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/'],
    ['AWSLogs/111122223333/'],
    ['AWSLogs/111122223333/CloudTrail/us-east-1/2026/99/'],
    [''],
  ];
  for (const [prefix, from, to] of prefixes) {
    it(`of the level ${prefix === '' ? '(root)' : prefix} is ${from ?? 'none'}`, () => {
      assert.deepEqual(iso(findPrefixDays(prefix)), from === undefined ? [] : [from, to]);
    });
  }
});
