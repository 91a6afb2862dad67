import type { RecordClass, TimelineBucket } from '../../engine/timeline/timeline';
import { toHatching, type Box, type Hatch } from './gaps';
import { recordClasses, type ClassSet } from './recordClasses';
import { toX, type TimeRange } from './timeRange';

/** What shapes are drawn with: a canvas, or ECharts' path of either renderer. */
export interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  rect(x: number, y: number, width: number, height: number): void;
  arc(x: number, y: number, radius: number, startAngle: number, endAngle: number): void;
  closePath(): void;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Circle, square, triangle, cross: a class is told by its shape alone. All are filled. */
export function paintMark(pen: Pen, recordClass: RecordClass, { x, y, size }: Spot): void {
  const half = size / 2;
  switch (recordClass) {
    case 'read':
      pen.moveTo(x + half, y);
      pen.arc(x, y, half, 0, Math.PI * 2);
      break;
    case 'write':
      pen.rect(x - half * 0.9, y - half * 0.9, size * 0.9, size * 0.9);
      break;
    case 'error':
      paintPolygon(pen, [
        [x, y - half],
        [x + half * 1.1, y + half * 0.9],
        [x - half * 1.1, y + half * 0.9],
      ]);
      break;
    case 'denied':
      paintPolygon(pen, toCross(x, y, half));
      break;
    default:
      recordClass satisfies never;
  }
}

/** A flag on a pole whose foot is at the spot. */
export function paintFlag(pen: Pen, { x, y, size }: Spot): void {
  const top = y - size;
  paintPolygon(pen, [
    [x - 0.5, y],
    [x - 0.5, top],
    [x + size * 0.8, top + size * 0.3],
    [x + 0.7, top + size * 0.6],
    [x + 0.7, y],
  ]);
}

export function paintHatching(pen: Pen, hatch: Hatch, box: Box, stepPx: number): void {
  for (const { x1, y1, x2, y2 } of toHatching(hatch, box, stepPx)) {
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
}

export interface Histogram {
  readonly buckets: readonly TimelineBucket[];
  readonly bucketMs: number;
  readonly range: TimeRange;
  readonly box: Box;
  readonly shown: ClassSet;
  /** The count that is as high as the box. */
  readonly most: number;
}

/** One record among a million still gets this much. */
const leastBarPx = 1.5;

/** The bars of one class; those before it in `recordClasses` stand below. */
export function toBars(histogram: Histogram, recordClass: RecordClass): readonly Box[] {
  const { buckets, bucketMs, range, box, shown, most } = histogram;
  const bars: Box[] = [];
  for (const bucket of buckets) {
    if (bucket[recordClass] === 0 || bucket.time + bucketMs < range.from || bucket.time > range.to) continue;
    let below = 0;
    for (const { name } of recordClasses) {
      if (name === recordClass) break;
      if (shown.has(name)) below += toHeight(bucket[name]);
    }
    const height = toHeight(bucket[recordClass]);
    const left = Math.max(0, toX(bucket.time, range, box.width));
    const right = Math.min(box.width, toX(bucket.time + bucketMs, range, box.width));
    const width = Math.max(1, right - left - (right - left > 3 ? 1 : 0));
    bars.push({ x: box.x + left, y: box.y + box.height - below - height, width, height });
  }
  return bars;

  function toHeight(count: number): number {
    return count === 0 ? 0 : Math.max(leastBarPx, (count / Math.max(1, most)) * box.height);
  }
}

function toCross(x: number, y: number, half: number): readonly (readonly [number, number])[] {
  const thick = Math.max(1.2, half * 0.38);
  const quarter: readonly (readonly [number, number])[] = [
    [0, -thick],
    [half - thick, -half],
    [half, -half + thick],
  ];
  // The same corner, turned by quarters.
  const turns = [
    ([a, b]: readonly [number, number]) => [a, b] as const,
    ([a, b]: readonly [number, number]) => [-b, a] as const,
    ([a, b]: readonly [number, number]) => [-a, -b] as const,
    ([a, b]: readonly [number, number]) => [b, -a] as const,
  ];
  return turns.flatMap((turn) => quarter.map((point) => turn(point))).map(([a, b]) => [x + a, y + b] as const);
}

function paintPolygon(pen: Pen, points: readonly (readonly [number, number])[]): void {
  for (const [i, [x, y]] of points.entries()) {
    if (i === 0) pen.moveTo(x, y);
    else pen.lineTo(x, y);
  }
  pen.closePath();
}
