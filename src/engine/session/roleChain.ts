import { throwIfAborted } from '../../base/abort';
import { ChainDraft, type ChainParty, type EdgeFacts } from './chainDraft';
import { findGaps } from './chainGaps';
import { findStart } from './chainStart';
import { inferIssuers, type InferredIssuer } from './issuerInference';
import { issuedKeys, listCallers, toActions, toPlace, type ActionCaller, type IssuingAction } from './issuingAction';
import { toExactFacts, toInferredFacts, toSignInFacts } from './joinReason';
import { KeyHolders, type KeyHolder } from './keyHolders';
import type { RoleChain, SessionSubject } from './session';
import { CallerBook, type FoundCaller } from './callerBook';
import { toSessionArn } from './sessionIdentity';
import type { SessionRecord, SessionRecords } from './sessionRecords';

const maxNodes = 500;
const maxDepth = 20;
/** Lasting keys that were made with the help of another lasting key: the maker, and the maker's maker. */
const maxCreatedKeys = 2;
/** How long after a call the session may begin that it is behind, at most. */
const signInMs = 60_000;

/**
 * Finds who issued what to whom around a subject: upwards to a person, an identity provider or a service, downwards to
 * all that was assumed in turn. The index alone answers; `details` of edges stay undefined. Every edge has its records.
 * Rejects only when the index fails or the signal aborts.
 */
export async function buildRoleChain(
  records: SessionRecords,
  subject: SessionSubject,
  signal: AbortSignal,
): Promise<RoleChain> {
  const holders = new KeyHolders(records);
  const walk = new ChainWalk(records, holders, new CallerBook(records, holders), signal);
  const start = await findStart(subject, records, holders, signal);
  for (const party of start.parties) walk.draft.addNode(party, 0);
  await walk.goUp(start.parties);
  await walk.goDown(start.parties, start.arn);
  const beside = start.own?.filter(({ id }) => !walk.draft.nodes.has(id)) ?? [];
  for (const party of beside) walk.draft.addNode(party, 0);
  await walk.goUp(beside);
  await walk.goDown(beside, undefined);
  const owners = walk.draft.listOwners();
  const uses = await records.useOf(
    owners.map(({ owner }) => owner),
    signal,
  );
  const useOf = new Map(owners.flatMap(({ id }, at) => (uses[at] === undefined ? [] : [[id, uses[at]] as const])));
  const nodes = walk.draft.listNodes(useOf);
  return {
    start: start.parties[0].id,
    nodes,
    edges: walk.draft.listEdges(),
    gaps: await findGaps({ walk, nodes, known: start.gaps }, records, signal),
    notes: start.notes,
    cut: [start.cut ?? '', walk.cutText() ?? ''].filter((text) => text !== '').join(' ') || undefined,
    unreadDetails: [],
  };
}

/** One session, and what issued it. */
interface Issue {
  readonly session: KeyHolder;
  readonly action: IssuingAction;
  readonly facts: (caller: ActionCaller) => EdgeFacts;
}

export class ChainWalk {
  readonly draft = new ChainDraft(maxNodes);
  /** Sessions for which no record names the key, and what was found instead. */
  readonly inferred = new Map<string, InferredIssuer>();
  /** Callers of whom the logs say too little to choose: in words, by node. */
  readonly callerGaps = new Map<string, string>();
  private isListCut = false;
  private isTooDeep = false;

  constructor(
    private readonly records: SessionRecords,
    private readonly holders: KeyHolders,
    private readonly callers: CallerBook,
    private readonly signal: AbortSignal,
  ) {}

  /** Who issued these, and who issued those, as far as the records go. */
  async goUp(start: readonly ChainParty[]): Promise<void> {
    let level = start.flatMap((party) => ('keys' in party ? [{ holder: party, createdKeys: 0 }] : []));
    for (let depth = -1; level.length > 0; depth--) {
      throwIfAborted(this.signal);
      const created = new Map(level.map(({ holder, createdKeys }) => [holder.id, createdKeys]));
      const askable = level.filter(({ holder, createdKeys }) => holder.kind !== 'user' || createdKeys < maxCreatedKeys);
      const issues = await this.findIssuers(askable.map(({ holder }) => holder));
      if (depth < -maxDepth) {
        this.isTooDeep ||= issues.length > 0;
        for (const { session } of issues) this.draft.issued.add(session.id);
        return;
      }
      await this.callers.load(
        issues.flatMap(({ action }) => listCallers(action)),
        this.signal,
      );
      const next = new Map<string, { holder: KeyHolder; createdKeys: number }>();
      for (const issue of issues) {
        for (const { party, caller } of this.addCallers(issue, depth)) {
          const isCreation = caller.records.some(({ createdKeyId }) => createdKeyId !== undefined);
          const createdKeys = (created.get(issue.session.id) ?? 0) + (isCreation ? 1 : 0);
          next.set(`${party.id} ${party.keys.join(' ')}`, { holder: party, createdKeys });
        }
      }
      level = [...next.values()];
    }
  }

  /** What was assumed with the keys of these, and what with those in turn. `arn`: all calls of this user or root count. */
  async goDown(start: readonly ChainParty[], arn: string | undefined): Promise<void> {
    let level = start.flatMap((party) => ('keys' in party ? [party] : []));
    for (let depth = 1; level.length > 0; depth++) {
      throwIfAborted(this.signal);
      const actions = await this.findIssued(level, depth === 1 ? arn : undefined);
      if (depth > maxDepth) {
        this.isTooDeep ||= actions.length > 0;
        return;
      }
      const issues = await this.findSessions(actions);
      const parents = new Set(level.map(({ id }) => id));
      const next = new Map<string, KeyHolder>();
      for (const issue of issues) {
        if (this.addSession(issue, parents, depth))
          next.set(`${issue.session.id} ${issue.session.keys.join(' ')}`, issue.session);
      }
      level = [...next.values()];
    }
  }

  cutText(): string | undefined {
    const left = this.draft.leftOut.size;
    const parts = [
      left === 0 ? '' : `The chain has at least ${left} more nodes than the ${maxNodes} that are shown.`,
      this.isTooDeep ? `It goes on beyond ${maxDepth} hops.` : '',
      this.isListCut ? 'More calls issued credentials than were looked at.' : '',
      this.draft.circles === 0
        ? ''
        : 'Keys of this chain issue each other in a circle, as in logs that were anonymised; each is shown once.',
    ].filter((part) => part !== '');
    return parts.length === 0 ? undefined : parts.join(' ');
  }

  /** Those of the callers that the chain did not have before, and that somebody may have issued keys to. */
  private addCallers(
    { session, action, facts }: Issue,
    depth: number,
  ): readonly { readonly party: KeyHolder; readonly caller: ActionCaller }[] {
    return listCallers(action).flatMap((caller) => {
      const found = this.callers.find(caller);
      const { party, gap } = found;
      const added = this.draft.addNode(party, depth);
      if (gap !== undefined) this.callerGaps.set(party.id, gap);
      this.draft.addEdge(party.id, session, action, caller, withCaller(facts(caller), found));
      if (added === 'known' && !this.isAbove(party, session)) this.draft.circles++;
      return (added === 'new' || added === 'grown') && 'keys' in party ? [{ party, caller }] : [];
    });
  }

  /** True when the session is one that the chain did not have before. */
  private addSession({ session, action, facts }: Issue, parents: ReadonlySet<string>, depth: number): boolean {
    let isNew = false;
    for (const caller of listCallers(action)) {
      const found = this.callers.find(caller);
      const { party } = found;
      if (!parents.has(party.id)) continue;
      const added = this.draft.addNode(session, depth);
      this.draft.addEdge(party.id, session, action, caller, withCaller(facts(caller), found));
      if (added === 'known' && !this.isAbove(party, session)) this.draft.circles++;
      isNew ||= added === 'new' || added === 'grown';
    }
    return isNew;
  }

  /** An edge from a node to one that is not further down leads back. */
  private isAbove(from: ChainParty, to: ChainParty): boolean {
    const depth = this.draft.nodes.get(from.id)?.depth ?? -Infinity;
    return depth < (this.draft.nodes.get(to.id)?.depth ?? Infinity) || to.kind === 'user';
  }

  private async findIssuers(sessions: readonly KeyHolder[]): Promise<readonly Issue[]> {
    const keys = sessions.flatMap(({ keys: own }) => own);
    await this.holders.load(keys, [], this.signal);
    const named = keys.flatMap((key) => this.holders.issuersOf(key));
    const actions = await this.withTwins(named);
    const issues = sessions.flatMap((session) =>
      actions.flatMap((action) => (this.isIssuedBy(session, action) ? [this.toExactIssue(session, action)] : [])),
    );
    const isKnown = new Set(issues.map(({ session }) => session.id));
    const unknown = sessions.filter(({ kind, id }) => kind === 'session' && !isKnown.has(id));
    return [...issues, ...(await this.infer(unknown))];
  }

  /** The key has to be the session's, and where the key has several users the ARN that was issued too. */
  private isIssuedBy({ keys, splitBy }: KeyHolder, action: IssuingAction): boolean {
    if (!issuedKeys(action).some((key) => keys.includes(key))) return false;
    const arns = action.records.flatMap(
      ({ assumedRoleArn, federatedUserArn }) => assumedRoleArn ?? federatedUserArn ?? [],
    );
    const others = keys.flatMap((key) => this.holders.ofKey(key)).flatMap(({ splitBy: names = [] }) => names);
    return (
      splitBy === undefined || !arns.some((arn) => others.includes(arn)) || arns.some((arn) => splitBy.includes(arn))
    );
  }

  private toExactIssue(session: KeyHolder, action: IssuingAction): Issue {
    return { session, action, facts: (caller) => toExactFacts(session, action, caller) };
  }

  private async infer(sessions: readonly KeyHolder[]): Promise<readonly Issue[]> {
    const found = await inferIssuers(sessions, this.holders, this.records, this.signal);
    const issues: Issue[] = [];
    for (const [session, issuer] of found) {
      this.inferred.set(session.id, issuer);
      if (issuer.kind === 'signIn') {
        issues.push({ session, action: issuer.action, facts: () => toSignInFacts(issuer) });
      } else if (issuer.kind === 'found') {
        issues.push({ session, action: issuer.action, facts: () => toInferredFacts(session, issuer) });
      }
    }
    return issues;
  }

  /** Successful calls of these that issue something. */
  private async findIssued(level: readonly KeyHolder[], arn: string | undefined): Promise<readonly IssuingAction[]> {
    const keys = level.flatMap(({ keys: own }) => own);
    // Some records of a session carry no key, also where others of it do.
    const arns = level.flatMap(({ kind, identity }) => (kind === 'session' ? (identity?.arn ?? []) : []));
    const [signed, called] = await Promise.all([
      this.records.issuedWith(keys, this.signal),
      this.records.issuedBy(arn === undefined ? arns : [...arns, arn], this.signal),
    ]);
    this.isListCut ||= signed.isCut || called.isCut;
    const actions = await this.withTwins([...signed.records, ...called.records]);
    await this.callers.load(actions.flatMap(listCallers), this.signal);
    const parents = new Set(level.map(({ id }) => id));
    return actions.filter((action) =>
      listCallers(action).some((caller) => parents.has(this.callers.find(caller).party.id)),
    );
  }

  /**
   * The sessions of these actions. The console makes other keys of the one that it gets: where such a session is found, a
   * key that nothing ever used is no session beside it.
   */
  private async findSessions(actions: readonly IssuingAction[]): Promise<readonly Issue[]> {
    const exact = await this.toExactIssues(actions);
    const inferred = await this.toInferredIssues(actions);
    const isBehind = new Set(inferred.map(({ action }) => action.event));
    return [
      ...exact.filter(({ session, action }) => session.identities.length > 0 || !isBehind.has(action.event)),
      ...inferred,
    ];
  }

  private async toExactIssues(actions: readonly IssuingAction[]): Promise<readonly Issue[]> {
    const keys = actions.flatMap(issuedKeys);
    await this.holders.load(keys, [], this.signal);
    return actions.flatMap((action) => {
      const sessions = new Set(issuedKeys(action).flatMap((key) => this.holders.ofKey(key)));
      return [...sessions]
        .filter((session) => this.isIssuedBy(session, action))
        .map((session) => this.toExactIssue(session, action));
    });
  }

  /** Sessions whose key none of the actions names, and which are inferred to be theirs. */
  private async toInferredIssues(actions: readonly IssuingAction[]): Promise<readonly Issue[]> {
    const windows = actions.flatMap(({ records }) => records.flatMap(toSessionWindow));
    const rows = await this.records.sessionsNear(windows, this.signal);
    const keys = rows.flatMap(({ identity: { accessKeyId } }) => accessKeyId ?? []);
    const keyless = rows.flatMap(({ identity: { accessKeyId, arn, creationTime } }) =>
      accessKeyId === undefined && arn !== undefined ? [{ arn, creationTime }] : [],
    );
    await this.holders.load(keys, keyless, this.signal);
    const sessions = new Map<string, KeyHolder>();
    const candidates = [
      ...keys.flatMap((key) => this.holders.ofKey(key)),
      ...keyless.flatMap(({ arn, creationTime }) => this.holders.ofSession(arn, creationTime)),
    ];
    for (const holder of candidates) {
      if (holder.kind === 'session' && !holder.hasIssuer) sessions.set(holder.id, holder);
    }
    const isOurs = new Set(actions.map(({ event }) => event));
    return (await this.infer([...sessions.values()])).filter(({ action }) => isOurs.has(action.event));
  }

  private async withTwins(records: readonly SessionRecord[]): Promise<readonly IssuingAction[]> {
    const shared = [...new Set(records.flatMap(({ sharedEventId }) => sharedEventId ?? []))];
    const twins = await this.records.twinsOf(shared, this.signal);
    const isOurs = new Set(records.map(toPlace));
    return toActions([...records, ...twins.records]).filter((action) =>
      action.records.some((record) => isOurs.has(toPlace(record))),
    );
  }
}

function toSessionWindow(record: SessionRecord): Parameters<SessionRecords['sessionsNear']>[0] {
  const { assumedRoleArn, federatedUserArn, roleArn, roleSessionName, time, identity, createdKeyId } = record;
  if (time === undefined || createdKeyId !== undefined) return [];
  const made =
    roleArn === undefined || roleSessionName === undefined ? undefined : toSessionArn(roleArn, roleSessionName);
  const arn = assumedRoleArn ?? federatedUserArn ?? made ?? (roleArn === undefined ? identity.arn : undefined);
  if (arn === undefined) return [];
  return [{ arn, roleArn, sessionName: roleSessionName, from: time - signInMs, to: time + signInMs }];
}

/** What is known of the caller only by inference makes the whole edge inferred. */
function withCaller(facts: EdgeFacts, { note, isInferred }: FoundCaller): EdgeFacts {
  if (note === undefined) return facts;
  const reason = `${facts.reason} ${note}`;
  return isInferred === true ? { ...facts, join: 'inferred', reason } : { ...facts, reason };
}
