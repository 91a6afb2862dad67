import type { EpochMs } from '../../base/time';
import { issuedKeys, toActions, type IssuingAction } from './issuingAction';
import type { KeyHolder, KeyHolders } from './keyHolders';
import { hasSucceeded, toSessionName } from './sessionIdentity';
import {
  maxIdentities,
  type SessionIdentity,
  type SessionRecord,
  type SessionRecords,
  type SessionWindow,
} from './sessionRecords';

/** A session's creation date is the second in which it was issued; the record of it follows within this. */
const nearMs = 2_000;
/** Between a sign-in and the sessions that the console makes of it. */
const signInMs = 60_000;

/** Which action issued a session whose key no record names. */
export type InferredIssuer =
  /** The only one that fits. `wasSwitched`: the console says so, in this record. */
  | {
      readonly kind: 'found';
      readonly action: IssuingAction;
      readonly offsetMs: number;
      readonly signIn: boolean;
      readonly switched: SessionRecord | undefined;
    }
  /** The sign-in that both records name. */
  | { readonly kind: 'signIn'; readonly action: IssuingAction }
  /** Several fit, or it fits several sessions: none is chosen. */
  | { readonly kind: 'ambiguous'; readonly actions: readonly IssuingAction[]; readonly rivals: readonly KeyHolder[] }
  /** More calls or sessions are near it than are looked at: none is chosen. */
  | { readonly kind: 'tooMany' }
  | { readonly kind: 'none'; readonly switched: SessionRecord | undefined };

/**
 * For each session: the successful call that agrees with it in role, session name and time, where exactly one does and
 * nothing contradicts it. Never chosen: a call that names a key which another session used, a call that fits another
 * session as well, one of two calls that both fit.
 */
export async function inferIssuers(
  sessions: readonly KeyHolder[],
  holders: KeyHolders,
  records: SessionRecords,
  signal: AbortSignal,
): Promise<ReadonlyMap<KeyHolder, InferredIssuer>> {
  if (sessions.length === 0) return new Map();
  const found = new Map<KeyHolder, InferredIssuer>();
  const windows = sessions.flatMap((session) => toWindow(session, 3 * signInMs) ?? []);
  const signInArns = sessions.flatMap(({ identity }) => identity?.signInSessionArn ?? []);
  const [near, rivals, signIns] = await Promise.all([
    records.issuersNear(windows, signal),
    records.sessionsNear(
      sessions.flatMap((session) => toWindow(session, 2 * signInMs) ?? []),
      signal,
    ),
    records.signInsOf(signInArns, signal),
  ]);
  if (near.isCut || rivals.length >= maxIdentities) return inferInParts(sessions, holders, records, signal);
  const named = near.records.flatMap(({ issuedKeyId }) => issuedKeyId ?? []);
  const rivalKeys = rivals.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []);
  const keyless = rivals.flatMap(({ identity: { arn, accessKeyId, creationTime } }) =>
    arn === undefined || accessKeyId !== undefined ? [] : [{ arn, creationTime }],
  );
  await holders.load([...named, ...rivalKeys], keyless, signal);
  const actions = toActions(near.records);
  const switches = near.records.filter((record) => record.eventName === 'SwitchRole' && hasSucceeded(record));
  const others = new Map<string, KeyHolder>();
  for (const { identity } of rivals) {
    const { arn = '', creationTime, accessKeyId } = identity;
    const own = accessKeyId === undefined ? holders.ofSession(arn, creationTime) : holders.ofKey(accessKeyId);
    for (const holder of own) if (holder.kind === 'session' && !holder.hasIssuer) others.set(holder.id, holder);
  }
  const unissued = [...others.values()];
  const choices = new Choices(actions, holders, unissued);
  const exactActions = toActions(signIns.records);
  for (const session of sessions) {
    const exact = exactActions.filter((action) => isSignInOf(action, session));
    const [only] = exact;
    if (only !== undefined && exact.length === 1) {
      found.set(session, { kind: 'signIn', action: only });
      continue;
    }
    const switched = findSwitch(session, switches, unissued);
    found.set(session, decide(session, choices, switched));
  }
  return found;
}

/** Without all records near it no session can be said to have only one that fits. */
async function inferInParts(
  sessions: readonly KeyHolder[],
  holders: KeyHolders,
  records: SessionRecords,
  signal: AbortSignal,
): Promise<ReadonlyMap<KeyHolder, InferredIssuer>> {
  if (sessions.length === 1) return new Map(sessions.map((session) => [session, { kind: 'tooMany' }]));
  const half = Math.ceil(sessions.length / 2);
  const parts = [sessions.slice(0, half), sessions.slice(half)];
  const found = await Promise.all(parts.map((part) => inferIssuers(part, holders, records, signal)));
  return new Map(found.flatMap((part) => [...part]));
}

function decide(session: KeyHolder, choices: Choices, switched: SessionRecord | undefined): InferredIssuer {
  const choice = choices.of(session);
  const [action] = choice.actions;
  if (action === undefined) return { kind: 'none', switched };
  if (choice.actions.length > 1) return { kind: 'ambiguous', actions: choice.actions, rivals: [] };
  const rivals = choices.rivalsOf(session, action);
  if (rivals.length > 0) return { kind: 'ambiguous', actions: [action], rivals };
  const { signIn, offsetMs } = choice;
  const isRole = session.identity?.type === 'AssumedRole';
  return { kind: 'found', action, offsetMs, signIn, switched: isRole ? switched : undefined };
}

interface Choice {
  /** All that fit equally well. */
  readonly actions: readonly IssuingAction[];
  /** From the session's creation date to the first of them. */
  readonly offsetMs: number;
  /** Found only within the time that a sign-in may take. */
  readonly signIn: boolean;
}

/** What fits whom. There may be thousands of calls and sessions of one name: what is far away in time is not looked at. */
class Choices {
  private readonly byTime: readonly { readonly time: EpochMs; readonly action: IssuingAction }[];
  private readonly chosen = new Map<string, Choice>();
  /** Sessions, by what fits them, and by ARN and creation date. */
  private rivals: ReadonlyMap<string, readonly KeyHolder[]> | undefined;

  /** `others`: sessions of which no record says who issued them. */
  constructor(
    actions: readonly IssuingAction[],
    private readonly holders: KeyHolders,
    private readonly others: readonly KeyHolder[],
  ) {
    this.byTime = actions
      .flatMap((action) => {
        const time = action.records[0]?.time;
        return time === undefined ? [] : [{ time, action }];
      })
      .sort((a, b) => a.time - b.time);
  }

  of(session: KeyHolder): Choice {
    const known = this.chosen.get(session.id);
    if (known !== undefined) return known;
    const choice = this.choose(session);
    this.chosen.set(session.id, choice);
    return choice;
  }

  /** Others that the action fits as well. One that names a key which nothing used may be behind any of that ARN and second. */
  rivalsOf(session: KeyHolder, action: IssuingAction): readonly KeyHolder[] {
    this.rivals ??= this.indexRivals();
    const twins = issuedKeys(action).length > 0 ? (this.rivals.get(toMoment(session)) ?? []) : [];
    // Who fits within seconds is contested by nobody who fits within a minute.
    const isNear = !this.of(session).signIn;
    const fitting = (this.rivals.get(action.id) ?? []).filter((other) => !isNear || !this.of(other).signIn);
    return [...new Set([...fitting, ...twins])].filter(({ id }) => id !== session.id);
  }

  private indexRivals(): ReadonlyMap<string, readonly KeyHolder[]> {
    const rivals = new Map<string, KeyHolder[]>();
    for (const other of this.others) {
      for (const name of [toMoment(other), ...this.of(other).actions.map(({ id }) => id)]) {
        const same = rivals.get(name);
        if (same === undefined) rivals.set(name, [other]);
        else same.push(other);
      }
    }
    return rivals;
  }

  private choose(session: KeyHolder): Choice {
    const { identity } = session;
    const creationTime = identity?.creationTime;
    if (identity === undefined || creationTime === undefined) return { actions: [], offsetMs: 0, signIn: false };
    // What issued the session came before all that it did.
    const last = Math.min(creationTime + nearMs, ...session.identities.map(({ firstTime }) => firstTime ?? Infinity));
    const within = (limitMs: number): readonly IssuingAction[] =>
      this.near(creationTime - limitMs, last).filter((action) => doesFit(action, session, identity, this.holders));
    const near = within(nearMs);
    const wide = near.length === 0 && isOfConsole(identity) ? within(signInMs).filter(isSignIn) : near;
    const [first] = wide;
    const offsetMs = first === undefined ? 0 : offsetOf(first, creationTime);
    return { actions: wide, offsetMs, signIn: near.length === 0 };
  }

  private near(from: EpochMs, to: EpochMs): readonly IssuingAction[] {
    let first = 0;
    let end = this.byTime.length;
    while (first < end) {
      const middle = (first + end) >> 1;
      if ((this.byTime[middle]?.time ?? Infinity) < from) first = middle + 1;
      else end = middle;
    }
    const found: IssuingAction[] = [];
    for (let at = first; at < this.byTime.length; at++) {
      const one = this.byTime[at];
      if (one === undefined || one.time > to) break;
      found.push(one.action);
    }
    return found;
  }
}

function toMoment({ identity }: KeyHolder): string {
  return JSON.stringify(['moment', identity?.arn, identity?.creationTime]);
}

function isSignIn({ records: [first] }: IssuingAction): boolean {
  return first?.eventName === 'ConsoleLogin' || first?.eventName === 'AssumeRoleWithSAML';
}

/** Calls that the console makes for its user, such as a role switch, name this instead of saying so. */
function isOfConsole({ isFromConsole, invokedBy }: SessionIdentity): boolean {
  return isFromConsole || invokedBy === 'AWS Internal';
}

function offsetOf({ records }: IssuingAction, creationTime: EpochMs): number {
  return (records[0]?.time ?? Infinity) - creationTime;
}

/** Every record of the action has to agree, and one of them has to say whose session it was. */
function doesFit(
  { records }: IssuingAction,
  session: KeyHolder,
  identity: SessionIdentity,
  holders: KeyHolders,
): boolean {
  return (
    records.some((record) => saysWhose(record, session, identity)) &&
    records.every(
      (record) => !saysOtherwise(record, identity) && mayNameKey(record.issuedKeyId, session, identity, holders),
    )
  );
}

function saysWhose(record: SessionRecord, session: KeyHolder, identity: SessionIdentity): boolean {
  const { arn, issuerArn, type } = identity;
  if (arn === undefined) return false;
  if (record.assumedRoleArn === arn || record.federatedUserArn === arn) return true;
  const isOwn = record.identity.arn === arn && (type === 'IAMUser' || type === 'Root');
  if (record.eventSource === 'signin.amazonaws.com') {
    const isForwarded = identity.invokedBy !== undefined && !isOfConsole(identity);
    return record.eventName === 'ConsoleLogin' && isOwn && session.isDerived && !isForwarded;
  }
  if (record.eventName === 'GetSessionToken') return isOwn;
  const name = record.roleSessionName;
  return record.roleArn !== undefined && record.roleArn === issuerArn && name === toSessionName(arn);
}

function saysOtherwise(record: SessionRecord, { arn, issuerArn }: SessionIdentity): boolean {
  const isOther = (said: string | undefined, own: string | undefined): boolean =>
    said !== undefined && own !== undefined && said !== own;
  return (
    isOther(record.assumedRoleArn, arn) ||
    isOther(record.federatedUserArn, arn) ||
    isOther(record.roleArn, issuerArn) ||
    (record.roleArn !== undefined && isOther(record.roleSessionName, toSessionName(arn)))
  );
}

/**
 * A call that names a key issued that one. It can be behind another key only where keys are made of keys (the console,
 * services that act for the caller, records without a key), and then only of a key that no other session used.
 */
function mayNameKey(
  key: string | undefined,
  session: KeyHolder,
  { arn, creationTime }: SessionIdentity,
  holders: KeyHolders,
): boolean {
  if (key === undefined) return true;
  if (!session.isDerived) return false;
  return holders
    .identitiesOf(key)
    .every(({ identity }) => identity.arn === arn && identity.creationTime === creationTime);
}

function isSignInOf({ records }: IssuingAction, { identity }: KeyHolder): boolean {
  return (
    identity?.signInSessionArn !== undefined &&
    records.some(
      ({ eventName, identity: { signInSessionArn } }) =>
        eventName === 'ConsoleLogin' && signInSessionArn === identity.signInSessionArn,
    )
  );
}

/** The console's record of a role switch to the session, where only one fits, and fits no other session as well. */
function findSwitch(
  session: KeyHolder,
  switches: readonly SessionRecord[],
  others: readonly KeyHolder[],
): SessionRecord | undefined {
  for (const limitMs of [nearMs, signInMs]) {
    const fitting = switches.filter((record) => isSwitchTo(record, session, limitMs));
    const [only] = fitting;
    if (only === undefined) continue;
    const isShared = others.some((other) => other.id !== session.id && isSwitchTo(only, other, limitMs));
    return fitting.length > 1 || isShared ? undefined : only;
  }
  return undefined;
}

function isSwitchTo({ identity: { arn }, time }: SessionRecord, { identity }: KeyHolder, limitMs: number): boolean {
  return (
    arn !== undefined &&
    arn === identity?.arn &&
    time !== undefined &&
    identity.creationTime !== undefined &&
    Math.abs(time - identity.creationTime) <= limitMs
  );
}

function toWindow({ identity }: KeyHolder, widthMs: number): SessionWindow | undefined {
  const { arn, creationTime, issuerArn } = identity ?? {};
  if (arn === undefined || creationTime === undefined) return undefined;
  const sessionName = toSessionName(arn);
  return { arn, roleArn: issuerArn, sessionName, from: creationTime - widthMs, to: creationTime + widthMs };
}
