import * as assert from 'node:assert/strict';
import type { KeyDossier, Remnant } from '../../../../src/engine/dossier/dossier';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import {
  toBytesText,
  toErrorQuery,
  toReversionText,
  toSectionTitles,
  toValueText,
} from '../../../../src/webview/dossier/dossierText';
import { newChain, newEdge, newNode, newRecord } from '../chain/chainFixture';

const remnant: Remnant = {
  kind: 'user',
  name: 'user x',
  text: 'Created.',
  record: newRecord(),
  revertedBy: undefined,
  accessKeyId: 'ASIA1',
};
const counted = { values: [], total: 0 };
const dossier: KeyDossier = {
  accessKeyId: 'ASIA1',
  keyKind: 'temporary credentials (STS)',
  keys: ['ASIA1'],
  chain: newChain(
    'b',
    [newNode('a', { depth: -1 }), newNode('b'), newNode('c', { depth: 1 }), newNode('d', { depth: 2 })],
    [newEdge('a', 'b'), newEdge('b', 'c'), newEdge('c', 'd')],
  ),
  records: 0,
  errors: 0,
  denied: 0,
  firstUse: undefined,
  lastUse: undefined,
  query: 'userIdentity.accessKeyId:ASIA1',
  addresses: counted,
  agents: counted,
  regions: counted,
  services: counted,
  events: { values: [], total: 146 },
  deniedThenAllowed: [],
  data: [],
  dataTotal: { reads: 0, writes: 0, bytesOut: 0, bytesIn: 0, withoutBytes: 0 },
  remnants: [remnant, { ...remnant, revertedBy: newRecord() }],
  loggingChanges: [],
  notSeen: ['x'],
  coverage: { isComplete: true, text: 'All.' },
};

describe('dossierText', () => {
  it('asks for the failed of a count in words that the query language has', () => {
    const query = toErrorQuery('userIdentity.accessKeyId:(A OR B) AND ip:203.0.113.7 OR x', 'denied');
    assert.equal(query, '(userIdentity.accessKeyId:(A OR B) AND ip:203.0.113.7 OR x) AND error:denied');
    for (const which of ['errors', 'denied'] as const) {
      const parsed = parseQuery(toErrorQuery('userIdentity.accessKeyId:(A OR B)', which), { now: 0 });
      assert.notEqual(parsed.query, undefined);
    }
  });

  it('never says that something is still there', () => {
    assert.equal(toReversionText(remnant), 'the logs do not show it reverted');
    assert.equal(toReversionText({ ...remnant, revertedBy: newRecord() }), 'reverted');
    assert.equal(
      toReversionText({ ...remnant, revertedBy: newRecord(), revertedHow: 'changed again' }),
      'changed again',
    );
  });

  it('says what the records do not', () => {
    assert.equal(toValueText(''), '(none)');
    assert.equal(toValueText('a\u202Eb'), 'a\\u{202e}b');
    assert.equal(toBytesText({ reads: 2, writes: 0, bytesOut: 0, bytesIn: 0, withoutBytes: 0 }), 'no bytes');
    assert.equal(
      toBytesText({ reads: 2, writes: 1, bytesOut: 2048, bytesIn: 10, withoutBytes: 1 }),
      '2.0 KB read · 10 B written · 1 record without bytes',
    );
  });

  it('lists its sections with what they hold', () => {
    const counts = Object.fromEntries(toSectionTitles(dossier).map(({ id, count }) => [id, count]));
    assert.deepEqual(counts, {
      summary: undefined,
      issued: undefined,
      left: '1 of 2',
      logging: '0',
      denied: '0',
      data: '0',
      addresses: '0',
      agents: '0',
      regions: '0',
      services: '0',
      events: '146',
      assumed: '2',
      unseen: '1',
    });
  });
});
