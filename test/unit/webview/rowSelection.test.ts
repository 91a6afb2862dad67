import * as assert from 'node:assert/strict';
import {
  countRows,
  extendTo,
  isSelected,
  moveTo,
  noSelection,
  selectAll,
  selectOne,
  toggle,
} from '../../../src/webview/table/rowSelection';

describe('rowSelection', () => {
  it('extends from where it began, in both directions', () => {
    const down = extendTo(extendTo(selectOne(10), 14), 12);
    assert.deepEqual(down.ranges, [{ first: 10, last: 12 }]);
    assert.deepEqual(extendTo(down, 7).ranges, [{ first: 7, last: 10 }]);
    assert.equal(extendTo(down, 7).active, 7);
  });

  it('adds rows that are apart, joins rows that touch, and takes rows out', () => {
    const two = toggle(toggle(selectOne(5), 9), 7);
    assert.deepEqual(two.ranges.length, 3);
    const joined = toggle(toggle(two, 6), 8);
    assert.deepEqual(joined.ranges, [{ first: 5, last: 9 }]);
    const split = toggle(joined, 7);
    assert.deepEqual(split.ranges, [
      { first: 5, last: 6 },
      { first: 8, last: 9 },
    ]);
    assert.equal(isSelected(split, 7), false);
    assert.equal(isSelected(split, 8), true);
  });

  it('begins anew from a row that was added', () => {
    assert.deepEqual(extendTo(toggle(selectOne(1), 5), 8).ranges, [{ first: 5, last: 8 }]);
  });

  it('holds a million rows as one range', () => {
    const all = selectAll(moveTo(noSelection, 3), 1_000_000);
    assert.equal(countRows(all.ranges), 1_000_000);
    assert.equal(all.ranges.length, 1);
    assert.equal(all.active, 3);
    assert.equal(countRows(toggle(all, 500_000).ranges), 999_999);
    assert.deepEqual(selectAll(noSelection, 0).ranges, []);
  });
});
