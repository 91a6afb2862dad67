import type { StainedPlace } from './gapStains';
import type { Period } from './periods';

/** When one place was quiet: in order, without overlaps. */
export interface QuietPlace {
  readonly lane: StainedPlace;
  readonly times: readonly Period[];
}

export interface QuietStretch {
  readonly time: Period;
  /** All that were quiet for some of it. */
  readonly places: readonly StainedPlace[];
  /** True when not all of them were quiet for all of it. */
  readonly isVaried: boolean;
}

/**
 * Stretches of proven silence, in order and without overlaps. All of them `total` being quiet is kept apart from only
 * some being so; of those, what touches is one stretch: every quiet region has hours of its own, hundreds a week.
 */
export function listQuiet(quiet: readonly QuietPlace[], total: number): readonly QuietStretch[] {
  const changes = toChanges(quiet);
  const now = new Set<StainedPlace>();
  const stretches: Draft[] = [];
  for (const [at, { time, begins, ends }] of changes.entries()) {
    for (const lane of ends) now.delete(lane);
    for (const lane of begins) now.add(lane);
    const to = changes[at + 1]?.time;
    if (to === undefined || now.size === 0) continue;
    const isWhole = now.size === total;
    const last = stretches[stretches.length - 1];
    if (last?.to !== time || last.isWhole || isWhole) {
      stretches.push({ from: time, to, isWhole, isVaried: false, places: new Set(now) });
      continue;
    }
    for (const lane of begins) last.places.add(lane);
    last.to = to;
    last.isVaried = true;
  }
  return stretches.map(({ from, to, places, isVaried }) => ({ time: { from, to }, places: [...places], isVaried }));
}

interface Draft {
  readonly from: number;
  to: number;
  readonly isWhole: boolean;
  isVaried: boolean;
  readonly places: Set<StainedPlace>;
}

interface Change {
  readonly time: number;
  readonly begins: StainedPlace[];
  readonly ends: StainedPlace[];
}

/** By time. */
function toChanges(quiet: readonly QuietPlace[]): readonly Change[] {
  const changes = new Map<number, Change>();
  const at = (time: number): Change => {
    const known = changes.get(time);
    if (known !== undefined) return known;
    const change = { time, begins: [], ends: [] };
    changes.set(time, change);
    return change;
  };
  for (const { lane, times } of quiet) {
    for (const { from, to } of times) {
      at(from).begins.push(lane);
      at(to).ends.push(lane);
    }
  }
  return [...changes.values()].sort((a, b) => a.time - b.time);
}
