import type { ChainEdge, ChainNode, RecordRef, RoleChain } from '../../../../src/engine/session/session';

export const start = Date.parse('2026-01-15T14:05:09Z');
const use = { records: 12, errors: 3, denied: 1, firstTime: start, lastTime: start + 60_000, addresses: 1, regions: 1 };

export function newRecord(changes: Partial<RecordRef> = {}): RecordRef {
  return {
    eventId: 'e1',
    eventName: 'AssumeRole',
    time: start,
    account: '111122223333',
    key: 'a.json.gz',
    ordinal: 0,
    ...changes,
  };
}

/** A session of a role, with a key of its own. */
export function newNode(id: string, changes: Partial<ChainNode> = {}): ChainNode {
  return {
    id,
    kind: 'session',
    name: `deploy / ${id}`,
    description: 'role session',
    arn: `arn:aws:sts::111122223333:assumed-role/deploy/${id}`,
    account: '111122223333',
    accessKeyIds: [`ASIA${id}`],
    roleArn: 'arn:aws:iam::111122223333:role/deploy',
    sessionName: id,
    creationTime: start,
    expirationTime: undefined,
    sourceIdentity: undefined,
    hasMfa: undefined,
    issuedTo: undefined,
    use,
    depth: 0,
    ...changes,
  };
}

export function newEdge(from: string, to: string, changes: Partial<ChainEdge> = {}): ChainEdge {
  return {
    from,
    to,
    action: 'AssumeRole',
    time: start,
    join: 'accessKey',
    reason: 'The response names the key.',
    records: [newRecord({ eventId: `${from}-${to}` })],
    sourceAddress: '203.0.113.7',
    userAgent: 'aws-cli/2',
    region: 'us-east-1',
    sessionName: to,
    sourceIdentity: undefined,
    durationSeconds: 3600,
    mfaSerial: undefined,
    details: undefined,
    ...changes,
  };
}

export function newChain(
  startId: string,
  nodes: readonly ChainNode[],
  edges: readonly ChainEdge[],
  changes: Partial<RoleChain> = {},
): RoleChain {
  return { start: startId, nodes, edges, gaps: [], notes: [], cut: undefined, unreadDetails: [], ...changes };
}

/** `hub` issues `count` sessions of one role; every third of them assumes one more. */
export function newFan(count: number, extra: (i: number) => boolean = () => true): RoleChain {
  const nodes = [
    newNode('user', { kind: 'user', roleArn: undefined, depth: -1 }),
    newNode('hub', { roleArn: 'r/hub' }),
  ];
  const edges = [newEdge('user', 'hub')];
  for (let i = 0; i < count; i++) {
    nodes.push(newNode(`s${i}`, { depth: 1 }));
    edges.push(newEdge('hub', `s${i}`, { time: start + i * 1000 }));
    if (i % 3 !== 0 || !extra(i)) continue;
    nodes.push(newNode(`t${i}`, { depth: 2, roleArn: 'r/state' }));
    edges.push(newEdge(`s${i}`, `t${i}`, { time: start + i * 1000 + 1, join: 'sharedEvent' }));
  }
  return newChain('hub', nodes, edges);
}
