import { dayMs, type EpochMs } from '../../base/time';
import { withoutTime, type Place } from '../search/place';
import { toDayRangeText, type DayRange } from './dayRange';

/** What is missing: a stretch of time, in some accounts and regions. Empty lists: in all of them. */
export interface MissingTime {
  readonly from: EpochMs;
  /** Exclusive. */
  readonly to: EpochMs;
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** Logs lie under the day that they were delivered on: whole days are read. */
export function toDaysPlace(place: Place, { from, to, accounts, regions }: MissingTime): Place {
  const days = toWholeDays(from, to);
  const scope = {
    ...withoutTime(place.scope),
    ...days,
    ...(accounts.length === 0 ? {} : { accounts }),
    ...(regions.length === 0 ? {} : { regions }),
  };
  return { ...place, scope, title: `${place.title}, ${toDayRangeText(days)}` };
}

function toWholeDays(from: EpochMs, to: EpochMs): DayRange {
  const first = Math.floor(from / dayMs) * dayMs;
  return { from: first, to: Math.max(first + dayMs, Math.ceil(to / dayMs) * dayMs) };
}
