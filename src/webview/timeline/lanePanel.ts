import type { FirstSeen, LaneMark } from '../../engine/timeline/timeline';
import { newButton, newElement } from '../table/element';
import { openMenu, type MenuItem } from '../table/popup';
import { toCount } from '../table/tableText';
import { draw, newChart, type Chart } from './canvas';
import { LaneList, type LaneListEvents } from './laneList';
import { laneHeightPx, placeFirstSeen, placeLanes, toFirstSeenLayers, toLaneLayers, type DrawnLane } from './layers';
import { findMark, type PlacedMark } from './marks';
import { sortFirstSeen, type PictureModel } from './pictureModel';
import type { Theme } from './drawing';
import { toFirstSeenText, toMarkLines, toTimeText } from './timelineText';
import type { Tooltip } from './tooltip';

export interface LanePanelEvents extends LaneListEvents {
  readonly onMark: (mark: LaneMark, lane: string | null) => void;
  readonly onFirstSeen: (firstSeen: FirstSeen) => void;
  /** Order the lanes by what is busiest in the view. */
  readonly onRank: () => void;
}

const axisPx = 22;
const firstSeenPx = 16;
const flagSlackPx = 9;

/** The view: its axis, first uses, and a lane for each value. Lanes scroll; the canvas is as high as the window. */
export class LanePanel {
  readonly element: HTMLElement;
  /** Where the wheel zooms. */
  readonly headPlot = newElement('div', { class: 'plot head-plot' });
  readonly plot = newElement('div', { class: 'plot lane-plot' });
  readonly scroller = newElement('div', { class: 'lane-scroll' });
  private readonly list: LaneList;
  private readonly firstSeen: HTMLButtonElement;
  private readonly rank: HTMLButtonElement;
  private headChart: Chart | undefined;
  private chart: Chart | undefined;
  private model: PictureModel | undefined;
  private theme: Theme | undefined;
  private lanes: readonly DrawnLane[] = [];

  constructor(
    private readonly events: LanePanelEvents,
    private readonly tooltip: Tooltip,
  ) {
    this.list = new LaneList(events);
    this.firstSeen = newButton({
      text: 'First seen',
      class: 'button coverage-button',
      attributes: { 'aria-haspopup': 'true', 'aria-expanded': 'false' },
      onClick: () => {
        this.listFirstSeen();
      },
    });
    this.rank = newButton({
      text: 'Busiest first',
      class: 'link-button',
      title: 'The lanes are in the order of another time. Press for that of the view.',
      onClick: events.onRank,
    });
    const label = newElement('div', { class: 'head-label', children: [this.firstSeen, this.rank] });
    const head = newElement('div', { class: 'lane-head', children: [label, this.headPlot] });
    this.headPlot.style.height = `${axisPx + firstSeenPx}px`;
    this.scroller.append(this.list.element, this.plot);
    this.element = newElement('section', {
      class: 'lanes',
      attributes: { 'aria-label': 'Lanes' },
      children: [head, this.scroller],
    });
    this.listen();
  }

  get width(): number {
    return this.plot.clientWidth;
  }

  /** Of the scroll bar, which the other parts of the picture leave free. */
  get gutterPx(): number {
    return this.scroller.offsetWidth - this.scroller.clientWidth;
  }

  show(model: PictureModel, theme: Theme, narrowed: string | null | undefined): void {
    this.model = model;
    this.theme = theme;
    this.list.show(model, narrowed);
    const count = model.firstSeen.length;
    const text = count === 0 ? 'First seen: none' : `First seen: ${toCount(count)}`;
    const span = this.firstSeen.querySelector('span');
    if (span !== null) span.textContent = text;
    this.firstSeen.disabled = count === 0;
    this.rank.hidden = model.isRanked;
    this.drawHead();
    this.drawLanes();
  }

  dispose(): void {
    this.headChart?.dispose();
    this.chart?.dispose();
    this.headChart = undefined;
    this.chart = undefined;
  }

  private drawHead(): void {
    const { model, theme, headPlot } = this;
    const width = headPlot.clientWidth;
    if (model === undefined || theme === undefined || width <= 0) return;
    this.headChart ??= newChart(headPlot);
    const height = axisPx + firstSeenPx;
    if (this.headChart.getWidth() !== width) this.headChart.resize({ width, height });
    const box = { x: 0, y: axisPx, width, height: firstSeenPx };
    draw(this.headChart, {
      theme,
      axes: [{ box, range: model.view, position: 'top', usesLocalTime: model.usesLocalTime }],
      layers: toFirstSeenLayers(model, box, theme),
    });
  }

  private drawLanes(): void {
    const { model, theme, width, scroller } = this;
    if (model === undefined || theme === undefined || width <= 0) return;
    const height = Math.max(1, scroller.clientHeight);
    this.plot.style.height = `${height}px`;
    this.chart ??= newChart(this.plot);
    if (this.chart.getWidth() !== width || this.chart.getHeight() !== height) this.chart.resize({ width, height });
    const window = { box: { x: 0, y: 0, width, height }, offset: scroller.scrollTop };
    this.lanes = placeLanes(model, window);
    draw(this.chart, { theme, axes: [], layers: toLaneLayers(model, this.lanes, window, theme) });
  }

  private listen(): void {
    this.scroller.addEventListener('scroll', () => {
      this.drawLanes();
    });
    this.plot.addEventListener('pointermove', (event) => {
      const found = this.findAt(event);
      this.plot.classList.toggle('over-mark', found !== undefined);
      const { model } = this;
      if (found === undefined || model === undefined) this.tooltip.hide();
      else {
        const lane = { value: found.value, by: model.picture?.laneBy ?? model.laneBy };
        const lines = toMarkLines(found.spot.mark, lane, model.usesLocalTime);
        this.tooltip.show(lines, event.clientX, event.clientY);
      }
    });
    this.headPlot.addEventListener('pointermove', (event) => {
      const flags = this.findFlags(event);
      this.headPlot.classList.toggle('over-mark', flags.length > 0);
      if (flags.length === 0) this.tooltip.hide();
      else this.tooltip.show(this.toFlagLines(flags), event.clientX, event.clientY);
    });
    for (const plot of [this.plot, this.headPlot]) {
      plot.addEventListener('pointerleave', () => {
        this.tooltip.hide();
      });
    }
    this.plot.addEventListener('click', (event) => {
      const found = this.findAt(event);
      if (found !== undefined) this.events.onMark(found.spot.mark, found.value);
    });
    this.headPlot.addEventListener('click', (event) => {
      const [flag] = this.findFlags(event);
      if (flag !== undefined) this.events.onFirstSeen(flag);
    });
  }

  private findAt({ clientX, clientY }: MouseEvent): { spot: PlacedMark; value: string | null } | undefined {
    const { left, top } = this.plot.getBoundingClientRect();
    const [x, y] = [clientX - left, clientY - top];
    const lane = this.lanes.find((candidate) => Math.abs(candidate.y - y) <= laneHeightPx / 2);
    const spot = lane === undefined ? undefined : findMark(lane.placed, x, y - lane.y);
    const value = lane === undefined ? undefined : this.model?.picture?.lanes[lane.index]?.value;
    return spot === undefined || value === undefined ? undefined : { spot, value };
  }

  private findFlags({ clientX, clientY }: MouseEvent): readonly FirstSeen[] {
    const { left, top, width } = this.headPlot.getBoundingClientRect();
    const { model } = this;
    if (model === undefined || clientY - top < axisPx) return [];
    const x = clientX - left;
    const distance = (flag: { readonly x: number }): number => Math.abs(flag.x + 4 - x);
    const flags = placeFirstSeen(model, width).filter((flag) => distance(flag) <= flagSlackPx);
    return flags.toSorted((a, b) => distance(a) - distance(b)).map(({ firstSeen }) => firstSeen);
  }

  private toFlagLines(flags: readonly FirstSeen[]): readonly string[] {
    const { usesLocalTime = false, hasSeveralPrincipals = true } = this.model ?? {};
    const lines = flags
      .slice(0, 5)
      .map((flag) => `${toFirstSeenText(flag, hasSeveralPrincipals)}, ${toTimeText(flag.time, usesLocalTime)}`);
    return flags.length > 5 ? [...lines, `and ${toCount(flags.length - 5)} more`] : lines;
  }

  private listFirstSeen(): void {
    const { model } = this;
    if (model === undefined) return;
    const { usesLocalTime, hasSeveralPrincipals } = model;
    const toItem = (flag: FirstSeen): MenuItem => ({
      text: `${toTimeText(flag.time, usesLocalTime)}  ${toFirstSeenText(flag, hasSeveralPrincipals)}`,
      onChoose: () => {
        this.events.onFirstSeen(flag);
      },
    });
    const { inView, elsewhere } = sortFirstSeen(model.firstSeen, model.view);
    openMenu(this.firstSeen, 'First seen', [
      ...(inView.length === 0 ? [] : [{ heading: 'In view' }, ...inView.map(toItem)]),
      ...(elsewhere.length === 0 ? [] : [{ heading: 'Before and after' }, ...elsewhere.map(toItem)]),
    ]);
  }
}
