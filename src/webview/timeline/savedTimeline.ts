import { laneFields } from './timelineText';
import { recordClasses } from './recordClasses';
import type { LaneField } from '../../engine/timeline/timeline';
import type { SavedTimeline, TimelineIdentity } from '../../protocol/timelineMessages';

export const defaultSplit = 0.6;
const leastSplit = 0.2;
const mostSplit = 0.85;

/** What a timeline begins with: as it was left, where that is the same timeline; checked, for versions differ. */
export function toStart(saved: unknown, identity: TimelineIdentity): SavedTimeline {
  const fresh: SavedTimeline = {
    identity,
    laneBy: toDefaultLane(identity),
    hiddenClasses: [],
    usesLocalTime: false,
    descending: false,
    split: defaultSplit,
  };
  if (!isObject(saved) || !isSameSubject(saved['identity'], identity)) return fresh;
  const { from, to, laneBy, lane, hiddenClasses, usesLocalTime, descending, activeId, resultId, activeRow, split } =
    saved;
  const hidden = Array.isArray(hiddenClasses)
    ? recordClasses.map(({ name }) => name).filter((name) => hiddenClasses.includes(name))
    : [];
  const keptLane = toLane(lane);
  return {
    ...fresh,
    ...(isNumber(from) && isNumber(to) && from < to ? { from, to } : {}),
    laneBy: toLaneField(laneBy) ?? fresh.laneBy,
    ...(keptLane === undefined ? {} : { lane: keptLane }),
    hiddenClasses: hidden.length === recordClasses.length ? [] : hidden,
    usesLocalTime: usesLocalTime === true,
    descending: descending === true,
    ...(isNumber(activeId) ? { activeId } : {}),
    ...(typeof resultId === 'string' ? { resultId } : {}),
    ...toActiveRow(activeRow),
    split: isNumber(split) ? clampSplit(split) : defaultSplit,
  };
}

function toActiveRow(saved: unknown): Pick<SavedTimeline, 'activeRow'> {
  if (!isObject(saved)) return {};
  const { row, eventId } = saved;
  if (typeof row !== 'number' || !Number.isSafeInteger(row) || row < 0 || typeof eventId !== 'string') return {};
  return { activeRow: { row, eventId } };
}

export function clampSplit(split: number): number {
  return Math.min(mostSplit, Math.max(leastSplit, split));
}

/** One address or key has many events; a service that everybody calls has many callers. */
function toDefaultLane({ subject }: TimelineIdentity): LaneField {
  return subject.kind === 'resource' || subject.kind === 'account' || subject.kind === 'address'
    ? 'principal'
    : 'service';
}

/** The title may change with the version; what the timeline is about does not. */
function isSameSubject(saved: unknown, { subject, scope }: TimelineIdentity): boolean {
  if (!isObject(saved)) return false;
  return JSON.stringify([saved['subject'], saved['scope']]) === JSON.stringify([subject, scope]);
}

function toLane(lane: unknown): SavedTimeline['lane'] {
  if (!isObject(lane)) return undefined;
  const by = toLaneField(lane['by']);
  const { value } = lane;
  return by !== undefined && (typeof value === 'string' || value === null) ? { by, value } : undefined;
}

function toLaneField(value: unknown): LaneField | undefined {
  return laneFields.find((field) => field === value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
