import type { FirstSeen, LaneField, RecordClass } from '../../../src/engine/timeline/timeline';
import type { TimelineFilter } from '../../../src/index/timeline';
import type { TrailRecord } from './randomTrail';

/** A row of a timeline as a plain loop over the records finds it. */
export interface ExpectedRow {
  readonly record: TrailRecord;
  readonly ms: number | undefined;
  readonly recordClass: RecordClass;
  /** Ids of the other records of the action. */
  readonly twins: readonly string[];
}

const denied = new Set(['AccessDenied', 'Client.UnauthorizedOperation']);
const readNames = new Set(['GetObject', 'ListBuckets']);

export function classOf({ errorCode, errorMessage, readOnly, eventName }: TrailRecord): RecordClass {
  if (errorCode) return denied.has(errorCode) ? 'denied' : 'error';
  if (errorMessage) return 'error';
  return (readOnly ?? readNames.has(eventName ?? '')) ? 'read' : 'write';
}

export function timeOf({ time }: TrailRecord): number | undefined {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

export function laneOf(record: TrailRecord, by: LaneField): string | null {
  const values = {
    service: record.eventSource,
    event: record.eventName,
    principal: record.caller.principal,
    address: record.address,
    region: record.region,
    account: record.account,
  };
  return values[by] ?? null;
}

/** The hits, each action once, in order; `order` tells where the index has a record. */
export function toRows(hits: readonly TrailRecord[], order: ReadonlyMap<string, number>): readonly ExpectedRow[] {
  const place = ({ id }: TrailRecord): number => order.get(id)!;
  const sorted = [...hits].sort((a, b) => {
    const [one, other] = [timeOf(a) ?? Number.MAX_VALUE, timeOf(b) ?? Number.MAX_VALUE];
    return one === other ? place(a) - place(b) : one - other;
  });
  const actions: TrailRecord[][] = [];
  for (const record of sorted) {
    const mine = actions.find((action) => isTwin(record, action));
    if (mine === undefined) actions.push([record]);
    else mine.push(record);
  }
  const counted = new Map(
    actions.map((action) => {
      const [best] = [...action].sort(
        (a, b) =>
          Number(b.caller.hasKey) - Number(a.caller.hasKey) ||
          Number(b.caller.hasArn) - Number(a.caller.hasArn) ||
          place(a) - place(b),
      );
      return [best!, action.filter((record) => record !== best).map(({ id }) => id)];
    }),
  );
  return sorted.flatMap((record) => {
    const twins = counted.get(record);
    return twins === undefined ? [] : [{ record, ms: timeOf(record), recordClass: classOf(record), twins }];
  });
}

/** The first action of the same id that has no record of this account yet. */
function isTwin(record: TrailRecord, action: readonly TrailRecord[]): boolean {
  const [first] = action;
  return (
    first !== undefined &&
    record.sharedId !== undefined &&
    record.account !== undefined &&
    first.account !== undefined &&
    record.category !== 'Insight' &&
    first.category !== 'Insight' &&
    first.sharedId === record.sharedId &&
    first.eventName === record.eventName &&
    first.eventSource === record.eventSource &&
    action.every(({ account }) => account !== record.account)
  );
}

export function filterRows(
  rows: readonly ExpectedRow[],
  { from, to, lane, classes }: TimelineFilter,
  descending: boolean,
): readonly ExpectedRow[] {
  const left = rows.filter(
    ({ ms, record, recordClass }) =>
      (from === undefined || (ms !== undefined && ms >= from)) &&
      (to === undefined || (ms !== undefined && ms < to)) &&
      (lane === undefined || laneOf(record, lane.by) === lane.value) &&
      (classes === undefined || classes.includes(recordClass)),
  );
  const timed = left.filter(({ ms }) => ms !== undefined);
  return [...(descending ? timed.reverse() : timed), ...left.filter(({ ms }) => ms === undefined)];
}

/** First uses by everybody, over all records of the index; `id` is the eventID. */
export function toFirstSeen(
  rows: readonly ExpectedRow[],
  all: readonly TrailRecord[],
  order: ReadonlyMap<string, number>,
): readonly (Omit<FirstSeen, 'id'> & { readonly id: string })[] {
  const standing = new Map(rows.flatMap((row) => [row.record.id, ...row.twins].map((id) => [id, row] as const)));
  const actors = new Set(rows.flatMap(({ record, ms }) => (ms === undefined ? [] : [record.caller.actor])));
  const sorted = all
    .filter((record) => timeOf(record) !== undefined)
    .sort((a, b) => timeOf(a)! - timeOf(b)! || order.get(a.id)! - order.get(b.id)!);
  const known = new Set<string>();
  const begun = new Set<string>();
  const found: (Omit<FirstSeen, 'id'> & { readonly id: string })[] = [];
  for (const record of sorted) {
    const { actor } = record.caller;
    if (actor === undefined) continue;
    const isVeryFirst = !begun.has(actor);
    begun.add(actor);
    const service = (record.eventSource ?? '').replace('.amazonaws.com', '');
    const values = {
      event: record.eventName === undefined ? undefined : `${service}:${record.eventName}`,
      address: record.address,
      region: record.region,
      agent: record.agent !== undefined && /^\[.+\]$/.test(record.agent) ? record.agent.slice(1, -1) : record.agent,
    };
    for (const field of ['event', 'address', 'region', 'agent'] as const) {
      const value = values[field];
      if (value === undefined || known.has(`${actor} ${field} ${value}`)) continue;
      known.add(`${actor} ${field} ${value}`);
      const row = standing.get(record.id);
      if (isVeryFirst || row?.record.caller.actor !== actor || !actors.has(actor)) continue;
      found.push({ field, value, principal: actor, time: row.ms!, id: row.record.id });
    }
  }
  return found;
}
