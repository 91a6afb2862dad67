import type { EpochMs } from '../../base/time';
import { minuteMs } from './digestTimes';

/** The minutes in the names of some logs, to be counted by time. */
export class LogMinutes {
  private readonly sorted: Float64Array;

  constructor(minutes: readonly EpochMs[]) {
    this.sorted = Float64Array.from(minutes).sort();
  }

  /** Those from the minute of `from` to before `to`. */
  count(from: EpochMs, to: EpochMs): number {
    return Math.max(0, this.findFirst(to) - this.findFirst(toMinute(from)));
  }

  /** The first one in that time. */
  first(from: EpochMs, to: EpochMs): EpochMs | undefined {
    const minute = this.sorted[this.findFirst(toMinute(from))];
    return minute === undefined || minute >= to ? undefined : minute;
  }

  /** How many are before `time`. */
  private findFirst(time: EpochMs): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.sorted[middle] ?? Infinity) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function toMinute(time: EpochMs): EpochMs {
  return Math.floor(time / minuteMs) * minuteMs;
}
