import type { ChainEdge, ChainGap, ChainNode, ChainNodeKind, RoleChain } from '../../engine/session/session';

/** Of more siblings than this, only the first are drawn, the others as one node that opens. */
export const mostSiblings = 6;
const shownSiblings = 3;

/** Nodes of one kind (and role) that were issued by the same node, or that assumed the same one. */
export interface ChainGroup {
  /** `group:out:<node>:<role>` */
  readonly id: string;
  readonly nodeKind: ChainNodeKind;
  /** Of sessions. */
  readonly roleArn: string | undefined;
  readonly members: readonly ChainNode[];
  /** Nodes that only these lead to: they are not drawn either. */
  readonly beyond: readonly ChainNode[];
}

export type VisibleNode =
  | { readonly kind: 'node'; readonly id: string; readonly node: ChainNode; readonly gaps: readonly ChainGap[] }
  | { readonly kind: 'group'; readonly id: string; readonly group: ChainGroup };

/** One arrow. It stands for one edge of the chain, or for all those between a group and a node. */
export interface VisibleEdge {
  /** `edge:<place in the chain>`, or `edges:<from>→<to>` of a group. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Never empty. */
  readonly edges: readonly ChainEdge[];
}

export interface VisibleChain {
  readonly start: string;
  readonly nodes: readonly VisibleNode[];
  readonly edges: readonly VisibleEdge[];
}

/** What of a chain is drawn: large families of sibling sessions are folded unless their group is open. */
export function toVisibleChain(chain: RoleChain, openGroups: ReadonlySet<string>): VisibleChain {
  const groups = findGroups(chain).filter(({ id }) => !openGroups.has(id));
  const folded = new Map<string, string>();
  for (const group of groups) for (const { id } of group.members) folded.set(id, group.id);
  const reached = walk(chain, [chain.start], (id) => !folded.has(id));
  const whole: ChainGroup[] = [];
  for (const group of groups) {
    const beyond = walk(
      chain,
      group.members.map(({ id }) => id),
      (id) => !reached.has(id) && !folded.has(id),
    );
    for (const { id } of group.members) beyond.delete(id);
    for (const id of beyond) folded.set(id, group.id);
    whole.push({ ...group, beyond: chain.nodes.filter(({ id }) => beyond.has(id)) });
  }
  const nodes = chain.nodes
    .filter(({ id }) => !folded.has(id))
    .map((node): VisibleNode => {
      const gaps = chain.gaps.filter(({ nodeId }) => nodeId === node.id);
      return { kind: 'node', id: node.id, node, gaps };
    });
  const groupNodes = whole.map((group): VisibleNode => ({ kind: 'group', id: group.id, group }));
  return { start: chain.start, nodes: [...nodes, ...groupNodes], edges: toEdges(chain, folded) };
}

/** The group that hides a node, if one does. */
export function findGroupOf(chain: VisibleChain, nodeId: string): ChainGroup | undefined {
  for (const visible of chain.nodes) {
    if (visible.kind !== 'group') continue;
    const { group } = visible;
    if ([...group.members, ...group.beyond].some(({ id }) => id === nodeId)) return group;
  }
  return undefined;
}

function findGroups(chain: RoleChain): readonly Omit<ChainGroup, 'beyond'>[] {
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  const groups: Omit<ChainGroup, 'beyond'>[] = [];
  for (const direction of ['out', 'in'] as const) {
    const near = direction === 'out' ? 'from' : 'to';
    const far = direction === 'out' ? 'to' : 'from';
    /** What the start hangs on is never folded. */
    const kept = walkOneWay(chain, near);
    const families = new Map<string, { readonly node: ChainNode; readonly time: number }[]>();
    for (const edge of chain.edges) {
      const node = nodes.get(edge[far]);
      const isOnly = chain.edges.every((other) => other[far] !== edge[far] || other[near] === edge[near]);
      if (node === undefined || kept.has(node.id) || !isOnly || edge.from === edge.to) continue;
      const id = `group:${direction}:${edge[near]}:${node.roleArn ?? node.kind}`;
      const family = families.get(id) ?? [];
      if (!family.some((member) => member.node === node)) family.push({ node, time: edge.time ?? Infinity });
      families.set(id, family);
    }
    for (const [id, family] of families) {
      const members = family
        .sort((a, b) => a.time - b.time)
        .slice(shownSiblings)
        .map(({ node }) => node);
      const [first] = members;
      if (first === undefined || family.length <= mostSiblings) continue;
      groups.push({ id, nodeKind: first.kind, roleArn: first.roleArn, members });
    }
  }
  return groups;
}

/** The start, and all that lies on the way from it to the ends on one side. */
function walkOneWay({ edges, start }: RoleChain, near: 'from' | 'to'): ReadonlySet<string> {
  const far = near === 'from' ? 'to' : 'from';
  const seen = new Set([start]);
  for (const id of seen) for (const edge of edges) if (edge[far] === id) seen.add(edge[near]);
  return seen;
}

function walk({ edges }: RoleChain, from: readonly string[], isOpen: (id: string) => boolean): Set<string> {
  const neighbours = new Map<string, string[]>();
  for (const { from: a, to: b } of edges) {
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
    neighbours.set(b, [...(neighbours.get(b) ?? []), a]);
  }
  const seen = new Set(from);
  for (const id of seen) {
    for (const next of neighbours.get(id) ?? []) if (isOpen(next)) seen.add(next);
  }
  return seen;
}

function toEdges(chain: RoleChain, folded: ReadonlyMap<string, string>): readonly VisibleEdge[] {
  const edges = new Map<string, VisibleEdge>();
  chain.edges.forEach((edge, i) => {
    const from = folded.get(edge.from) ?? edge.from;
    const to = folded.get(edge.to) ?? edge.to;
    const isOfGroup = folded.has(edge.from) || folded.has(edge.to);
    if (isOfGroup && from === to) return;
    const id = isOfGroup ? `edges:${from}→${to}` : `edge:${i}`;
    edges.set(id, { id, from, to, edges: [...(edges.get(id)?.edges ?? []), edge] });
  });
  return [...edges.values()];
}
