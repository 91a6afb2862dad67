import { dayMs, type EpochMs } from '../../base/time';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Whole units of a clock or a calendar, in milliseconds. */
const widths = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * second),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * minute),
  ...[1, 2, 3, 6, 12].map((n) => n * hour),
  ...[1, 2, 7, 30].map((n) => n * dayMs),
];
const weekMs = 7 * dayMs;
/** 1970-01-05, so that weeks begin on Mondays. */
const firstMonday = 4 * dayMs;

/**
 * The narrowest buckets of which no more than `maxBuckets` (1 or more) cover the time from `from` up to `to`. Beyond 30
 * days widths double, because a record may claim any year.
 */
export function toBucketMs(from: EpochMs, to: EpochMs, maxBuckets: number): number {
  const most = Math.max(1, Math.floor(maxBuckets));
  for (const width of widths) if (countBuckets(from, to, width) <= most) return width;
  let width = 60 * dayMs;
  while (countBuckets(from, to, width) > most) width *= 2;
  return width;
}

/** Where the bucket that holds this moment begins, in UTC. Of whole weeks, with a Monday. */
export function toBucketStart(time: EpochMs, width: number): EpochMs {
  const origin = width % weekMs === 0 ? firstMonday : 0;
  return Math.floor((time - origin) / width) * width + origin;
}

/** How many buckets it takes to cover the time from `from` up to `to`. */
export function countBuckets(from: EpochMs, to: EpochMs, width: number): number {
  return Math.ceil((to - toBucketStart(from, width)) / width);
}
