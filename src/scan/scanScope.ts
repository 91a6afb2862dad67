import type { EpochMs } from '../base/time';
import type { Partition } from '../engine/trail/partition';

/** Which objects of a source a scan is about. Absent parts do not narrow. */
export interface ScanScope {
  /** Only objects below this prefix (`''` or ending in `/`). */
  readonly prefix: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** Days of delivery (UTC): the first and the last moment, inclusive and exclusive. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
}

/** The days of a scope as `2026-01-15`, both inclusive. */
export interface DayRange {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

export function toDayRange({ from, to }: Pick<ScanScope, 'from' | 'to'>): DayRange {
  return {
    first: from === undefined ? undefined : toDay(from),
    last: to === undefined ? undefined : toDay(to - 1),
  };
}

export function toDay(time: EpochMs): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** A part of the key that does not say cannot be left out by it: nothing is lost by a missing account or day. */
export function isInScope(partition: Partition, scope: Omit<ScanScope, 'prefix'>, days: DayRange): boolean {
  const { account, region, day } = partition;
  if (account !== null && scope.accounts !== undefined && !scope.accounts.includes(account)) return false;
  if (region !== null && scope.regions !== undefined && !scope.regions.includes(region)) return false;
  if (day === null) return true;
  return (days.first === undefined || day >= days.first) && (days.last === undefined || day <= days.last);
}
