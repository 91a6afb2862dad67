import type { FirstSeen, LaneMark, TimelineGap, TimelinePicture } from '../../engine/timeline/timeline';
import type { TimelineView } from '../../protocol/timelineMessages';
import { newElement } from '../table/element';
import { exportPicture, type PictureWords } from './exportPicture';
import { LanePanel } from './lanePanel';
import { OverviewPanel } from './overviewPanel';
import type { PicturePort } from './pictureFeed';
import { placeGaps, type GapRows } from './gaps';
import { isLow } from './lowWindow';
import type { ActiveRecord, PictureModel } from './pictureModel';
import { Pictures } from './pictures';
import { listenForZoom } from './pictureZoom';
import type { Theme } from './drawing';
import { readTheme } from './theme';
import { toKeyView } from './timeKeys';
import { areOfSeveral } from './timelineText';
import type { TimeRange } from './timeRange';
import { Tooltip } from './tooltip';
import type { ViewState } from './viewState';

export interface PictureViewEvents extends PicturePort {
  readonly onView: (view: TimeRange) => void;
  readonly onReset: () => void;
  readonly onMark: (mark: LaneMark, lane: string | null) => void;
  readonly onFirstSeen: (firstSeen: FirstSeen) => void;
  /** Narrow the table to the lane, or no longer. */
  readonly onNarrow: (value: string | null) => void;
  /** Open the value's own timeline. */
  readonly onOpen: (value: string | null) => void;
  readonly onCopy: (value: string) => void;
  readonly onIndexGap: (gap: TimelineGap) => void;
  /** The record that is chosen in the table. */
  readonly getActive: () => ActiveRecord | undefined;
}

/** The lanes follow once the view rests this long. */
const rankDelayMs = 300;
const untimedText = 'None of the records has a time that can be read. They are in the table.';
const label = 'Picture. Left and right arrow keys move the view, plus and minus zoom, 0 shows the whole period.';

/** The upper half: the whole period, coverage, and lanes; by mouse, wheel and keyboard. */
export class PictureView {
  readonly element = newElement('div', {
    class: 'picture',
    attributes: { role: 'group', tabindex: '0', 'aria-label': label },
  });
  private readonly tooltip = new Tooltip();
  private readonly pictures: Pictures;
  private readonly overview: OverviewPanel;
  private readonly lanes: LanePanel;
  private readonly gapRows: GapRows;
  /** Where the window is low: the lanes need the room. */
  private readonly lowGapRows: GapRows;
  private readonly hasSeveralPrincipals: boolean;
  private readonly resizes: ResizeObserver;
  private theme: Theme = readTheme();
  private frame: number | undefined;
  private rankTimer: ReturnType<typeof setTimeout> | undefined;
  private isOverviewDirty = true;

  constructor(
    private readonly shown: TimelineView,
    private readonly state: ViewState,
    private readonly events: PictureViewEvents,
  ) {
    this.gapRows = placeGaps(shown.gaps);
    this.lowGapRows = placeGaps(shown.gaps, 1);
    this.hasSeveralPrincipals = areOfSeveral(shown.summary.firstSeen);
    this.pictures = new Pictures(events);
    this.overview = new OverviewPanel(events, this.tooltip, shown.coverage.isComplete);
    this.lanes = new LanePanel(
      {
        ...events,
        onMoreLanes: () => {
          this.pictures.addLanes();
          this.ask();
        },
        onRank: () => {
          this.rankNow();
        },
      },
      this.tooltip,
    );
    if (this.hasRecords || shown.gaps.length > 0) this.element.append(this.overview.element);
    if (this.hasRecords) this.element.append(this.lanes.element);
    else if (shown.summary.count > 0) this.element.append(newElement('p', { class: 'untimed', text: untimedText }));
    this.resizes = new ResizeObserver(() => {
      this.ask();
      this.redraw(true);
    });
    this.listen();
  }

  /** The picture of the view, or still of the one before. */
  get picture(): TimelinePicture | undefined {
    return this.pictures.view;
  }

  /** For what is in view now: does nothing where that is there, or on its way. */
  ask(): void {
    const { extent, view, laneBy } = this.state;
    const widthPx = this.overview.width;
    if (!this.hasRecords || widthPx <= 0) return;
    this.pictures.ask({ extent, view, laneBy, widthPx });
    this.element.setAttribute('aria-busy', String(this.pictures.isWaiting));
  }

  /** False when nobody waits for that answer any more. */
  accept(requestId: number, picture: TimelinePicture): boolean {
    const which = this.pictures.accept(requestId, picture);
    if (which === undefined) return false;
    this.element.setAttribute('aria-busy', String(this.pictures.isWaiting));
    this.redraw(which === 'overview');
    return true;
  }

  fail(requestId: number): boolean {
    return this.pictures.fail(requestId);
  }

  /** The next picture has its lanes in their own order: by what is busiest. */
  rank(): void {
    this.pictures.rank();
  }

  /**
   * Once the view rests: lanes that hold nothing in it give way to those that do. Not after a small step, and not under
   * the pointer: what it is about to press stays where it is.
   */
  rankSoon(): void {
    clearTimeout(this.rankTimer);
    this.rankTimer = setTimeout(() => {
      if (!this.pictures.isRankedFor(this.state.view) && !this.lanes.scroller.matches(':hover')) this.rankNow();
    }, rankDelayMs);
  }

  /** Lanes of another field. */
  restart(): void {
    this.pictures.restart();
    this.lanes.scroller.scrollTop = 0;
    this.ask();
  }

  /** At the next frame, however often it is called. `isAll`: not the view alone. */
  redraw(isAll: boolean): void {
    this.isOverviewDirty ||= isAll;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  restyle(): void {
    this.theme = readTheme();
    this.redraw(true);
  }

  /** PNG as base64, SVG as text. Throws before the first picture came. */
  export(words: PictureWords, format: 'png' | 'svg'): string {
    if (this.picture === undefined) throw new Error('The picture is not there yet.');
    return exportPicture(this.model, words, this.theme, format);
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    clearTimeout(this.rankTimer);
    this.resizes.disconnect();
    this.pictures.forget();
    this.tooltip.dispose();
    this.overview.dispose();
    this.lanes.dispose();
  }

  private rankNow(): void {
    this.pictures.rank();
    this.lanes.scroller.scrollTop = 0;
    this.ask();
  }

  private get hasRecords(): boolean {
    return this.shown.summary.firstTime !== undefined;
  }

  private get model(): PictureModel {
    const { extent, view, usesLocalTime, classes, laneBy } = this.state;
    return {
      extent,
      view,
      usesLocalTime,
      shown: classes,
      laneBy,
      overview: this.pictures.overview,
      picture: this.pictures.view,
      isRanked: this.pictures.isRankedFor(view),
      ...(isLow() ? this.lowGapRows : this.gapRows),
      firstSeen: this.shown.summary.firstSeen,
      hasSeveralPrincipals: this.hasSeveralPrincipals,
      active: this.events.getActive(),
    };
  }

  private draw(): void {
    const { model, theme } = this;
    this.element.style.setProperty('--gutter', `${Math.max(0, this.lanes.gutterPx)}px`);
    if (this.isOverviewDirty) this.overview.show(model, theme);
    this.isOverviewDirty = false;
    this.overview.showView(model.view, model.extent, model.usesLocalTime);
    if (this.hasRecords) this.lanes.show(model, theme, this.state.narrowed);
  }

  private listen(): void {
    this.element.addEventListener('keydown', (event) => {
      this.press(event);
    });
    const hideTooltip = (): void => {
      this.tooltip.hide();
    };
    this.element.addEventListener('pointerdown', hideTooltip, { capture: true });
    for (const plot of [this.overview.plot, this.lanes.headPlot, this.lanes.plot]) {
      listenForZoom(plot, {
        // Over the whole period the pointer means another time than over the view.
        getRange: () => (plot === this.overview.plot ? this.state.extent : this.state.view),
        getView: () => this.state.view,
        getExtent: () => this.state.extent,
        onView: this.events.onView,
        onScroll: (deltaPx) => {
          this.lanes.scroller.scrollTop += deltaPx;
        },
      });
    }
    this.lanes.scroller.addEventListener('pointerleave', () => {
      this.rankSoon();
    });
    this.resizes.observe(this.element);
    this.resizes.observe(this.lanes.scroller);
  }

  private press(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const { key, shiftKey, altKey } = event;
    const { view, extent } = this.state;
    const next = toKeyView({ key, shiftKey, altKey, ctrlKey: event.ctrlKey || event.metaKey }, view, extent);
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (next === extent) this.events.onReset();
    else this.events.onView(next);
  }
}
