import { CustomChart } from 'echarts/charts';
import { GridComponent } from 'echarts/components';
import { graphic, init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';
import type { Drawing, Layer, TextLayer, Theme, TimeAxis } from './drawing';
import type { Pen } from './paint';

use([CustomChart, GridComponent, CanvasRenderer, SVGRenderer]);

interface Painter {
  readonly paint: (pen: Pen) => void;
}

const PaintedPath = graphic.extendShape({
  type: 'trailcasePaint',
  // An object around the function: ECharts takes a function, which has a length, for a list, and copies it.
  shape: { painter: undefined as Painter | undefined },
  buildPath(pen: Pen, shape: { readonly painter?: Painter }) {
    shape.painter?.paint(pen);
  },
});
graphic.registerShape('trailcasePaint', PaintedPath);

/** Labels in the order of ISO 8601: no names of months to translate, none to mistake. */
const axisFormats = {
  year: '{yyyy}',
  month: '{yyyy}-{MM}',
  day: '{MM}-{dd}',
  hour: '{HH}:{mm}',
  minute: '{HH}:{mm}',
  second: '{HH}:{mm}:{ss}',
  millisecond: '{HH}:{mm}:{ss}',
  none: '{yyyy}-{MM}-{dd} {HH}:{mm}:{ss}',
};
const labelWidthPx = 70;

export type Chart = EChartsType;

export function newChart(element: HTMLElement): Chart {
  return init(element, undefined, { renderer: 'canvas' });
}

/** A picture that stands in no page, of this size in pixels. */
export function newLooseChart(format: 'png' | 'svg', width: number, height: number): Chart {
  if (format === 'svg') return init(null, undefined, { renderer: 'svg', ssr: true, width, height });
  return init(document.createElement('div'), undefined, { renderer: 'canvas', devicePixelRatio: 2, width, height });
}

export function draw(chart: Chart, drawing: Drawing): void {
  chart.setOption(toOption(drawing), { notMerge: true, silent: true });
}

function toOption({ axes, layers, theme }: Drawing): EChartsCoreOption {
  return {
    animation: false,
    useUTC: !axes.some(({ usesLocalTime }) => usesLocalTime),
    backgroundColor: theme.background,
    grid: axes.map(({ box }) => ({ left: box.x, top: box.y, width: box.width, height: box.height })),
    xAxis: axes.map((axis, i) => toXAxis(axis, i, theme)),
    yAxis: axes.map((_, i) => ({ gridIndex: i, type: 'value', min: 0, max: 1, show: false })),
    series: [
      ...axes.map((_, i) => ({
        type: 'custom',
        silent: true,
        xAxisIndex: i,
        yAxisIndex: i,
        renderItem: drawNothing,
        data: [],
      })),
      {
        type: 'custom',
        coordinateSystem: 'none',
        silent: true,
        data: [0],
        renderItem: () => ({
          type: 'group',
          // Nothing of an earlier drawing stays: an element would keep its clipping and its dashes.
          $mergeChildren: false,
          children: layers.map((layer) => toElement(layer, theme)),
        }),
      },
    ],
  };
}

function drawNothing(): undefined {
  return undefined;
}

function toXAxis({ box, range, position }: TimeAxis, index: number, theme: Theme): object {
  return {
    gridIndex: index,
    type: 'time',
    position,
    min: range.from,
    max: range.to,
    splitNumber: Math.max(2, Math.floor(box.width / (labelWidthPx * 1.6))),
    axisLine: { show: true, lineStyle: { color: theme.line } },
    axisTick: { show: true, length: 4, lineStyle: { color: theme.line } },
    axisLabel: {
      show: true,
      hideOverlap: true,
      showMinLabel: false,
      showMaxLabel: false,
      color: theme.dim,
      fontFamily: theme.font,
      fontSize: 11,
      margin: 6,
      formatter: axisFormats,
    },
    splitLine: { show: false },
  };
}

function toElement(layer: Layer, theme: Theme): object {
  if (layer.kind === 'text') return toTextElement(layer, theme);
  const { paint, fill, stroke, lineWidth, opacity, dash, clip } = layer;
  const path = {
    type: 'trailcasePaint',
    shape: { painter: { paint } },
    silent: true,
    style: {
      fill: fill ?? 'none',
      stroke: stroke ?? 'none',
      lineWidth: lineWidth ?? 1,
      opacity: opacity ?? 1,
      ...(dash === undefined ? {} : { lineDash: dash }),
    },
  };
  if (clip === undefined) return path;
  return { type: 'group', children: [path], clipPath: { type: 'rect', shape: { ...clip } } };
}

function toTextElement(layer: TextLayer, theme: Theme): object {
  const { text, x, y, fill, size, align, bold, halo, maxWidth } = layer;
  return {
    type: 'text',
    silent: true,
    x,
    y,
    style: {
      text,
      fill,
      font: `${bold === true ? '600 ' : ''}${size}px ${theme.font}`,
      align: align ?? 'left',
      verticalAlign: 'middle',
      ...(halo === undefined ? {} : { stroke: halo, lineWidth: 3 }),
      ...(maxWidth === undefined ? {} : { width: maxWidth, overflow: 'truncate', ellipsis: '…' }),
    },
  };
}
