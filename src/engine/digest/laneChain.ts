import type { EpochMs } from '../../base/time';
import { isAuthentic, startOf, type LaneDigest } from './laneDigest';
import type { DigestName } from './laneKey';
import { isTrail, type TrailFilter } from './trailFilter';
import type { ChainSummary, LanePlace, TimeWindow } from './validation';

/** One trail's digests in a lane. */
export interface LaneChain {
  readonly trail: string;
  readonly homeRegion: string;
  /** False of a trail that was not asked for. */
  readonly isReported: boolean;
  /** Newest first; also those beyond the window. */
  readonly standard: readonly LaneDigest[];
  readonly backfill: readonly LaneDigest[];
}

/**
 * By trail name. Without chains that have nothing to do with the window. `olderIds` are those that have digests shortly
 * before the window: where such a chain has none in it, they are what is missing.
 */
export function toChains(
  digests: readonly LaneDigest[],
  olderIds: Iterable<string>,
  place: LanePlace,
  filter: TrailFilter | undefined,
): readonly LaneChain[] {
  const groups = new Map<string, LaneDigest[]>();
  for (const digest of digests) {
    const id = toChainId(digest.name);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [digest]);
    else group.push(digest);
  }
  const ended = new Set(olderIds);
  const ids = [...new Set([...groups.keys(), ...ended])].sort();
  return ids.flatMap((id) => {
    const group = (groups.get(id) ?? []).sort((a, b) => b.name.end - a.name.end);
    if (!ended.has(id) && !isOfWindow(group)) return [];
    const [trail = '', homeRegion = ''] = id.split('\n');
    const isReported = filter === undefined || isTrail(filter, { trail, homeRegion }, place);
    const [standard, backfill] = [false, true].map((wanted) => group.filter((one) => one.name.isBackfill === wanted));
    return [{ trail, homeRegion, isReported, standard: standard ?? [], backfill: backfill ?? [] }];
  });
}

/** Of digests behind the window alone only a proven one that had others before it says that the chain was there. */
function isOfWindow(digests: readonly LaneDigest[]): boolean {
  if (digests.some((digest) => !digest.isBeyond)) return true;
  return digests.filter(isAuthentic).at(-1)?.reading.digest.previous !== undefined;
}

export function toChainId({ trail, homeRegion }: Pick<DigestName, 'trail' | 'homeRegion'>): string {
  return `${trail}\n${homeRegion}`;
}

export function toSummary(chain: LaneChain, place: LanePlace, restarts: readonly EpochMs[]): ChainSummary {
  const { trail, homeRegion, standard, backfill } = chain;
  const { account, region, organizationId } = place;
  const inRun = [...standard, ...backfill].filter((one) => !one.isBeyond && one.standing?.status !== 'missing');
  const proven = findProvenTime(standard.filter((one) => !one.isBeyond));
  return {
    trail,
    homeRegion,
    account,
    region,
    ...(organizationId === undefined ? {} : { organizationId }),
    digests: inRun.length,
    restarts,
    ...(proven === undefined ? {} : { proven }),
  };
}

function findProvenTime(digests: readonly LaneDigest[]): TimeWindow | undefined {
  const proven = digests.filter(isAuthentic);
  const newest = proven.at(0);
  const oldest = proven.at(-1);
  return newest === undefined || oldest === undefined ? undefined : { from: startOf(oldest), to: newest.name.end };
}
