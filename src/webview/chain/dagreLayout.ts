import { Graph, layout, type EdgeLabel, type GraphLabel, type NodeLabel } from '@dagrejs/dagre';
import type { VisibleEdge } from './visibleChain';
import { cardWidth, edgeLabel, toCardHeight, type Box, type LayOut, type PlacedEdge, type Point } from './chainLayout';

/** The best ranker of dagre takes half a second for some hundred nodes. */
const manyNodes = 200;
/** Between a card and the words of an arrow. */
const reach = 24;

/** Layered from left to right: who issued, who got it, what was assumed in turn. */
export const layOutByDagre: LayOut = (chain) => {
  const graph = new Graph<GraphLabel, NodeLabel, EdgeLabel>({ multigraph: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 18,
    edgesep: 10,
    ranksep: 2 * reach,
    marginx: 24,
    marginy: 24,
    ranker: chain.nodes.length > manyNodes ? 'tight-tree' : 'network-simplex',
  });
  // dagre joins ids with characters that a session's name can hold: it gets numbers.
  const numbers = new Map(chain.nodes.map(({ id }, i) => [id, String(i)]));
  const toNumber = (id: string): string => numbers.get(id) ?? '';
  for (const visible of chain.nodes) {
    graph.setNode(toNumber(visible.id), { width: cardWidth, height: toCardHeight(visible) });
  }
  for (const { id, from, to } of toTimeOrder(chain.edges)) {
    graph.setEdge(toNumber(from), toNumber(to), { ...edgeLabel, labelpos: 'c' }, id);
  }
  // Where no two arrows meet, the order of time crosses none either, and is the one to read.
  const isForest = chain.edges.length < chain.nodes.length;
  layout(graph, isForest ? { disableOptimalOrderHeuristic: true } : {});
  const nodes = new Map(chain.nodes.map(({ id }) => [id, toBox(graph.node(toNumber(id)))]));
  const edges = new Map<string, PlacedEdge>();
  for (const { id, from, to } of chain.edges) {
    const { points = [], x = 0, y = 0 } = graph.edge(toNumber(from), toNumber(to), id);
    const ends = { from: nodes.get(from), to: nodes.get(to) };
    const label = toBox({ x, y, ...edgeLabel });
    edges.set(id, { label, points: toSides(points, label, ends) });
  }
  const { width = 0, height = 0 } = graph.graph();
  return { width, height, nodes, edges };
};

/**
 * From the right side to the left one, level behind the words. dagre aims at the centres, and so would leave through the
 * top of tall columns.
 */
function toSides(
  points: readonly Point[],
  label: Box,
  { from, to }: { readonly from: Box | undefined; readonly to: Box | undefined },
): readonly Point[] {
  if (from === undefined || to === undefined || from.x + from.width > to.x) return points;
  const start = { x: from.x + from.width, y: from.y + from.height / 2 };
  const end = { x: to.x, y: to.y + to.height / 2 };
  const y = label.y + label.height / 2;
  const right = label.x + label.width;
  const before = points.slice(1, -1).filter(({ x }) => x > start.x && x < label.x);
  const behind = points.slice(1, -1).filter(({ x }) => x > right && x < end.x);
  return [start, ...before, { x: label.x, y }, { x: right, y }, ...behind, end];
}

function toTimeOrder(edges: readonly VisibleEdge[]): readonly VisibleEdge[] {
  const time = ({ edges: [first] }: VisibleEdge): number => first?.time ?? Infinity;
  return [...edges].sort((a, b) => (time(a) < time(b) ? -1 : time(a) > time(b) ? 1 : 0));
}

/** dagre means centres. */
function toBox({ x = 0, y = 0, width, height }: Pick<NodeLabel, 'width' | 'height' | 'x' | 'y'>): Box {
  return { x: x - width / 2, y: y - height / 2, width, height };
}
