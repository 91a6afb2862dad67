import * as assert from 'node:assert/strict';
import { toWayUp } from '../../../../src/webview/chain/wayUp';
import { newChain, newEdge, newNode } from './chainFixture';

const person = newNode('user:alice', { kind: 'user', name: 'alice\u202E', description: 'IAM user', depth: -2 });
const [first, second] = [newNode('a', { depth: -1 }), newNode('b', { account: undefined })];

describe('wayUp', () => {
  it('leads from the person to the start, with what is only inferred', () => {
    const edges = [newEdge('user:alice', 'a', { join: 'inferred' }), newEdge('a', 'b')];
    const { steps, end } = toWayUp(newChain('b', [second, first, person], edges));
    assert.equal(end, undefined);
    assert.deepEqual(
      steps.map(({ text, isInferred }) => [text, isInferred]),
      [
        ['alice\\u{202e} (IAM user, 111122223333)', true],
        ['deploy / a (111122223333)', false],
        ['deploy / b', false],
      ],
    );
  });

  it('ends at a person, whoever made their key', () => {
    const edges = [newEdge('a', 'user:alice', { action: 'CreateAccessKey' })];
    assert.deepEqual(toWayUp(newChain('user:alice', [person, first], edges)).steps.length, 1);
  });

  it('does not take a principal of another account, of which no more is known, for who it was', () => {
    const stranger = newNode('account:222233334444 AROA:x', { kind: 'account', name: 'AROA:x', depth: -1 });
    const { steps, end } = toWayUp(newChain('b', [second, stranger], [newEdge(stranger.id, 'b')]));
    assert.equal(steps.length, 2);
    assert.match(end ?? '', /not known.*account/);
  });

  const cases = [
    ['several issuers', [newEdge('user:alice', 'b'), newEdge('a', 'b')], false, 1, /2 different principals/],
    ['the same issuer twice', [newEdge('user:alice', 'b'), newEdge('user:alice', 'b')], false, 2, undefined],
    ['no issuing record', [newEdge('a', 'b')], true, 2, /not in the index/],
    ['a circle', [newEdge('a', 'b'), newEdge('b', 'a')], false, 2, /circle/],
  ] as const;
  for (const [what, edges, isGap, count, end] of cases) {
    it(`says what it comes to: ${what}`, () => {
      const gaps = isGap ? [{ nodeId: 'a', text: 'Nothing issues it.' }] : [];
      const way = toWayUp(newChain('b', [second, first, person], edges, { gaps }));
      assert.equal(way.steps.length, count);
      if (end === undefined) assert.equal(way.end, undefined);
      else assert.match(way.end ?? '', end);
    });
  }
});
