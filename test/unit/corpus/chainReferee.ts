import assert from 'node:assert/strict';
import type { ChainEdge, ChainNode, RoleChain } from '../../../src/engine/session/session';
import { groupBy, type RawRecord } from './generatedTrail';

/** What a brute-force reading of a trail says of its keys. */
export interface KeyTruth {
  readonly byId: ReadonlyMap<string, RawRecord>;
  /** Records signed by a key. */
  readonly signed: ReadonlyMap<string, readonly RawRecord[]>;
  /** Successful records whose response hands out a key: temporary, or a user's own. */
  readonly issuing: ReadonlyMap<string, readonly RawRecord[]>;
  /** Of all issuing records. */
  readonly issuingIds: ReadonlySet<string>;
}

export function toKeyTruth(records: readonly RawRecord[]): KeyTruth {
  const issuing = groupBy(
    records.filter(({ errorCode }) => errorCode === undefined || errorCode === null),
    issuedKeyOf,
  );
  return {
    byId: new Map(records.map((record) => [record.eventID, record])),
    signed: groupBy(records, ({ userIdentity }) => userIdentity?.accessKeyId),
    issuing,
    issuingIds: new Set([...issuing.values()].flatMap(idsOf)),
  };
}

export function issuedKeyOf({ responseElements }: RawRecord): string | undefined {
  return responseElements?.credentials?.accessKeyId ?? responseElements?.accessKey?.accessKeyId;
}

export function idsOf(records: readonly { readonly eventID: string }[] | undefined): readonly string[] {
  return (records ?? []).map(({ eventID }) => eventID).sort();
}

export function idsOfEdge({ records }: ChainEdge): readonly string[] {
  return records.map(({ eventId }) => eventId ?? 'no id').sort();
}

/** The node that a chain has for a key. */
export function nodeOf(chain: RoleChain, key: string): ChainNode | undefined {
  return chain.nodes.find(({ accessKeyIds }) => accessKeyIds.includes(key));
}

/** Throws an AssertionError for whatever the chain says and the records do not. */
export function assertNothingInvented(chain: RoleChain, truth: KeyTruth): void {
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  assert.equal(nodes.size, chain.nodes.length, 'a node stands twice');
  for (const node of chain.nodes) assertUse(node, truth);
  for (const edge of chain.edges) {
    const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
    assert.ok(from !== undefined && to !== undefined, `an edge of ${edge.action} leads nowhere`);
    assertEdge(edge, from, to, truth);
  }
  const said = chain.edges.map((edge) => `${edge.to} ${idsOfEdge(edge).join(' ')}`);
  assert.equal(new Set(said).size, said.length, 'an edge stands twice');
}

/** In these trails every issuing record names its key, so no edge is ever inferred. */
function assertEdge(edge: ChainEdge, from: ChainNode, to: ChainNode, { byId, issuing }: KeyTruth): void {
  const what = `${edge.action} ${edge.from} → ${edge.to}`;
  assert.notEqual(edge.join, 'inferred', `${what}: ${edge.reason}`);
  assert.ok(edge.records.length > 0, what);
  const records = edge.records.map(({ eventId }) => byId.get(eventId ?? ''));
  const key = records[0] === undefined ? undefined : issuedKeyOf(records[0]);
  assert.ok(key !== undefined, `${what}: its record issues nothing`);
  assert.deepEqual(idsOfEdge(edge), idsOf(issuing.get(key)), what);
  assert.equal(records[0]?.eventName, edge.action, what);
  assert.ok(to.accessKeyIds.includes(key), `${what}: ${key} is not the key of its node`);
  assert.ok(
    records.some((record) => record !== undefined && isCaller(from, record)),
    `${what}: its records name another caller`,
  );
}

function isCaller({ kind, id, arn, accessKeyIds }: ChainNode, { userIdentity: caller }: RawRecord): boolean {
  if (caller?.type === 'AWSService') return kind === 'service' && id === `service:${caller.invokedBy ?? ''}`;
  if (caller?.type === 'SAMLUser' || caller?.type === 'WebIdentityUser') {
    return kind === 'federated' && id.endsWith(` ${caller.userName ?? ''}`);
  }
  if (caller?.accessKeyId === undefined) return false;
  // A user stands for all of its keys; a session for its own.
  return accessKeyIds.includes(caller.accessKeyId) || (kind !== 'session' && arn === caller.arn);
}

function assertUse({ id, accessKeyIds, use }: ChainNode, { signed }: KeyTruth): void {
  if (accessKeyIds.length === 0) return;
  const records = accessKeyIds.flatMap((key) => signed.get(key) ?? []);
  const times = records.map(({ eventTime }) => Date.parse(eventTime)).sort((a, b) => a - b);
  assert.deepEqual(
    {
      records: use.records,
      firstTime: use.firstTime,
      lastTime: use.lastTime,
      addresses: use.addresses,
      regions: use.regions,
      errors: use.errors,
    },
    {
      records: new Set(records.map(({ eventID }) => eventID)).size,
      firstTime: times[0],
      lastTime: times.at(-1),
      addresses: new Set(records.flatMap(({ sourceIPAddress }) => sourceIPAddress ?? [])).size,
      regions: new Set(records.map(({ awsRegion }) => awsRegion)).size,
      errors: records.filter(({ errorCode, errorMessage }) => (errorCode ?? errorMessage ?? '') !== '').length,
    },
    `use of ${id}`,
  );
}
