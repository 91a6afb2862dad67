import type { CountedValue, CountedValues, DataUse, DeniedThenAllowed, KeyDossier } from '../engine/dossier/dossier';
import { toOneOf, withValue } from '../engine/dossier/dossierQuery';
import type { FactValue, FactValues, KeySheet, StoreFact } from '../index/keyFacts';

type CountedParts = Pick<
  KeyDossier,
  'addresses' | 'agents' | 'regions' | 'services' | 'events' | 'deniedThenAllowed' | 'data' | 'dataTotal'
>;

/** What the index counted, with the queries that find it. `query` finds all records of the keys. */
export function toCountedParts(sheet: KeySheet, query: string): CountedParts {
  const count = (facts: FactValues, ...fields: readonly string[]): CountedValues => ({
    values: facts.values.map((value) => toCounted(value, fields, query)),
    total: facts.total,
  });
  return {
    addresses: count(sheet.addresses, 'sourceIPAddress'),
    agents: count(sheet.agents, 'userAgent'),
    regions: count(sheet.regions, 'awsRegion'),
    services: count(sheet.services, 'eventSource'),
    events: count(sheet.events, 'eventSource', 'eventName'),
    deniedThenAllowed: sheet.deniedThenAllowed.map((fact): DeniedThenAllowed => ({
      ...fact,
      eventSource: fact.eventSource ?? '',
      eventName: fact.eventName ?? '',
      query: withValue(withValue(query, 'eventSource', fact.eventSource), 'eventName', fact.eventName),
    })),
    data: sheet.data.stores.map((store) => toDataUse(store, query)),
    dataTotal: sheet.data.total,
  };
}

function toCounted({ values, ...fact }: FactValue, fields: readonly string[], query: string): CountedValue {
  const [first = '', last] = values.map((value) => value ?? '');
  const value = last === undefined ? first : [toServiceName(first), last].filter((part) => part !== '').join(':');
  return { value, ...fact, query: fields.reduce((all, field, at) => withValue(all, field, values[at] ?? null), query) };
}

/** `iam` for `iam.amazonaws.com`. */
function toServiceName(eventSource: string): string {
  return eventSource.replace(/\.amazonaws\.com$/, '');
}

function toDataUse({ eventSource, store, eventNames, ...sums }: StoreFact, query: string): DataUse {
  const ofService = withValue(`${query} AND NOT has:error`, 'eventSource', eventSource);
  const ofStore = withValue(ofService, 'resources', store);
  return {
    service: toServiceName(eventSource ?? ''),
    store: store ?? '',
    ...sums,
    query: `${ofStore} AND eventName:${toOneOf(eventNames)}`,
  };
}
