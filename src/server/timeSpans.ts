import type { EpochMs } from '../base/time';

/** From `from`, inclusive, to `to`, exclusive. */
export interface TimeSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** The same time as spans that neither overlap nor touch, in order. Empty ones are left out. */
export function uniteSpans(spans: readonly TimeSpan[]): readonly TimeSpan[] {
  const united: { from: EpochMs; to: EpochMs }[] = [];
  const inOrder = spans.filter(({ from, to }) => to > from).sort((a, b) => a.from - b.from);
  for (const { from, to } of inOrder) {
    const last = united.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else united.push({ from, to });
  }
  return united;
}

/** What is left of a span; `taken` as of `uniteSpans`. */
export function subtractSpans({ from, to }: TimeSpan, taken: readonly TimeSpan[]): readonly TimeSpan[] {
  const left: TimeSpan[] = [];
  let at = from;
  for (let index = firstEndingAfter(taken, from); index < taken.length; index++) {
    const span = taken[index];
    if (span === undefined || span.from >= to) break;
    if (span.from > at) left.push({ from: at, to: span.from });
    at = Math.max(at, span.to);
  }
  if (at < to) left.push({ from: at, to });
  return left;
}

function firstEndingAfter(spans: readonly TimeSpan[], time: EpochMs): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((spans[middle]?.to ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
