import type { ChainEdge, ChainNode, RoleChain } from '../../session/session';
import type { DossierSection } from './dossierSection';
import { toRecordText, toTimeText } from './dossierText';

const maxEdges = 200;

/** Who issued the key, up to a human, federation or instance, and what was assumed with it in turn. */
export function toChainSections(chain: RoleChain): readonly DossierSection[] {
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  const isUp = (edge: ChainEdge): boolean => (nodes.get(edge.to)?.depth ?? 0) <= 0;
  const up = chain.edges.filter(isUp);
  const down = chain.edges.filter((edge) => !isUp(edge));
  const gaps = chain.gaps.map(({ text }) => text);
  const unread = chain.unreadDetails.length;
  const cut = chain.cut === undefined ? [] : [chain.cut];
  const details =
    unread === 0 ? [] : [`Details of ${unread} issuing record${unread === 1 ? '' : 's'} could not be read.`];
  return [
    toSection('Issued by', 'No record of the index says who issued it.', up, nodes, [...gaps, ...cut, ...details]),
    toSection('Issued with it in turn', 'Nothing that the index knows of.', down, nodes, []),
  ];
}

function toSection(
  title: string,
  nothing: string,
  edges: readonly ChainEdge[],
  nodes: ReadonlyMap<string, ChainNode>,
  notes: readonly string[],
): DossierSection {
  if (edges.length === 0) return { title, notes: notes.length === 0 ? [nothing] : notes };
  const nameOf = (id: string): string => {
    const node = nodes.get(id);
    return node === undefined ? id : `${node.name} (${node.description})`;
  };
  const rows = edges
    .slice(0, maxEdges)
    .map((edge) => [
      toTimeText(edge.time),
      edge.action,
      nameOf(edge.from),
      [nameOf(edge.to), ...(nodes.get(edge.to)?.accessKeyIds ?? [])].join(', '),
      edge.sourceAddress ?? '',
      edge.join === 'inferred' ? `inferred: ${edge.reason}` : edge.reason,
      edge.records.map(toRecordText).join(', '),
    ]);
  const columns = ['time', 'call', 'by', 'for', 'address', 'joined', 'records'];
  return {
    title,
    notes,
    table: { columns, rows, codes: ['by', 'for', 'address', 'records'], rest: edges.length - rows.length },
  };
}
