import { UserError } from '../base/errors';
import type { HourStatus, ValidatedHour } from '../engine/digest/validation';
import { joinTimes, subtract, type Period } from '../engine/timeline/periods';
import type { StoredRun } from './validationStore';

/** What stored runs prove of time, as one: see `mergeValidatedHours`. `runs`: newest first. What is damaged is left out. */
export async function readValidatedHours(
  runs: readonly Pick<StoredRun, 'hours'>[],
  onDamage: (error: UserError) => void,
): Promise<readonly ValidatedHour[]> {
  const all: (readonly ValidatedHour[])[] = [];
  for (const run of runs) {
    const hours: ValidatedHour[] = [];
    try {
      for await (const block of run.hours()) for (const hour of block) hours.push(hour);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      onDamage(error);
    }
    all.push(hours);
  }
  return mergeValidatedHours(all);
}

/**
 * Which of several trails counts: one trail's signed logs of a time stand, whatever is unknown of another's. Its silence
 * does not, since the other one may have delivered. Before a trail began it says nothing.
 */
const ranks: Readonly<Record<HourStatus, number>> = { covered: 0, gap: 1, unproven: 2, quiet: 3 };
const excusedRank = 4;

function rankOf({ status, isExcused = false }: ValidatedHour): number {
  return isExcused ? excusedRank : ranks[status];
}

/** Hours that no digest names a trail for. They speak for every trail of their account and region. */
const anyTrail = '';

/**
 * What several runs prove of a source, as one: of each trail the newest run counts, and of several trails what `ranks`
 * says. `runs`: newest first. By account, region and time, without overlaps; equal neighbours are one.
 */
export function mergeValidatedHours(runs: readonly (readonly ValidatedHour[])[]): readonly ValidatedHour[] {
  const lanes = new Map<string, Lane>();
  for (const hours of runs) {
    for (const [name, ofLane] of groupBy(hours, ({ account, region }) => `${account}\n${region}`)) {
      const lane = lanes.get(name) ?? { taken: new Map(), pieces: [] };
      lanes.set(name, lane);
      addRun(lane, ofLane);
    }
  }
  return [...lanes.values()].flatMap(({ pieces }) => joinNeighbours(withoutOverlaps(pieces)));
}

/** An account's deliveries of one region. */
interface Lane {
  /** By trail: the time that newer runs say something of, as of `joinTimes`. */
  readonly taken: Map<string, readonly Period[]>;
  readonly pieces: ValidatedHour[];
}

function addRun({ taken, pieces }: Lane, hours: readonly ValidatedHour[]): void {
  const ofAny = taken.get(anyTrail) ?? [];
  const byTrail = groupBy(hours, ({ trail = anyTrail }) => trail);
  for (const [trail, ofTrail] of byTrail) {
    const known = joinTimes([...ofAny, ...(taken.get(trail) ?? [])]);
    for (const hour of ofTrail) pieces.push(...subtract(hour, known).map((span) => ({ ...hour, ...span })));
  }
  for (const [trail, ofTrail] of byTrail) taken.set(trail, joinTimes([...(taken.get(trail) ?? []), ...ofTrail]));
}

function withoutOverlaps(pieces: readonly ValidatedHour[]): readonly ValidatedHour[] {
  const kept: ValidatedHour[] = [];
  let taken: readonly Period[] = [];
  const inOrder = [...pieces].sort((a, b) => rankOf(a) - rankOf(b) || a.from - b.from);
  for (const [, ofRank] of groupBy(inOrder, (hour) => String(rankOf(hour)))) {
    let end = Number.NEGATIVE_INFINITY;
    for (const hour of ofRank) {
      const own = { ...hour, from: Math.max(hour.from, end) };
      if (own.from >= own.to) continue;
      end = own.to;
      kept.push(...subtract(own, taken).map((span) => ({ ...hour, ...span })));
    }
    taken = joinTimes([...taken, ...ofRank]);
  }
  return kept.sort((a, b) => a.from - b.from);
}

function joinNeighbours(hours: readonly ValidatedHour[]): readonly ValidatedHour[] {
  const joined: ValidatedHour[] = [];
  for (const hour of hours) {
    const last = joined.at(-1);
    if (last !== undefined && isSame(last, hour)) joined[joined.length - 1] = { ...last, to: hour.to };
    else joined.push(hour);
  }
  return joined;
}

function isSame(a: ValidatedHour, b: ValidatedHour): boolean {
  return (
    a.to === b.from &&
    a.status === b.status &&
    a.code === b.code &&
    a.trail === b.trail &&
    (a.isExcused ?? false) === (b.isExcused ?? false)
  );
}

function groupBy<T>(items: Iterable<T>, nameOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}
