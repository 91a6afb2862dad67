import assert from 'node:assert/strict';
import { listAssumed, toKeyIds } from '../../../../src/engine/dossier/assumedKeys';
import type { ChainEdge, ChainNode, RoleChain } from '../../../../src/engine/session/session';

function newChain(
  nodes: readonly (readonly [string, ChainNode['kind'], ...string[]])[],
  ...edges: readonly string[]
): RoleChain {
  return {
    start: 'a',
    // Nothing else of nodes and edges is read.
    nodes: nodes.map(([id, kind, ...accessKeyIds]) => ({ id, kind, accessKeyIds }) as unknown as ChainNode),
    edges: edges.map((text) => ({ from: text.charAt(0), to: text.charAt(1) }) as ChainEdge),
    gaps: [],
    notes: [],
    cut: undefined,
    unreadDetails: [],
  };
}

describe('keys that were assumed with a key', () => {
  it('are those of sessions further down, in turn', () => {
    const chain = newChain(
      [
        ['u', 'user', 'AKIA0'],
        ['a', 'session', 'K1'],
        ['b', 'session', 'K2', 'K3'],
        ['c', 'session', 'K4'],
        ['d', 'session'],
      ],
      'ua',
      'ab',
      'bc',
      'cd',
    );
    assert.deepEqual(toKeyIds(listAssumed(chain, 'K1').keys), ['K2', 'K3', 'K4']);
  });

  it('are not those of users that it made', () => {
    const chain = newChain(
      [
        ['a', 'session', 'K1'],
        ['b', 'user', 'AKIA2'],
        ['c', 'session', 'K3'],
      ],
      'ab',
      'bc',
    );
    assert.deepEqual(toKeyIds(listAssumed(chain, 'K1').keys), []);
  });

  it('are those of all that used the key, and sessions without a key are counted', () => {
    const nodes = newChain(
      [
        ['a', 'session', 'K1'],
        ['b', 'session', 'K1'],
        ['c', 'session', 'K2'],
        ['d', 'session'],
      ],
      'bc',
      'bd',
    ).nodes.map((node) => (node.id === 'b' ? { ...node, depth: 0 } : node));
    const { keys, keyless } = listAssumed({ ...newChain([], 'bc', 'bd'), nodes }, 'K1');
    assert.deepEqual(toKeyIds(keys), ['K2']);
    assert.equal(keyless, 1);
  });

  it('end where sessions issue each other', () => {
    const chain = newChain(
      [
        ['a', 'session', 'K1'],
        ['b', 'session', 'K2'],
      ],
      'ab',
      'ba',
      'bb',
    );
    assert.deepEqual(toKeyIds(listAssumed(chain, 'K1').keys), ['K2']);
  });
});
