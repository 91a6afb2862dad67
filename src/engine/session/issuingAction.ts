import type { SessionIdentity, SessionRecord } from './sessionRecords';
import { hasSucceeded, isStranger } from './sessionIdentity';

/** One call, with the records that every account got of it. All of them say that it succeeded. */
export interface IssuingAction {
  /** The same for the same records. */
  readonly id: string;
  readonly records: readonly SessionRecord[];
}

/** One caller of an action: more than one where records of one action contradict each other. */
export interface ActionCaller {
  readonly identity: SessionIdentity;
  readonly records: readonly SessionRecord[];
}

/**
 * Puts records together that are of one action: several accounts' (same `sharedEventID`, source and name), and several
 * contents of one eventID. Failed calls are left out.
 */
export function toActions(records: readonly SessionRecord[]): readonly IssuingAction[] {
  const actions = new Map<string, Map<string, SessionRecord>>();
  for (const record of records) {
    if (!hasSucceeded(record)) continue;
    const id = toActionId(record);
    const known = actions.get(id) ?? new Map<string, SessionRecord>();
    actions.set(id, known.set(toPlace(record), record));
  }
  return [...actions].map(([id, members]) => ({ id, records: [...members.values()] }));
}

export function toActionId({ sharedEventId, eventSource, eventName, eventId, key, ordinal }: SessionRecord): string {
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
