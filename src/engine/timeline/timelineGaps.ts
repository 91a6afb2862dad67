import { dayMs, type EpochMs } from '../../base/time';
import type { Partition } from '../trail/partition';
import { toGapScope, toGapText } from './gapText';
import { groupStains, type PlaceStain, type StainGroup, type StainedPlace } from './gapStains';
import type { Period } from './periods';
import type { TimelineGap } from './timeline';

/** What the ledger knows of one account, kind, region and day; a row of `Coverage`. */
export interface CoveredPartition extends Partition {
  readonly read: number;
  readonly failed: number;
  readonly pending: number;
  readonly unreadable: number;
  readonly listedTime: EpochMs | undefined;
  readonly problem: string | undefined;
}

/** Logs hold what happened up to so long before: of a day that is not indexed, the end of the day before it too. */
const deliveryMs = 15 * 60_000;

/**
 * The stretches of a period of which the index does not know all. As in statements of coverage, a place that is known
 * from any day is expected on every day. Days are those of delivery, as the keys say.
 */
export function toCoverageGaps(rows: readonly CoveredPartition[], period: Period): readonly TimelineGap[] {
  if (period.from >= period.to) return [];
  if (rows.length === 0) {
    return [{ kind: 'notIndexed', ...period, text: 'Nothing of this is indexed.', accounts: [], regions: [] }];
  }
  const byDay = new Map<string | null, Map<string, CoveredPartition>>();
  const places = new Map<string, Partition>();
  for (const row of rows) {
    const name = placeName(row);
    if (row.day !== null) places.set(name, row);
    const day = byDay.get(row.day);
    if (day === undefined) byDay.set(row.day, new Map([[name, row]]));
    else day.set(name, row);
  }
  const dated = groupDays(byDay, places, period);
  // Nobody can say to which day these belong.
  const undated = [...(byDay.get(null)?.values() ?? [])];
  const stains = undated.flatMap((row) => toStains(row, period));
  return [...dated, ...groupStains(stains, undated.map(toPlace))].flatMap(({ facts, from, to }) => {
    const { kind } = facts;
    const first = kind === 'notIndexed' ? from - deliveryMs : from;
    const cut = { from: Math.max(first, period.from), to: Math.min(to, period.to) };
    if (cut.from >= cut.to) return [];
    return [{ kind, ...cut, text: toGapText(facts), ...toGapScope(facts) }];
  });
}

/** Stretches without any indexed day are one gap each, however long: a record may claim any year. */
function groupDays(
  byDay: ReadonlyMap<string | null, ReadonlyMap<string, CoveredPartition>>,
  places: ReadonlyMap<string, Partition>,
  period: Period,
): readonly StainGroup[] {
  if (places.size === 0) return [];
  const stains: PlaceStain[] = [];
  const empty: StainGroup[] = [];
  const addEmpty = (from: EpochMs, to: EpochMs): void => {
    if (from < to) empty.push({ facts: { kind: 'notIndexed', accounts: [], regions: [], count: 0 }, from, to });
  };
  let known = period.from;
  for (const day of [...byDay.keys()].filter((one) => one !== null).sort()) {
    const from = Date.parse(`${day}T00:00:00Z`);
    if (from + dayMs <= period.from || from >= period.to) continue;
    addEmpty(known, from);
    stains.push(...toDayStains({ from, to: from + dayMs }, byDay.get(day), places));
    known = from + dayMs;
  }
  addEmpty(known, period.to);
  return groupStains(stains, [...places.values()].map(toPlace), empty);
}

function toPlace({ account, region, kind }: Partition): StainedPlace {
  return { account, region, logKind: kind };
}

function toDayStains(
  time: Period,
  rows: ReadonlyMap<string, CoveredPartition> | undefined,
  places: ReadonlyMap<string, Partition>,
): readonly PlaceStain[] {
  const stains: PlaceStain[] = [];
  for (const [name, { account, region, kind: logKind }] of places) {
    const row = rows?.get(name);
    if (row === undefined) stains.push({ kind: 'notIndexed', ...time, account, region, logKind, count: 0 });
    else stains.push(...toStains(row, time));
  }
  return stains;
}

function toStains(row: CoveredPartition, { from, to }: Period): readonly PlaceStain[] {
  const { account, region, kind: logKind, problem, listedTime } = row;
  const place = { account, region, logKind };
  const stains: PlaceStain[] = [];
  const lost = row.failed + row.unreadable;
  if (problem !== undefined) stains.push({ kind: 'unreadable', from, to, ...place, count: 0, problem });
  if (lost > 0) stains.push({ kind: 'unreadable', from, to, ...place, count: lost });
  const isUnlisted = listedTime === undefined && problem === undefined;
  if (row.pending > 0) stains.push({ kind: 'partlyIndexed', from, to, ...place, count: row.pending });
  else if (isUnlisted && row.day !== null) stains.push({ kind: 'partlyIndexed', from, to, ...place, count: 0 });
  // What was delivered after the listing is not known.
  const isEarly = listedTime !== undefined && listedTime < to && row.day !== null;
  if (isEarly) stains.push({ kind: 'notIndexed', from: Math.max(from, listedTime), to, ...place, count: 0 });
  return stains;
}

function placeName({ account, kind, region }: Partition): string {
  return `${account ?? ''}\n${kind ?? ''}\n${region ?? ''}`;
}
