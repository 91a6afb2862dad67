import type { HourStatus, ValidatedHour } from '../engine/digest/validation';
import { subtractSpans, uniteSpans, type TimeSpan } from './timeSpans';

/** What proves more comes first: one trail's proof of a time stands, whatever is unknown of another's. */
const ranks: Readonly<Record<HourStatus, number>> = { covered: 0, quiet: 1, gap: 2, unproven: 3 };

/** Hours that no digest names a trail for. They speak for every trail of their account and region. */
const anyTrail = '';

/**
 * What several runs prove of a source, as one: of each trail the newest run counts, and of several trails the one that
 * proves most. `runs`: newest first. By account, region and time, without overlaps; equal neighbours are one.
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
  /** By trail: the time that newer runs say something of, as of `uniteSpans`. */
  readonly taken: Map<string, readonly TimeSpan[]>;
  readonly pieces: ValidatedHour[];
}

function addRun({ taken, pieces }: Lane, hours: readonly ValidatedHour[]): void {
  const ofAny = taken.get(anyTrail) ?? [];
  const byTrail = groupBy(hours, ({ trail = anyTrail }) => trail);
  for (const [trail, ofTrail] of byTrail) {
    const known = uniteSpans([...ofAny, ...(taken.get(trail) ?? [])]);
    for (const hour of ofTrail) pieces.push(...subtractSpans(hour, known).map((span) => ({ ...hour, ...span })));
  }
  for (const [trail, ofTrail] of byTrail) taken.set(trail, uniteSpans([...(taken.get(trail) ?? []), ...ofTrail]));
}

function withoutOverlaps(pieces: readonly ValidatedHour[]): readonly ValidatedHour[] {
  const kept: ValidatedHour[] = [];
  let taken: readonly TimeSpan[] = [];
  const inOrder = [...pieces].sort((a, b) => ranks[a.status] - ranks[b.status] || a.from - b.from);
  for (const [, ofRank] of groupBy(inOrder, ({ status }) => status)) {
    let end = Number.NEGATIVE_INFINITY;
    for (const hour of ofRank) {
      const own = { ...hour, from: Math.max(hour.from, end) };
      if (own.from >= own.to) continue;
      end = own.to;
      kept.push(...subtractSpans(own, taken).map((span) => ({ ...hour, ...span })));
    }
    taken = uniteSpans([...taken, ...ofRank]);
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
