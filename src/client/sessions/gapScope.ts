import { dayMs } from '../../base/time';
import type { ChainGap } from '../../engine/session/session';
import type { SearchScope } from '../../protocol/searchRequests';

/** CloudTrail delivers within about 15 minutes of a call, mostly; an hour lets it be late. */
const lateMs = 3_600_000;

/** Scans go by days of delivery: the days (UTC) in which records of the gap can have been delivered. */
export function toGapScope(sourceId: string, { from, to, accounts }: NonNullable<ChainGap['toIndex']>): SearchScope {
  return {
    sourceId,
    ...(accounts.length === 0 ? {} : { accounts }),
    from: Math.floor(from / dayMs) * dayMs,
    to: Math.ceil((to + lateMs) / dayMs) * dayMs,
  };
}
