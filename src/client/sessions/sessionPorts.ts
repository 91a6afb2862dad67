import { commands, env, Position, Range, Uri, workspace } from 'vscode';
import { toDisplayText } from '../../base/displayText';
import { newAbortError, UserError } from '../../base/errors';
import { toDay } from '../../base/time';
import { askSaveFile, showWritten } from '../commands/askSaveFile';
import { findRootById } from '../commands/target';
import { openLog } from '../documents/openLog';
import { withCancellableProgress } from '../progress';
import { indexPlace, showScanSummary } from '../scan/runScan';
import { toSourcePlace, type Place } from '../search/place';
import { runSearch } from '../search/runSearch';
import type { ClientServices } from '../services';
import { findColumnBeside } from '../views/columnBeside';
import { toGapScope } from './gapScope';
import type { SessionFile, SessionPorts } from './sessionActions';

/** The other panels. */
export type SessionNeighbours = Pick<SessionPorts, 'openTimeline' | 'openChain' | 'openDossier'>;

/** What role chains and dossiers cannot do by themselves. The services are asked for late: the panels are among them. */
export function newSessionPorts(getServices: () => ClientServices, neighbours: SessionNeighbours): SessionPorts {
  return {
    openRecord: (sourceId, { key, ordinal }, { preserveFocus }) =>
      openRecord(getServices(), { sourceId, record: { key, ordinal } }, preserveFocus),
    search: async (sourceId, query) => {
      const services = getServices();
      // In the results view: a table would stand in front of what the question came from.
      await runSearch(services, { query, place: await getPlace(services, sourceId) });
    },
    index: (sourceId, toIndex) => index(getServices(), sourceId, toIndex),
    saveFile: (file, content) => save(getServices(), file, content),
    writeClipboard: async (text) => {
      await env.clipboard.writeText(text);
    },
    withProgress: withCancellableProgress,
    ...neighbours,
  };
}

async function openRecord(
  { server, documents }: ClientServices,
  record: { readonly sourceId: string; readonly record: { readonly key: string; readonly ordinal: number } },
  preserveFocus: boolean,
): Promise<void> {
  const { documentUri, range } = await withCancellableProgress('Looking for the record', (signal) =>
    server.ask('locateRecord', record, signal),
  );
  const selection = new Range(
    new Position(range.start.line, range.start.character),
    new Position(range.end.line, range.end.character),
  );
  await openLog(documents, Uri.parse(documentUri, true), {
    isPreview: true,
    preserveFocus,
    selection,
    viewColumn: findColumnBeside(),
  });
}

async function index(
  services: ClientServices,
  sourceId: string,
  toIndex: Parameters<SessionPorts['index']>[1],
): Promise<void> {
  const source = await getPlace(services, sourceId);
  const scope = toGapScope(sourceId, toIndex);
  const days = `${toDay(scope.from ?? toIndex.from)} to ${toDay((scope.to ?? toIndex.to) - 1)}`;
  const place = { ...source, scope, title: `${source.title}, ${days}` };
  const summary = await indexPlace(services, place);
  showScanSummary(place, summary);
  if (summary === undefined) throw newAbortError();
}

async function save(services: ClientServices, what: SessionFile, content: string | Uint8Array): Promise<void> {
  const file = await askSaveFile(services, what);
  await workspace.fs.writeFile(file, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  showWritten(`Exported to ${toDisplayText(file.fsPath)}.`, file, (written) =>
    what.extension === 'html' ? env.openExternal(written) : commands.executeCommand('vscode.open', written),
  );
}

async function getPlace(services: ClientServices, sourceId: string): Promise<Place> {
  const root = await findRootById(services, sourceId);
  if (root === undefined) throw new UserError('notFound', 'The source of this view is no longer configured.');
  return toSourcePlace(root);
}
