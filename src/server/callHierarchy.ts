import type { CallHierarchyItem, Location } from 'vscode-languageserver/node';
import { mapConcurrent } from '../base/concurrency';
import { UserError } from '../base/errors';
import type { SessionSubject } from '../engine/session/session';
import { findBareChain } from '../search/roleChain';
import { findDocumentSource, toDocumentUri } from './documentObjects';
import {
  listIncoming,
  listOutgoing,
  prepareCallHierarchy,
  toIncomingCalls,
  toOutgoingCalls,
  type CallItemData,
  type PlacedEdge,
} from './features/callHierarchy';
import { findShown } from './languageFeatures';
import { findRecordPlace } from './recordPlace';
import { handleRequest } from './requestHandling';
import type { ServerState } from './serverState';

const maxReadsAtOnce = 8;
/** Items whose logs are opened for their exact places; those behind them lead to the top of their log. */
const maxPlaced = 100;

/** Answers VS Code's Call Hierarchy: who issued credentials, and what was assumed with them. */
export function registerCallHierarchy(state: ServerState): void {
  const { callHierarchy } = state.connection.languages;
  callHierarchy.onPrepare(({ textDocument: { uri }, position }, token) =>
    handleRequest(token, state.log, 'prepareCallHierarchy', async (signal) => {
      const shown = await findShown(state, uri, signal);
      const sourceId = findDocumentSource(state.sources, uri);
      if (shown === undefined || sourceId === undefined) return null;
      const items = prepareCallHierarchy({ ...shown, uri }, position, sourceId);
      if (items.length === 0) return null;
      getReady(state, sourceId);
      return items;
    }),
  );
  callHierarchy.onIncomingCalls(({ item }, token) =>
    handleRequest(token, state.log, 'incomingCalls', async (signal) => {
      const { sourceId, subject, nodeId } = readData(item);
      if (subject === undefined) return [];
      const chain = await findBareChain(state.searches.get(sourceId), subject, signal);
      const placed = await placeEdges(state, sourceId, listIncoming(chain, nodeId), signal);
      return toIncomingCalls(item, sourceId, chain, placed);
    }),
  );
  callHierarchy.onOutgoingCalls(({ item }, token) =>
    handleRequest(token, state.log, 'outgoingCalls', async (signal) => {
      const { sourceId, subject, nodeId } = readData(item);
      if (subject === undefined) return [];
      const chain = await findBareChain(state.searches.get(sourceId), subject, signal);
      const placed = await placeEdges(state, sourceId, listOutgoing(chain, nodeId), signal);
      return toOutgoingCalls(item, sourceId, chain, placed);
    }),
  );
}

/** The editor asks for calls as soon as it has the items. */
function getReady({ searches, log }: ServerState, sourceId: string): void {
  const { signal } = new AbortController();
  const ready = async (): Promise<void> => {
    const index = await searches.get(sourceId).index(signal);
    await index.sessionRecords().prepare(signal);
  };
  ready().catch((error: unknown) => {
    // Whoever asks for calls is told.
    log.debug(error instanceof Error ? error.message : String(error));
  });
}

/** Handed back by the editor as it was given. Throws a UserError for anything else. */
function readData(item: CallHierarchyItem): CallItemData {
  const data: unknown = item.data;
  if (typeof data === 'object' && data !== null && 'sourceId' in data && typeof data.sourceId === 'string') {
    const subject: unknown = 'subject' in data ? data.subject : undefined;
    const at = 'nodeId' in data && typeof data.nodeId === 'string' ? { nodeId: data.nodeId } : {};
    return { sourceId: data.sourceId, ...(isSubject(subject) ? { subject } : {}), ...at };
  }
  throw new UserError('invalidInput', 'This item of the call hierarchy is none of Trailcase’s.');
}

function isSubject(value: unknown): value is SessionSubject {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  if (value.kind === 'key') return 'id' in value && typeof value.id === 'string';
  return (value.kind === 'session' || value.kind === 'principal') && 'arn' in value && typeof value.arn === 'string';
}

async function placeEdges(
  state: ServerState,
  sourceId: string,
  edges: readonly Omit<PlacedEdge, 'place'>[],
  signal: AbortSignal,
): Promise<readonly PlacedEdge[]> {
  const places = new Map<Omit<PlacedEdge, 'place'>, Location>();
  const read = async (one: Omit<PlacedEdge, 'place'>): Promise<void> => {
    const place = await findEdgePlace(state, sourceId, one, signal);
    if (place !== undefined) places.set(one, place);
  };
  await mapConcurrent(edges.slice(0, maxPlaced), maxReadsAtOnce, read, signal);
  return edges.map((one) => ({ ...one, place: places.get(one) ?? toTop(sourceId, one) }));
}

/** Of the first of its records whose log can be read. */
async function findEdgePlace(
  state: ServerState,
  sourceId: string,
  { edge }: Omit<PlacedEdge, 'place'>,
  signal: AbortSignal,
): Promise<Location | undefined> {
  for (const record of edge.records) {
    try {
      return await findRecordPlace(state, sourceId, record, signal);
    } catch (error) {
      // A log that is gone or refused is no reason not to show who issued what: the item then leads to its document.
      if (!(error instanceof UserError)) throw error;
    }
  }
  return undefined;
}

function toTop(sourceId: string, { edge }: Omit<PlacedEdge, 'place'>): Location {
  const start = { line: 0, character: 0 };
  return { uri: toDocumentUri({ sourceId, key: edge.records[0]?.key ?? '' }), range: { start, end: start } };
}
