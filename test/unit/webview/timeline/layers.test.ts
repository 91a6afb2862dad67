import * as assert from 'node:assert/strict';
import type { TimelineGap, TimelinePicture } from '../../../../src/engine/timeline/timeline';
import type { Layer, Theme } from '../../../../src/webview/timeline/drawing';
import {
  laneHeightPx,
  placeLanes,
  toCoverageLayers,
  toFirstSeenLayers,
  toHistogramLayers,
  toLaneLayers,
} from '../../../../src/webview/timeline/layers';
import { placeGaps } from '../../../../src/webview/timeline/gaps';
import type { Pen } from '../../../../src/webview/timeline/paint';
import { listLaneFlags, type PictureModel } from '../../../../src/webview/timeline/pictureModel';
import { toShownClasses } from '../../../../src/webview/timeline/recordClasses';

const theme: Theme = {
  background: 'background',
  foreground: 'foreground',
  dim: 'dim',
  line: 'line',
  focus: 'focus',
  star: 'star',
  classes: { read: 'read', write: 'write', error: 'error', denied: 'denied' },
  gaps: {
    notIndexed: 'notIndexed',
    partlyIndexed: 'partlyIndexed',
    unreadable: 'unreadable',
    provenQuiet: 'provenQuiet',
    unproven: 'unproven',
  },
  isHighContrast: false,
  font: 'font',
};
const box = { x: 0, y: 0, width: 1000, height: 2 * laneHeightPx };
const extent = { from: 0, to: 1000 };

function lane(value: string | null, time: number): TimelinePicture['lanes'][number] {
  const classes = { read: 1, write: 0, error: 0, denied: 0 };
  return { value, count: 1, classes, marks: [{ recordClass: 'read', time, lastTime: time, count: 1, id: time }] };
}

function model(change: Partial<PictureModel> = {}): PictureModel {
  const picture: TimelinePicture = {
    ...extent,
    bucketMs: 10,
    buckets: [{ time: 500, read: 3, write: 0, error: 0, denied: 1 }],
    laneBy: 'event',
    lanes: [lane('GetObject', 100), lane('PutObject', 200), lane(null, 300), lane('last', 400)],
    rest: { lanes: 0, classes: { read: 0, write: 0, error: 0, denied: 0 } },
    total: 4,
  };
  return {
    extent,
    view: extent,
    usesLocalTime: false,
    shown: toShownClasses([]),
    overview: picture,
    picture,
    laneBy: 'event',
    isRanked: true,
    gaps: [],
    gapRows: 1,
    quiet: [],
    firstSeen: [],
    hasSeveralPrincipals: false,
    active: undefined,
    ...change,
  };
}

/** Every point that a layer's pen goes to. */
function pointsOf(layer: Layer): readonly (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [];
  const add = (x: number, y: number): void => {
    points.push([x, y]);
  };
  const pen: Pen = { moveTo: add, lineTo: add, rect: add, arc: add, closePath: () => undefined };
  if (layer.kind === 'path') layer.paint(pen);
  return points;
}

function drawn(layers: readonly Layer[], colour: string): readonly Layer[] {
  return layers.filter((layer) => {
    const isColour = layer.kind === 'path' && (layer.fill === colour || layer.stroke === colour);
    return isColour && pointsOf(layer).length > 0;
  });
}

function gap(kind: TimelineGap['kind'], from = 100, to = 300): TimelineGap {
  return { kind, from, to, text: kind, accounts: [], regions: [] };
}

describe('layers', () => {
  it('draws every gap in the strip, and says what it is where there is room', () => {
    for (const kind of ['notIndexed', 'partlyIndexed', 'unreadable', 'provenQuiet', 'unproven'] as const) {
      const layers = toCoverageLayers(model(placeGaps([gap(kind)])), extent, { ...box, height: 10 }, theme);
      assert.equal(drawn(layers, kind).length, 2, kind);
      assert.equal(layers.filter((layer) => layer.kind === 'text').length, 1, kind);
    }
    const short = toCoverageLayers(model(placeGaps([gap('unproven', 5, 6)])), extent, { ...box, height: 10 }, theme);
    assert.ok(drawn(short, 'unproven').length > 0);
    assert.equal(short.filter((layer) => layer.kind === 'text').length, 0);
  });

  it('never draws what is not known as silence: behind bars and marks too, but for proven quiet', () => {
    for (const [kind, isShaded] of [
      ['notIndexed', true],
      ['unreadable', true],
      ['unproven', true],
      ['provenQuiet', false],
    ] as const) {
      const shaded = model(placeGaps([gap(kind)]));
      const lanes = placeLanes(shaded, { box, offset: 0 });
      assert.equal(drawn(toHistogramLayers(shaded, box, theme), kind).length > 0, isShaded, kind);
      assert.equal(drawn(toLaneLayers(shaded, lanes, { box, offset: 0 }, theme), kind).length > 0, isShaded, kind);
    }
  });

  it('greys what the picture that is there does not cover', () => {
    const picture = model().picture;
    assert.ok(picture !== undefined);
    const late = model({ picture: { ...picture, from: 250, to: 500 } });
    const layers = toLaneLayers(late, placeLanes(late, { box, offset: 0 }), { box, offset: 0 }, theme);
    assert.equal(drawn(layers, 'dim').length, 2);
    const whole = toLaneLayers(model(), placeLanes(model(), { box, offset: 0 }), { box, offset: 0 }, theme);
    assert.equal(drawn(whole, 'dim').length, 0);
  });

  it('draws the lanes that are scrolled to, each in its place', () => {
    const lanes = placeLanes(model(), { box, offset: laneHeightPx });
    assert.deepEqual(
      lanes.map(({ index, y }) => [index, y]),
      [
        [1, laneHeightPx / 2],
        [2, laneHeightPx * 1.5],
        [3, laneHeightPx * 2.5],
      ],
    );
  });

  it('marks the chosen record in its lane; a line alone where the lane is not drawn', () => {
    const active = { id: 200, time: 200, recordClass: 'read', lane: 'PutObject' } as const;
    const count = (change: Partial<PictureModel>): number => {
      const shown = model(change);
      return drawn(toLaneLayers(shown, placeLanes(shown, { box, offset: 0 }), { box, offset: 0 }, theme), 'focus')
        .length;
    };
    assert.equal(count({ active }), 2);
    assert.equal(count({ active: { ...active, lane: 'elsewhere' } }), 1);
    assert.equal(count({ active: { ...active, time: 5000 } }), 0);
    assert.equal(count({}), 0);
  });

  it('hides the classes that are hidden', () => {
    const hidden = model({ shown: toShownClasses(['read']) });
    assert.equal(drawn(toHistogramLayers(hidden, box, theme), 'read').length, 0);
    assert.equal(drawn(toHistogramLayers(hidden, box, theme), 'denied').length, 1);
  });

  it('flags first uses of the view, in the lane that they belong to', () => {
    const first = { principal: 'p', time: 100, id: 9999 };
    const own = { ...first, field: 'event', value: 's3:GetObject' } as const;
    const other = { ...first, field: 'agent', value: 'GetObject' } as const;
    const byRecord = { ...other, id: 100 };
    const [getObject, putObject] = model().picture?.lanes ?? [];
    assert.ok(getObject !== undefined && putObject !== undefined);
    assert.deepEqual(listLaneFlags(getObject, 'event', [own, other, byRecord]), [own, byRecord]);
    assert.deepEqual(listLaneFlags(putObject, 'event', [own, other, byRecord]), []);
    const inView = model({ firstSeen: [own], view: { from: 0, to: 500 } });
    const elsewhere = model({ firstSeen: [own], view: { from: 500, to: 900 } });
    assert.equal(drawn(toFirstSeenLayers(inView, box, theme), 'star').length, 1);
    assert.equal(drawn(toFirstSeenLayers(elsewhere, box, theme), 'star').length, 0);
  });
});
