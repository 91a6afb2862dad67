import { toDisplayText } from '../../base/displayText';
import type { ChainNode, RoleChain, SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';

/** The chain as it looks from this node. Undefined where nothing names the node. */
export function toStart(node: ChainNode): SessionSubject | undefined {
  const { kind, arn, accessKeyIds, creationTime } = node;
  const [key] = accessKeyIds;
  if (kind === 'session' && key !== undefined) return { kind: 'key', id: key };
  if (arn === undefined) return key === undefined ? undefined : { kind: 'key', id: key };
  if (kind === 'user' || kind === 'root') return { kind: 'principal', arn };
  return { kind: 'session', arn, ...(creationTime === undefined ? {} : { time: creationTime }) };
}

/** What this node did. */
export function toNodeTimeline(node: ChainNode): TimelineSubject | undefined {
  const { kind, arn, name, accessKeyIds: keys } = node;
  const [key] = keys;
  if (kind === 'service') return { kind: 'principal', id: node.id.slice(node.id.indexOf(':') + 1) };
  if (key !== undefined && kind !== 'user' && kind !== 'root') {
    return keys.length === 1 ? { kind: 'key', id: key } : { kind: 'chain', keys, title: toDisplayText(name, 80) };
  }
  if (arn !== undefined) return { kind: 'principal', id: arn };
  return key === undefined ? undefined : { kind: 'key', id: key };
}

/** What all of them did, as one. Undefined when no key of the chain is known. */
export function toChainTimeline({ nodes }: RoleChain, title: string): TimelineSubject | undefined {
  const keys = [...new Set(nodes.flatMap(({ accessKeyIds }) => accessKeyIds))];
  return keys.length === 0 ? undefined : { kind: 'chain', keys, title };
}
