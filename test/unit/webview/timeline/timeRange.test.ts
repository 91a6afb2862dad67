import * as assert from 'node:assert/strict';
import {
  clampView,
  isWhole,
  minViewMs,
  moveEdge,
  panBy,
  spanOf,
  toExtent,
  toTime,
  toWheelFactor,
  toX,
  zoomAt,
  type TimeRange,
} from '../../../../src/webview/timeline/timeRange';

const hour = 3_600_000;
const day = 24 * hour;
const start = Date.UTC(2026, 0, 5);
const extent: TimeRange = { from: start, to: start + 4 * day };

function assertInside(view: TimeRange): void {
  assert.ok(view.from >= extent.from && view.to <= extent.to, JSON.stringify(view));
  assert.ok(spanOf(view) >= minViewMs - 1, JSON.stringify(view));
  assert.ok(Number.isInteger(view.from) && Number.isInteger(view.to));
}

describe('timeRange', () => {
  it('keeps the view within the extent, whatever is done to it', () => {
    const shares = [0, 0.03, 0.25, 0.5, 0.77, 1];
    for (const at of shares) {
      for (const length of shares) {
        const from = start + at * 4 * day;
        const view = clampView({ from, to: from + length * 4 * day }, extent);
        assertInside(view);
        for (const share of shares) {
          for (const factor of [0.001, 0.5, 0.9, 1.1, 1000]) {
            assertInside(zoomAt(view, extent, factor, view.from + share * spanOf(view)));
          }
          assertInside(panBy(view, extent, (share - 0.5) * 20));
          assertInside(moveEdge(view, extent, 'from', start - day + share * 6 * day));
          assertInside(moveEdge(view, extent, 'to', start - day + share * 6 * day));
        }
      }
    }
  });

  it('zooms at the pointer: what is there stays there', () => {
    const view = { from: start + day, to: start + 2 * day };
    const at = start + day + 6 * hour;
    const zoomed = zoomAt(view, extent, 0.5, at);
    assert.equal(spanOf(zoomed), day / 2);
    assert.equal(Math.round(toX(at, zoomed, 1000)), Math.round(toX(at, view, 1000)));
  });

  it('shows the whole when it is zoomed out far enough', () => {
    assert.ok(isWhole(zoomAt({ from: start + day, to: start + 2 * day }, extent, 100, start + day), extent));
  });

  it('pans at the end no further, and keeps its length', () => {
    const view = { from: start + 3 * day, to: start + 4 * day };
    assert.deepEqual(panBy(view, extent, 0.5), view);
    assert.deepEqual(panBy(view, extent, -1), { from: start + 2 * day, to: start + 3 * day });
  });

  it('does not let one edge pass the other', () => {
    const view = { from: start + day, to: start + 2 * day };
    assert.deepEqual(moveEdge(view, extent, 'from', start + 3 * day), { from: view.to - minViewMs, to: view.to });
    assert.deepEqual(moveEdge(view, extent, 'to', start), { from: view.from, to: view.from + minViewMs });
  });

  it('turns times into pixels and back', () => {
    assert.equal(toX(start + day, extent, 800), 200);
    assert.equal(toTime(200, extent, 800), start + day);
  });

  it('zooms in as far as it zooms out', () => {
    assert.ok(toWheelFactor(-100) < 1);
    assert.ok(Math.abs(toWheelFactor(-100) * toWheelFactor(100) - 1) < 1e-9);
    assert.equal(toWheelFactor(100_000), toWheelFactor(300));
  });
});

describe('toExtent', () => {
  it('holds the records with some room, and the gaps around them', () => {
    const gaps = [{ from: start - day, to: start }];
    const range = toExtent(start, start + 4 * day, gaps);
    assert.ok(range !== undefined && range.from === start - day && range.to > start + 4 * day);
  });

  it('does not let gaps of years squeeze a day of records', () => {
    const range = toExtent(start, start + day, [{ from: start - 3000 * day, to: start }]);
    assert.ok(range !== undefined);
    assert.ok(spanOf(range) < 2 * day);
    assert.ok(range.from < start - day / 4);
  });

  it('spans something for one moment, for gaps alone, and nothing for nothing', () => {
    const moment = toExtent(start, start, []);
    assert.ok(moment !== undefined && moment.from < start && moment.to > start);
    const gaps = toExtent(undefined, undefined, [{ from: start, to: start + day }]);
    assert.ok(gaps !== undefined && gaps.from <= start && gaps.to >= start + day);
    assert.equal(toExtent(undefined, undefined, []), undefined);
  });
});
