import type { RoleChain } from '../session/session';

/** A key of a session that was assumed, and whose session it is. */
export interface AssumedKey {
  readonly accessKeyId: string;
  readonly arn: string | undefined;
}

export interface AssumedSessions {
  readonly keys: readonly AssumedKey[];
  /** Sessions whose records name no key. */
  readonly keyless: number;
}

/**
 * The sessions that were assumed with the key that the chain is about, in turn: what was issued to others (a new user with
 * a key of its own) is not among them. Only those that the chain shows.
 */
export function listAssumed(chain: RoleChain, accessKeyId: string): AssumedSessions {
  const nodes = new Map(chain.nodes.map((node) => [node.id, node]));
  // A key that several used has a node for each of them.
  const open = [...new Set([chain.start, ...chain.nodes.filter(({ depth }) => depth === 0).map(({ id }) => id)])];
  const seen = new Set(open);
  const keys: AssumedKey[] = [];
  let keyless = 0;
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const edge of chain.edges) {
      const node = nodes.get(edge.to);
      if (edge.from !== from || node?.kind !== 'session' || seen.has(node.id)) continue;
      seen.add(node.id);
      open.push(node.id);
      if (node.accessKeyIds.length === 0) keyless += 1;
      for (const key of node.accessKeyIds) {
        if (key !== accessKeyId) keys.push({ accessKeyId: key, arn: node.arn });
      }
    }
  }
  return { keys, keyless };
}

/** Each once. */
export function toKeyIds(keys: readonly AssumedKey[]): readonly string[] {
  return [...new Set(keys.map(({ accessKeyId }) => accessKeyId))];
}
