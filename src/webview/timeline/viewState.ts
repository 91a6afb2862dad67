import type { LaneField, RecordClass } from '../../engine/timeline/timeline';
import type { SavedTimeline, TimelineView } from '../../protocol/timelineMessages';
import type { TimelineFilterParams } from '../../protocol/timelineRequests';
import { recordClasses, toggleClass, toShownClasses, type ClassSet } from './recordClasses';
import { clampView, isSameRange, isWhole, toExtent, type TimeRange } from './timeRange';

/** What of a timeline is in view, as the user chose it. The view never leaves the extent. */
export class ViewState {
  readonly extent: TimeRange;
  laneBy: LaneField;
  lane: SavedTimeline['lane'];
  hidden: readonly RecordClass[];
  usesLocalTime: boolean;
  split: number;
  private range: TimeRange;

  constructor({ summary, gaps }: TimelineView, start: SavedTimeline) {
    this.extent = toExtent(summary.firstTime, summary.lastTime, gaps) ?? { from: 0, to: 1 };
    const { from = this.extent.from, to = this.extent.to } = start;
    this.range = clampView({ from, to }, this.extent);
    this.laneBy = start.laneBy;
    this.lane = start.lane;
    this.hidden = start.hiddenClasses;
    this.usesLocalTime = start.usesLocalTime;
    this.split = start.split;
  }

  get view(): TimeRange {
    return this.range;
  }

  get isWhole(): boolean {
    return isWhole(this.range, this.extent);
  }

  get classes(): ClassSet {
    return toShownClasses(this.hidden);
  }

  /** The lane that the table shows alone, if it is one of those that are drawn. */
  get narrowed(): string | null | undefined {
    return this.lane?.by === this.laneBy ? this.lane.value : undefined;
  }

  /** Of the records in the table. */
  get filter(): TimelineFilterParams {
    const { range, lane, classes } = this;
    const shown = recordClasses.map(({ name }) => name).filter((name) => classes.has(name));
    return {
      // Records without a time are only there when no time is asked for.
      ...(this.isWhole ? {} : { from: range.from, to: range.to }),
      ...(lane === undefined ? {} : { lane }),
      ...(this.hidden.length === 0 ? {} : { classes: shown }),
    };
  }

  /** False when that is the view already. */
  setView(wanted: TimeRange): boolean {
    const view = clampView(wanted, this.extent);
    if (isSameRange(view, this.range)) return false;
    this.range = view;
    return true;
  }

  /** False when it would hide the last class that is shown. */
  toggle(name: RecordClass): boolean {
    const hidden = toggleClass(this.hidden, name);
    if (hidden === undefined) return false;
    this.hidden = hidden;
    return true;
  }

  /** What comes back after a reload, beside the table's own. */
  toSaved(): Omit<SavedTimeline, 'identity' | 'descending' | 'activeId'> {
    const { range, lane, laneBy, hidden, usesLocalTime, split } = this;
    return {
      ...(this.isWhole ? {} : { from: range.from, to: range.to }),
      ...(lane === undefined ? {} : { lane }),
      laneBy,
      hiddenClasses: hidden,
      usesLocalTime,
      split,
    };
  }
}
