import type { LogText } from './logText';
import { findPrincipal, type Principal } from './principal';
import { RecordFields } from './recordFields';
import { listResources, type Resource } from './resource';

/** How often, and when first and last, something stands in a log. */
export interface Sightings {
  /** Ordinals of the records, ascending. */
  readonly records: readonly number[];
  /** `eventTime` as written; undefined when no record has one. */
  readonly firstTime: string | undefined;
  readonly lastTime: string | undefined;
}

/** Who acted on what in one log: worked out once, at the first question. */
export class LogIndex {
  private principals: readonly Principal[] | undefined;
  private resources: readonly (readonly Resource[])[] | undefined;
  private eventNames: readonly string[] | undefined;
  private eventRecords: ReadonlyMap<string, readonly number[]> | undefined;
  private principalRecords: ReadonlyMap<string, readonly number[]> | undefined;
  private resourceRecords: ReadonlyMap<string, readonly number[]> | undefined;

  constructor(readonly log: LogText) {}

  /** By record ordinal. */
  listPrincipals(): readonly Principal[] {
    this.principals ??= Array.from(this.log.records, (record) => findPrincipal(this.log, record));
    return this.principals;
  }

  /** By record ordinal. */
  listResources(): readonly (readonly Resource[])[] {
    this.resources ??= Array.from(this.log.records, (record) => listResources(this.log, record));
    return this.resources;
  }

  /** By record ordinal: what happened, for records of every category. */
  listEventNames(): readonly string[] {
    this.eventNames ??= Array.from(this.log.records, (record) => toEventName(new RecordFields(this.log, record)));
    return this.eventNames;
  }

  /** Ordinals of the records of an event, by its name. */
  recordsOfEvent(name: string): readonly number[] {
    this.eventRecords ??= groupOrdinals(this.listEventNames(), (eventName) => [eventName]);
    return this.eventRecords.get(name) ?? [];
  }

  /** Ordinals of the records of a principal, by its id. */
  recordsOfPrincipal(id: string): readonly number[] {
    this.principalRecords ??= groupOrdinals(this.listPrincipals(), (principal) => [principal.id]);
    return this.principalRecords.get(id) ?? [];
  }

  /** Ordinals of the records about a resource, by its id. */
  recordsOfResource(id: string): readonly number[] {
    this.resourceRecords ??= groupOrdinals(this.listResources(), (resources) =>
      resources.map((resource) => resource.id),
    );
    return this.resourceRecords.get(id) ?? [];
  }

  sightings(records: readonly number[]): Sightings {
    let firstTime: string | undefined;
    let lastTime: string | undefined;
    for (const ordinal of records) {
      const time = new RecordFields(this.log, this.log.records[ordinal] ?? 0).text('eventTime');
      if (time === undefined) continue;
      // CloudTrail's times are ISO 8601 in UTC, of one length: their order as text is their order in time.
      if (firstTime === undefined || time < firstTime) firstTime = time;
      if (lastTime === undefined || time > lastTime) lastTime = time;
    }
    return { records, firstTime, lastTime };
  }
}

/** `PutObject`; of an Insight `Insight Start: PutObject`. */
function toEventName(fields: RecordFields): string {
  const insight = fields.text('insightDetails', 'eventName');
  if (insight !== undefined) return `Insight ${fields.text('insightDetails', 'state') ?? ''}: ${insight}`;
  return fields.text('eventName') ?? fields.text('eventType') ?? 'record without a name';
}

function groupOrdinals<T>(
  items: readonly T[],
  idsOf: (item: T) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const groups = new Map<string, number[]>();
  for (const [ordinal, item] of items.entries()) {
    for (const id of idsOf(item)) {
      const group = groups.get(id);
      if (group === undefined) groups.set(id, [ordinal]);
      else group.push(ordinal);
    }
  }
  return groups;
}
