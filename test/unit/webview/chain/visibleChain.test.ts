import * as assert from 'node:assert/strict';
import type { RoleChain } from '../../../../src/engine/session/session';
import {
  findGroupOf,
  mostSiblings,
  toVisibleChain,
  type ChainGroup,
  type VisibleChain,
} from '../../../../src/webview/chain/visibleChain';
import { newChain, newEdge, newFan, newNode, start } from './chainFixture';

const none: ReadonlySet<string> = new Set();

function groupsOf(visible: VisibleChain): readonly ChainGroup[] {
  return visible.nodes.flatMap((node) => (node.kind === 'group' ? [node.group] : []));
}

/** Whatever is folded: every node is drawn once or stands in one group, and every edge is in one arrow or in a group. */
function checkWhole(chain: RoleChain, visible: VisibleChain): void {
  const shown = visible.nodes.flatMap((node) => (node.kind === 'node' ? [node.id] : []));
  const folded = groupsOf(visible).flatMap(({ members, beyond }) => [...members, ...beyond].map(({ id }) => id));
  assert.deepEqual([...shown, ...folded].sort(), chain.nodes.map(({ id }) => id).sort());
  const ids = new Set(visible.nodes.map(({ id }) => id));
  for (const edge of visible.edges) {
    assert.ok(edge.edges.length > 0, 'an arrow without an edge');
    assert.ok(ids.has(edge.from) && ids.has(edge.to), `${edge.id} leads nowhere`);
  }
  const drawn = visible.edges.flatMap(({ edges }) => edges);
  assert.equal(new Set(drawn).size, drawn.length);
  const isWithin = ({ from, to }: { from: string; to: string }): boolean =>
    folded.includes(from) && folded.includes(to);
  assert.deepEqual(
    chain.edges.filter((edge) => !drawn.includes(edge) && !isWithin(edge)),
    [],
  );
}

describe('toVisibleChain', () => {
  it('draws a small family as it is', () => {
    const chain = newFan(mostSiblings);
    const visible = toVisibleChain(chain, none);
    assert.equal(visible.nodes.length, chain.nodes.length);
    assert.equal(visible.edges.length, chain.edges.length);
    checkWhole(chain, visible);
  });

  it('folds the later of many siblings, with what only they lead to', () => {
    const chain = newFan(146);
    const visible = toVisibleChain(chain, none);
    const [group, ...others] = groupsOf(visible);
    assert.equal(others.length, 0);
    assert.equal(group?.members.length, 143);
    assert.deepEqual(group.members[0]?.id, 's3');
    assert.equal(group.beyond.length, 48);
    const arrow = visible.edges.find(({ to }) => to === group.id);
    assert.equal(arrow?.from, 'hub');
    assert.equal(arrow.edges.length, 143);
    checkWhole(chain, visible);
  });

  it('opens a group that is asked for', () => {
    const chain = newFan(40);
    const [group] = groupsOf(toVisibleChain(chain, none));
    const visible = toVisibleChain(chain, new Set([group!.id]));
    assert.deepEqual(groupsOf(visible), []);
    assert.equal(visible.nodes.length, chain.nodes.length);
  });

  it('never folds the start, nor what it hangs on', () => {
    const fan = newFan(40);
    const chain = { ...fan, start: 't30' };
    const visible = toVisibleChain(chain, none);
    for (const id of ['t30', 's30', 'hub', 'user']) {
      assert.ok(
        visible.nodes.some((node) => node.id === id),
        `${id} is folded`,
      );
    }
    assert.ok(groupsOf(visible).length > 0);
    checkWhole(chain, visible);
  });

  it('folds many callers of one role, too', () => {
    const callers = Array.from({ length: 30 }, (_, i) =>
      newNode(`c${i}`, { kind: 'user', roleArn: undefined, depth: -1 }),
    );
    const edges = callers.map(({ id }, i) => newEdge(id, 'role', { time: start + i }));
    const chain = newChain('role', [newNode('role'), ...callers], edges);
    const visible = toVisibleChain(chain, none);
    const [group] = groupsOf(visible);
    assert.equal(group?.members.length, 27);
    assert.equal(visible.edges.find(({ from }) => from === group.id)?.to, 'role');
    checkWhole(chain, visible);
  });

  it('keeps a node that something drawn leads to as well', () => {
    const fan = newFan(20, () => false);
    const shared = newNode('shared', { roleArn: 'r/shared', depth: 2 });
    const chain = newChain(
      'hub',
      [...fan.nodes, shared],
      [...fan.edges, newEdge('s0', 'shared'), newEdge('s15', 'shared'), newEdge('s16', 'shared')],
    );
    const visible = toVisibleChain(chain, none);
    assert.ok(visible.nodes.some(({ id }) => id === 'shared'));
    const [group] = groupsOf(visible);
    const arrow = visible.edges.find((edge) => edge.from === group?.id && edge.to === 'shared');
    assert.equal(arrow?.edges.length, 2);
    checkWhole(chain, visible);
  });

  it('stands cycles, doubled edges, and parts that hang together with nothing', () => {
    const fan = newFan(20);
    const chain = newChain(
      'hub',
      [...fan.nodes, newNode('alone')],
      [...fan.edges, newEdge('hub', 'hub'), newEdge('s2', 'user'), newEdge('hub', 's1', { time: undefined })],
    );
    checkWhole(chain, toVisibleChain(chain, none));
    const visible = toVisibleChain(chain, none);
    assert.ok(visible.nodes.some(({ id }) => id === 'alone'));
    assert.equal(visible.edges.filter(({ to }) => to === 's1').length, 2);
  });

  it('tells the group that hides a node', () => {
    const visible = toVisibleChain(newFan(40), none);
    const [group] = groupsOf(visible);
    assert.equal(findGroupOf(visible, 's30'), group);
    assert.equal(findGroupOf(visible, 't30'), group);
    assert.equal(findGroupOf(visible, 's0'), undefined);
  });

  it('shows a gap at its node', () => {
    const chain = { ...newFan(1), gaps: [{ nodeId: 'user', text: 'Not indexed.' }] };
    const node = toVisibleChain(chain, none).nodes.find(({ id }) => id === 'user');
    assert.deepEqual(node?.kind === 'node' && node.gaps, [{ nodeId: 'user', text: 'Not indexed.' }]);
  });
});
