import type { EpochMs } from '../base/time';
import { isWhole, type FoundPart } from './searchSummary';
import type { TimelineParts } from './timelineText';

/**
 * A timeline for programs, one object on several lines. Times are ISO 8601 in UTC; ends are excluded. `isComplete` is
 * false where anything of the scope was not searched, or more was found than is kept.
 */
export function toTimelineJson(
  { title, query, summary, gaps, notes, picture }: TimelineParts,
  found: FoundPart,
): string {
  const { firstTime, lastTime, firstSeen, firstSeenTotal, firstSeenNote, ...counts } = summary;
  const timeline = {
    title,
    query,
    isComplete: isWhole(found),
    isAllFound: found.isWhole,
    coverage: found.coverage.statement,
    unsearched: found.unsearched,
    ...counts,
    firstTime: toIso(firstTime),
    lastTime: toIso(lastTime),
    notes,
    gaps: gaps.map((gap) => ({ ...gap, from: toIso(gap.from), to: toIso(gap.to) })),
    // Ids of hits mean nothing outside of the result that they belong to.
    firstSeen: firstSeen.map(({ field, value, principal, time }) => ({ time: toIso(time), field, value, principal })),
    firstSeenTotal,
    firstSeenNote,
    picture: {
      ...picture,
      from: toIso(picture.from),
      to: toIso(picture.to),
      buckets: picture.buckets.map((bucket) => ({ ...bucket, time: toIso(bucket.time) })),
      lanes: picture.lanes.map(({ value, count, classes, marks }) => ({
        value,
        count,
        classes,
        firstTime: toIso(marks[0]?.time),
        lastTime: toIso(
          marks.reduce<EpochMs | undefined>((last, mark) => Math.max(last ?? 0, mark.lastTime), undefined),
        ),
      })),
    },
  };
  return `${JSON.stringify(timeline, null, 2)}\n`;
}

function toIso(time: EpochMs | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}
