import assert from 'node:assert/strict';
import { buildRoleChain } from '../../../src/engine/session/roleChain';
import type { RoleChain } from '../../../src/engine/session/session';
import { noSignal } from '../../support/indexFixture';
import { assertNothingInvented, idsOf, idsOfEdge, nodeOf, toKeyTruth, type KeyTruth } from './chainReferee';
import { generateTrail, groupBy, type GeneratedTrail } from './generatedTrail';

const corpus = process.env['TRAILCASE_CORPUS'];
const options = [
  '--events',
  '16000',
  '--accounts',
  '3',
  '--regions',
  '3',
  '--days',
  '2',
  '--dup',
  '0.01',
  '--seed',
  '9',
];

/** The referee: what the chains say, against what the generator did and what a reading of all records finds. */
(corpus === undefined ? describe.skip : describe)('role chains of a generated trail', function () {
  this.timeout(600_000);
  let generated: GeneratedTrail;
  let truth: KeyTruth;
  const chains = new Map<string, RoleChain>();

  before(async () => {
    generated = await generateTrail(corpus ?? '', options);
    truth = toKeyTruth(generated.records);
  });
  after(() => {
    generated.dispose();
  });

  async function chainOf(key: string): Promise<RoleChain> {
    const known = chains.get(key);
    if (known !== undefined) return known;
    const chain = await buildRoleChain(generated.index.sessionRecords(), { kind: 'key', id: key }, noSignal);
    chains.set(key, chain);
    return chain;
  }

  it('are of a trail that was read whole', () => {
    assert.equal(generated.records.length, generated.truth.events);
    assert.ok(generated.truth.duplicate_records > 100);
    assert.ok(generated.truth.chains_sample.length > 100);
  });

  it('name the record that issued each session, its ARN and its number of records', async () => {
    let signIns = 0;
    for (const { accessKeyId, issued_by, session, from, events } of generated.truth.chains_sample) {
      const chain = await chainOf(accessKeyId);
      const node = nodeOf(chain, accessKeyId);
      assert.equal(chain.start, node?.id);
      const withoutKey = countSignIns(session, from);
      assert.deepEqual(
        [node?.arn, node?.use.records],
        [session, events - withoutKey + countChained(accessKeyId)],
        accessKeyId,
      );
      signIns += withoutKey;
      const incoming = chain.edges.filter(({ to }) => to === node?.id);
      assert.deepEqual(incoming.map(idsOfEdge), [[issued_by]], accessKeyId);
    }
    assert.ok(signIns < generated.truth.chains_sample.length / 10);
  });

  /** Records of a session that no key signed. */
  function countSignIns(session: string, from: string): number {
    return generated.records.filter(
      ({ userIdentity: caller }) =>
        caller?.arn === session &&
        caller.accessKeyId === undefined &&
        caller.sessionContext?.attributes?.creationDate === from,
    ).length;
  }

  /** Calls of AssumeRole that the generator does not count among those of the caller's session. */
  function countChained(key: string): number {
    const signed = truth.signed.get(key) ?? [];
    return signed.filter(({ responseElements: response }) => /\/chain-\d+$/.test(response?.assumedRoleUser?.arn ?? ''))
      .length;
  }

  it('show what two accounts recorded of one action as one edge with both records', async () => {
    const actions = groupBy(generated.truth.cross_account, ({ sharedEventID }) => sharedEventID);
    assert.ok(actions.size > 10);
    for (const sides of actions.values()) {
      const [key = ''] = sides.map(({ accessKeyId }) => accessKeyId);
      assert.deepEqual(sides.map(({ side }) => side).sort(), ['caller', 'target']);
      const chain = await chainOf(key);
      const incoming = chain.edges.filter(({ to }) => to === nodeOf(chain, key)?.id);
      assert.deepEqual(incoming.map(idsOfEdge), [idsOf(sides)], key);
      const from = chain.nodes.find(({ id }) => id === incoming[0]?.from);
      assert.match(
        from?.arn ?? '',
        /:assumed-role\/SecurityHubCollector\/collector$/,
        'the caller’s side names the session',
      );
    }
  });

  it('find every issuing record over all keys, and invent none', async () => {
    const keys = new Set([...truth.signed.keys(), ...truth.issuing.keys()]);
    assert.ok(keys.size > 700);
    let [edges, cut] = [0, 0];
    for (const key of keys) {
      const chain = await chainOf(key);
      assertNothingInvented(chain, truth);
      const node = nodeOf(chain, key);
      assert.ok(node !== undefined, `${key} is nowhere in its own chain`);
      assertIncoming(chain, node.id, key);
      assertOutgoing(chain, node.id, node.accessKeyIds);
      edges += chain.edges.length;
      if (chain.cut !== undefined) cut++;
    }
    assert.ok(edges > keys.size, `${edges} edges`);
    assert.ok(cut < keys.size / 10, `${cut} chains were cut`);
  });

  function assertIncoming(chain: RoleChain, node: string, key: string): void {
    const issuers = truth.issuing.get(key);
    const incoming = chain.edges.filter(({ to, records }) => to === node && records.length > 0).map(idsOfEdge);
    const ofKey = incoming.filter((ids) => ids.some((id) => idsOf(issuers).includes(id)));
    assert.deepEqual(ofKey, issuers === undefined ? [] : [idsOf(issuers)], key);
    if (issuers !== undefined || !key.startsWith('ASIA')) return;
    assert.deepEqual(incoming, [], key);
    assert.ok(
      chain.gaps.some(({ nodeId, text }) => nodeId === node && text !== ''),
      `${key}: nothing says that its issuing record is missing`,
    );
  }

  function assertOutgoing(chain: RoleChain, node: string, keys: readonly string[]): void {
    const signed = keys.flatMap((key) => truth.signed.get(key) ?? []);
    const handedOut = new Set(idsOf(signed).filter((id) => truth.issuingIds.has(id)));
    const outgoing = chain.edges.filter(({ from }) => from === node).flatMap(idsOfEdge);
    const missing = [...handedOut].filter((id) => !outgoing.includes(id));
    if (chain.cut === undefined) assert.deepEqual(missing, [], `${node} issued more`);
  }
});
