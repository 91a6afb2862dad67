import { toUtcText, type EpochMs } from '../../../base/time';
import type { ChainEdge, ChainNode, EdgeJoin, RecordRef, RoleChain } from '../session';

/** A name and what stands behind it. Values are untrusted text. */
export type Fact = readonly [name: string, value: string];

export interface EdgeSection {
  /** `AssumeRole by alice, 2026-01-15 10:22:05 UTC` */
  readonly title: string;
  /** `by access key`, `by sharedEventID`, `inferred` */
  readonly join: string;
  readonly reason: string;
  readonly facts: readonly Fact[];
  readonly records: readonly string[];
}

/** What a reader is told of one node: itself, who issued its credentials, and what is missing. */
export interface NodeSection {
  readonly isStart: boolean;
  readonly title: string;
  /** `2 hops up`, `start`, `1 hop down` */
  readonly place: string;
  readonly facts: readonly Fact[];
  readonly issuedBy: readonly EdgeSection[];
  readonly gaps: readonly string[];
}

export const joinWords: Readonly<Record<EdgeJoin, string>> = {
  accessKey: 'exact: by what both records name',
  sharedEvent: 'exact: two accounts’ records of one action',
  inferred: 'inferred',
};

/** From the furthest who issued to the furthest that was assumed. */
export function toNodeSections(chain: RoleChain): readonly NodeSection[] {
  const names = new Map(chain.nodes.map(({ id, name }) => [id, name]));
  return chain.nodes.map((node) => ({
    isStart: node.id === chain.start,
    title: `${node.name} (${node.description})`,
    place: toPlace(node, chain),
    facts: toNodeFacts(node),
    issuedBy: chain.edges
      .filter(({ to }) => to === node.id)
      .map((edge) => toEdgeSection(edge, names.get(edge.from) ?? edge.from)),
    gaps: chain.gaps
      .filter(({ nodeId }) => nodeId === node.id)
      .map(({ text, toIndex }) =>
        toIndex === undefined
          ? text
          : `${text} Index ${toUtcText(toIndex.from)} to ${toUtcText(toIndex.to)} of account ${toIndex.accounts.join(', ')} to go on.`,
      ),
  }));
}

/** Sentences on the chain as a whole. */
export function toChainSummary(chain: RoleChain): readonly string[] {
  const count = (number: number, one: string): string => `${number} ${one}${number === 1 ? '' : 's'}`;
  const inferred = chain.edges.filter(({ join }) => join === 'inferred').length;
  const unread = chain.unreadDetails.length;
  const [first] = chain.unreadDetails;
  return [
    `${count(chain.nodes.length, 'node')} and ${count(chain.edges.length, 'edge')}${inferred === 0 ? '' : `, ${inferred} of them inferred`}. Times are UTC.`,
    ...chain.notes,
    ...(chain.cut === undefined ? [] : [chain.cut]),
    ...(unread === 0
      ? []
      : [
          `Session tags, external ids and policies of ${count(unread, 'issuing record')} are not told: ${first?.reason ?? ''}`,
        ]),
  ];
}

function toPlace({ depth, id }: ChainNode, { start }: RoleChain): string {
  if (id === start) return 'start';
  if (depth === 0) return 'beside the start';
  const hops = Math.abs(depth) === 1 ? '1 hop' : `${Math.abs(depth)} hops`;
  return `${hops} ${depth < 0 ? 'up' : 'down'}`;
}

function toNodeFacts(node: ChainNode): readonly Fact[] {
  const { use, creationTime, expirationTime, hasMfa } = node;
  return known([
    ['ARN', node.arn],
    ['account', node.account],
    ['access keys', node.accessKeyIds.length === 0 ? undefined : node.accessKeyIds.join(', ')],
    ['role', node.roleArn],
    ['session name', node.sessionName],
    ['created', toTime(creationTime)],
    ['expires', toTime(expirationTime)],
    ['source identity', node.sourceIdentity],
    ['MFA', hasMfa === undefined ? undefined : hasMfa ? 'yes' : 'no'],
    ['issued to', node.issuedTo],
    ['records', use.records === 0 ? undefined : toUseText(node)],
  ]);
}

function toUseText({ use }: ChainNode): string {
  const { records, errors, denied, addresses, regions, firstTime, lastTime } = use;
  const times =
    firstTime === undefined || lastTime === undefined ? '' : `, ${toUtcText(firstTime)} to ${toUtcText(lastTime)}`;
  const failed = errors === 0 ? '' : `, ${errors} failed${denied === 0 ? '' : ` (${denied} denied)`}`;
  return `${records}${failed}; addresses: ${addresses}, regions: ${regions}${times}`;
}

function toEdgeSection(edge: ChainEdge, from: string): EdgeSection {
  const { details, durationSeconds } = edge;
  const when = edge.time === undefined ? '' : `, ${toUtcText(edge.time)}`;
  const tags = details?.sessionTags.map(({ key, value }) => `${key}=${value}`).join(', ');
  return {
    title: `${edge.action} by ${from}${when}`,
    join: joinWords[edge.join],
    reason: edge.reason,
    facts: known([
      ['from', edge.sourceAddress],
      ['user agent', edge.userAgent],
      ['region', edge.region],
      ['session name', edge.sessionName],
      ['source identity', edge.sourceIdentity],
      ['duration', durationSeconds === undefined ? undefined : `${durationSeconds} s`],
      ['MFA device', edge.mfaSerial],
      ['MFA used', details?.mfaUsed],
      ['session tags', tags],
      ['transitive tags', details?.transitiveTagKeys.join(', ')],
      ['external id', details?.externalId],
      ['policies', details?.policyArns.join(', ')],
      ['session policy', details?.hasSessionPolicy === true ? 'narrows the session' : undefined],
      ['provider', details?.provider],
      ['subject', details?.subject],
    ]),
    records: edge.records.map(toRecordText),
  };
}

/** `AssumeRole 3f2a… (account 111122223333, record 4 of AWSLogs/…)` */
export function toRecordText({ eventName, eventId, account, key, ordinal }: RecordRef): string {
  const id = eventId === undefined ? '' : ` ${eventId}`;
  const owner = account === undefined ? '' : `account ${account}, `;
  return `${eventName}${id} (${owner}record ${ordinal + 1} of ${key})`;
}

function toTime(time: EpochMs | undefined): string | undefined {
  return time === undefined ? undefined : toUtcText(time);
}

function known(facts: readonly (readonly [string, string | undefined])[]): readonly Fact[] {
  return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}
