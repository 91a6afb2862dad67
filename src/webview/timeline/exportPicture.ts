import { draw, newLooseChart } from './canvas';
import type { Layer, Theme, TimeAxis } from './drawing';
import { toDisplayText } from '../../base/displayText';
import { toCount } from '../table/tableText';
import { gapLooks, type Box } from './gaps';
import {
  gapRowPx,
  laneHeightPx,
  placeLanes,
  toCoverageLayers,
  toFirstSeenLayers,
  toHistogramLayers,
  toLaneLayers,
  toViewFrame,
} from './layers';
import { toSoundSvg } from './soundSvg';
import { paintHatching, paintMark } from './paint';
import type { PictureModel } from './pictureModel';
import { countOf, recordClasses } from './recordClasses';
import { laneWords, toLaneText, toRangeText, toRecordsText } from './timelineText';

export interface PictureWords {
  readonly title: string;
  /** Counts of the whole timeline. */
  readonly summary: string;
  readonly coverage: string;
}

const widthPx = 1400;
const marginPx = 20;
const labelPx = 240;
const histogramPx = 120;
/** More lanes than this are counted in one line: a picture that nobody can print helps nobody. */
const maxLanes = 60;

interface Sheet {
  readonly plot: Box;
  readonly histogram: Box;
  readonly coverage: Box;
  readonly firstSeen: Box;
  readonly lanes: Box;
  readonly height: number;
}

/** The picture in view as a file: PNG as base64, SVG as text. Times are UTC, whatever the view shows. */
export function exportPicture(shown: PictureModel, words: PictureWords, theme: Theme, format: 'png' | 'svg'): string {
  const model = toPrinted(shown);
  const sheet = toSheet(model);
  const chart = newLooseChart(format, widthPx, sheet.height);
  try {
    draw(chart, { theme, axes: toAxes(model, sheet), layers: toSheetLayers(model, words, sheet, theme) });
    if (format === 'svg') return toSoundSvg(chart.renderToSVGString());
    const url = chart.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: theme.background });
    return url.slice(url.indexOf(',') + 1);
  } finally {
    chart.dispose();
  }
}

/** In UTC, without what the keyboard is on, and without lanes that hold nothing in view. */
function toPrinted(shown: PictureModel): PictureModel {
  const { picture } = shown;
  const lanes = picture?.lanes.filter(({ classes }) => countOf(classes, shown.shown) > 0) ?? [];
  return {
    ...shown,
    usesLocalTime: false,
    active: undefined,
    picture: picture === undefined ? undefined : { ...picture, lanes },
  };
}

function toSheet({ picture, gapRows }: PictureModel): Sheet {
  const x = marginPx + labelPx;
  const width = widthPx - x - marginPx;
  const histogram = { x, y: 96, width, height: histogramPx };
  const coverage = { x, y: histogram.y + histogramPx + 30, width, height: gapRows * gapRowPx };
  const firstSeen = { x, y: coverage.y + coverage.height + 46, width, height: 16 };
  const laneCount = Math.min(maxLanes, picture?.lanes.length ?? 0);
  const lanes = { x, y: firstSeen.y + firstSeen.height, width, height: laneCount * laneHeightPx };
  return {
    plot: { x, y: 0, width, height: 0 },
    histogram,
    coverage,
    firstSeen,
    lanes,
    height: lanes.y + lanes.height + 56,
  };
}

function toAxes({ extent, view }: PictureModel, { histogram, firstSeen }: Sheet): readonly TimeAxis[] {
  return [
    { box: histogram, range: extent, position: 'bottom', usesLocalTime: false },
    { box: firstSeen, range: view, position: 'top', usesLocalTime: false },
  ];
}

function toSheetLayers(model: PictureModel, words: PictureWords, sheet: Sheet, theme: Theme): readonly Layer[] {
  const { histogram, coverage, firstSeen, lanes } = sheet;
  const window = { box: lanes, offset: 0 };
  return [
    ...toHeading(model, words, theme),
    ...toHistogramLayers(model, histogram, theme),
    ...toViewFrame(model, histogram, theme),
    ...toCoverageLayers(model, model.extent, coverage, theme),
    ...toFirstSeenLayers(model, firstSeen, theme),
    ...toLaneLayers(model, placeLanes(model, window).slice(0, maxLanes), window, theme),
    ...toLabels(model, sheet, theme),
    ...toLegend(model, sheet.height - 20, theme),
  ];
}

function toHeading({ view, shown, picture }: PictureModel, words: PictureWords, theme: Theme): readonly Layer[] {
  const line = { kind: 'text', x: marginPx, fill: theme.foreground, maxWidth: widthPx - 2 * marginPx } as const;
  const hidden = recordClasses.filter(({ name }) => !shown.has(name)).map(({ word }) => word);
  const without = hidden.length === 0 ? '' : ` · without ${hidden.join(', ')}`;
  const total = picture?.buckets.reduce((sum, bucket) => sum + countOf(bucket, shown), 0) ?? 0;
  const inView = `In view: ${toRecordsText(total)}, ${toRangeText(view, false)}${without}`;
  return [
    { ...line, text: toDisplayText(words.title, 200), y: 24, size: 18, bold: true },
    { ...line, text: `${words.summary} · ${inView}`, y: 48, size: 12 },
    { ...line, text: toDisplayText(words.coverage, 500), y: 68, size: 11, fill: theme.dim },
  ];
}

function toLabels(model: PictureModel, sheet: Sheet, theme: Theme): readonly Layer[] {
  const { picture, laneBy, overview } = model;
  const { histogram, coverage, firstSeen, lanes } = sheet;
  const label = { kind: 'text', x: marginPx, fill: theme.dim, size: 12, maxWidth: labelPx - 16 } as const;
  const most = (overview?.buckets ?? []).reduce((least, bucket) => Math.max(least, countOf(bucket, model.shown)), 0);
  const names = (picture?.lanes ?? []).slice(0, maxLanes).flatMap((lane, i): readonly Layer[] => {
    const y = lanes.y + (i + 0.5) * laneHeightPx;
    const count = toCount(countOf(lane.classes, model.shown));
    return [
      { ...label, text: toLaneText(lane.value, laneBy), y, fill: theme.foreground, maxWidth: labelPx - 80 },
      { ...label, text: count, x: marginPx + labelPx - 12, y, align: 'right', maxWidth: 60 },
    ];
  });
  const more = (picture?.rest.lanes ?? 0) + Math.max(0, (picture?.lanes.length ?? 0) - maxLanes);
  const further: readonly Layer[] =
    more === 0
      ? []
      : [{ ...label, text: `and ${toCount(more)} further ${laneWords[laneBy].many}`, y: lanes.y + lanes.height + 12 }];
  return [
    { ...label, text: 'Whole period (UTC)', y: histogram.y + 8 },
    { ...label, text: `highest: ${toCount(most)}`, y: histogram.y + 26 },
    { ...label, text: 'Coverage', y: coverage.y + coverage.height / 2 },
    { ...label, text: 'In view (UTC)', y: firstSeen.y - 14 },
    { ...label, text: 'First seen', y: firstSeen.y + 8 },
    ...names,
    ...further,
  ];
}

/** Shapes of the classes, and hatchings of the gaps that there are. */
function toLegend(model: PictureModel, y: number, theme: Theme): readonly Layer[] {
  const text = { kind: 'text', y, size: 12, fill: theme.foreground } as const;
  const classes = recordClasses.flatMap(({ name, word }, i): readonly Layer[] => {
    const x = marginPx + 8 + i * 90;
    return [
      {
        kind: 'path',
        fill: theme.classes[name],
        paint: (pen) => {
          paintMark(pen, name, { x, y, size: 11 });
        },
      },
      { ...text, text: word, x: x + 14 },
    ];
  });
  const kinds = [...new Set(model.gaps.map(({ gap }) => gap.kind))];
  const gaps = kinds.flatMap((kind, i): readonly Layer[] => {
    const box = { x: marginPx + 400 + i * 150, y: y - 6, width: 24, height: 12 };
    return [
      {
        kind: 'path',
        stroke: theme.gaps[kind],
        paint: (pen) => {
          pen.rect(box.x, box.y, box.width, box.height);
          paintHatching(pen, gapLooks[kind].hatch, box, 6);
        },
      },
      { ...text, text: gapLooks[kind].name, x: box.x + 30 },
    ];
  });
  return [...classes, ...gaps];
}
