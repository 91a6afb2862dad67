import * as assert from 'node:assert/strict';
import path from 'node:path';
import { toArrowHead, toPath, type Box, type LayOut } from '../../../../src/webview/chain/chainLayout';
import { toVisibleChain } from '../../../../src/webview/chain/visibleChain';
import { move, type Direction } from '../../../../src/webview/chain/walk';
import { newChain, newEdge, newFan, newNode } from './chainFixture';

/** dagre's types are for bundlers: the module is loaded by its path, which the compiler does not follow. */
const dagreLayout = path.join(__dirname, '../../../../src/webview/chain/dagreLayout.ts');

const none: ReadonlySet<string> = new Set();

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('layOutByDagre', () => {
  let layOut: LayOut;
  before(async () => {
    const module: unknown = await import(dagreLayout);
    ({ layOutByDagre: layOut } = module as { layOutByDagre: LayOut }); // The module's own declaration.
  });

  for (const count of [5, 40, 146]) {
    it(`puts ${count} siblings so that nothing covers anything, and arrows lead to the right`, () => {
      const visible = toVisibleChain(newFan(count), new Set(['group:out:hub:arn:aws:iam::111122223333:role/deploy']));
      const layout = layOut(visible);
      assert.equal(layout.nodes.size, visible.nodes.length);
      assert.equal(layout.edges.size, visible.edges.length);
      const boxes = [...layout.nodes.values(), ...[...layout.edges.values()].map(({ label }) => label)];
      boxes.forEach((a, i) => {
        assert.ok(a.x >= 0 && a.y >= 0 && a.x + a.width <= layout.width && a.y + a.height <= layout.height);
        for (const b of boxes.slice(i + 1)) assert.ok(!overlap(a, b), `${JSON.stringify(a)} and ${JSON.stringify(b)}`);
      });
      for (const { id, from, to } of visible.edges) {
        const [a, b, edge] = [layout.nodes.get(from)!, layout.nodes.get(to)!, layout.edges.get(id)!];
        assert.ok(a.x + a.width < edge.label.x && edge.label.x + edge.label.width < b.x, id);
        assert.equal(edge.points[0]?.x, a.x + a.width);
        assert.equal(edge.points.at(-1)?.x, b.x);
      }
    });
  }

  it('keeps siblings in the order of time', () => {
    const { nodes } = layOut(toVisibleChain(newFan(6), none));
    const tops = [0, 1, 2, 3, 4, 5].map((i) => nodes.get(`s${i}`)!.y);
    assert.deepEqual(
      [...tops].sort((a, b) => a - b),
      tops,
    );
  });

  it('takes names and cycles of any kind', () => {
    const names = ['__proto__', 'constructor', 'a\u0001b', 'a', 'b\u0000'];
    const edges = names.slice(1).map((to, i) => newEdge(names[i]!, to));
    const chain = newChain(
      'a',
      names.map((name) => newNode(name)),
      [...edges, newEdge('b\u0000', '__proto__'), newEdge('a', 'a'), newEdge('a\u0001b', 'a', { action: 'Again' })],
    );
    const layout = layOut(toVisibleChain(chain, none));
    assert.equal(layout.nodes.size, 5);
    assert.equal(layout.edges.size, 7);
    for (const { points } of layout.edges.values()) {
      assert.ok(points.length >= 2);
      assert.ok(points.every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)));
    }
  });

  describe('move', () => {
    const from = (id: string, direction: Direction): string | undefined => {
      const visible = toVisibleChain(newFan(3), none);
      return move(visible, layOut(visible), id, direction);
    };
    const cases: readonly [string, Direction, string | undefined][] = [
      ['user', 'right', 'edge:0'],
      ['edge:0', 'right', 'hub'],
      ['edge:0', 'left', 'user'],
      ['user', 'left', undefined],
      ['s0', 'down', 's1'],
      ['s1', 'up', 's0'],
      ['s2', 'down', undefined],
      ['s1', 'left', 'edge:3'],
      ['edge:3', 'down', 'edge:4'],
      ['edge:3', 'left', 'hub'],
      ['t0', 'home', 'hub'],
      ['user', 'end', 't0'],
      ['nowhere', 'right', undefined],
    ];
    for (const [id, direction, to] of cases) {
      it(`leads ${direction} from ${id} to ${String(to)}`, () => {
        assert.equal(from(id, direction), to);
      });
    }

    it('reaches everything with arrows alone', () => {
      const visible = toVisibleChain(newFan(30), none);
      const layout = layOut(visible);
      const seen = new Set([visible.start]);
      const directions: readonly Direction[] = ['left', 'right', 'up', 'down'];
      for (const id of seen) {
        for (const direction of directions) {
          const to = move(visible, layout, id, direction);
          if (to !== undefined) seen.add(to);
        }
      }
      const all = [...visible.nodes, ...visible.edges].map(({ id }) => id);
      assert.deepEqual(
        all.filter((id) => !seen.has(id)),
        [],
      );
    });
  });
});

describe('paths', () => {
  it('are level at both ends', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 20 },
    ];
    assert.equal(toPath(points), 'M0 0 C5 0 5 20 10 20');
    assert.equal(toArrowHead(points), 'M10 20 L1 15.5 L1 24.5 Z');
    assert.equal(toArrowHead([points[1]!, points[0]!]), 'M0 0 L9 -4.5 L9 4.5 Z');
    assert.equal(toPath([]), '');
  });
});
