import type { EpochMs } from '../base/time';
import { recordClasses, type TimelineBucket, type TimelinePicture } from '../engine/timeline/timeline';
import { newUsageError } from './searchOptions';

/** What `PictureOptions.buckets` takes. */
const minBuckets = 20;
const maxBuckets = 2000;

/** How many buckets to ask for, so that none is wider than wanted. Throws a UserError `invalidInput` for too many. */
export function toBucketCount(from: EpochMs, to: EpochMs, bucketMs: number): number {
  const count = Math.ceil((to - from) / bucketMs);
  if (count <= maxBuckets) return Math.max(minBuckets, count);
  throw newUsageError(
    `--bucket makes ${count.toLocaleString('en-US')} buckets, more than ${maxBuckets.toLocaleString('en-US')}: ` +
      'make it wider, or narrow --from and --to',
  );
}

/** A picture with buckets of this width, aligned to UTC, made of its own narrower ones. */
export function toBuckets(picture: TimelinePicture, bucketMs: number): TimelinePicture {
  const merged = new Map<EpochMs, TimelineBucket>();
  for (const bucket of picture.buckets) {
    const time = Math.floor(bucket.time / bucketMs) * bucketMs;
    const known = merged.get(time);
    merged.set(time, known === undefined ? { ...bucket, time } : add(known, bucket));
  }
  return { ...picture, bucketMs, buckets: [...merged.values()] };
}

function add(first: TimelineBucket, second: TimelineBucket): TimelineBucket {
  const sums = { ...first };
  for (const name of recordClasses) sums[name] += second[name];
  return sums;
}
