import type { EpochMs } from '../../base/time';

/** From (inclusive) up to (exclusive). */
export interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Hours mostly come in order: years of them take no more room than their breaks. */
export function extend(times: Period[], { from, to }: Period): void {
  const last = times[times.length - 1];
  if (last?.to === from) times[times.length - 1] = { from: last.from, to };
  else times.push({ from, to });
}

/** The same time in order, as periods that neither overlap nor touch. Empty ones are left out. */
export function joinTimes(times: readonly Period[]): readonly Period[] {
  const joined: { from: EpochMs; to: EpochMs }[] = [];
  for (const { from, to } of times.filter((time) => time.to > time.from).sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What `taken` leaves of `times`; both in order and joined. */
export function without(times: readonly Period[], taken: readonly Period[]): readonly Period[] {
  return times.flatMap((time) => subtract(time, taken));
}

/** What `taken`, as of `joinTimes`, leaves of a period. */
export function subtract({ from, to }: Period, taken: readonly Period[]): readonly Period[] {
  const left: Period[] = [];
  let start = from;
  for (let at = firstEndingAfter(taken, from); at < taken.length; at++) {
    const other = taken[at];
    if (other === undefined || other.from >= to) break;
    if (other.from > start) left.push({ from: start, to: other.from });
    start = Math.max(start, other.to);
  }
  if (start < to) left.push({ from: start, to });
  return left;
}

function firstEndingAfter(times: readonly Period[], time: EpochMs): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle]?.to ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
