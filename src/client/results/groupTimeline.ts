import { UserError } from '../../base/errors';
import { parseDayRange } from '../scan/dayRange';
import { withoutTime, type Place } from '../search/place';
import { quote } from '../search/queryText';
import type { TimelineToOpen } from '../timeline/openTimeline';
import type { ResultGroup } from '../../protocol/resultTableMessages';
import type { Search } from './resultTree';

/** Everything that a search found, or one group of it, over time. */
export function toGroupTimeline({ query, place }: Search, group?: ResultGroup): TimelineToOpen {
  if (group === undefined) return { place, subject: { kind: 'query', text: query } };
  if (group.by === 'day') return toDayTimeline({ query, place }, group.value);
  return { place, subject: { kind: 'query', text: both(query, toGroupQuery(group)) } };
}

/**
 * What a group of the results view stands for, in the whole source: the principal, address, account … itself, with
 * everything else that it did. A day is the search within it; no value at all, the search without one.
 */
export function toValueTimeline(search: Search, { by, value }: ResultGroup): TimelineToOpen {
  const { place } = search;
  if (value === null || by === 'day') return toGroupTimeline(search, { by, value });
  const source: Place = { ...place, scope: withoutTime(place.scope) };
  if (by === 'sourceIPAddress') return { place: source, subject: { kind: 'address', id: value } };
  if (by === 'account') return { place: source, subject: { kind: 'account', id: value } };
  return { place: source, subject: { kind: 'query', text: toGroupQuery({ by, value }) } };
}

function toDayTimeline({ query, place }: Search, value: string | null): TimelineToOpen {
  const day = value === null ? undefined : parseDayRange(value);
  if (day === undefined) throw new UserError('invalidInput', 'Records without a time have no place in a timeline.');
  const { from = day.from, to = day.to } = place.scope;
  const scope = { ...place.scope, from: Math.max(from, day.from), to: Math.min(to, day.to) };
  return { place: { ...place, scope }, subject: { kind: 'query', text: query } };
}

/** The account of a group is the one that the log was delivered for: nothing else of a record says it for sure. */
function toGroupQuery({ by, value }: ResultGroup): string {
  const field = by === 'account' ? 'recipientAccountId' : by;
  return value === null ? `missing:${field}` : `${field}:${quote(value)}`;
}

function both(query: string, other: string): string {
  return query.trim() === '' ? other : `(${query.trim()}) ${other}`;
}
