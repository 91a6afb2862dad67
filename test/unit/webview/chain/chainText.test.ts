import * as assert from 'node:assert/strict';
import type { ChainNode, EdgeJoin, SessionSubject } from '../../../../src/engine/session/session';
import type { TimelineSubject } from '../../../../src/engine/timeline/timeline';
import { toAccountColours } from '../../../../src/webview/chain/accounts';
import { toEdgeFacts, toNodeFacts, type Fact } from '../../../../src/webview/chain/chainFacts';
import { toGraphAction } from '../../../../src/webview/chain/chainKeys';
import { toChainTimeline, toNodeTimeline, toStart } from '../../../../src/webview/chain/chainSubjects';
import { toEdgeLabel, toEdgeText, toEdgeTitle, toNodeLabel, toNodeText } from '../../../../src/webview/chain/nodeText';
import {
  toDuration,
  toKeyQuery,
  toRecordText,
  toSpanText,
  toTimeText,
} from '../../../../src/webview/chain/sessionText';
import { toVisibleChain, type VisibleNode } from '../../../../src/webview/chain/visibleChain';
import { toFirstZoom, toFit, toZoom, zoomBy } from '../../../../src/webview/chain/zoom';
import { newChain, newEdge, newFan, newNode, newRecord, start } from './chainFixture';

const hostile = 'x\u202Egnp.exe';

function toText(facts: readonly Fact[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    facts.map(({ label, values }) => [
      label,
      values
        .map((value) => (value.kind === 'key' ? value.key : value.kind === 'record' ? 'record' : value.text))
        .join(' | '),
    ]),
  );
}

describe('sessionText', () => {
  it('says times in UTC, and spans as briefly as can be', () => {
    assert.equal(toTimeText(start), '2026-01-15 14:05:09 UTC');
    assert.equal(toTimeText(undefined), 'time unknown');
    assert.equal(toTimeText(8.7e15), 'time unknown');
    assert.equal(toSpanText(start, start + 3_600_000), '2026-01-15 14:05:09 – 15:05:09 UTC');
    assert.equal(toSpanText(start, start + 86_400_000), '2026-01-15 14:05:09 – 2026-01-16 14:05:09 UTC');
    assert.equal(toSpanText(start, start), '2026-01-15 14:05:09 UTC');
    assert.equal(toSpanText(undefined, start), 'until 2026-01-15 14:05:09 UTC');
    assert.equal(toSpanText(start, undefined), '2026-01-15 14:05:09 UTC');
  });

  for (const [seconds, text] of [
    [3600, '1 h'],
    [5400, '1 h 30 min'],
    [900, '15 min'],
    [90, '90 s'],
    [0, '0 s'],
  ] as const) {
    it(`says ${seconds} s as ${text}`, () => {
      assert.equal(toDuration(seconds), text);
    });
  }

  it('searches for keys, and for nothing that is none', () => {
    assert.equal(toKeyQuery(['ASIA1']), 'userIdentity.accessKeyId:ASIA1');
    assert.equal(toKeyQuery(['ASIA1', 'ASIA2']), 'userIdentity.accessKeyId:(ASIA1 OR ASIA2)');
    assert.equal(toKeyQuery([]), undefined);
    assert.equal(toKeyQuery(['ASIA1) OR *:(*']), undefined);
  });

  it('shows no character of a record that hides others', () => {
    assert.ok(!toRecordText(newRecord({ eventName: hostile, account: hostile })).includes('\u202E'));
  });
});

describe('nodeText', () => {
  const toVisible = (changes: Partial<ChainNode>): VisibleNode => ({
    kind: 'node',
    id: 'a',
    node: newNode('a', changes),
    gaps: [],
  });

  it('says who, where, since when, and how much', () => {
    assert.deepEqual(toNodeText(toVisible({}), true), {
      kind: 'start · role session',
      account: '111122223333',
      name: 'deploy / a',
      lines: ['ASIAa', 'since 2026-01-15 14:05:09 UTC', '12 records · 1 denied · 2 errors'],
      warning: undefined,
    });
    assert.match(
      toNodeLabel(toVisible({}), true),
      /role session deploy \/ a, account 111122223333.*start of this chain/,
    );
  });

  it('counts further keys, and says of a node without records that there are none', () => {
    const unused = {
      records: 0,
      errors: 0,
      denied: 0,
      firstTime: undefined,
      lastTime: undefined,
      addresses: 0,
      regions: 0,
    };
    const { lines } = toNodeText(
      toVisible({ accessKeyIds: ['ASIA1', 'ASIA2', 'ASIA3'], creationTime: undefined, use: unused }),
    );
    assert.deepEqual(lines, ['ASIA1 + 2', 'no records signed by it']);
  });

  it('marks what is not known, and hides nothing behind odd characters', () => {
    const gap = { nodeId: 'a', text: 'Not indexed.' };
    assert.equal(toNodeText({ kind: 'node', id: 'a', node: newNode('a'), gaps: [gap] }).warning, 'not all known');
    const { name, kind } = toNodeText(toVisible({ name: hostile, description: hostile }));
    assert.ok(!`${name}${kind}`.includes('\u202E'));
  });

  it('sums a group up', () => {
    const group = toVisibleChain(newFan(146), new Set()).nodes.find((node) => node.kind === 'group');
    assert.deepEqual(toNodeText(group!), {
      kind: 'role/deploy',
      account: '111122223333',
      name: '+ 143 more sessions',
      lines: ['2026-01-15 14:05:09 UTC', '1,716 records', 'and 48 behind them'],
      warning: undefined,
    });
  });

  for (const [join, word] of [
    ['accessKey', 'access key'],
    ['sharedEvent', 'shared event'],
    ['inferred', 'inferred'],
  ] as const) {
    it(`says that an edge is joined by ${word}, with its reason`, () => {
      const edge = { id: 'edge:0', from: 'a', to: 'b', edges: [newEdge('a', 'b', { join, reason: 'Times agree.' })] };
      assert.deepEqual(toEdgeText(edge), {
        action: 'AssumeRole',
        time: '2026-01-15 14:05:09 UTC',
        join: word,
        joinKind: join,
      });
      assert.match(toEdgeTitle(edge), new RegExp(`${word}: Times agree\\.$`));
      const names = new Map([['a', 'Anna']]);
      assert.match(toEdgeLabel(edge, names), /from Anna to unknown/);
    });
  }

  it('says that several accounts recorded the action', () => {
    const records = [newRecord({ account: '1' }), newRecord({ account: '2' }), newRecord({ account: '2' })];
    const edge = { id: 'edge:0', from: 'a', to: 'b', edges: [newEdge('a', 'b', { join: 'sharedEvent', records })] };
    assert.equal(toEdgeText(edge).join, 'shared event, 2 accounts');
  });

  it('says of many edges how they differ, and never more than the weakest of them proves', () => {
    const joins: readonly EdgeJoin[] = ['accessKey', 'inferred', 'sharedEvent'];
    const edges = joins.map((join, i) => newEdge('a', `b${i}`, { join, time: start + i * 3_600_000 }));
    const text = toEdgeText({ id: 'e', from: 'a', to: 'g', edges });
    assert.deepEqual(text, {
      action: 'AssumeRole × 3',
      time: '2026-01-15 14:05 – 16:05 UTC',
      join: 'some inferred',
      joinKind: 'inferred',
    });
    const others = [
      newEdge('a', 'b', { time: undefined }),
      newEdge('a', 'c', { action: 'SwitchRole', time: undefined }),
    ];
    const mixed = toEdgeText({ id: 'e', from: 'a', to: 'g', edges: others });
    assert.equal(mixed.action, '2 kinds of action × 2');
    assert.equal(mixed.time, 'times unknown');
  });
});

describe('chainFacts', () => {
  it('tells everything of a node', () => {
    const node = newNode('a', {
      expirationTime: start + 3_600_000,
      sourceIdentity: 'maria',
      hasMfa: false,
      issuedTo: 'i-0abc',
    });
    assert.deepEqual(toText(toNodeFacts(node)), {
      ARN: 'arn:aws:sts::111122223333:assumed-role/deploy/a',
      Account: '111122223333',
      'Access key': 'ASIAa',
      Role: 'arn:aws:iam::111122223333:role/deploy',
      'Session name': 'a',
      Began: '2026-01-15 14:05:09 UTC',
      Expires: '2026-01-15 15:05:09 UTC',
      'Source identity': 'maria',
      MFA: 'no',
      'Delivered to': 'i-0abc',
      Errors: '3, of them 1 denied',
      'First use': '2026-01-15 14:05:09 UTC',
      'Last use': '2026-01-15 14:06:09 UTC',
      From: '1 address in 1 region',
    });
  });

  it('tells everything of an edge', () => {
    const details = {
      sessionTags: [
        { key: 'team', value: hostile },
        { key: 'cost', value: '1' },
      ],
      transitiveTagKeys: ['team', 'lost'],
      externalId: 'ext',
      policyArns: ['arn:p1', 'arn:p2'],
      hasSessionPolicy: true,
      provider: 'okta',
      subject: 'maria',
      mfaUsed: 'Yes',
    };
    const edge = newEdge('a', 'b', {
      details,
      mfaSerial: 'arn:mfa',
      sourceIdentity: 'maria',
      records: [newRecord(), newRecord()],
    });
    const chain = newChain('a', [newNode('a'), newNode('b')], [edge]);
    assert.deepEqual(toText(toEdgeFacts(edge, chain, new Map([['a', 'Anna']]))), {
      'Issued by': 'Anna',
      'Issued to': 'unknown',
      Time: '2026-01-15 14:05:09 UTC',
      'Joined by': 'access key: The response names the key.',
      'Records (2)': 'record | record',
      'Session name': 'b',
      'Source identity': 'maria',
      'Duration asked for': '1 h',
      'MFA device': 'arn:mfa',
      'From address': '203.0.113.7',
      'User agent': 'aws-cli/2',
      Region: 'us-east-1',
      'Session tags': 'team = x\\u{202e}gnp.exe (passed on) | cost = 1',
      'Tags passed on': 'lost',
      'External id': 'ext',
      'Session policies': 'arn:p1 | arn:p2',
      'Inline session policy': 'yes, narrows the session',
      'Identity provider': 'okta',
      Subject: 'maria',
      'MFA used': 'Yes',
    });
  });

  it('says why what only the record tells is not known', () => {
    const edge = newEdge('a', 'b');
    const unreadDetails = [{ eventId: 'a-b', reason: 'access denied' }];
    const chain = newChain('a', [newNode('a'), newNode('b')], [edge], { unreadDetails });
    assert.match(toText(toEdgeFacts(edge, chain, new Map()))['Not read'] ?? '', /session tags.*: access denied$/);
  });
});

describe('chainSubjects', () => {
  const key = { kind: 'key', id: 'ASIAa' } as const;
  const arn = 'arn:aws:sts::111122223333:assumed-role/deploy/a';
  const cases: readonly [string, Partial<ChainNode>, SessionSubject | undefined, TimelineSubject | undefined][] = [
    ['a session', {}, key, key],
    [
      'a session of several keys',
      { accessKeyIds: ['A', 'B'] },
      { kind: 'key', id: 'A' },
      { kind: 'chain', keys: ['A', 'B'], title: 'deploy / a' },
    ],
    [
      'a session without a key',
      { accessKeyIds: [] },
      { kind: 'session', arn, time: start },
      { kind: 'principal', id: arn },
    ],
    ['a user', { kind: 'user' }, { kind: 'principal', arn }, { kind: 'principal', id: arn }],
    [
      'a service',
      { kind: 'service', id: 'service:ec2.amazonaws.com', arn: undefined, accessKeyIds: [] },
      undefined,
      { kind: 'principal', id: 'ec2.amazonaws.com' },
    ],
    ['somebody of another account', { kind: 'account', arn: undefined, accessKeyIds: [] }, undefined, undefined],
  ];
  for (const [who, changes, asStart, asTimeline] of cases) {
    it(`asks for ${who}`, () => {
      const node = newNode('a', changes);
      assert.deepEqual(toStart(node), asStart);
      assert.deepEqual(toNodeTimeline(node), asTimeline);
    });
  }

  it('asks for all keys of a chain once', () => {
    const chain = newChain('a', [newNode('a'), newNode('b', { accessKeyIds: ['ASIAa', 'ASIAx'] })], []);
    assert.deepEqual(toChainTimeline(chain, 't'), { kind: 'chain', keys: ['ASIAa', 'ASIAx'], title: 't' });
    const unnamed = newNode('a', { accessKeyIds: [], arn: undefined });
    assert.equal(toChainTimeline(newChain('a', [unnamed], []), 't'), undefined);
  });

  it('asks for sign-ins and sessions without keys, too', () => {
    const user = newNode('user:alice', { kind: 'user', accessKeyIds: [] });
    const keyless = newNode('session:a', { accessKeyIds: [], arn: 'arn:a', creationTime: 5 });
    const edges = [
      newEdge('user:alice', 'session:a', {
        records: [newRecord({ eventId: 'e1' }), newRecord({ eventId: undefined })],
      }),
      newEdge('user:alice', 'b', { records: [newRecord({ eventId: 'e1' })] }),
    ];
    assert.deepEqual(toChainTimeline(newChain('b', [user, keyless, newNode('b')], edges), 't'), {
      kind: 'chain',
      keys: ['ASIAb'],
      title: 't',
      eventIds: ['e1'],
      sessions: [{ arn: 'arn:a', creationTime: 5 }],
    });
  });

  it('gives accounts their colours from the left', () => {
    const nodes = [
      newNode('a', { account: '2', depth: 1 }),
      newNode('b', { account: '1', depth: -1 }),
      newNode('c', { account: undefined }),
    ];
    assert.deepEqual(
      [...toAccountColours(newChain('a', nodes, []))],
      [
        ['1', 1],
        ['2', 2],
      ],
    );
  });
});

describe('zoom and keys', () => {
  const press = (key: string, changes = {}) =>
    toGraphAction({ key, ctrlKey: false, metaKey: false, altKey: false, ...changes });

  it('leaves keys with modifiers, and unknown ones, to the editor', () => {
    assert.deepEqual(press('Enter'), { kind: 'open', preserveFocus: false });
    assert.deepEqual(press(' '), { kind: 'open', preserveFocus: true });
    assert.deepEqual(press('ArrowLeft'), { kind: 'move', direction: 'left' });
    assert.equal(press('ArrowLeft', { ctrlKey: true }), undefined);
    assert.equal(press('constructor'), undefined);
    assert.equal(press('Tab'), undefined);
  });

  it('shows all of it, never larger than it is, and first no smaller than can be read', () => {
    const view = { width: 1000, height: 500 };
    assert.equal(toFit({ width: 4000, height: 500 }, view), 0.25);
    assert.equal(toFit({ width: 100, height: 100 }, view), 1);
    assert.equal(toFit({ width: 0, height: 0 }, view), 1);
    assert.equal(toFirstZoom({ width: 4000, height: 500 }, view), 0.85);
    assert.equal(toZoom(99), 2);
    assert.equal(zoomBy(1, -50), 0.2);
  });
});
