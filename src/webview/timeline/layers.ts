import type { FirstSeen, TimelineGap, TimelineGapKind } from '../../engine/timeline/timeline';
import type { Layer, Theme } from './drawing';
import { gapLooks, isQuiet, type Box } from './gaps';
import { placeMarks, type PlacedMark } from './marks';
import { paintFlag, paintHatching, paintMark, toBars, type Histogram } from './paint';
import { listLaneFlags, type PictureModel } from './pictureModel';
import { countOf, recordClasses } from './recordClasses';
import { isWhole, toX, type TimeRange } from './timeRange';

export const laneHeightPx = 28;
export const gapRowPx = 10;
const hatchStepPx = 6;
const flagSizePx = 11;

/** The bars of the whole period. */
export function toHistogramLayers(model: PictureModel, box: Box, theme: Theme): readonly Layer[] {
  const { overview, extent, shown } = model;
  const gaps = toGapShades(model, extent, box, theme);
  if (overview === undefined) return gaps;
  const { buckets, bucketMs } = overview;
  const histogram: Histogram = { buckets, bucketMs, range: extent, box, shown, most: findMost(model) };
  const bars = recordClasses
    .filter(({ name }) => shown.has(name))
    .map(({ name }): Layer => {
      const boxes = toBars(histogram, name);
      return {
        kind: 'path',
        fill: theme.classes[name],
        clip: box,
        // In high contrast the edges of bars keep neighbours of like colour apart.
        ...(theme.isHighContrast ? { stroke: theme.background, lineWidth: 0.5 } : {}),
        paint: (pen) => {
          for (const { x, y, width, height } of boxes) pen.rect(x, y, width, height);
        },
      };
    });
  return [...gaps, ...bars, toBaseLine(box, theme)];
}

/** The highest bar's count. */
export function findMost({ overview, shown }: PictureModel): number {
  return (overview?.buckets ?? []).reduce((most, bucket) => Math.max(most, countOf(bucket, shown)), 0);
}

/**
 * The strip that says what is known: a line where it is, a hatched and named box where it is not. What is proven quiet
 * has the last row for itself: it covers nothing.
 */
export function toCoverageLayers(model: PictureModel, range: TimeRange, box: Box, theme: Theme): readonly Layer[] {
  const quietRow = model.gapRows - 1;
  const unknownRows = model.quiet.length === 0 ? model.gapRows : quietRow;
  const middle = box.y + (unknownRows * gapRowPx) / 2;
  const known: Layer = {
    kind: 'path',
    stroke: theme.dim,
    opacity: 0.6,
    lineWidth: 1,
    paint: (pen) => {
      pen.moveTo(box.x, middle);
      pen.lineTo(box.x + box.width, middle);
    },
  };
  const unknown = model.gaps
    .filter(({ gap }) => !isQuiet(gap))
    .map(({ gap, row }) => ({ ...gap, row, name: gapLooks[gap.kind].name }));
  const quiet = model.quiet.map((band) => ({
    ...band,
    kind: 'provenQuiet' as const,
    row: quietRow,
    name: band.isEverywhere ? gapLooks.provenQuiet.name : `${gapLooks.provenQuiet.name} in places`,
  }));
  return [known, ...[...unknown, ...quiet].flatMap((strip) => toStrip(strip, range, box, theme))];
}

interface Strip extends TimeRange {
  readonly kind: TimelineGapKind;
  readonly row: number;
  readonly name: string;
}

function toStrip(strip: Strip, range: TimeRange, box: Box, theme: Theme): readonly Layer[] {
  const gapBox = toGapBox(strip, range, box);
  if (gapBox === undefined) return [];
  const colour = theme.gaps[strip.kind];
  return [
    {
      kind: 'path',
      fill: theme.background,
      stroke: colour,
      paint: (pen) => {
        pen.rect(gapBox.x, gapBox.y, gapBox.width, gapBox.height);
      },
    },
    toHatchLayer(strip, gapBox, colour, 0.9),
    ...toGapName(strip.name, gapBox, theme),
  ];
}

/** Where the marks of first uses stand together, whatever the lanes are. */
export function toFirstSeenLayers(model: PictureModel, box: Box, theme: Theme): readonly Layer[] {
  const flags = spread(placeFirstSeen(model, box.width));
  const foot = box.y + box.height - 2;
  return [
    {
      kind: 'path',
      fill: theme.star,
      stroke: theme.isHighContrast ? theme.foreground : theme.background,
      lineWidth: 0.5,
      clip: box,
      paint: (pen) => {
        for (const { x } of flags) paintFlag(pen, { x: box.x + x, y: foot, size: flagSizePx });
      },
    },
    toBaseLine(box, theme),
  ];
}

/** One flag where several would lie over each other. */
function spread<T extends { readonly x: number }>(flags: readonly T[]): readonly T[] {
  let last = -Infinity;
  return flags.filter(({ x }) => {
    if (x - last < flagSizePx * 0.6) return false;
    last = x;
    return true;
  });
}

export interface PlacedFlag {
  /** Pixels from the left of the view. */
  readonly x: number;
  readonly firstSeen: FirstSeen;
}

export function placeFirstSeen({ firstSeen, view }: PictureModel, width: number): readonly PlacedFlag[] {
  return firstSeen
    .filter(({ time }) => view.from <= time && time < view.to)
    .map((seen) => ({ x: toX(seen.time, view, width), firstSeen: seen }));
}

/** Some lanes, the first at the top of the box less `offset` pixels. */
export interface LaneWindow {
  readonly box: Box;
  readonly offset: number;
  /** Number of the lane that the keyboard or the pointer is on. */
  readonly current?: number;
}

export interface DrawnLane {
  readonly index: number;
  /** Of its middle, in the picture. */
  readonly y: number;
  readonly placed: readonly PlacedMark[];
}

export function placeLanes(model: PictureModel, { box, offset }: LaneWindow): readonly DrawnLane[] {
  const { picture, view, shown } = model;
  if (picture === undefined) return [];
  const first = Math.max(0, Math.floor(offset / laneHeightPx));
  const count = Math.ceil(box.height / laneHeightPx) + 1;
  const space = { view, width: box.width, laneHeight: laneHeightPx, bucketMs: picture.bucketMs, shown };
  return picture.lanes.slice(first, first + count).map((lane, i) => ({
    index: first + i,
    y: box.y - offset + (first + i + 0.5) * laneHeightPx,
    placed: placeMarks(lane, space),
  }));
}

export function toLaneLayers(
  model: PictureModel,
  lanes: readonly DrawnLane[],
  { box, offset }: LaneWindow,
  theme: Theme,
): readonly Layer[] {
  const marks = recordClasses.map(({ name }): Layer => ({
    kind: 'path',
    fill: theme.classes[name],
    stroke: theme.background,
    lineWidth: 1,
    clip: box,
    paint: (pen) => {
      for (const { y, placed } of lanes) {
        for (const spot of placed) {
          if (spot.mark.recordClass !== name) continue;
          paintMark(pen, name, { x: box.x + spot.x, y: y + spot.y, size: spot.size });
        }
      }
    },
  }));
  return [
    ...toGapShades(model, model.view, box, theme),
    toLaneLines(lanes, box, theme),
    ...marks,
    toFlagLayer(model, lanes, box, theme),
    ...toActiveLayers(model, lanes, box, theme),
    ...toUnknownLayers(model, box, theme),
    ...(offset > 0 ? [toBaseLine({ ...box, height: 0 }, theme)] : []),
  ];
}

/** What the picture that is there does not cover, while the next is on its way: not silence. */
function toUnknownLayers({ picture, view }: PictureModel, box: Box, theme: Theme): readonly Layer[] {
  if (picture === undefined) return [];
  const left = Math.max(0, Math.min(box.width, toX(picture.from, view, box.width)));
  const right = Math.max(0, Math.min(box.width, toX(picture.to, view, box.width)));
  const boxes = [
    { ...box, width: left },
    { ...box, x: box.x + right, width: box.width - right },
  ];
  return boxes
    .filter(({ width }) => width > 1)
    .map(({ x, y, width, height }) => ({
      kind: 'path',
      fill: theme.dim,
      opacity: 0.12,
      paint: (pen) => {
        pen.rect(x, y, width, height);
      },
    }));
}

function toLaneLines(lanes: readonly DrawnLane[], box: Box, theme: Theme): Layer {
  return {
    kind: 'path',
    stroke: theme.line,
    opacity: theme.isHighContrast ? 1 : 0.5,
    lineWidth: 1,
    clip: box,
    paint: (pen) => {
      for (const { y } of lanes) {
        const bottom = Math.round(y + laneHeightPx / 2) - 0.5;
        pen.moveTo(box.x, bottom);
        pen.lineTo(box.x + box.width, bottom);
      }
    },
  };
}

function toFlagLayer(model: PictureModel, lanes: readonly DrawnLane[], box: Box, theme: Theme): Layer {
  const { picture, view, firstSeen } = model;
  const inView = firstSeen.filter(({ time }) => view.from <= time && time < view.to);
  const spots = lanes.flatMap(({ index, y }) => {
    const lane = picture?.lanes[index];
    if (picture === undefined || lane === undefined) return [];
    const flags = listLaneFlags(lane, picture.laneBy, inView);
    return spread(flags.map(({ time }) => ({ x: box.x + toX(time, view, box.width), y: y - 3, size: 9 })));
  });
  return {
    kind: 'path',
    fill: theme.star,
    stroke: theme.background,
    lineWidth: 0.5,
    clip: box,
    paint: (pen) => {
      for (const spot of spots) paintFlag(pen, spot);
    },
  };
}

/** A line through the picture at the chosen record, and a ring around its mark. */
function toActiveLayers(
  { active, view, picture }: PictureModel,
  lanes: readonly DrawnLane[],
  box: Box,
  theme: Theme,
): readonly Layer[] {
  if (active === undefined || active.time < view.from || active.time >= view.to) return [];
  const x = box.x + toX(active.time, view, box.width);
  const line: Layer = {
    kind: 'path',
    stroke: theme.focus,
    dash: [3, 3],
    clip: box,
    paint: (pen) => {
      pen.moveTo(x, box.y);
      pen.lineTo(x, box.y + box.height);
    },
  };
  const own = lanes.find(({ index }) => picture?.lanes[index]?.value === active.lane);
  const spot = own?.placed.find(
    ({ mark }) => mark.recordClass === active.recordClass && mark.time <= active.time && active.time <= mark.lastTime,
  );
  if (own === undefined || spot === undefined) return [line];
  const ring: Layer = {
    kind: 'path',
    stroke: theme.focus,
    lineWidth: 2,
    clip: box,
    paint: (pen) => {
      const radius = spot.size / 2 + 3;
      pen.moveTo(box.x + spot.x + radius, own.y + spot.y);
      pen.arc(box.x + spot.x, own.y + spot.y, radius, 0, Math.PI * 2);
    },
  };
  return [line, ring];
}

/** Faint behind the marks: an empty stretch there is no silence. Proven quiet is, and stays clear. */
function toGapShades({ gaps }: PictureModel, range: TimeRange, box: Box, theme: Theme): readonly Layer[] {
  return gaps.flatMap(({ gap }) => {
    if (isQuiet(gap)) return [];
    const left = Math.max(0, toX(gap.from, range, box.width));
    const right = Math.min(box.width, toX(gap.to, range, box.width));
    if (right - left < 1) return [];
    const shade = { x: box.x + left, y: box.y, width: right - left, height: box.height };
    return [toHatchLayer(gap, shade, theme.gaps[gap.kind], theme.isHighContrast ? 0.5 : 0.22)];
  });
}

function toHatchLayer({ kind }: Pick<TimelineGap, 'kind'>, box: Box, colour: string, opacity: number): Layer {
  return {
    kind: 'path',
    stroke: colour,
    opacity,
    lineWidth: 1,
    paint: (pen) => {
      paintHatching(pen, gapLooks[kind].hatch, box, hatchStepPx);
    },
  };
}

/** Never less than two pixels wide: a short gap is one too. */
function toGapBox({ from, to, row }: Strip, range: TimeRange, box: Box): Box | undefined {
  if (to <= range.from || from >= range.to) return undefined;
  const left = Math.max(0, toX(from, range, box.width));
  const right = Math.max(left + 2, Math.min(box.width, toX(to, range, box.width)));
  return { x: box.x + left, y: box.y + row * gapRowPx + 0.5, width: right - left, height: gapRowPx - 1 };
}

/** Where the box is wide enough for it. */
function toGapName(name: string, box: Box, theme: Theme): readonly Layer[] {
  if (box.width < name.length * 6 + 16) return [];
  return [
    {
      kind: 'text',
      text: name,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      fill: theme.foreground,
      halo: theme.background,
      size: 9,
      align: 'center',
    },
  ];
}

function toBaseLine({ x, y, width, height }: Box, theme: Theme): Layer {
  return {
    kind: 'path',
    stroke: theme.line,
    paint: (pen) => {
      pen.moveTo(x, y + height - 0.5);
      pen.lineTo(x + width, y + height - 0.5);
    },
  };
}

/** The view as a frame in the whole period, for pictures that no handles are drawn over. */
export function toViewFrame({ view, extent }: PictureModel, box: Box, theme: Theme): readonly Layer[] {
  if (isWhole(view, extent)) return [];
  const left = toX(view.from, extent, box.width);
  const width = Math.max(2, toX(view.to, extent, box.width) - left);
  return [
    {
      kind: 'path',
      stroke: theme.focus,
      lineWidth: 1.5,
      paint: (pen) => {
        pen.rect(box.x + left, box.y, width, box.height);
      },
    },
  ];
}
