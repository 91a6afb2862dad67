import * as assert from 'node:assert/strict';
import type { TimelineGap, TimelineGapKind } from '../../../../src/engine/timeline/timeline';
import { findGaps, gapLooks, placeGaps, toHatching, type Box, type Hatch } from '../../../../src/webview/timeline/gaps';
import { toCoverageText, toGapLines, toGapText } from '../../../../src/webview/timeline/gapText';

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
    const all = [gap('unproven', 5, 15), gap('notIndexed', 0, 10), gap('provenQuiet', 10, 20)];
    const { gaps: placed, gapRows: rows } = placeGaps(all);
    assert.deepEqual(
      placed.map(({ gap: { kind }, row }) => [kind, row]),
      [
        ['notIndexed', 0],
        ['unproven', 1],
        ['provenQuiet', 2],
      ],
    );
    assert.equal(rows, 3);
  });

  it('puts what is not known before what is proven quiet, however much of that there is', () => {
    const hours = Array.from({ length: 300 }, (_, i) => gap('provenQuiet', i, i + 1));
    const { gaps: placed, gapRows: rows } = placeGaps([...hours, gap('unproven', 500, 505), gap('unproven', 501, 506)]);
    assert.deepEqual(
      placed.slice(0, 3).map(({ gap: { kind }, row }) => [kind, row]),
      [
        ['unproven', 0],
        ['unproven', 1],
        ['provenQuiet', 2],
      ],
    );
    assert.equal(rows, 3);
    assert.deepEqual(new Set(placed.slice(2).map(({ row }) => row)), new Set([2]));
    assert.deepEqual(placeGaps(hours).gapRows, 2);
  });

  it('joins proven quiet that follows each other, and says when it is of some places only', () => {
    const inPlace = { ...gap('provenQuiet', 2, 4), regions: ['eu-west-1'] };
    const { quiet } = placeGaps([gap('provenQuiet', 8, 9), gap('provenQuiet', 0, 2), inPlace, gap('unproven', 0, 9)]);
    assert.deepEqual(quiet, [
      { from: 0, to: 4, isEverywhere: false },
      { from: 8, to: 9, isEverywhere: true },
    ]);
  });

  it('counts what is not known and what is quiet apart, and claims no more than is known', () => {
    const quiet = gap('provenQuiet', 0, 1);
    assert.equal(toCoverageText([], true), 'Coverage: all indexed');
    assert.equal(toCoverageText([], false), 'Coverage: incomplete');
    assert.equal(toCoverageText([quiet], true), 'Coverage: 1 quiet');
    assert.equal(toCoverageText([gap('unproven', 1, 2), quiet, quiet], false), 'Coverage: 1 gap · 2 quiet');
  });

  it('says where', () => {
    const place = { accounts: ['111122223333'], regions: ['a', 'b', 'c', 'd', 'e\u202e'] };
    assert.equal(
      toGapText({ ...gap('unproven', 0, 3_600_000), ...place }, false),
      'Unproven: 1970-01-01 00:00:00 to 1970-01-01 01:00:00 UTC · 111122223333 · a, b, c and 2 more',
    );
    assert.equal(toGapText(gap('provenQuiet', 0, 1000), false).includes('·'), false);
    assert.deepEqual(toGapLines([], false), ['Indexed']);
    assert.equal(toGapLines([gap('unproven', 0, 1)], false).at(-1), 'unproven 0');
    const many = Array.from({ length: 9 }, (_, i) => gap('unreadable', i, 100));
    assert.deepEqual([toGapLines(many, false)[0], toGapLines(many, false).at(-1)], ['9 at this time', 'and 4 more']);
  });

  it('loses none, however many there are at once', () => {
    const many = Array.from({ length: 9 }, (_, i) => gap('unreadable', i, 100));
    const { gaps: placed, gapRows: rows } = placeGaps(many);
    assert.equal(placed.length, 9);
    assert.equal(findGaps(placed, 50, 2, 0).length, 7);
    assert.equal(rows, 3);
    assert.equal(placeGaps([]).gapRows, 1);
  });

  it('finds the gap of the row, else the next one, else none', () => {
    const { gaps: placed } = placeGaps([gap('notIndexed', 0, 10), gap('unproven', 5, 15)]);
    assert.equal(findGaps(placed, 7, 1, 0)[0]?.kind, 'unproven');
    assert.equal(findGaps(placed, 7, 0, 0)[0]?.kind, 'notIndexed');
    assert.equal(findGaps(placed, 12, 0, 0)[0]?.kind, 'unproven');
    assert.deepEqual(findGaps(placed, 30, 0, 0), []);
    assert.equal(findGaps(placed, 16, 1, 2)[0]?.kind, 'unproven');
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
