import type * as requests from '../../protocol/searchRequests';
import type { ResultGroups, ResultSort } from '../../protocol/searchRequests';

// The protocol's own list cannot be loaded here without the LSP package; the type makes the compiler compare them.
const groupings: typeof requests.groupings = [
  'day',
  'principal',
  'eventName',
  'eventSource',
  'sourceIPAddress',
  'errorCode',
  'awsRegion',
  'account',
];

/** What the hits are grouped by; `none`: one list. */
export type Grouping = (typeof groupings)[number] | 'none';

export const allGroupings: readonly Grouping[] = [...groupings, 'none'];

export const groupingTitles: Readonly<Record<Grouping, string>> = {
  day: 'Day',
  principal: 'Principal',
  eventName: 'Event',
  eventSource: 'Service',
  sourceIPAddress: 'Source address',
  errorCode: 'Error',
  awsRegion: 'Region',
  account: 'Account',
  none: 'Not grouped',
};

export type GroupOrder = 'count' | 'name' | 'firstTime' | 'lastTime';

export interface ResultOrder {
  readonly grouping: Grouping;
  /** Undefined: days by time, everything else by count. */
  readonly groups: GroupOrder | undefined;
  readonly areNewestFirst: boolean;
}

export const defaultOrder: ResultOrder = { grouping: 'day', groups: undefined, areNewestFirst: false };

export function toHitSort({ areNewestFirst }: ResultOrder): ResultSort {
  return { column: 'eventTime', descending: areNewestFirst };
}

export type Group = ResultGroups['groups'][number];

/** By name, groups without a value go last, whichever way the others go. */
export function sortGroups(groups: readonly Group[], order: ResultOrder): readonly Group[] {
  const by = order.groups ?? (order.grouping === 'day' ? 'name' : 'count');
  if (by !== 'name') return [...groups].sort((a, b) => compare(a, b, by) || compareNames(a, b));
  const isReversed = order.grouping === 'day' && order.areNewestFirst;
  return [...groups].sort((a, b) =>
    isReversed && a.value !== null && b.value !== null ? compareNames(b, a) : compareNames(a, b),
  );
}

function compare(a: Group, b: Group, by: Exclude<GroupOrder, 'name'>): number {
  switch (by) {
    case 'count':
      return b.count - a.count;
    case 'firstTime':
      return (a.firstTime ?? Infinity) - (b.firstTime ?? Infinity) || 0;
    case 'lastTime':
      return (b.lastTime ?? -Infinity) - (a.lastTime ?? -Infinity) || 0;
    default:
      return by satisfies never;
  }
}

function compareNames(a: Group, b: Group): number {
  if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
