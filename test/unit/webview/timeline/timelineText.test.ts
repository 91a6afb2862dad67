import * as assert from 'node:assert/strict';
import type { ClassCounts, TimelinePicture } from '../../../../src/engine/timeline/timeline';
import { toShownClasses } from '../../../../src/webview/timeline/recordClasses';
import {
  toClassesText,
  toFirstSeenText,
  toLaneText,
  toMarkLines,
  toOffsetText,
  toRangeText,
  toSpanText,
  toSummaryText,
  toTimeText,
  toViewText,
} from '../../../../src/webview/timeline/timelineText';

const time = Date.UTC(2026, 0, 15, 14, 5, 9);
const counts: ClassCounts = { read: 1200, write: 0, error: 12, denied: 1 };

describe('timelineText', () => {
  it('says times in UTC, and local ones with their offset', () => {
    assert.equal(toTimeText(time, false), '2026-01-15 14:05:09 UTC');
    assert.match(toTimeText(time, true), /^2026-01-15 \d\d:\d\d:09 UTC[+-]\d\d:\d\d$|^2026-01-1[46] .* UTC[+-]/);
    assert.equal(toTimeText(NaN, false), '(no time)');
  });

  it('says offsets as ISO 8601 does', () => {
    assert.deepEqual([0, 60, 330, -210, 845].map(toOffsetText), [
      'UTC+00:00',
      'UTC+01:00',
      'UTC+05:30',
      'UTC-03:30',
      'UTC+14:05',
    ]);
  });

  it('says the zone of a range once', () => {
    const text = toRangeText({ from: time, to: time + 60_000 }, false);
    assert.equal(text, '2026-01-15 14:05:09 to 2026-01-15 14:06:09 UTC');
  });

  it('says spans with two units at most', () => {
    const spans = [500, 1000, 90_000, 21_600_000, 187_200_000, 2_592_000_000].map(toSpanText);
    assert.deepEqual(spans, ['500 ms', '1 s', '1 min 30 s', '6 h', '2 d 4 h', '30 d']);
  });

  it('sums a timeline up, without what did not happen', () => {
    const summary = {
      count: 1213,
      classes: counts,
      twins: 2,
      untimed: 0,
      firstTime: time,
      lastTime: time,
      firstSeen: [],
      firstSeenTotal: 0,
    };
    assert.equal(toSummaryText(summary), '1,213 records · 12 errors · 1 denied · 2 twins');
    assert.equal(
      toSummaryText({ ...summary, count: 1, twins: 0, untimed: 1, classes: { ...counts, error: 0, denied: 0 } }),
      '1 record · 1 without a time',
    );
  });

  it('names what is shown of the classes', () => {
    assert.equal(toClassesText(counts, toShownClasses([])), '1,200 read, 12 error, 1 denied');
    assert.equal(toClassesText(counts, toShownClasses(['read'])), '12 error, 1 denied');
  });

  it('shows hostile values escaped, and says when there is none', () => {
    assert.equal(toLaneText('evil\u202Egnp\n', 'principal'), 'evil\\u{202e}gnp\\u{a}');
    assert.equal(toLaneText(null, 'address'), '(no address)');
    const flag = toFirstSeenText({ field: 'agent', value: 'x\u2066', principal: 'p\u0000', time, id: 1 }, true);
    assert.equal(flag, 'First user agent x\\u{2066} by p\\u{0}');
  });

  it('explains a mark: its lane, how many of what, and when', () => {
    const lane = { value: 's3.amazonaws.com', by: 'service' } as const;
    const one = { recordClass: 'denied', time, lastTime: time, count: 1, id: 1 } as const;
    assert.deepEqual(toMarkLines(one, lane, false), [
      's3.amazonaws.com',
      '1 record: denied',
      '2026-01-15 14:05:09 UTC',
    ]);
    const many = toMarkLines({ ...one, count: 20, lastTime: time + 5000 }, lane, false);
    assert.equal(many[2], '2026-01-15 14:05:09 to 2026-01-15 14:05:14 UTC');
  });

  it('tells a screen reader what is in view, busiest first, of what is shown', () => {
    const lane = (value: string, read: number, denied: number): TimelinePicture['lanes'][number] => ({
      value,
      count: read + denied,
      classes: { read, write: 0, error: 0, denied },
      marks: [],
    });
    const picture: TimelinePicture = {
      from: time,
      to: time + 60_000,
      bucketMs: 1000,
      laneBy: 'service',
      buckets: [{ time, read: 110, write: 0, error: 0, denied: 7 }],
      lanes: [lane('s3', 100, 0), lane('iam', 10, 7)],
      rest: { lanes: 1, classes: { read: 0, write: 0, error: 0, denied: 0 } },
      total: 117,
    };
    const view = { from: time, to: time + 60_000 };
    const range = '2026-01-15 14:05:09 to 2026-01-15 14:06:09 UTC';
    assert.equal(
      toViewText(picture, view, toShownClasses([]), false),
      `117 records from ${range}. 3 services; busiest: s3 100, iam 17.`,
    );
    assert.equal(
      toViewText(picture, view, toShownClasses(['read']), false),
      `7 records from ${range}. 2 services; busiest: iam 7.`,
    );
  });
});
