import * as assert from 'node:assert/strict';
import type { LaneMark, RecordClass, TimelineBucket, TimelineLane } from '../../../../src/engine/timeline/timeline';
import { toPathData } from '../../../../src/webview/timeline/pathData';
import { findMark, findMarkOf, placeMarks, toMarkSize } from '../../../../src/webview/timeline/marks';
import { toBars } from '../../../../src/webview/timeline/paint';
import { recordClasses, toggleClass, toShownClasses } from '../../../../src/webview/timeline/recordClasses';

const all = toShownClasses([]);
const space = { view: { from: 0, to: 1000 }, width: 1000, laneHeight: 28, bucketMs: 100, shown: all };

function mark(recordClass: RecordClass, time: number, count = 1, lastTime = time): LaneMark {
  return { recordClass, time, lastTime, count, id: time };
}

function lane(...marks: readonly LaneMark[]): TimelineLane {
  return { value: 's3', count: marks.length, classes: { read: 0, write: 0, error: 0, denied: 0 }, marks };
}

describe('placeMarks', () => {
  it('puts a mark in the middle of its records, alone in the middle of its lane', () => {
    const [placed] = placeMarks(lane(mark('read', 200, 3, 220)), space);
    assert.deepEqual([placed?.x, placed?.y], [210, 0]);
  });

  it('puts classes of one bucket below each other, within the lane and apart', () => {
    const marks = recordClasses.map(({ name }) => mark(name, 200, 100_000));
    const placed = placeMarks(lane(...marks.toReversed()), space);
    assert.deepEqual(
      placed.map(({ mark: { recordClass } }) => recordClass),
      ['read', 'write', 'error', 'denied'],
    );
    for (const { y, size } of placed) assert.ok(Math.abs(y) + size / 2 <= 14 + 1, `${y} ${size}`);
    for (const [i, { y }] of placed.entries()) assert.ok(i === 0 || y > (placed[i - 1]?.y ?? 0));
  });

  it('leaves out what is hidden or outside of the view', () => {
    const marks = [mark('read', 500), mark('denied', 500), mark('write', 1000), mark('write', -50, 2, -1)];
    const placed = placeMarks(lane(...marks), { ...space, shown: toShownClasses(['read']) });
    assert.deepEqual(
      placed.map(({ mark: { recordClass } }) => recordClass),
      ['denied'],
    );
    assert.equal(placed[0]?.y, 0);
  });

  it('draws more records larger, up to a limit', () => {
    assert.ok(toMarkSize(1) < toMarkSize(10) && toMarkSize(10) < toMarkSize(100));
    assert.equal(toMarkSize(10 ** 9), toMarkSize(10 ** 12));
  });
});

describe('findMark', () => {
  const placed = placeMarks(lane(mark('read', 200), mark('write', 400)), space);

  it('finds the nearest within reach, and nothing far away', () => {
    assert.equal(findMark(placed, 203, 2)?.mark.recordClass, 'read');
    assert.equal(findMark(placed, 399, -3)?.mark.recordClass, 'write');
    assert.equal(findMark(placed, 300, 0), undefined);
  });

  it('finds the mark that stands for a record', () => {
    const wide = placeMarks(lane(mark('read', 200, 9, 260), mark('denied', 210, 2, 250)), space);
    assert.equal(findMarkOf(wide, { time: 230, recordClass: 'denied' })?.mark.time, 210);
    assert.equal(findMarkOf(wide, { time: 255, recordClass: 'denied' }), undefined);
  });
});

describe('toBars', () => {
  const bucket = (time: number, counts: Partial<TimelineBucket>): TimelineBucket => ({
    time,
    read: 0,
    write: 0,
    error: 0,
    denied: 0,
    ...counts,
  });
  const box = { x: 10, y: 5, width: 100, height: 50 };
  const base = { bucketMs: 100, range: space.view, box, shown: all, most: 100 };

  it('stacks the classes from below, and fills the box at the highest count', () => {
    const histogram = { ...base, buckets: [bucket(0, { read: 60, write: 40 })] };
    const [read] = toBars(histogram, 'read');
    const [write] = toBars(histogram, 'write');
    assert.deepEqual([read?.y, read?.height], [25, 30]);
    assert.deepEqual([write?.y, write?.height], [5, 20]);
  });

  it('shows one record among many, and stacks on what is shown alone', () => {
    const histogram = { ...base, most: 1_000_000, buckets: [bucket(300, { read: 900_000, denied: 1 })] };
    const [denied] = toBars(histogram, 'denied');
    assert.ok((denied?.height ?? 0) >= 1);
    const [alone] = toBars({ ...histogram, shown: toShownClasses(['read']) }, 'denied');
    assert.equal((alone?.y ?? 0) + (alone?.height ?? 0), 55);
  });

  it('stays within the box at both ends', () => {
    const buckets = [bucket(-50, { read: 5 }), bucket(950, { read: 5 }), bucket(2000, { read: 5 })];
    const bars = toBars({ ...base, buckets }, 'read');
    assert.equal(bars.length, 2);
    for (const { x, width } of bars) assert.ok(x >= 10 && x + width <= 110.001, `${x} ${width}`);
  });
});

describe('recordClasses', () => {
  it('tells each class by its sign, its word and the shape of its marks', () => {
    for (const pick of [
      recordClasses.map(({ sign }) => sign),
      recordClasses.map(({ word }) => word),
      recordClasses.map(({ name }) => toPathData(name, 14)),
    ]) {
      assert.equal(new Set(pick).size, recordClasses.length);
      for (const text of pick) assert.ok(text !== '' && !text.includes('NaN'));
    }
  });

  it('hides classes, but never the last one', () => {
    assert.deepEqual(toggleClass([], 'read'), ['read']);
    assert.deepEqual(toggleClass(['read'], 'read'), []);
    assert.equal(toggleClass(['read', 'write', 'error'], 'denied'), undefined);
  });
});
