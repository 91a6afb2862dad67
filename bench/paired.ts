/** Medians of two ways of doing the same work, measured in turns within one run, so that a slow moment hits both. */
export interface Paired {
  readonly oursMs: number;
  readonly theirsMs: number;
  /** Median of the ratios of neighbouring turns: ours over theirs. */
  readonly ratio: number;
}

export async function measurePaired(
  ours: () => unknown,
  theirs: () => unknown,
  turns: number,
  warmUps = 3,
): Promise<Paired> {
  const times: { ours: number; theirs: number }[] = [];
  for (let turn = -warmUps; turn < turns; turn++) {
    const pair = { ours: await timeMs(ours), theirs: await timeMs(theirs) };
    if (turn >= 0) times.push(pair);
  }
  return {
    oursMs: median(times.map((pair) => pair.ours)),
    theirsMs: median(times.map((pair) => pair.theirs)),
    ratio: median(times.map((pair) => pair.ours / pair.theirs)),
  };
}

export async function timeMs(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}
