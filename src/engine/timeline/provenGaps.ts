import type { ValidatedHour } from '../digest/validation';
import { groupStains, type PlaceStain, type StainedPlace } from './gapStains';
import { toGapScope, toGapText, toQuietText } from './gapText';
import { extend, joinTimes, without, type Period } from './periods';
import { listQuiet, type QuietPlace, type QuietStretch } from './quietStretches';
import type { TimelineGap, TimelineGapKind } from './timeline';

/** Which accounts and regions are asked about; absent: all. */
export interface ProofScope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

export interface ProvenPlace {
  readonly account: string;
  readonly region: string;
}

/** Times of one account and region, in no order, by what validation says of them. */
interface LaneTimes extends StainedPlace {
  readonly quiet: Period[];
  readonly covered: Period[];
  readonly unproven: Period[];
}

/**
 * What validation says of a period, taken in hour by hour: what was proven quiet, and what nothing proves. Where one
 * trail was quiet and another one delivered, or cannot be proven, there is no proven silence.
 */
export class ProvenGaps {
  private readonly lanes = new Map<string, LaneTimes>();

  /** `places`: where records may be, validated or not; silence is everywhere only when all of them were quiet. */
  constructor(
    private readonly period: Period,
    private readonly scope: ProofScope,
    places: readonly ProvenPlace[] = [],
  ) {
    for (const place of places) if (this.isAsked(place)) this.laneOf(place.account, place.region);
  }

  add(hours: readonly ValidatedHour[]): void {
    for (const hour of hours) {
      const { account, region, status, from, to, isExcused = false } = hour;
      if (from >= this.period.to || to <= this.period.from || !this.isAsked(hour)) continue;
      const lane = this.laneOf(account, region);
      if (status === 'covered') extend(lane.covered, { from, to });
      else if (status === 'quiet') extend(lane.quiet, { from, to });
      else if (!isExcused) extend(lane.unproven, { from, to });
    }
  }

  /** In order of time. */
  toGaps(): readonly TimelineGap[] {
    const lanes = [...this.lanes.values()];
    const unproven: PlaceStain[] = [];
    const quiet: QuietPlace[] = [];
    for (const lane of lanes) {
      const unknown = joinTimes(lane.unproven);
      const spoken = joinTimes([...lane.covered, ...unknown]);
      unproven.push(...unknown.map((time) => toStain('unproven', lane, this.cut(time))));
      quiet.push({ lane, times: without(joinTimes(lane.quiet), spoken).map((time) => this.cut(time)) });
    }
    const silent = listQuiet(quiet, lanes.length).flatMap((time) => toQuietGaps(time, lanes));
    return [...toGaps(unproven, lanes), ...silent].sort((a, b) => a.from - b.from);
  }

  /** A sentence where silence is not proven for want of validation; undefined where all was looked at. */
  toNote(): string | undefined {
    const looked = [...this.lanes.values()].map(({ quiet, covered, unproven }) =>
      joinTimes([...quiet, ...covered, ...unproven]),
    );
    if (looked.every((times) => times.length === 0)) {
      return 'No digest file was validated for this time: hours without records are not proven quiet.';
    }
    if (looked.every((times) => without([this.period], times).length === 0)) return undefined;
    return 'Digest files were validated for some of these times and places only: elsewhere, hours without records are not proven quiet.';
  }

  private cut({ from, to }: Period): Period {
    return { from: Math.max(from, this.period.from), to: Math.min(to, this.period.to) };
  }

  private isAsked({ account, region }: ProvenPlace): boolean {
    const { accounts, regions } = this.scope;
    return (accounts?.includes(account) ?? true) && (regions?.includes(region) ?? true);
  }

  private laneOf(account: string, region: string): LaneTimes {
    const name = `${account}\n${region}`;
    const known = this.lanes.get(name);
    if (known !== undefined) return known;
    const lane = { account, region, logKind: null, quiet: [], covered: [], unproven: [] };
    this.lanes.set(name, lane);
    return lane;
  }
}

function toStain(kind: TimelineGapKind, { account, region, logKind }: StainedPlace, { from, to }: Period): PlaceStain {
  return { kind, from, to, account, region, logKind, count: 0 };
}

function toGaps(stains: readonly PlaceStain[], lanes: readonly StainedPlace[]): readonly TimelineGap[] {
  return groupStains(stains, lanes).map(({ facts, from, to }) => {
    return { kind: facts.kind, from, to, text: toGapText(facts), ...toGapScope(facts) };
  });
}

/** Exact where the same places were quiet all the time; else one for them all. */
function toQuietGaps({ time, places, isVaried }: QuietStretch, lanes: readonly StainedPlace[]): readonly TimelineGap[] {
  const stains = places.map((place) => toStain('provenQuiet', place, time));
  if (!isVaried) return toGaps(stains, lanes);
  const isOfOne = distinct(lanes.map(({ account }) => account)).length === 1;
  const accounts = isOfOne ? [] : distinct(places.map(({ account }) => account));
  const regions = distinct(places.map(({ region }) => region));
  return [{ kind: 'provenQuiet', ...time, text: toQuietText({ accounts, regions }), accounts, regions }];
}

function distinct(names: readonly (string | null)[]): readonly string[] {
  return [...new Set(names.map((name) => name ?? 'unknown'))].sort();
}
