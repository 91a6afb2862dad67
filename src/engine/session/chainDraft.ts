import { parseArn } from '../entity/arn';
import type { ActionCaller, IssuingAction } from './issuingAction';
import type { KeyHolder } from './keyHolders';
import type { ChainEdge, ChainNode, EdgeJoin, NodeUse, RecordRef } from './session';
import { findExpiration } from './expirationTime';
import { toSessionName, type PlainParty } from './sessionIdentity';
import type { KeyOwner, SessionRecord } from './sessionRecords';

export type ChainParty = KeyHolder | PlainParty;

/** How an action is tied to the session that it issued. */
export interface EdgeFacts {
  readonly action: string;
  readonly join: EdgeJoin;
  readonly reason: string;
  /** A record that tells what was done, besides those of the action. */
  readonly further?: SessionRecord;
}

/** `grown`: it was there, and has keys now that it had not. `leftOut`: there was no room for it. */
export type AddedNode = 'new' | 'grown' | 'known' | 'leftOut';

interface DraftNode {
  readonly party: ChainParty;
  readonly depth: number;
  readonly keys: Set<string>;
}

/** What is known of a chain so far. Nodes and edges are there once; nodes end at a number. */
export class ChainDraft {
  readonly nodes = new Map<string, DraftNode>();
  readonly edges = new Map<string, ChainEdge>();
  /** Sessions of which an issuing record was found, whether it is shown or not. */
  readonly issued = new Set<string>();
  /** Nodes that found no place. */
  readonly leftOut = new Set<string>();
  /** Edges that lead back to where the chain already was. */
  circles = 0;
  private readonly issuers = new Map<string, SessionRecord>();

  constructor(private readonly maxNodes: number) {}

  addNode(party: ChainParty, depth: number): AddedNode {
    const keys = 'keys' in party ? party.keys : [];
    const known = this.nodes.get(party.id);
    if (known !== undefined) {
      const isGrown = keys.some((key) => !known.keys.has(key));
      for (const key of keys) known.keys.add(key);
      return isGrown ? 'grown' : 'known';
    }
    if (this.nodes.size >= this.maxNodes) {
      this.leftOut.add(party.id);
      return 'leftOut';
    }
    this.nodes.set(party.id, { party, depth, keys: new Set(keys) });
    return 'new';
  }

  /** There is none where one of the nodes found no place. */
  addEdge(
    from: string,
    to: KeyHolder,
    action: IssuingAction,
    caller: ActionCaller,
    facts: EdgeFacts,
  ): ChainEdge | undefined {
    this.issued.add(to.id);
    if (!this.nodes.has(from) || !this.nodes.has(to.id)) return undefined;
    const id = JSON.stringify([from, to.id, action.event]);
    const known = this.edges.get(id);
    if (known !== undefined) return known;
    const records = [...caller.records].sort(byTargetFirst(to));
    const [first] = records;
    if (first === undefined) return undefined;
    const edge = toEdge(from, to.id, [...records, ...(facts.further === undefined ? [] : [facts.further])], facts);
    this.edges.set(id, edge);
    if (!this.issuers.has(to.id)) this.issuers.set(to.id, first);
    return edge;
  }

  /** In order of depth, then of name, so that the same logs give the same chain. */
  listNodes(uses: ReadonlyMap<string, NodeUse>): readonly ChainNode[] {
    return [...this.nodes.values()]
      .sort((a, b) => a.depth - b.depth || (a.party.id < b.party.id ? -1 : 1))
      .map(({ party, depth, keys }) =>
        toNode(party, [...keys], depth, uses.get(party.id) ?? noUse, this.issuers.get(party.id)),
      );
  }

  listEdges(): readonly ChainEdge[] {
    return [...this.edges.values()].sort(
      (a, b) => (a.time ?? 0) - (b.time ?? 0) || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1),
    );
  }

  /** Whose records are to be counted, by node. */
  listOwners(): readonly { readonly id: string; readonly owner: KeyOwner }[] {
    return [...this.nodes.values()].flatMap(({ party, keys }) => {
      if (keys.size === 0 && (!('keys' in party) || party.kind !== 'session')) return [];
      const { identity, splitBy } = 'keys' in party ? party : { identity: undefined, splitBy: undefined };
      const { arn, creationTime } = identity ?? {};
      const identities = splitBy === undefined ? {} : { identities: splitBy };
      const keyless = keys.size === 0 && arn !== undefined ? { keyless: { arn, creationTime } } : {};
      return [{ id: party.id, owner: { keys: [...keys], ...identities, ...keyless } }];
    });
  }
}

const noUse: NodeUse = {
  records: 0,
  errors: 0,
  denied: 0,
  firstTime: undefined,
  lastTime: undefined,
  addresses: 0,
  regions: 0,
};

/** The log of the session's account first: it is there that the role was assumed. */
function byTargetFirst(to: KeyHolder): (a: SessionRecord, b: SessionRecord) => number {
  const rank = (record: SessionRecord): number => {
    const arn = to.identity?.arn ?? record.assumedRoleArn ?? record.roleArn;
    return record.account === parseArn(arn ?? '')?.account ? 0 : 1;
  };
  return (a, b) => rank(a) - rank(b) || (a.account ?? '').localeCompare(b.account ?? '') || a.ordinal - b.ordinal;
}

function toEdge(from: string, to: string, records: readonly SessionRecord[], facts: EdgeFacts): ChainEdge {
  const find = (pick: (record: SessionRecord) => string | undefined): string | undefined =>
    records.map(pick).find((value) => value !== undefined);
  const seconds = Number(find(({ durationSeconds }) => durationSeconds) ?? NaN);
  return {
    from,
    to,
    action: facts.action,
    time: records[0]?.time,
    join: facts.join,
    reason: facts.reason,
    records: records.map(toRef),
    sourceAddress: find(({ sourceAddress }) => sourceAddress),
    userAgent: find(({ userAgent }) => userAgent),
    region: find(({ region }) => region),
    sessionName: find(({ roleSessionName, assumedRoleArn }) => roleSessionName ?? toSessionName(assumedRoleArn)),
    sourceIdentity: find(({ requestSourceIdentity }) => requestSourceIdentity),
    durationSeconds: Number.isFinite(seconds) ? seconds : undefined,
    mfaSerial: find(({ mfaSerial }) => mfaSerial),
    details: undefined,
  };
}

export function toRef({ eventId, eventName, time, account, key, ordinal }: RecordRef): RecordRef {
  return { eventId, eventName, time, account, key, ordinal };
}

function toNode(
  party: ChainParty,
  keys: readonly string[],
  depth: number,
  use: NodeUse,
  issuer: SessionRecord | undefined,
): ChainNode {
  const base = { id: party.id, name: party.name, description: party.description, accessKeyIds: keys, use, depth };
  if (!('keys' in party)) {
    return { ...base, kind: party.kind, arn: party.arn, account: party.account, ...noSession };
  }
  const { identity, kind } = party;
  const isSession = kind === 'session';
  const arn = identity?.arn ?? issuer?.assumedRoleArn ?? issuer?.federatedUserArn;
  const account = parseArn(arn ?? '')?.account ?? identity?.accountId;
  if (!isSession) return { ...base, kind, arn, account, ...noSession };
  return {
    ...base,
    kind,
    arn,
    account,
    roleArn: identity === undefined ? issuer?.roleArn : toRoleArn(identity.issuerType, identity.issuerArn),
    sessionName: identity?.type === 'IAMUser' || identity?.type === 'Root' ? undefined : toSessionName(arn),
    creationTime: identity?.creationTime ?? issuer?.time,
    expirationTime: issuer === undefined ? undefined : findExpiration(issuer),
    sourceIdentity: identity?.sourceIdentity ?? issuer?.requestSourceIdentity,
    hasMfa: identity?.mfaAuthenticated === undefined ? undefined : identity.mfaAuthenticated === 'true',
    issuedTo: identity?.issuedTo ?? toInstance(issuer, arn),
  };
}

const noSession = {
  roleArn: undefined,
  sessionName: undefined,
  creationTime: undefined,
  expirationTime: undefined,
  sourceIdentity: undefined,
  hasMfa: undefined,
  issuedTo: undefined,
};

function toRoleArn(issuerType: string | undefined, issuerArn: string | undefined): string | undefined {
  return issuerType === 'Role' || issuerArn?.includes(':role/') === true ? issuerArn : undefined;
}

/** EC2 delivers a role's credentials to the instance that the session is named for. */
function toInstance(issuer: SessionRecord | undefined, arn: string | undefined): string | undefined {
  const name = toSessionName(arn);
  const isDelivery = issuer?.identity.type === 'AWSService' && issuer.identity.invokedBy === 'ec2.amazonaws.com';
  return isDelivery && name !== undefined && /^i-[0-9a-f]+$/.test(name) ? name : undefined;
}
