import {
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type Location,
  type Position,
} from 'vscode-languageserver-types';
import { toDisplayText } from '../../base/displayText';
import { toUtcText } from '../../base/time';
import { parseArn, shortName } from '../../engine/entity/arn';
import { recordAtCursor } from '../../engine/record/textSearch';
import type { ChainEdge, ChainNode, ChainNodeKind, RoleChain, SessionSubject } from '../../engine/session/session';
import { joinSubjects, listRecordSubjects, noSubjects, toSessionSubject } from './recordSubjects';
import { toLogOffset, toValueRange, type ShownLog } from './shownLog';
import { findTokenSubjects } from './subjectAt';
import { tokenAt } from './textToken';

/** What an item carries there and back: whose chain it is. Without a subject it leads nowhere. */
export interface CallItemData {
  readonly sourceId: string;
  readonly subject?: SessionSubject;
  /** Which node of that chain it is, where it is not the one that the chain starts at: nobody can ask for its own. */
  readonly nodeId?: string;
}

/** One end of an edge, with the place of the record that issued the credentials. */
export interface PlacedEdge {
  readonly edge: ChainEdge;
  readonly node: ChainNode;
  readonly place: Location;
}

/** Whom the call hierarchy is of: the key or principal under the cursor, else the record's session or principal. */
export function prepareCallHierarchy(shown: ShownLog, position: Position, sourceId: string): CallHierarchyItem[] {
  const ordinal = recordAtCursor(shown.log, toLogOffset(shown, position));
  const record = ordinal === undefined ? undefined : shown.log.records[ordinal];
  if (ordinal === undefined || record === undefined) return [];
  const atToken = findTokenSubjects(shown, position) ?? noSubjects;
  const own = listRecordSubjects(shown, ordinal);
  const [subject] = joinSubjects(atToken, own).sessions;
  if (subject === undefined) return [];
  const principal = shown.index.listPrincipals()[ordinal];
  const isOwn = JSON.stringify(own.sessions[0]) === JSON.stringify(subject);
  const token = atToken.sessions.length > 0 ? tokenAt(shown, position)?.value : undefined;
  const data: CallItemData = { sourceId, subject };
  return [
    {
      name: toDisplayText(isOwn ? (principal?.name ?? toSubjectName(subject)) : toSubjectName(subject), 120),
      detail: toDisplayText(isOwn ? (principal?.description ?? '') : '', 120),
      kind: subject.kind === 'principal' ? SymbolKind.Object : SymbolKind.Event,
      uri: shown.uri,
      range: toValueRange(shown, record),
      selectionRange: toValueRange(shown, token ?? principal?.field ?? record),
      data,
    },
  ];
}

/** The edges that lead to where the chain starts, by time. Nodes are those that issued. */
export function listIncoming(chain: RoleChain, nodeId?: string): readonly Omit<PlacedEdge, 'place'>[] {
  const starts = toStarts(chain, nodeId);
  return withNodes(
    chain.edges.filter(({ to }) => starts.has(to)),
    ({ from }) => from,
    chain.nodes,
  );
}

/** The edges that lead away from where the chain starts, by time. Nodes are what was assumed. */
export function listOutgoing(chain: RoleChain, nodeId?: string): readonly Omit<PlacedEdge, 'place'>[] {
  const starts = toStarts(chain, nodeId);
  return withNodes(
    chain.edges.filter(({ from }) => starts.has(from)),
    ({ to }) => to,
    chain.nodes,
  );
}

/** A role has many sessions to start at, and a key may have several users. */
function toStarts({ start, nodes }: RoleChain, nodeId?: string): ReadonlySet<string> {
  if (nodeId !== undefined) return new Set([nodeId]);
  return new Set([start, ...nodes.flatMap(({ id, depth }) => (depth === 0 ? [id] : []))]);
}

/** Who issued, at the record that says so; and what is missing, as far as the chain knows. */
export function toIncomingCalls(
  item: CallHierarchyItem,
  sourceId: string,
  chain: RoleChain,
  placed: readonly PlacedEdge[],
): CallHierarchyIncomingCall[] {
  const starts = toStarts(chain, nodeOf(item));
  const gaps = chain.gaps.filter(({ nodeId }) => starts.has(nodeId));
  return [
    ...placed.map((one) => ({ from: toItem(one, sourceId, chain), fromRanges: [one.place.range] })),
    ...gaps.map(({ text, toIndex }) => ({
      from: toNote(item, sourceId, toIndex === undefined ? 'Not known' : 'Not in the index', text),
      fromRanges: [item.selectionRange],
    })),
    ...chain.notes.map((text) => ({
      from: toNote(item, sourceId, 'Note', text),
      fromRanges: [item.selectionRange],
    })),
  ];
}

/** What was assumed, at the record that says so. Ranges count in the caller's document alone. */
export function toOutgoingCalls(
  item: CallHierarchyItem,
  sourceId: string,
  chain: RoleChain,
  placed: readonly PlacedEdge[],
): CallHierarchyOutgoingCall[] {
  const calls = placed.map((one) => ({
    to: toItem(one, sourceId, chain),
    fromRanges: one.place.uri === item.uri ? [one.place.range] : [],
  }));
  if (chain.cut === undefined) return calls;
  return [...calls, { to: toNote(item, sourceId, 'Not everything is shown', chain.cut), fromRanges: [] }];
}

const symbolKinds: Readonly<Record<ChainNodeKind, SymbolKind>> = {
  session: SymbolKind.Event,
  user: SymbolKind.Object,
  root: SymbolKind.Key,
  service: SymbolKind.Module,
  federated: SymbolKind.Interface,
  identityCenter: SymbolKind.Object,
  account: SymbolKind.Package,
  unknown: SymbolKind.Null,
};

function toItem({ edge, node, place }: PlacedEdge, sourceId: string, { nodes }: RoleChain): CallHierarchyItem {
  const own = toNodeSubject(node);
  // A federated person has no chain of its own: it stands in that of the session that it got.
  const got = own === undefined ? nodes.find(({ id }) => id === edge.to) : undefined;
  const subject = own ?? (got === undefined ? undefined : toNodeSubject(got));
  const at = own === undefined && subject !== undefined ? { nodeId: node.id } : {};
  const data: CallItemData = { sourceId, ...(subject === undefined ? {} : { subject }), ...at };
  return {
    name: toDisplayText(node.name, 120),
    detail: toDetail(edge, node),
    kind: symbolKinds[node.kind],
    uri: place.uri,
    range: place.range,
    selectionRange: place.range,
    data,
  };
}

/** `AssumeRole · 111122223333 · 2026-01-15 14:05:09 UTC · by access key` */
function toDetail(edge: ChainEdge, node: ChainNode): string {
  const time = edge.time === undefined ? undefined : toUtcText(edge.time);
  const parts = [edge.action, node.account, time, toJoinText(edge)].filter((part) => part !== undefined);
  return toDisplayText(parts.join(' · '), 400);
}

function toJoinText({ join, reason }: ChainEdge): string {
  if (join === 'accessKey') return 'by access key';
  return join === 'sharedEvent' ? 'by sharedEventID' : `inferred: ${reason}`;
}

/** An item that says something about the one it stands below, and leads back to it. */
function toNote(item: CallHierarchyItem, sourceId: string, name: string, text: string): CallHierarchyItem {
  const data: CallItemData = { sourceId };
  const { uri, range, selectionRange } = item;
  return { name, detail: toDisplayText(text, 600), kind: SymbolKind.Null, uri, range, selectionRange, data };
}

function nodeOf({ data }: CallHierarchyItem): string | undefined {
  const given: unknown = data;
  if (typeof given !== 'object' || given === null || !('nodeId' in given)) return undefined;
  return typeof given.nodeId === 'string' ? given.nodeId : undefined;
}

/** Undefined for those whose chain cannot be asked for: services, other accounts' principals. */
function toNodeSubject({ kind, accessKeyIds, arn, creationTime }: ChainNode): SessionSubject | undefined {
  const [key] = accessKeyIds;
  if (kind === 'session' && key !== undefined) return { kind: 'key', id: key };
  return arn === undefined ? undefined : toSessionSubject(arn, creationTime);
}

function toSubjectName(subject: SessionSubject): string {
  if (subject.kind === 'key') return subject.id;
  const arn = parseArn(subject.arn);
  return arn === undefined ? subject.arn : shortName(arn);
}

function withNodes(
  edges: readonly ChainEdge[],
  endOf: (edge: ChainEdge) => string,
  nodes: readonly ChainNode[],
): readonly Omit<PlacedEdge, 'place'>[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return [...edges]
    .sort((a, b) => (a.time ?? 0) - (b.time ?? 0))
    .flatMap((edge) => {
      const node = byId.get(endOf(edge));
      return node === undefined ? [] : [{ edge, node }];
    });
}
