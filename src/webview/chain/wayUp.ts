import { toDisplayText } from '../../base/displayText';
import type { ChainEdge, ChainNode, RoleChain } from '../../engine/session/session';

/** One principal of the way from the start up to who is behind it. */
export interface WayStep {
  readonly nodeId: string;
  /** Safe to show. */
  readonly text: string;
  /** What it issued, the next step, is joined to it by nothing but likeness. */
  readonly isInferred: boolean;
}

/** Who is behind the start, first, down to the start itself. */
export interface WayUp {
  readonly steps: readonly WayStep[];
  /** Where it ends without a person, a federation or a service: why, in a few words. */
  readonly end: string | undefined;
}

/** Nobody issues these: they are who it was. A principal of another account is not: who there is not known. */
const ends: ReadonlySet<ChainNode['kind']> = new Set(['user', 'root', 'service', 'federated', 'identityCenter']);

/** Follows the arrows from the start upwards as long as there is one way only. */
export function toWayUp({ start, nodes, edges, gaps }: RoleChain): WayUp {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const steps: WayStep[] = [];
  const seen = new Set<string>();
  let edge: ChainEdge | undefined;
  let node = byId.get(start);
  while (node !== undefined && !seen.has(node.id)) {
    const { id, kind } = node;
    seen.add(id);
    const isEnd = ends.has(kind);
    steps.unshift({ nodeId: id, text: toStepText(node, isEnd), isInferred: edge?.join === 'inferred' });
    if (isEnd) return { steps, end: undefined };
    const incoming = edges.filter(({ to, from }) => to === id && from !== id);
    const issuers = new Set(incoming.map(({ from }) => from));
    if (issuers.size > 1) return { steps, end: `issued by ${issuers.size} different principals: see the graph` };
    [edge] = incoming;
    if (edge === undefined) return { steps, end: toEndText(node, gaps) };
    node = byId.get(edge.from);
  }
  return { steps, end: 'the arrows lead in a circle' };
}

function toEndText({ id, kind }: ChainNode, gaps: RoleChain['gaps']): string {
  if (kind === 'account') return 'not known: who it was in that account is not in the index';
  const isGap = gaps.some(({ nodeId }) => nodeId === id);
  return isGap ? 'not known: its issuing record is not in the index' : 'no record issues it';
}

/** What it is, only of who it was: the others are sessions. */
function toStepText({ name, description, account }: ChainNode, isEnd: boolean): string {
  const words = [
    ...(isEnd ? [toDisplayText(description, 40)] : []),
    ...(account === undefined ? [] : [toDisplayText(account, 20)]),
  ];
  return `${toDisplayText(name, 80)}${words.length === 0 ? '' : ` (${words.join(', ')})`}`;
}
