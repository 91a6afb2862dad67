import type { EpochMs } from '../../../base/time';
import { toHourChainKey, type ReportSource } from './reportSource';
import type { ValidatedHour } from '../validation';

/** A time for which nothing was signed, from the end of one chain to the beginning of the next. */
export interface Gap {
  readonly trail?: string;
  readonly account: string;
  readonly region: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Logs that lie in it. */
  readonly logs: number;
  /** True when it lies between two digests, false when it is older than the first one. Of no length: a restart alone. */
  readonly isBetween: boolean;
}

/** Joins the hours of each gap. Hours may come in any order of chains, but by time within a chain. */
class GapCollector {
  readonly #open = new Map<string, Gap>();
  readonly #closed: Gap[] = [];

  add(hour: ValidatedHour): void {
    if (hour.status === 'gap') this.#add(hour, hour.to, hour.logs);
    else if (isRestart(hour) && this.#open.get(toHourChainKey(hour))?.to !== hour.from) {
      this.#add(hour, hour.from, 0);
    }
  }

  #add(hour: ValidatedHour, to: EpochMs, logs: number): void {
    const { account, region, from } = hour;
    const key = toHourChainKey(hour);
    const isBetween = hour.code !== 'beforeFirst';
    const last = this.#open.get(key);
    if (last?.to === from && last.isBetween === isBetween) {
      this.#open.set(key, { ...last, to, logs: last.logs + logs });
      return;
    }
    if (last !== undefined) this.#closed.push(last);
    const trail = hour.trail === undefined ? {} : { trail: hour.trail };
    this.#open.set(key, { ...trail, account, region, from, to, logs, isBetween });
  }

  /** The newest first. */
  gaps(): readonly Gap[] {
    return [...this.#closed, ...this.#open.values()].sort((a, b) => b.from - a.from);
  }
}

/** The newest first. Rejects with an AbortError. */
export async function collectGaps(source: ReportSource, signal: AbortSignal): Promise<readonly Gap[]> {
  const collector = new GapCollector();
  for await (const hours of source.hours()) {
    signal.throwIfAborted();
    for (const hour of hours) collector.add(hour);
  }
  return collector.gaps();
}

/** Proven, but nothing ties it to what was before it. */
function isRestart({ status, code }: ValidatedHour): boolean {
  return (status === 'covered' || status === 'quiet') && code === 'restarted';
}
