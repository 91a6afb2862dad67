import type { ChainParty } from './chainDraft';
import type { ActionCaller } from './issuingAction';
import type { KeyHolder, KeyHolders } from './keyHolders';
import { isStranger, isTemporary, toKeylessId, toPlainParty } from './sessionIdentity';
import { maxIdentities, type KeyIdentity, type SessionIdentity, type SessionRecords } from './sessionRecords';

/** The longest that credentials of a role last: 12 hours; of users: 36 (IAM user guide, "Compare AWS STS credentials"). */
const maxRoleMs = 12 * 3_600_000;
const maxUserMs = 36 * 3_600_000;

export interface FoundCaller {
  readonly party: ChainParty;
  /** One sentence for the edge's reason, where the record alone does not name the caller. */
  readonly note?: string;
  /** The caller is the only one that fits, and no record says so. */
  readonly isInferred?: boolean;
  /** Several fit, and none was chosen: in words. */
  readonly gap?: string;
}

/** Finds the nodes of callers. */
export class CallerBook {
  private readonly strangers = new Map<string, readonly KeyIdentity[]>();

  constructor(
    private readonly records: SessionRecords,
    private readonly holders: KeyHolders,
  ) {}

  /** Has to come before `find`, for many callers at a time. */
  async load(callers: readonly ActionCaller[], signal: AbortSignal): Promise<void> {
    const identities = callers.map(({ identity }) => identity);
    const ids = identities
      .filter(isStranger)
      .flatMap(({ principalId }) => principalId ?? [])
      .filter((id) => !this.strangers.has(id));
    if (ids.length > 0) await this.loadStrangers([...new Set(ids)], signal);
    await this.holders.load(
      identities.flatMap(({ accessKeyId }) => accessKeyId ?? []),
      identities.flatMap(toKeyless),
      signal,
    );
  }

  find({ identity, records }: ActionCaller): FoundCaller {
    if (isStranger(identity)) return this.findStranger(identity, records[0]?.time);
    if (identity.accessKeyId !== undefined) {
      const holder = this.holders.ofIdentity(identity);
      if (holder !== undefined && holder.kind !== 'unknown') return { party: holder };
    }
    const [session] = toKeyless(identity);
    if (session === undefined) return { party: toPlainParty(identity) };
    const own = this.holders.ofSession(session.arn, session.creationTime);
    const [only] = own;
    if (only !== undefined && own.length === 1) {
      const isCarried = only.keys.length > 0;
      const note = 'The caller’s record carries no access key; this is the only session of its ARN and creation date.';
      return isCarried ? { party: only, note, isInferred: true } : { party: only };
    }
    const party = toUnknownSession(identity, session);
    if (own.length === 0) return { party };
    const names = own.map(({ id }) => id).join(', ');
    const gap = `Its calls carry no access key, and several sessions have its ARN and creation date: ${names}.`;
    return { party, gap };
  }

  /** Unique ids are never given to somebody else; a session's name may be used again, so the time has to fit as well. */
  private findStranger(identity: SessionIdentity, time: number | undefined): FoundCaller {
    const { principalId } = identity;
    const plain = toPlainParty(identity);
    const known = principalId === undefined ? [] : (this.strangers.get(principalId) ?? []);
    const users = known.filter((one) => one.identity.type === 'IAMUser' && one.identity.arn !== undefined);
    const [user] = users;
    if (user !== undefined) {
      const { arn } = user.identity;
      const party = toPlainParty({ ...user.identity, accessKeyId: undefined, creationTime: undefined });
      return {
        party,
        note: `Its record names the caller by the unique id ${principalId ?? ''}, which is that of ${arn ?? ''}.`,
      };
    }
    const live = new Map<string, KeyHolder>();
    for (const one of known) {
      const holder = this.toHolder(one.identity);
      if (holder?.kind === 'session' && time !== undefined && isLive(one, time)) live.set(holder.id, holder);
    }
    const [only] = live.values();
    if (known.length >= maxIdentities) {
      return { party: plain, gap: `More sessions of ${principalId ?? ''} are in the index than can be looked at.` };
    }
    if (only !== undefined && live.size === 1) {
      const note = `Its record names the caller only as ${principalId ?? ''}; of the sessions of that id in the index this is the only one that can have been valid then.`;
      return { party: only, note, isInferred: true };
    }
    if (live.size === 0) return { party: plain };
    const names = [...live.keys()].slice(0, 5).join(', ');
    const gap = `Several sessions of ${principalId ?? ''} can have made the call: ${names}${live.size > 5 ? ` and ${live.size - 5} more` : ''}.`;
    return { party: plain, gap };
  }

  private toHolder(identity: SessionIdentity): KeyHolder | undefined {
    if (identity.accessKeyId !== undefined) return this.holders.ofIdentity(identity);
    const own = identity.arn === undefined ? [] : this.holders.ofSession(identity.arn, identity.creationTime);
    return own.length === 1 ? own[0] : undefined;
  }

  private async loadStrangers(ids: readonly string[], signal: AbortSignal): Promise<void> {
    const found = await this.records.identitiesBy({ principalIds: ids }, maxIdentities, signal);
    if (found.length >= maxIdentities && ids.length > 1) {
      const half = Math.ceil(ids.length / 2);
      await this.loadStrangers(ids.slice(0, half), signal);
      await this.loadStrangers(ids.slice(half), signal);
      return;
    }
    const known = found.filter(({ identity }) => identity.arn !== undefined);
    await this.holders.load(
      known.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []),
      known.flatMap(({ identity }) => toKeyless(identity)),
      signal,
    );
    for (const id of ids) {
      this.strangers.set(
        id,
        known.filter(({ identity: { principalId } }) => principalId === id),
      );
    }
  }
}

function isLive({ identity, firstTime }: KeyIdentity, time: number): boolean {
  const begin = identity.creationTime ?? firstTime;
  if (begin === undefined) return false;
  const lasts = identity.type === 'AssumedRole' ? maxRoleMs : maxUserMs;
  return time >= begin - 2_000 && time <= begin + lasts;
}

function toKeyless(
  identity: SessionIdentity,
): readonly { readonly arn: string; readonly creationTime: number | undefined }[] {
  const { accessKeyId, arn, creationTime } = identity;
  return accessKeyId === undefined && arn !== undefined && isTemporary(identity) ? [{ arn, creationTime }] : [];
}

function toUnknownSession(
  identity: SessionIdentity,
  { arn, creationTime }: { readonly arn: string; readonly creationTime: number | undefined },
): KeyHolder {
  return {
    kind: 'session',
    id: toKeylessId(arn, creationTime),
    name: identity.name,
    description: 'session without an access key',
    keys: [],
    identity,
    identities: [],
    hasIssuer: false,
    isDerived: true,
    splitBy: undefined,
  };
}
