import * as assert from 'node:assert/strict';
import type { TimelineGap, TimelineGapKind } from '../../../../src/engine/timeline/timeline';
import { findGap, gapLooks, placeGaps, toHatching, type Box, type Hatch } from '../../../../src/webview/timeline/gaps';

function gap(kind: TimelineGapKind, from: number, to: number): TimelineGap {
  return { kind, from, to, text: `${kind} ${from}`, accounts: [], regions: [] };
}

function assertWithin(hatch: Hatch, box: Box): void {
  for (const { x1, y1, x2, y2 } of toHatching(hatch, box, 6)) {
    const isWithin =
      Math.min(x1, x2) >= box.x - 1e-6 &&
      Math.max(x1, x2) <= box.x + box.width + 1e-6 &&
      Math.min(y1, y2) >= box.y - 1e-6 &&
      Math.max(y1, y2) <= box.y + box.height + 1e-6;
    assert.ok(isWithin, `${hatch} ${JSON.stringify({ box, x1, y1, x2, y2 })}`);
  }
}

describe('gaps', () => {
  it('tells each kind by its own hatching and its own name', () => {
    const looks = Object.values(gapLooks);
    assert.equal(new Set(looks.map(({ hatch }) => hatch)).size, looks.length);
    assert.equal(new Set(looks.map(({ name }) => name)).size, looks.length);
  });

  it('offers to index what indexing can help, and nothing else', () => {
    const helped = Object.entries(gapLooks).filter(([, { action }]) => action !== undefined);
    assert.deepEqual(helped.map(([kind]) => kind).sort(), ['notIndexed', 'partlyIndexed', 'unreadable']);
  });

  it('draws gaps at the same time below each other', () => {
    const gaps = [gap('unproven', 5, 15), gap('notIndexed', 0, 10), gap('provenQuiet', 10, 20)];
    const { placed, rows } = placeGaps(gaps);
    assert.deepEqual(
      placed.map(({ gap: { kind }, row }) => [kind, row]),
      [
        ['notIndexed', 0],
        ['unproven', 1],
        ['provenQuiet', 0],
      ],
    );
    assert.equal(rows, 2);
  });

  it('loses none, however many there are at once', () => {
    const many = Array.from({ length: 9 }, (_, i) => gap('unreadable', i, 100));
    const { placed, rows } = placeGaps(many);
    assert.equal(placed.length, 9);
    assert.equal(rows, 3);
    assert.equal(placeGaps([]).rows, 1);
  });

  it('finds the gap of the row, else the next one, else none', () => {
    const { placed } = placeGaps([gap('notIndexed', 0, 10), gap('unproven', 5, 15)]);
    assert.equal(findGap(placed, 7, 1, 0)?.kind, 'unproven');
    assert.equal(findGap(placed, 7, 0, 0)?.kind, 'notIndexed');
    assert.equal(findGap(placed, 12, 0, 0)?.kind, 'unproven');
    assert.equal(findGap(placed, 30, 0, 0), undefined);
    assert.equal(findGap(placed, 16, 1, 2)?.kind, 'unproven');
  });

  it('hatches within the box, and nowhere else', () => {
    const hatches: readonly Hatch[] = ['rising', 'falling', 'crossed', 'upright', 'level'];
    const sizes = [1, 2, 5, 7, 60, 299];
    for (const hatch of hatches) {
      for (const x of sizes) {
        for (const y of sizes) {
          for (const width of sizes) for (const height of sizes) assertWithin(hatch, { x, y, width, height });
        }
      }
    }
    for (const hatch of hatches)
      assert.ok(toHatching(hatch, { x: 0, y: 0, width: 40, height: 9 }, 6).length > 0, hatch);
  });
});
