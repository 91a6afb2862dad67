import type { RoleChain } from '../session/session';

/**
 * Keys of the sessions that were assumed from the chain's start, in turn: those of what was issued to others (a new user
 * with a key of its own) are not among them.
 */
export function listAssumedKeys(chain: RoleChain, accessKeyId: string): readonly string[] {
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  const seen = new Set([chain.start]);
  const keys = new Set<string>();
  const open = [chain.start];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const edge of chain.edges) {
      const node = nodes.get(edge.to);
      if (edge.from !== from || node?.kind !== 'session' || seen.has(node.id)) continue;
      seen.add(node.id);
      open.push(node.id);
      for (const key of node.accessKeyIds) keys.add(key);
    }
  }
  keys.delete(accessKeyId);
  return [...keys];
}
