import assert from 'node:assert/strict';
import { SymbolKind, type CallHierarchyItem } from 'vscode-languageserver-types';
import type { ChainEdge, ChainNode, RecordRef, RoleChain } from '../../../../src/engine/session/session';
import {
  listIncoming,
  listOutgoing,
  prepareCallHierarchy,
  toIncomingCalls,
  toOutgoingCalls,
} from '../../../../src/server/features/callHierarchy';
import {
  created,
  issuedKey,
  lines,
  positionOf,
  roleArn,
  sessionArn,
  sessionKey,
  shown,
  targetRole,
  userKey,
} from './sessionLog';

const use = { records: 1, errors: 0, denied: 0, firstTime: 0, lastTime: 0, addresses: 1, regions: 1 };

function newNode(id: string, fields: Partial<ChainNode> = {}): ChainNode {
  return {
    id,
    kind: 'session',
    name: id,
    description: 'role session',
    arn: undefined,
    account: '111122223333',
    accessKeyIds: [],
    roleArn: undefined,
    sessionName: undefined,
    creationTime: undefined,
    expirationTime: undefined,
    sourceIdentity: undefined,
    hasMfa: undefined,
    issuedTo: undefined,
    use,
    depth: 1,
    ...fields,
  };
}

function newRef(key: string): RecordRef {
  return { eventId: 'e', eventName: 'AssumeRole', time: 0, account: '111122223333', key, ordinal: 0 };
}

function newEdge(from: string, to: string, time: number | undefined, fields: Partial<ChainEdge> = {}): ChainEdge {
  return {
    from,
    to,
    action: 'AssumeRole',
    time,
    join: 'accessKey',
    reason: 'the key is the same',
    records: [newRef(`${from}-${to}`)],
    sourceAddress: undefined,
    userAgent: undefined,
    region: undefined,
    sessionName: undefined,
    sourceIdentity: undefined,
    durationSeconds: undefined,
    mfaSerial: undefined,
    details: undefined,
    ...fields,
  };
}

const chain: RoleChain = {
  start: 'b',
  nodes: [
    newNode('a', { kind: 'user', arn: 'arn:aws:iam::111122223333:user/alice', accessKeyIds: [userKey] }),
    newNode('b', { accessKeyIds: [sessionKey], depth: 0 }),
    newNode('c', { accessKeyIds: [issuedKey] }),
    newNode('d', { arn: sessionArn, creationTime: Date.parse(created) }),
    newNode('e', { kind: 'service', arn: undefined }),
  ],
  edges: [
    newEdge('b', 'd', Date.parse('2026-01-15T12:00:00Z'), { join: 'inferred', reason: 'same role, name and time' }),
    newEdge('b', 'c', Date.parse('2026-01-15T11:00:00Z'), { join: 'sharedEvent' }),
    newEdge('a', 'b', Date.parse('2026-01-15T10:00:00Z')),
    newEdge('c', 'd', 0),
    newEdge('e', 'b', undefined),
    newEdge('gone', 'b', 5),
  ],
  gaps: [
    { nodeId: 'b', text: 'No record issues it.', toIndex: { from: 0, to: 1, accounts: [] } },
    { nodeId: 'b', text: 'Two calls fit.' },
    { nodeId: 'c', text: 'of another' },
  ],
  notes: ['There are more sessions of this ARN.'],
  cut: '600 sessions; 500 are shown.',
  unreadDetails: [],
};

const item: CallHierarchyItem = {
  name: 'b',
  kind: SymbolKind.Event,
  uri: 'cloudtrail://test/b-c',
  range: { start: { line: 1, character: 0 }, end: { line: 9, character: 1 } },
  selectionRange: { start: { line: 2, character: 0 }, end: { line: 2, character: 5 } },
};

function place(one: ReturnType<typeof listIncoming>[number]) {
  const range = { start: { line: 3, character: 4 }, end: { line: 30, character: 5 } };
  return { ...one, place: { uri: `cloudtrail://test/${one.edge.records[0]?.key ?? ''}`, range } };
}

describe('the call hierarchy', () => {
  it('is of the key under the cursor', () => {
    const [prepared] = prepareCallHierarchy(shown, positionOf(issuedKey), 'src1');
    assert.equal(prepared?.name, issuedKey);
    assert.deepEqual(prepared.data, { sourceId: 'src1', subject: { kind: 'key', id: issuedKey } });
    assert.ok(lines[prepared.selectionRange.start.line]?.includes(issuedKey));
  });

  it('is of the role under the cursor', () => {
    const [prepared] = prepareCallHierarchy(shown, positionOf(targetRole), 'src1');
    assert.equal(prepared?.name, 'target');
    assert.deepEqual(prepared.data, { sourceId: 'src1', subject: { kind: 'principal', arn: targetRole } });
  });

  it('is else of the record’s session, at its record', () => {
    for (const text of ['"eventVersion"', sessionKey, sessionArn]) {
      const [prepared] = prepareCallHierarchy(shown, positionOf(text), 'src1');
      assert.equal(prepared?.name, 'deploy / build-7', text);
      assert.equal(lines[prepared.range.start.line], '    {');
    }
    const [own] = prepareCallHierarchy(shown, positionOf('"eventVersion"'), 'src1');
    assert.deepEqual(own?.data, { sourceId: 'src1', subject: { kind: 'key', id: sessionKey } });
    assert.ok(lines[own.selectionRange.start.line]?.includes(sessionArn), 'the selection is in the record');
  });

  it('is still of the record where the cursor stands behind its last character', () => {
    const [inside] = prepareCallHierarchy(shown, positionOf('"eventVersion"'), 'src1');
    assert.ok(inside);
    const [behind] = prepareCallHierarchy(shown, inside.range.end, 'src1');
    assert.deepEqual(behind?.data, inside.data);
  });

  it('is of the role that issued the session, where the cursor is on it', () => {
    const [prepared] = prepareCallHierarchy(shown, positionOf(roleArn), 'src1');
    assert.deepEqual(prepared?.data, { sourceId: 'src1', subject: { kind: 'principal', arn: roleArn } });
  });

  it('is of nobody where there is no record, and nobody who could have been issued anything', () => {
    assert.deepEqual(prepareCallHierarchy(shown, { line: 0, character: 0 }, 'src1'), []);
    const service = positionOf('"eventVersion"', 2);
    assert.deepEqual(prepareCallHierarchy(shown, service, 'src1'), []);
  });

  it('leads up to those who issued, by time, each at the issuing record', () => {
    const calls = toIncomingCalls(item, 'src1', chain, listIncoming(chain).map(place));
    assert.deepEqual(
      calls.map(({ from }) => [from.name, from.detail]),
      [
        ['e', 'AssumeRole · 111122223333 · by access key'],
        ['a', 'AssumeRole · 111122223333 · 2026-01-15 10:00:00 UTC · by access key'],
        ['Not in the index', 'No record issues it.'],
        ['Not known', 'Two calls fit.'],
        ['Note', 'There are more sessions of this ARN.'],
      ],
    );
    const user = calls[1];
    assert.equal(user?.from.uri, 'cloudtrail://test/a-b');
    assert.deepEqual(user.fromRanges, [user.from.range]);
    assert.deepEqual(user.from.data, {
      sourceId: 'src1',
      subject: { kind: 'principal', arn: 'arn:aws:iam::111122223333:user/alice' },
    });
    const own = { kind: 'key', id: sessionKey };
    assert.deepEqual(
      calls[0]?.from.data,
      { sourceId: 'src1', subject: own, nodeId: 'e' },
      'it has no chain of its own',
    );
    assert.deepEqual(
      listOutgoing(chain, 'e').map(({ edge: { to } }) => to),
      ['b'],
    );
    assert.deepEqual(listIncoming(chain, 'e'), []);
    assert.equal(calls[2]?.from.uri, item.uri, 'what is missing leads back');
  });

  it('leads down to what was assumed, and says what is inferred and what is left out', () => {
    const calls = toOutgoingCalls(item, 'src1', chain, listOutgoing(chain).map(place));
    assert.deepEqual(
      calls.map(({ to }) => [to.name, to.detail]),
      [
        ['c', 'AssumeRole · 111122223333 · 2026-01-15 11:00:00 UTC · by sharedEventID'],
        ['d', 'AssumeRole · 111122223333 · 2026-01-15 12:00:00 UTC · inferred: same role, name and time'],
        ['Not everything is shown', '600 sessions; 500 are shown.'],
      ],
    );
    assert.deepEqual(calls[0]?.to.data, { sourceId: 'src1', subject: { kind: 'key', id: issuedKey } });
    const time = Date.parse(created);
    assert.deepEqual(calls[1]?.to.data, { sourceId: 'src1', subject: { kind: 'session', arn: sessionArn, time } });
    assert.equal(calls[0].fromRanges.length, 1, 'a range in the caller’s own document');
    assert.deepEqual(calls[1].fromRanges, [], 'ranges count in the caller’s document alone');
  });

  it('is of all sessions that a role’s chain starts at', () => {
    const role = { ...chain, nodes: chain.nodes.map((node) => ({ ...node, depth: 'bc'.includes(node.id) ? 0 : 1 })) };
    const ends = (edges: ReturnType<typeof listIncoming>) => edges.map(({ edge: { from, to } }) => `${from}${to}`);
    assert.deepEqual(ends(listIncoming(role)), ['eb', 'ab', 'bc']);
    assert.deepEqual(ends(listOutgoing(role)), ['cd', 'bc', 'bd']);
    const gaps = toIncomingCalls(item, 'src1', role, []).map(({ from }) => from.detail);
    assert.ok(gaps.includes('of another'), 'what is missing of each of them');
  });

  it('shows no invisible characters of names', () => {
    const evil = { ...chain, nodes: chain.nodes.map((node) => ({ ...node, name: 'a\u202Eb\u200b\u0007' })) };
    for (const { from } of toIncomingCalls(item, 'src1', evil, listIncoming(evil).map(place))) {
      assert.ok(!/\p{Cf}|\p{Cc}/u.test(from.name), from.name);
    }
  });
});
