import type { TimelineGap } from '../../engine/timeline/timeline';
import { newButton, newElement } from '../table/element';
import { closePopup, openMenu, openPopup, type MenuItem } from '../table/popup';
import { toCount } from '../table/tableText';
import { Brush } from './brush';
import { draw, newChart, type Chart } from './canvas';
import { findGaps, gapLooks, isQuiet } from './gaps';
import { toCoverageText, toGapLines, toGapText } from './gapText';
import { findMost, gapRowPx, toCoverageLayers, toHistogramLayers } from './layers';
import { isLow } from './lowWindow';
import type { PictureModel } from './pictureModel';
import { countOf, type ClassSet } from './recordClasses';
import { toClassesText, toRangeText, toRecordsText, toSpanText } from './timelineText';
import { spanOf, toTime, type TimeRange } from './timeRange';
import type { Theme } from './drawing';
import type { Tooltip } from './tooltip';

export interface OverviewEvents {
  readonly onView: (view: TimeRange) => void;
  readonly onReset: () => void;
  readonly onIndexGap: (gap: TimelineGap) => void;
}

const topPx = 6;
const axisPx = 22;
const stripPadPx = 3;
/** A gap narrower than this is still found by the pointer. */
const gapSlackPx = 4;

/** The whole period: its bars, the view in it, and what is known of it. */
export class OverviewPanel {
  readonly plot = newElement('div', { class: 'plot overview-plot' });
  readonly element: HTMLElement;
  private readonly brush: Brush;
  private readonly most = newElement('span', { class: 'dim' });
  private readonly coverage: HTMLButtonElement;
  private readonly canvas = newElement('div', { class: 'canvas-box', attributes: { 'aria-hidden': 'true' } });
  private readonly strip = newElement('div', { class: 'strip', attributes: { 'aria-hidden': 'true' } });
  private chart: Chart | undefined;
  private model: PictureModel | undefined;

  constructor(
    private readonly events: OverviewEvents,
    private readonly tooltip: Tooltip,
    /** All that was to be searched is indexed. */
    private readonly isComplete: boolean,
  ) {
    this.brush = new Brush({ onView: events.onView });
    this.coverage = newButton({
      text: 'Coverage',
      class: 'button coverage-button',
      attributes: { 'aria-haspopup': 'true', 'aria-expanded': 'false' },
      onClick: () => {
        this.listGaps();
      },
    });
    this.plot.append(this.canvas, this.brush.element, this.strip);
    const words = newElement('div', {
      class: 'overview-words',
      children: [newElement('span', { text: 'Whole period' }), this.most],
    });
    const label = newElement('div', { class: 'overview-label', children: [words, this.coverage] });
    this.element = newElement('section', {
      class: 'overview',
      attributes: { 'aria-label': 'Whole period' },
      children: [label, this.plot],
    });
    this.listen();
  }

  get width(): number {
    return this.plot.clientWidth;
  }

  show(model: PictureModel, theme: Theme): void {
    const { width } = this;
    if (width <= 0) return;
    this.model = model;
    const histogramPx = this.histogramPx;
    const stripPx = model.gapRows * gapRowPx + 2 * stripPadPx;
    const height = topPx + histogramPx + axisPx + stripPx;
    this.plot.style.height = `${height}px`;
    this.brush.element.style.height = `${topPx + histogramPx}px`;
    this.strip.style.height = `${stripPx}px`;
    this.chart ??= newChart(this.canvas);
    if (this.chart.getWidth() !== width || this.chart.getHeight() !== height) this.chart.resize({ width, height });
    const histogram = { x: 0, y: topPx, width, height: histogramPx };
    const strip = { x: 0, y: height - stripPx + stripPadPx, width, height: model.gapRows * gapRowPx };
    draw(this.chart, {
      theme,
      axes: [{ box: histogram, range: model.extent, position: 'bottom', usesLocalTime: model.usesLocalTime }],
      layers: [...toHistogramLayers(model, histogram, theme), ...toCoverageLayers(model, model.extent, strip, theme)],
    });
    const { overview } = model;
    this.most.textContent =
      overview === undefined ? '' : `highest: ${toCount(findMost(model))} per ${toSpanText(overview.bucketMs)}`;
    this.most.title = this.most.textContent;
    const span = this.coverage.querySelector('span');
    if (span !== null) span.textContent = toCoverageText(toGaps(model), this.isComplete);
    this.coverage.disabled = model.gaps.length === 0;
  }

  /** The frame alone: cheap, for every movement. */
  showView(view: TimeRange, extent: TimeRange, usesLocalTime: boolean): void {
    this.brush.show(view, extent, usesLocalTime);
  }

  dispose(): void {
    this.chart?.dispose();
    this.chart = undefined;
  }

  private get histogramPx(): number {
    return isLow() ? 30 : window.innerHeight < 620 ? 48 : 72;
  }

  private listen(): void {
    this.plot.addEventListener('dblclick', () => {
      this.events.onReset();
    });
    this.plot.addEventListener('pointermove', (event) => {
      if (event.buttons === 0 && document.querySelector('.popup') === null) this.explain(event);
      else this.tooltip.hide();
    });
    this.plot.addEventListener('pointerleave', () => {
      this.tooltip.hide();
    });
    this.strip.addEventListener('click', (event) => {
      this.offerSome(this.findGapsAt(event), event.clientX);
    });
  }

  private explain(event: PointerEvent): void {
    const { model } = this;
    if (model === undefined) return;
    if (event.target === this.strip) {
      const lines = toGapLines(this.findGapsAt(event), model.usesLocalTime);
      this.tooltip.show(lines, event.clientX, event.clientY);
      return;
    }
    const lines = toBucketLines(model, this.timeAt(event.clientX), model.shown);
    this.tooltip.show(lines, event.clientX, event.clientY);
  }

  private findGapsAt({ clientX, clientY }: MouseEvent): readonly TimelineGap[] {
    const { model } = this;
    if (model === undefined) return [];
    const row = Math.floor((clientY - this.strip.getBoundingClientRect().top - stripPadPx) / gapRowPx);
    const slackMs = (spanOf(model.extent) / Math.max(1, this.width)) * gapSlackPx;
    return findGaps(model.gaps, this.timeAt(clientX), row, slackMs);
  }

  private timeAt(clientX: number): number {
    const { model } = this;
    if (model === undefined) return 0;
    return toTime(clientX - this.plot.getBoundingClientRect().left, model.extent, this.width);
  }

  private listGaps(): void {
    const { model } = this;
    if (model === undefined) return;
    const gaps = toGaps(model);
    const unknown = gaps.filter((gap) => !isQuiet(gap));
    const quiet = gaps.filter(isQuiet);
    openMenu(this.coverage, 'Coverage', [
      ...(unknown.length === 0 ? [] : [{ heading: 'Not known' }, ...this.toItems(unknown)]),
      ...(quiet.length === 0 ? [] : [{ heading: 'Known: no log was delivered' }, ...this.toItems(quiet)]),
    ]);
  }

  private toItems(gaps: readonly TimelineGap[], clientX?: number): readonly MenuItem[] {
    const usesLocalTime = this.model?.usesLocalTime ?? false;
    return gaps.map((gap) => ({
      text: toGapText(gap, usesLocalTime),
      onChoose: () => {
        this.offer(gap, clientX);
      },
    }));
  }

  private offerSome(gaps: readonly TimelineGap[], clientX: number): void {
    const [gap] = gaps;
    this.tooltip.hide();
    if (gap === undefined) return;
    if (gaps.length === 1) this.offer(gap, clientX);
    else openMenu(this.coverage, 'Coverage at this time', this.toItems(gaps, clientX));
  }

  /** What is not known there, and the way to know it. */
  private offer(gap: TimelineGap, clientX: number | undefined): void {
    const { model } = this;
    if (model === undefined) return;
    const { action } = gapLooks[gap.kind];
    const anchor = this.coverage;
    const lines = toGapLines([gap], model.usesLocalTime).map((text) => newElement('p', { text }));
    const show = newButton({
      text: 'Show in View',
      onClick: () => {
        closePopup();
        this.events.onView({ from: gap.from, to: gap.to });
      },
    });
    const actions =
      action === undefined
        ? [show]
        : [
            newButton({
              text: action,
              class: 'button primary',
              onClick: () => {
                closePopup();
                this.events.onIndexGap(gap);
              },
            }),
            show,
          ];
    const box = newElement('div', {
      class: 'popup gap-box',
      attributes: { role: 'dialog', 'aria-label': gapLooks[gap.kind].name },
      children: [...lines, newElement('p', { class: 'state-actions', children: actions })],
    });
    this.tooltip.hide();
    openPopup(anchor, box);
    if (clientX === undefined) return;
    const most = Math.max(0, document.documentElement.clientWidth - box.offsetWidth - 8);
    box.style.left = `${Math.min(Math.max(8, clientX - box.offsetWidth / 2), most)}px`;
  }
}

function toGaps({ gaps }: PictureModel): readonly TimelineGap[] {
  return gaps.map(({ gap }) => gap);
}

function toBucketLines({ overview, usesLocalTime }: PictureModel, time: number, shown: ClassSet): readonly string[] {
  if (overview === undefined) return ['Loading …'];
  const { buckets, bucketMs } = overview;
  const bucket = buckets.find((candidate) => candidate.time <= time && time < candidate.time + bucketMs);
  if (bucket === undefined) return ['No records'];
  const range = toRangeText({ from: bucket.time, to: bucket.time + bucketMs }, usesLocalTime);
  return [`${toRecordsText(countOf(bucket, shown))} in ${toSpanText(bucketMs)}`, toClassesText(bucket, shown), range];
}
