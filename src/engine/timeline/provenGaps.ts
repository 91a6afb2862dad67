import type { EpochMs } from '../../base/time';
import type { ValidatedHour } from '../digest/validation';
import { groupStains, type PlaceStain, type StainedPlace } from './gapStains';
import { toGapText } from './gapText';
import type { TimelineGap, TimelineGapKind } from './timeline';
import type { Period } from './timelineGaps';

/** Which accounts and regions are asked about; absent: all. */
export interface ProofScope {
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
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

  constructor(
    private readonly period: Period,
    private readonly scope: ProofScope,
  ) {}

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

  toGaps(): readonly TimelineGap[] {
    const lanes = [...this.lanes.values()];
    const stains = lanes.flatMap((lane) => {
      const unproven = joinTimes(lane.unproven);
      const spoken = joinTimes([...lane.covered, ...unproven]);
      return [
        ...unproven.map((time) => this.toStain(lane, 'unproven', time)),
        ...without(joinTimes(lane.quiet), spoken).map((time) => this.toStain(lane, 'provenQuiet', time)),
      ];
    });
    return groupStains(stains, lanes).map(({ facts, from, to }) => {
      const { kind, accounts, regions } = facts;
      return { kind, from, to, text: toGapText(facts), accounts, regions };
    });
  }

  private toStain(lane: LaneTimes, kind: TimelineGapKind, time: Period): PlaceStain {
    const { account, region, logKind } = lane;
    const from = Math.max(time.from, this.period.from);
    const to = Math.min(time.to, this.period.to);
    return { kind, from, to, account, region, logKind, count: 0 };
  }

  private isAsked({ account, region }: ValidatedHour): boolean {
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

/** Hours mostly come in order: years of them take no more room than their breaks. */
function extend(times: Period[], { from, to }: Period): void {
  const last = times[times.length - 1];
  if (last?.to === from) times[times.length - 1] = { from: last.from, to };
  else times.push({ from, to });
}

function joinTimes(times: readonly Period[]): readonly Period[] {
  const joined: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of [...times].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** Both in order and joined. */
function without(times: readonly Period[], taken: readonly Period[]): readonly Period[] {
  const rest: Period[] = [];
  let next = 0;
  for (const { from, to } of times) {
    let start = from;
    while ((taken[next]?.to ?? Infinity) <= start) next++;
    for (let at = next; at < taken.length; at++) {
      const other = taken[at];
      if (other === undefined || other.from >= to) break;
      if (other.from > start) rest.push({ from: start, to: other.from });
      start = Math.max(start, other.to);
    }
    if (start < to) rest.push({ from: start, to });
  }
  return rest;
}
