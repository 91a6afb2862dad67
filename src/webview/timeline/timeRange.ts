import type { EpochMs } from '../../base/time';

/** A stretch of time: its first moment, and the one behind its last. */
export interface TimeRange {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** CloudTrail writes whole seconds: a closer look than this shows nothing more. */
export const minViewMs = 2000;

/** Around what is known of one moment alone. */
const loneMomentMs = 1_800_000;
/** Room at both ends, as a share of the period, so that the first mark does not stand on the edge. */
const padShare = 0.01;
/** Gaps around the records are drawn no further than this share of the records' period, on either side. */
const gapShare = 0.5;

/** What the whole picture spans: the records, and the gaps around them. Undefined when there is neither. */
export function toExtent(
  firstTime: EpochMs | undefined,
  lastTime: EpochMs | undefined,
  gaps: readonly TimeRange[],
): TimeRange | undefined {
  if (firstTime === undefined || lastTime === undefined) return gaps.length === 0 ? undefined : padded(hull(gaps));
  const records = padded({ from: firstTime, to: lastTime + 1000 });
  const most = Math.max(spanOf(records) * gapShare, loneMomentMs);
  const all = hull([records, ...gaps]);
  return { from: Math.max(all.from, records.from - most), to: Math.min(all.to, records.to + most) };
}

export function spanOf({ from, to }: TimeRange): number {
  return to - from;
}

/** Of the same length where it fits: moved into the extent, cut where it is longer. Whole milliseconds. */
export function clampView(view: TimeRange, extent: TimeRange): TimeRange {
  const span = Math.min(spanOf(extent), Math.max(minViewMs, spanOf(view)));
  const from = Math.min(extent.to - span, Math.max(extent.from, view.from));
  return { from: Math.round(from), to: Math.round(from + span) };
}

/** `factor` below 1 shows less. What is at `at` stays where it is on the screen. */
export function zoomAt(view: TimeRange, extent: TimeRange, factor: number, at: EpochMs): TimeRange {
  const span = Math.min(spanOf(extent), Math.max(minViewMs, spanOf(view) * factor));
  const share = (at - view.from) / spanOf(view);
  const from = at - share * span;
  return clampView({ from, to: from + span }, extent);
}

export function zoomAtCentre(view: TimeRange, extent: TimeRange, factor: number): TimeRange {
  return zoomAt(view, extent, factor, (view.from + view.to) / 2);
}

/** By a share of the view: 0.1 goes a tenth of it towards later times. */
export function panBy(view: TimeRange, extent: TimeRange, share: number): TimeRange {
  const by = spanOf(view) * share;
  return clampView({ from: view.from + by, to: view.to + by }, extent);
}

/** Moves one end; the other stays, and both keep their order. */
export function moveEdge(view: TimeRange, extent: TimeRange, edge: 'from' | 'to', to: EpochMs): TimeRange {
  if (edge === 'from') return { ...view, from: Math.round(Math.max(extent.from, Math.min(to, view.to - minViewMs))) };
  return { ...view, to: Math.round(Math.min(extent.to, Math.max(to, view.from + minViewMs))) };
}

export function isWhole(view: TimeRange, extent: TimeRange): boolean {
  return view.from <= extent.from && view.to >= extent.to;
}

export function isSameRange(a: TimeRange, b: TimeRange): boolean {
  return a.from === b.from && a.to === b.to;
}

/** Most of both is the same time: one is the other, moved or zoomed a little. */
export function isLike(a: TimeRange, b: TimeRange): boolean {
  const shared = Math.min(a.to, b.to) - Math.max(a.from, b.from);
  return shared * 2 >= Math.max(spanOf(a), spanOf(b));
}

/** From time to pixels, `width` pixels for the range. */
export function toX(time: EpochMs, range: TimeRange, width: number): number {
  return ((time - range.from) / spanOf(range)) * width;
}

export function toTime(x: number, range: TimeRange, width: number): EpochMs {
  return range.from + (x / Math.max(1, width)) * spanOf(range);
}

/** How much less of the time one turn of the wheel shows. A notch of most mice is 100 pixels. */
export function toWheelFactor(deltaPx: number): number {
  const bounded = Math.max(-300, Math.min(300, deltaPx));
  return Math.exp(bounded * 0.0022);
}

function hull(ranges: readonly TimeRange[]): TimeRange {
  return {
    from: ranges.reduce((least, { from }) => Math.min(least, from), Infinity),
    to: ranges.reduce((most, { to }) => Math.max(most, to), -Infinity),
  };
}

function padded(range: TimeRange): TimeRange {
  const span = spanOf(range);
  const pad = span <= 1000 ? loneMomentMs : Math.max(1000, span * padShare);
  return { from: Math.floor(range.from - pad), to: Math.ceil(range.to + pad) };
}
