import { throwIfAborted } from '../base/abort';
import { dayMs } from '../base/time';
import type { ValidatedHour } from '../engine/digest/validation';
import { boundGaps } from '../engine/timeline/gapBounds';
import { ProvenGaps } from '../engine/timeline/provenGaps';
import type { TimelineGap, TimelineSummary } from '../engine/timeline/timeline';
import { toCoverageGaps, type Period } from '../engine/timeline/timelineGaps';
import { parseTrailPath } from '../engine/trail/objectKey';
import type { CoverageQueries } from '../index/coverage';
import type { Scope } from '../index/scope';

/**
 * What is not known between the first and the last record of a timeline, and as far around them as the scope asks: from
 * the index, and from what was validated. In order of time; empty for a timeline without times in a scope without times.
 */
export async function findTimelineGaps(
  index: Pick<CoverageQueries, 'coverage'>,
  scope: Scope,
  summary: Pick<TimelineSummary, 'firstTime' | 'lastTime'>,
  hours: AsyncIterable<readonly ValidatedHour[]> | Iterable<readonly ValidatedHour[]>,
  signal: AbortSignal,
): Promise<readonly TimelineGap[]> {
  const { accounts, regions, kinds, prefix } = scope;
  const asked = toPeriod(scope, summary);
  const period = asked === undefined ? undefined : cutToPrefix(asked, prefix);
  if (period === undefined) return [];
  const places = {
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(prefix === undefined ? {} : { prefix }),
  };
  const { rows } = await index.coverage(places, signal);
  const proven = new ProvenGaps(period, places);
  for await (const some of hours) {
    throwIfAborted(signal);
    proven.add(some);
  }
  return boundGaps([...toCoverageGaps(rows, period), ...proven.toGaps()]);
}

function toPeriod(
  { from, to }: Scope,
  { firstTime, lastTime }: Pick<TimelineSummary, 'firstTime' | 'lastTime'>,
): Period | undefined {
  const first = from ?? firstTime;
  const last = to ?? (lastTime === undefined ? undefined : lastTime + 1);
  if (first === undefined && last === undefined) return undefined;
  const period = { from: first ?? last ?? 0, to: last ?? first ?? 0 };
  return period.from < period.to ? period : undefined;
}

/** A prefix that names a year, a month or a day asks for no other day of delivery. */
function cutToPrefix(period: Period, prefix = ''): Period | undefined {
  const { year, month, day } = parseTrailPath(prefix);
  if (year === undefined) return period;
  const first = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const next =
    day !== undefined
      ? first + dayMs
      : month !== undefined
        ? Date.UTC(Number(year), Number(month), 1)
        : Date.UTC(Number(year) + 1, 0, 1);
  if (Number.isNaN(first) || Number.isNaN(next)) return period;
  const cut = { from: Math.max(period.from, first), to: Math.min(period.to, next) };
  return cut.from < cut.to ? cut : undefined;
}
