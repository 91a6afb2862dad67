import type { SessionIdentity, SessionRecord } from './sessionRecords';
import { hasSucceeded, isStranger } from './sessionIdentity';

/** Accounts write down the same moment, to the second. */
const sameTimeMs = 2_000;

/** One call, with the records that every account got of it. All of them say that it succeeded. */
export interface IssuingAction {
  /** The same for the same records. */
  readonly id: string;
  /** The event that its records are of, whatever else is known of it. */
  readonly event: string;
  readonly records: readonly SessionRecord[];
}

/** One caller of an action: more than one where records of one action contradict each other. */
export interface ActionCaller {
  readonly identity: SessionIdentity;
  readonly records: readonly SessionRecord[];
}

/**
 * Puts records together that are of one action: several accounts' (same `sharedEventID`, source and name), and several
 * contents of one eventID. Records that contradict each other are of different actions, whatever ids they share. Failed
 * calls are left out.
 */
export function toActions(records: readonly SessionRecord[]): readonly IssuingAction[] {
  const events = new Map<string, Map<string, SessionRecord>>();
  for (const record of records) {
    if (!hasSucceeded(record)) continue;
    const event = toEvent(record);
    const known = events.get(event) ?? new Map<string, SessionRecord>();
    events.set(event, known.set(toPlace(record), record));
  }
  return [...events].flatMap(([event, members]) => toParts(event, [...members.values()]));
}

/** A record joins those of a key where it contradicts none of them, fits no other key, and no rival fits as well. */
function toParts(event: string, records: readonly SessionRecord[]): readonly IssuingAction[] {
  const byKey = new Map<string, SessionRecord[]>();
  const keyless: SessionRecord[] = [];
  for (const record of records) {
    const key = record.issuedKeyId ?? record.createdKeyId;
    if (key === undefined) keyless.push(record);
    else byKey.set(key, [...(byKey.get(key) ?? []), record]);
  }
  const parts = [...byKey.values()];
  if (parts.length === 0) return doAgree(keyless) ? [{ id: event, event, records }] : keyless.map(toOwnAction(event));
  const wanted = parts.map((part) => keyless.filter((record) => doesAgree(record, part)));
  const joining = wanted.map((candidates) => {
    const only = candidates.filter((record) => wanted.filter((others) => others.includes(record)).length === 1);
    return doAgree(only) ? only : [];
  });
  const joined = new Set(joining.flat());
  const alone = keyless.filter((record) => !joined.has(record));
  const whole = parts.map((part, at) => [...part, ...(joining[at] ?? [])]);
  if (whole.length === 1 && alone.length === 0) return whole.map((part) => ({ id: event, event, records: part }));
  const keys = [...byKey.keys()];
  const withKeys = whole.map((part, at) => ({ id: `${event} ${keys[at] ?? ''}`, event, records: part }));
  return [...withKeys, ...alone.map(toOwnAction(event))];
}

function toOwnAction(event: string): (record: SessionRecord) => IssuingAction {
  return (record) => ({ id: `${event} ${toPlace(record)}`, event, records: [record] });
}

function doAgree(records: readonly SessionRecord[]): boolean {
  return records.every((record, at) => doesAgree(record, records.slice(0, at)));
}

function doesAgree(record: SessionRecord, others: readonly SessionRecord[]): boolean {
  return others.every((other) => !doContradict(record, other));
}

/** Records of one action say the same of it; of one account they name one caller. */
function doContradict(one: SessionRecord, other: SessionRecord): boolean {
  const differs = (pick: (record: SessionRecord) => string | undefined): boolean => {
    const [a, b] = [pick(one), pick(other)];
    return a !== undefined && b !== undefined && a !== b;
  };
  const isLater = one.time !== undefined && other.time !== undefined && Math.abs(one.time - other.time) > sameTimeMs;
  const isSameAccount = one.account !== undefined && one.account === other.account;
  return (
    isLater ||
    differs(({ roleArn }) => roleArn) ||
    differs(({ roleSessionName }) => roleSessionName) ||
    differs(({ assumedRoleArn }) => assumedRoleArn) ||
    differs(({ federatedUserArn }) => federatedUserArn) ||
    (isSameAccount && differs(({ identity: { arn, principalId, id } }) => arn ?? principalId ?? id))
  );
}

function toEvent({ sharedEventId, eventSource, eventName, eventId, key, ordinal }: SessionRecord): string {
  if (sharedEventId !== undefined) return JSON.stringify(['shared', sharedEventId, eventSource, eventName]);
  return JSON.stringify(eventId === undefined ? ['place', key, ordinal] : ['event', eventId, eventSource, eventName]);
}

export function toPlace({ key, ordinal }: Pick<SessionRecord, 'key' | 'ordinal'>): string {
  return `${ordinal} ${key}`;
}

/** Keys that the action issued or created. */
export function issuedKeys({ records }: Pick<IssuingAction, 'records'>): readonly string[] {
  const keys = records.flatMap(({ issuedKeyId, createdKeyId }) => [issuedKeyId, createdKeyId]);
  return [...new Set(keys.filter((key) => key !== undefined))];
}

/**
 * Who made the call. In the log of the account that owns the role a caller of another account is no more than account
 * and id; the caller's own account has the rest.
 */
export function listCallers({ records }: IssuingAction): readonly ActionCaller[] {
  const callers = new Map<string, { readonly identity: SessionIdentity; readonly records: SessionRecord[] }>();
  for (const record of records.filter(({ identity }) => !isStranger(identity))) {
    const { accessKeyId, arn, id, type, creationTime } = record.identity;
    const name = JSON.stringify([type, accessKeyId ?? '', arn ?? id, accessKeyId === undefined ? creationTime : '']);
    const known = callers.get(name);
    if (known === undefined) callers.set(name, { identity: record.identity, records: [record] });
    else known.records.push(record);
  }
  const [only] = callers.values();
  for (const record of records.filter(({ identity }) => isStranger(identity))) {
    if (only !== undefined && callers.size === 1 && isSameCaller(only, record)) {
      only.records.push(record);
      continue;
    }
    const name = JSON.stringify(['stranger', record.identity.accountId, record.identity.principalId]);
    const known = callers.get(name);
    if (known === undefined) callers.set(name, { identity: record.identity, records: [record] });
    else known.records.push(record);
  }
  return [...callers.values()];
}

function isSameCaller({ identity, records }: ActionCaller, { identity: stranger }: SessionRecord): boolean {
  const account = identity.accountId ?? records[0]?.account;
  const isSameAccount = stranger.accountId === undefined || account === undefined || stranger.accountId === account;
  const { principalId } = stranger;
  return isSameAccount && (principalId === undefined || [undefined, principalId].includes(identity.principalId));
}
