import { throwIfAborted } from '../base/abort';
import { dayMs } from '../base/time';
import type { ValidatedHour } from '../engine/digest/validation';
import { boundGaps } from '../engine/timeline/gapBounds';
import type { Period } from '../engine/timeline/periods';
import { ProvenGaps, type ProofScope, type ProvenPlace } from '../engine/timeline/provenGaps';
import type { TimelineGap, TimelineSummary } from '../engine/timeline/timeline';
import { toCoverageGaps } from '../engine/timeline/timelineGaps';
import { parseTrailPath } from '../engine/trail/objectKey';
import type { Coverage, CoverageQueries } from '../index/coverage';
import type { Scope } from '../index/scope';

export interface TimelineGaps {
  /** In order of time; empty for a timeline without times in a scope without times. */
  readonly gaps: readonly TimelineGap[];
  /** Whole sentences: where silence is not proven for want of validation. */
  readonly notes: readonly string[];
}

/**
 * What is not known between the first and the last record of a timeline, and as far around them as the scope asks: from
 * the index, and from what was validated.
 */
export async function findTimelineGaps(
  index: Pick<CoverageQueries, 'coverage'>,
  scope: Scope,
  summary: Pick<TimelineSummary, 'firstTime' | 'lastTime'>,
  hours: AsyncIterable<readonly ValidatedHour[]> | Iterable<readonly ValidatedHour[]>,
  signal: AbortSignal,
): Promise<TimelineGaps> {
  const { accounts, regions, kinds, prefix } = scope;
  const asked = toPeriod(scope, summary);
  const period = asked === undefined ? undefined : cutToPrefix(asked, prefix);
  if (period === undefined) return { gaps: [], notes: [] };
  const places = {
    ...(accounts === undefined ? {} : { accounts }),
    ...(regions === undefined ? {} : { regions }),
    ...(kinds === undefined ? {} : { kinds }),
    ...(prefix === undefined ? {} : { prefix }),
  };
  const { rows } = await index.coverage(places, signal);
  const proven = new ProvenGaps(period, toProofScope(scope), listPlaces(rows));
  for await (const some of hours) {
    throwIfAborted(signal);
    proven.add(some);
  }
  const note = proven.toNote();
  const gaps = boundGaps([...toCoverageGaps(rows, period), ...proven.toGaps()]);
  return { gaps, notes: note === undefined ? [] : [note] };
}

/** A prefix that names an account or a region asks for no other one. */
function toProofScope({ accounts, regions, prefix = '' }: Scope): ProofScope {
  const { accountId, region } = parseTrailPath(prefix);
  const ofAccounts = narrow(accounts, accountId);
  const ofRegions = narrow(regions, region);
  return {
    ...(ofAccounts === undefined ? {} : { accounts: ofAccounts }),
    ...(ofRegions === undefined ? {} : { regions: ofRegions }),
  };
}

function narrow(asked: readonly string[] | undefined, named: string | undefined): readonly string[] | undefined {
  return named === undefined ? asked : (asked ?? [named]).filter((name) => name === named);
}

/** Digests are of logs of management and data events. */
function listPlaces(rows: Coverage['rows']): readonly ProvenPlace[] {
  const places = new Map<string, ProvenPlace>();
  for (const { account, region, kind } of rows) {
    if (account === null || region === null || kind !== 'CloudTrail') continue;
    places.set(`${account}\n${region}`, { account, region });
  }
  return [...places.values()];
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
