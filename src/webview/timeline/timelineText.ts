import type { EpochMs } from '../../base/time';
import { toDisplayText } from '../../base/displayText';
import type { ClassCounts, FirstSeen, LaneField, LaneMark, TimelinePicture } from '../../engine/timeline/timeline';
import type { TimelineSummary } from '../../engine/timeline/timeline';
import { toCount } from '../table/tableText';
import { countOf, recordClasses, type ClassSet } from './recordClasses';
import type { TimeRange } from './timeRange';

/** `2026-01-15 14:05:09 UTC`, or with the offset of the place where the editor runs. */
export function toTimeText(time: EpochMs, usesLocalTime: boolean): string {
  const offsetMinutes = usesLocalTime ? -new Date(time).getTimezoneOffset() : 0;
  const shifted = new Date(time + offsetMinutes * 60_000);
  if (Number.isNaN(shifted.getTime())) return '(no time)';
  const text = shifted.toISOString().slice(0, 19).replace('T', ' ');
  return `${text} ${usesLocalTime ? toOffsetText(offsetMinutes) : 'UTC'}`;
}

/** `UTC+05:30` */
export function toOffsetText(offsetMinutes: number): string {
  const minutes = Math.abs(offsetMinutes);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `UTC${offsetMinutes < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Both ends; the zone once. */
export function toRangeText({ from, to }: TimeRange, usesLocalTime: boolean): string {
  const [first, last] = [toTimeText(from, usesLocalTime), toTimeText(to, usesLocalTime)];
  const zone = last.slice(20);
  return first.endsWith(zone) ? `${first.slice(0, 19)} to ${last}` : `${first} to ${last}`;
}

const units = [
  { ms: 86_400_000, word: 'd' },
  { ms: 3_600_000, word: 'h' },
  { ms: 60_000, word: 'min' },
  { ms: 1000, word: 's' },
] as const;

/** `6 h`, `2 d 4 h`: two units at most. */
export function toSpanText(ms: number): string {
  const at = units.findIndex((unit) => ms >= unit.ms);
  const [unit, next] = [units[at], units[at + 1]];
  if (unit === undefined) return `${Math.max(0, Math.round(ms))} ms`;
  const whole = Math.floor(ms / unit.ms);
  const rest = next === undefined ? 0 : Math.floor((ms % unit.ms) / next.ms);
  return rest === 0 || next === undefined ? `${whole} ${unit.word}` : `${whole} ${unit.word} ${rest} ${next.word}`;
}

export function toRecordsText(count: number): string {
  return `${toCount(count)} ${count === 1 ? 'record' : 'records'}`;
}

/** `1,204 records · 12 errors · 3 denied · 2 twins` */
export function toSummaryText({ count, classes, twins, untimed }: TimelineSummary): string {
  const parts = [
    toRecordsText(count),
    ...some(classes.error, 'error', 'errors'),
    ...some(classes.denied, 'denied', 'denied'),
    ...some(twins, 'twin', 'twins'),
    ...some(untimed, 'without a time', 'without a time'),
  ];
  return parts.join(' · ');
}

/** `12 read, 3 denied`; nothing for what is hidden or did not happen. */
export function toClassesText(counts: ClassCounts, shown: ClassSet): string {
  const parts = recordClasses.filter(({ name }) => shown.has(name) && counts[name] > 0);
  return parts.map(({ name, word }) => `${toCount(counts[name])} ${word}`).join(', ');
}

export const laneWords: Readonly<Record<LaneField, { readonly one: string; readonly many: string }>> = {
  service: { one: 'service', many: 'services' },
  event: { one: 'event', many: 'events' },
  principal: { one: 'principal', many: 'principals' },
  address: { one: 'address', many: 'addresses' },
  region: { one: 'region', many: 'regions' },
  account: { one: 'account', many: 'accounts' },
};

export const laneFields: readonly LaneField[] = ['service', 'event', 'principal', 'address', 'region', 'account'];

/** Lane values come out of logs. */
export function toLaneText(value: string | null, by: LaneField): string {
  if (value === null || value === '') return `(no ${laneWords[by].one})`;
  return toDisplayText(value, 200);
}

/** What a screen reader says of the view. */
export function toViewText(picture: TimelinePicture, view: TimeRange, shown: ClassSet, usesLocalTime: boolean): string {
  const { laneBy, rest } = picture;
  const total = picture.buckets.reduce((sum, bucket) => sum + countOf(bucket, shown), 0);
  const lanes = picture.lanes
    .map(({ value, classes }) => ({ text: toLaneText(value, laneBy), count: countOf(classes, shown) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const busiest = lanes.slice(0, 3).map(({ text, count }) => `${text} ${toCount(count)}`);
  const laneCount = lanes.length + rest.lanes;
  const words = laneCount === 1 ? laneWords[laneBy].one : laneWords[laneBy].many;
  const which = busiest.length === 0 ? '' : ` ${toCount(laneCount)} ${words}; busiest: ${busiest.join(', ')}.`;
  return `${toRecordsText(total)} from ${toRangeText(view, usesLocalTime)}.${which}`;
}

const firstSeenWords: Readonly<Record<FirstSeen['field'], string>> = {
  event: 'event',
  address: 'address',
  region: 'region',
  agent: 'user agent',
};

/** Of one principal's uses alone, who it was goes without saying. */
export function toFirstSeenText({ field, value, principal }: FirstSeen, isPrincipalTold: boolean): string {
  const text = `First ${firstSeenWords[field]} ${toDisplayText(value, 160)}`;
  return isPrincipalTold ? `${text} by ${toDisplayText(principal, 160)}` : text;
}

export function areOfSeveral(firstSeen: readonly FirstSeen[]): boolean {
  return firstSeen.some(({ principal }) => principal !== firstSeen[0]?.principal);
}

/** Lines of a mark's tooltip. */
export function toMarkLines(
  mark: LaneMark,
  lane: { readonly value: string | null; readonly by: LaneField },
  usesLocalTime: boolean,
): readonly string[] {
  const word = recordClasses.find(({ name }) => name === mark.recordClass)?.word ?? mark.recordClass;
  const when =
    mark.count > 1 && mark.lastTime - mark.time >= 1000
      ? toRangeText({ from: mark.time, to: mark.lastTime }, usesLocalTime)
      : toTimeText(mark.time, usesLocalTime);
  return [toLaneText(lane.value, lane.by), `${toRecordsText(mark.count)}: ${word}`, when];
}

function some(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${toCount(count)} ${count === 1 ? one : many}`];
}
