import * as assert from 'node:assert/strict';
import {
  canvasHeight,
  isScaled,
  maxOffset,
  offsetToReveal,
  rowsInView,
  toOffset,
  toScrollTop,
  type ScrollSpace,
} from '../../../src/webview/table/scrollSpace';

function space(rowCount: number): ScrollSpace {
  return { rowCount, rowHeight: 22, viewportHeight: 600, maxCanvasHeight: 30_000_000 };
}

describe('scrollSpace', () => {
  it('is one to one below the height that a browser can do', () => {
    const million = space(1_000_000);
    assert.equal(isScaled(million), false);
    assert.equal(canvasHeight(million), 22_000_000);
    assert.equal(toOffset(million, 12_345.5), 12_345.5);
    assert.equal(toScrollTop(million, 12_345.5), 12_345.5);
  });

  for (const rowCount of [0, 1, 27, 28, 1_000_000, 1_363_636, 1_363_637, 10_000_000, 900_000_000]) {
    it(`reaches both ends of ${rowCount} rows`, () => {
      const table = space(rowCount);
      const bottom = Math.max(0, canvasHeight(table) - table.viewportHeight);
      assert.ok(canvasHeight(table) <= table.maxCanvasHeight);
      assert.equal(rowsInView(table, toOffset(table, 0)).first, 0);
      assert.equal(toOffset(table, bottom), maxOffset(table));
      assert.equal(rowsInView(table, toOffset(table, bottom)).last, rowCount - 1);
      assert.equal(toScrollTop(table, maxOffset(table)), bottom);
    });
  }

  it('finds the same offset again where the scroll bar is scaled', () => {
    const table = space(10_000_000);
    for (const offset of [0, 22, 1_234_567, 110_000_000, maxOffset(table)]) {
      assert.ok(Math.abs(toOffset(table, toScrollTop(table, offset)) - offset) < 0.001, String(offset));
    }
  });

  it('does not go beyond the ends', () => {
    assert.equal(toOffset(space(10_000_000), 1e12), maxOffset(space(10_000_000)));
    assert.equal(toOffset(space(100), -50), 0);
    assert.equal(toScrollTop(space(5), 400), 0);
  });

  it('reveals a row by the shortest way', () => {
    const table = space(1000);
    assert.equal(offsetToReveal(table, 2200, 50), 1100, 'above: at the top');
    assert.equal(offsetToReveal(table, 2200, 110), 2200, 'in view: stays');
    assert.equal(offsetToReveal(table, 2200, 200), 201 * 22 - 600, 'below: at the bottom');
    assert.equal(offsetToReveal(table, 2200, 127), 128 * 22 - 600, 'partly in view: as little as it takes');
  });
});
