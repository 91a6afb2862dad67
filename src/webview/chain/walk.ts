import type { ChainLayout } from './chainLayout';
import type { VisibleChain } from './visibleChain';

export type Direction = 'left' | 'right' | 'up' | 'down' | 'home' | 'end';

/** Where an arrow key leads from a node or edge: left and right along the edges, up and down within its column. */
export function move(chain: VisibleChain, layout: ChainLayout, from: string, direction: Direction): string | undefined {
  switch (direction) {
    case 'home':
      return chain.start;
    case 'end':
      return toDeepest(chain, layout);
    case 'left':
    case 'right':
      return toNeighbour(chain, layout, from, direction);
    case 'up':
    case 'down':
      return toBeside(chain, layout, from, direction === 'up' ? -1 : 1);
    default:
      return direction satisfies never;
  }
}

function toNeighbour(chain: VisibleChain, layout: ChainLayout, from: string, direction: 'left' | 'right') {
  const edge = chain.edges.find(({ id }) => id === from);
  if (edge !== undefined) return direction === 'left' ? edge.from : edge.to;
  const ends = chain.edges.filter((candidate) => (direction === 'left' ? candidate.to : candidate.from) === from);
  const y = toMiddle(layout, from)?.y ?? 0;
  const distance = (id: string): number => Math.abs((toMiddle(layout, id)?.y ?? 0) - y);
  return [...ends].sort((a, b) => distance(a.id) - distance(b.id))[0]?.id;
}

/** The next of the same sort (cards, or edges) whose middle lies in the same column. */
function toBeside(chain: VisibleChain, layout: ChainLayout, from: string, step: -1 | 1): string | undefined {
  const isNode = layout.nodes.has(from);
  const at = toMiddle(layout, from);
  if (at === undefined) return undefined;
  const candidates = (isNode ? chain.nodes : chain.edges)
    .map(({ id }) => ({ id, middle: toMiddle(layout, id) }))
    .filter(({ id, middle }) => id !== from && middle !== undefined && Math.abs(middle.x - at.x) < columnTolerance)
    .map(({ id, middle }) => ({ id, below: ((middle?.y ?? 0) - at.y) * step }))
    .filter(({ below }) => below > 0)
    .sort((a, b) => a.below - b.below);
  return candidates[0]?.id;
}

const columnTolerance = 60;

function toDeepest(chain: VisibleChain, layout: ChainLayout): string | undefined {
  const x = (id: string): number => layout.nodes.get(id)?.x ?? 0;
  return [...chain.nodes].sort((a, b) => x(b.id) - x(a.id))[0]?.id;
}

function toMiddle(layout: ChainLayout, id: string): { readonly x: number; readonly y: number } | undefined {
  const box = layout.nodes.get(id) ?? layout.edges.get(id)?.label;
  return box === undefined ? undefined : { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
