import type { LaneMark, RecordClass, TimelineLane } from '../../engine/timeline/timeline';
import { recordClasses, type ClassSet } from './recordClasses';
import { toX, type TimeRange } from './timeRange';

/** Where a mark is drawn: its centre in pixels (from the left of the view, from the middle of its lane), and its size. */
export interface PlacedMark {
  readonly mark: LaneMark;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

export interface MarkSpace {
  readonly view: TimeRange;
  readonly width: number;
  readonly laneHeight: number;
  /** Of the picture: what lies in the same bucket shares its place. */
  readonly bucketMs: number;
  readonly shown: ClassSet;
}

const minSizePx = 7;
const maxSizePx = 15;
/** A click this far beside a mark still means it. */
const slackPx = 4;

/** By the logarithm: ten times as many records are a little larger. */
export function toMarkSize(count: number): number {
  return Math.min(maxSizePx, minSizePx + Math.log10(Math.max(1, count)) * 2.4);
}

/** Marks of one lane that are in view. Those of several classes in one bucket stand below each other. */
export function placeMarks(lane: TimelineLane, space: MarkSpace): readonly PlacedMark[] {
  const { view, width, laneHeight, bucketMs, shown } = space;
  const slots = new Map<number, LaneMark[]>();
  for (const mark of lane.marks) {
    if (!shown.has(mark.recordClass) || mark.lastTime < view.from || mark.time >= view.to) continue;
    const slot = Math.floor(mark.time / bucketMs);
    const others = slots.get(slot);
    if (others === undefined) slots.set(slot, [mark]);
    else others.push(mark);
  }
  return [...slots.values()].flatMap((marks) => {
    const room = (laneHeight - 2) / marks.length;
    return marks
      .toSorted((a, b) => rank(a.recordClass) - rank(b.recordClass))
      .map((mark, i) => ({
        mark,
        x: toX((mark.time + mark.lastTime) / 2, view, width),
        y: marks.length === 1 ? 0 : (i + 0.5) * room - (laneHeight - 2) / 2,
        size: Math.min(toMarkSize(mark.count), marks.length === 1 ? maxSizePx : room + 1),
      }));
  });
}

/** The mark at a place of the lane, in the same pixels; the nearest of several. */
export function findMark(placed: readonly PlacedMark[], x: number, y: number): PlacedMark | undefined {
  let best: PlacedMark | undefined;
  let least = Infinity;
  for (const candidate of placed) {
    const distance = Math.hypot(candidate.x - x, candidate.y - y);
    if (distance > candidate.size / 2 + slackPx || distance >= least) continue;
    best = candidate;
    least = distance;
  }
  return best;
}

/** The mark that stands for a record among others of its class. */
export function findMarkOf(
  placed: readonly PlacedMark[],
  record: { readonly time: number; readonly recordClass: RecordClass },
): PlacedMark | undefined {
  return placed.find(
    ({ mark }) => mark.recordClass === record.recordClass && mark.time <= record.time && record.time <= mark.lastTime,
  );
}

function rank(recordClass: RecordClass): number {
  return recordClasses.findIndex(({ name }) => name === recordClass);
}
