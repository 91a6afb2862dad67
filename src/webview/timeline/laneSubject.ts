import type { LaneField, TimelineSubject } from '../../engine/timeline/timeline';

const columns: Readonly<Record<LaneField, string>> = {
  service: 'eventSource',
  event: 'eventName',
  principal: 'principal',
  address: 'sourceIPAddress',
  region: 'awsRegion',
  account: 'recipientAccountId',
};

/** The column whose values the lanes are. */
export function toLaneColumn(by: LaneField): string {
  return columns[by];
}

/** Whose timeline a lane's own is. Undefined for the records without a value. */
export function toLaneSubject(by: LaneField, value: string | null): TimelineSubject | undefined {
  if (value === null || value === '') return undefined;
  if (by === 'account') return { kind: 'account', id: value };
  if (by === 'address' && /^[0-9a-f.:]+$/i.test(value)) return { kind: 'address', id: value };
  return { kind: 'query', text: `${columns[by]}:${toQuoted(value)}` };
}

/** A value as the query language reads it verbatim. */
function toQuoted(value: string): string {
  return `"${value.replace(/["\\]/g, (letter) => `\\${letter}`)}"`;
}
