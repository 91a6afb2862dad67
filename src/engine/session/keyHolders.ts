import type { EpochMs } from '../../base/time';
import {
  maxIdentities,
  type KeyIdentity,
  type SessionIdentity,
  type SessionRecord,
  type SessionRecords,
} from './sessionRecords';
import {
  describeSession,
  hasSucceeded,
  isSamePrincipal,
  isTemporary,
  splitPrincipals,
  toKeylessId,
  toPlainParty,
} from './sessionIdentity';

/** Whoever signs with a key: a session, or a user or root with a lasting one. */
export interface KeyHolder {
  readonly kind: 'session' | 'user' | 'root' | 'unknown';
  /** As `ChainNode.id`. */
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** In order of first use; empty where its records carry none. */
  readonly keys: readonly string[];
  /** The best that its records say; undefined: its key was never used. */
  readonly identity: SessionIdentity | undefined;
  readonly identities: readonly KeyIdentity[];
  /** A record names one of its keys as issued. */
  readonly hasIssuer: boolean;
  /** No record is to be expected that names its keys: the console and AWS services make them of others. */
  readonly isDerived: boolean;
  /** Its key was used by others as well: ARNs and principal ids that are its own. */
  readonly splitBy: readonly string[] | undefined;
}

const keysAtOnce = 1_000;

interface KeylessSession {
  readonly arn: string;
  readonly creationTime: EpochMs | undefined;
}

/** Who holds which key. Asks the index for many keys at a time, and for none twice. */
export class KeyHolders {
  private readonly identities = new Map<string, readonly KeyIdentity[]>();
  private readonly issuers = new Map<string, readonly SessionRecord[]>();
  private readonly byKey = new Map<string, readonly KeyHolder[]>();
  private readonly bySession = new Map<string, readonly KeyHolder[]>();

  constructor(private readonly records: SessionRecords) {}

  /** Of each key, those who used it: several where identities differ; one without an identity where nobody did. */
  async load(keys: readonly string[], keyless: readonly KeylessSession[], signal: AbortSignal): Promise<void> {
    const wanted = [...new Set(keys)].filter((key) => !this.byKey.has(key));
    await this.read(wanted, signal);
    const sessions = new Map<string, KeylessSession>();
    const add = (session: KeylessSession): void => {
      const name = toKeylessId(session.arn, session.creationTime);
      if (!this.bySession.has(name)) sessions.set(name, session);
    };
    keyless.forEach(add);
    for (const key of wanted) {
      for (const part of splitPrincipals(this.identities.get(key) ?? [])) {
        const identity = toBest(part);
        const { arn, creationTime } = identity;
        if (arn !== undefined && creationTime !== undefined && this.mayShare(key, part)) add({ arn, creationTime });
      }
    }
    await this.loadSessions(sessions, signal);
    for (const key of wanted) {
      if (!this.byKey.has(key)) this.byKey.set(key, this.toHolders(key));
    }
  }

  /** After `load`. */
  ofKey(key: string): readonly KeyHolder[] {
    return this.byKey.get(key) ?? [];
  }

  /** After `load`: the holder of this key that the identity is. */
  ofIdentity(identity: SessionIdentity): KeyHolder | undefined {
    const holders = identity.accessKeyId === undefined ? [] : this.ofKey(identity.accessKeyId);
    if (holders.length <= 1) return holders[0];
    return holders.find((holder) => holder.identities.some((one) => isSamePrincipal(one.identity, identity)));
  }

  /** After `load`: sessions of this ARN and creation date, several where they cannot be told apart without a key. */
  ofSession(arn: string, creationTime: EpochMs | undefined): readonly KeyHolder[] {
    return this.bySession.get(toKeylessId(arn, creationTime)) ?? [];
  }

  /** After `load`: successful records that name the key as issued or created. */
  issuersOf(key: string): readonly SessionRecord[] {
    return this.issuers.get(key) ?? [];
  }

  identitiesOf(key: string): readonly KeyIdentity[] {
    return this.identities.get(key) ?? [];
  }

  private async read(keys: readonly string[], signal: AbortSignal): Promise<void> {
    const unread = [...new Set(keys)].filter((key) => !this.identities.has(key));
    if (unread.length === 0) return;
    for (let from = 0; from < unread.length; from += keysAtOnce) {
      await this.readSome(unread.slice(from, from + keysAtOnce), signal);
    }
  }

  /** Lists of the index end at some thousands: of a part of the keys at a time they do not. */
  private async readSome(unread: readonly string[], signal: AbortSignal): Promise<void> {
    const [identities, issuers] = await Promise.all([
      this.records.identitiesOf(unread, signal),
      this.records.issuersOf(unread, signal),
    ]);
    if (unread.length > 1 && (issuers.isCut || identities.length >= maxIdentities)) {
      const half = Math.ceil(unread.length / 2);
      await this.readSome(unread.slice(0, half), signal);
      await this.readSome(unread.slice(half), signal);
      return;
    }
    for (const key of unread) {
      this.identities.set(
        key,
        identities.filter(({ identity }) => identity.accessKeyId === key),
      );
      this.issuers.set(key, []);
    }
    for (const record of issuers.records.filter(hasSucceeded)) {
      for (const key of new Set([record.issuedKeyId, record.createdKeyId])) {
        const known = key === undefined ? undefined : this.issuers.get(key);
        if (key !== undefined && known !== undefined) this.issuers.set(key, [...known, record]);
      }
    }
  }

  /** Whether other keys may be of the same session: a sign-in has several, and services make more of them. */
  private mayShare(key: string, part: readonly KeyIdentity[]): boolean {
    const best = toBest(part);
    if (!isTemporary(best)) return false;
    return this.issuersOf(key).length > 0 ? best.isFromConsole : isDerivedKey(best);
  }

  private async loadSessions(sessions: ReadonlyMap<string, KeylessSession>, signal: AbortSignal): Promise<void> {
    if (sessions.size === 0) return;
    const windows = [...sessions.values()].flatMap(({ arn, creationTime }) =>
      creationTime === undefined
        ? []
        : [{ arn, roleArn: undefined, sessionName: undefined, from: creationTime, to: creationTime }],
    );
    const rows = await this.records.sessionsNear(windows, signal);
    const keys = rows.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []);
    await this.read(keys, signal);
    for (const [name, session] of sessions) {
      const own = rows.filter(
        ({ identity: { arn, creationTime } }) => arn === session.arn && creationTime === session.creationTime,
      );
      const holders = this.toSessionHolders(session, own);
      this.bySession.set(name, holders);
      for (const holder of holders) {
        for (const key of holder.keys) {
          const others = this.toHolders(key).filter(({ identity }) => identity?.arn !== session.arn);
          const known = this.byKey.get(key) ?? [];
          if (!known.includes(holder)) this.byKey.set(key, [holder, ...others]);
        }
      }
    }
  }

  /** The sessions of one ARN and creation date: see the rules at `KeyHolder`. */
  private toSessionHolders(session: KeylessSession, rows: readonly KeyIdentity[]): readonly KeyHolder[] {
    const keys = [...new Set(rows.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []))];
    const keyed = keys.map((key) => ({ key, rows: rows.filter(({ identity }) => identity.accessKeyId === key) }));
    const isIssued = ({ key }: { readonly key: string }): boolean => this.issuersOf(key).length > 0;
    // A key that several used says of none of them what other keys they have.
    const isSplit = ({ key }: { readonly key: string }): boolean =>
      splitPrincipals(this.identities.get(key) ?? []).length > 1;
    const derived = keyed.filter((one) => !isIssued(one) && isDerivedKey(toBest(one.rows)) && !isSplit(one));
    const signIns = keyed.filter((one) => isIssued(one) && toBest(one.rows).isFromConsole);
    const alone = keyed.filter((one) => !derived.includes(one));
    const [signIn] = signIns;
    const holders = alone.flatMap(({ key }) => {
      const isSignIn = signIns.length === 1 && key === signIn?.key;
      const [own, ...others] = this.toHolders(key, session.arn);
      if (own === undefined || !isSignIn || derived.length === 0) return own === undefined ? others : [own];
      const identities = [...own.identities, ...derived.flatMap((one) => one.rows)];
      return [{ ...own, keys: [key, ...inOrder(derived)], identities }];
    });
    if (derived.length > 0 && signIns.length !== 1) holders.push(toDerivedHolder(derived));
    const keyless = rows.filter(({ identity }) => identity.accessKeyId === undefined);
    if (holders.length > 0) return holders;
    const [first] = keyless;
    return first === undefined ? [] : [toKeylessHolder(session, keyless)];
  }

  private toHolders(key: string, arn?: string): readonly KeyHolder[] {
    const parts = splitPrincipals(this.identities.get(key) ?? []);
    if (parts.length === 0) return [this.toUnusedHolder(key)];
    const holders = parts.map((part, at) => this.toHolder(key, part, at, parts.length > 1));
    return arn === undefined
      ? holders
      : holders.filter(({ identities }) => identities.some(({ identity }) => identity.arn === arn));
  }

  private toHolder(key: string, part: readonly KeyIdentity[], at: number, isSplit: boolean): KeyHolder {
    const identity = toBest(part);
    const names = [...new Set(part.flatMap(({ identity: { arn, principalId } }) => arn ?? principalId ?? []))];
    const base = {
      keys: [key],
      identity,
      identities: part,
      hasIssuer: this.issuersOf(key).length > 0,
      splitBy: isSplit ? names : undefined,
    };
    if (isTemporary(identity)) {
      const description = describeSession(identity, identity.invokedBy !== undefined);
      const id = at === 0 ? `key:${key}` : `key:${key} ${names.join(' ')}`;
      const isDerived = !base.hasIssuer && isDerivedKey(identity);
      return { ...base, kind: 'session', id, name: identity.name, description, isDerived };
    }
    const { kind, id, name, description } = toPlainParty(identity);
    const isPerson = kind === 'user' || kind === 'root';
    return {
      ...base,
      kind: isPerson ? kind : 'unknown',
      id: isPerson ? id : `key:${key}${at === 0 ? '' : ` ${names.join(' ')}`}`,
      name,
      description,
      isDerived: false,
    };
  }

  /** Of a key that no record carries: what the issuing record says. */
  private toUnusedHolder(key: string): KeyHolder {
    const [issuer] = this.issuersOf(key);
    const isLasting = issuer?.createdKeyId === key;
    const arn = issuer?.assumedRoleArn ?? issuer?.federatedUserArn;
    const isKnown = issuer !== undefined;
    return {
      kind: isLasting ? 'user' : isKnown ? 'session' : 'unknown',
      id: `key:${key}`,
      name: arn === undefined ? key : arn.slice(arn.indexOf('/') + 1).replace('/', ' / '),
      description: isLasting
        ? 'IAM user of an access key that no record carries'
        : isKnown
          ? 'session that no record shows at work'
          : 'access key that no record names',
      keys: [key],
      identity: undefined,
      identities: [],
      hasIssuer: isKnown,
      isDerived: false,
      splitBy: undefined,
    };
  }
}

interface OwnKey {
  readonly key: string;
  readonly rows: readonly KeyIdentity[];
}

/**
 * Keys that no record issues: the console's, those of services that act for the caller, and the own sessions of users
 * and root, which signing in makes.
 */
function isDerivedKey({ type, isFromConsole, invokedBy, accessKeyId }: SessionIdentity): boolean {
  return isFromConsole || invokedBy !== undefined || accessKeyId === undefined || type === 'IAMUser' || type === 'Root';
}

function toDerivedHolder(derived: readonly OwnKey[]): KeyHolder {
  const identities = derived.flatMap(({ rows }) => rows);
  const identity = toBest(identities);
  const keys = inOrder(derived);
  return {
    kind: 'session',
    id: `key:${keys[0] ?? ''}`,
    name: identity.name,
    description: describeSession(identity, identity.invokedBy !== undefined),
    keys,
    identity,
    identities,
    hasIssuer: false,
    isDerived: true,
    splitBy: undefined,
  };
}

function toKeylessHolder({ arn, creationTime }: KeylessSession, identities: readonly KeyIdentity[]): KeyHolder {
  const identity = toBest(identities);
  return {
    kind: 'session',
    id: toKeylessId(arn, creationTime),
    name: identity.name,
    description: describeSession(identity, false),
    keys: [],
    identity,
    identities,
    hasIssuer: false,
    isDerived: true,
    splitBy: undefined,
  };
}

function inOrder(keys: readonly OwnKey[]): readonly string[] {
  const first = ({ rows }: OwnKey): number => Math.min(...rows.map(({ firstTime }) => firstTime ?? Infinity));
  return [...keys].sort((a, b) => first(a) - first(b) || (a.key < b.key ? -1 : 1)).map(({ key }) => key);
}

/** One identity that says what all of them say: the fullest, with the facts that any or all of the others have. */
function toBest(identities: readonly KeyIdentity[]): SessionIdentity {
  const all = identities.map(({ identity }) => identity);
  const rank = ({ arn, creationTime }: SessionIdentity): number =>
    (arn === undefined ? 0 : 2) + (creationTime === undefined ? 0 : 1);
  const [best] = [...all].sort((a, b) => rank(b) - rank(a) || (a.creationTime ?? 0) - (b.creationTime ?? 0));
  if (best === undefined) throw new RangeError('Nobody used the key.');
  return {
    ...best,
    isFromConsole: all.some(({ isFromConsole }) => isFromConsole),
    invokedBy: all.every(({ invokedBy }) => invokedBy !== undefined) ? best.invokedBy : undefined,
    issuedTo: all.find(({ issuedTo }) => issuedTo !== undefined)?.issuedTo,
    sourceIdentity: all.find(({ sourceIdentity }) => sourceIdentity !== undefined)?.sourceIdentity,
    signInSessionArn: all.find(({ signInSessionArn }) => signInSessionArn !== undefined)?.signInSessionArn,
  };
}
