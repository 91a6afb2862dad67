import { addCounts, toHourOutcome, toObjectOutcome, type OutcomeCounts } from './junitOutcome';
import { toChainKey, type ChainName, type ReportSource } from './reportSource';

/** One test suite: so many of the objects and of the hours that come next. */
export interface Suite {
  readonly name: string;
  readonly objects: number;
  readonly hours: number;
  readonly counts: OutcomeCounts;
}

interface Run {
  readonly key: string;
  readonly name: string;
  readonly counts: OutcomeCounts;
  items: number;
}

/**
 * A suite's start tells how many tests follow, so the run is counted before it is written. Objects of one chain that
 * follow each other make a suite, with the chain's hours when these come in the same order; memory grows with the
 * number of suites only. Rejects with an AbortError.
 */
export async function planSuites(source: ReportSource, signal: AbortSignal): Promise<readonly Suite[]> {
  const objectRuns = await countRuns(source.objects(), toObjectOutcome, signal);
  const hourRuns = await countRuns(source.hours(), toHourOutcome, signal);
  const left = countKeys(objectRuns);
  const suites: Suite[] = [];
  let hoursAt = 0;
  for (const run of objectRuns) {
    for (let next = hourRuns[hoursAt]; next !== undefined && !left.has(next.key); next = hourRuns[++hoursAt]) {
      suites.push({ name: next.name, objects: 0, hours: next.items, counts: next.counts });
    }
    const hours = hourRuns[hoursAt]?.key === run.key ? hourRuns[hoursAt++] : undefined;
    const counts = hours === undefined ? run.counts : addCounts(run.counts, hours.counts);
    suites.push({ name: run.name, objects: run.items, hours: hours?.items ?? 0, counts });
    forget(left, run.key);
  }
  const rest = hourRuns.slice(hoursAt);
  return [...suites, ...rest.map(({ name, items, counts }) => ({ name, objects: 0, hours: items, counts }))];
}

async function countRuns<T extends ChainName>(
  pages: AsyncIterable<readonly T[]>,
  toOutcome: (item: T) => keyof OutcomeCounts,
  signal: AbortSignal,
): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for await (const items of pages) {
    signal.throwIfAborted();
    for (const item of items) {
      const key = toChainKey(item);
      let run = runs.at(-1);
      if (run?.key !== key) {
        run = { key, name: toName(item), counts: { passed: 0, failure: 0, error: 0, skipped: 0 }, items: 0 };
        runs.push(run);
      }
      run.items += 1;
      run.counts[toOutcome(item)] += 1;
    }
  }
  return runs;
}

function toName({ trail, account, region }: ChainName): string {
  return `${trail ?? '(no trail)'} ${account} ${region}`;
}

function countKeys(runs: readonly Run[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of runs) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function forget(counts: Map<string, number>, key: string): void {
  const count = counts.get(key) ?? 0;
  if (count > 1) counts.set(key, count - 1);
  else counts.delete(key);
}
