import { toDisplayText } from '../../base/displayText';
import type { ChainNode, RoleChain, SessionSubject } from '../../engine/session/session';
import type { TimelineSubject } from '../../engine/timeline/timeline';

/** A query, and what the editor keeps of a timeline, stay of a size. */
const maxEventIds = 2000;

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

/**
 * What all of them did, as one, with the calls that issued their credentials: sign-ins and role switches name no key.
 * Undefined when nothing names any of them.
 */
export function toChainTimeline({ nodes, edges }: RoleChain, title: string): TimelineSubject | undefined {
  const keys = [...new Set(nodes.flatMap(({ accessKeyIds }) => accessKeyIds))];
  const issuing = edges.flatMap(({ records }) => records.flatMap(({ eventId }) => eventId ?? []));
  const eventIds = [...new Set(issuing)].slice(0, maxEventIds);
  const sessions = nodes
    .filter(({ kind, accessKeyIds }) => kind === 'session' && accessKeyIds.length === 0)
    .flatMap(({ arn, creationTime }) =>
      arn === undefined ? [] : [{ arn, ...(creationTime === undefined ? {} : { creationTime }) }],
    );
  if (keys.length + eventIds.length + sessions.length === 0) return undefined;
  return {
    kind: 'chain',
    keys,
    title,
    ...(eventIds.length === 0 ? {} : { eventIds }),
    ...(sessions.length === 0 ? {} : { sessions }),
  };
}
