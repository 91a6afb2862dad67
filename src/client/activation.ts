import {
  MarkdownString,
  window,
  workspace,
  type ExtensionContext,
  type LogOutputChannel,
  type TextDocument,
  type Uri,
} from 'vscode';
import { DisposableStore } from '../base/lifecycle';
import { documentScheme } from '../protocol/documentUri';
import { registerCommands } from './commands/registerCommands';
import { setContext } from './setContext';
import { showFailure } from './commands/showFailure';
import { listRoots } from './commands/target';
import { onDidChangeSettings, readSettings } from './configuration';
import { CoverageView } from './ledger/coverageView';
import { DocumentCache } from './documents/documentCache';
import { logLanguageId, setDocumentLanguages } from './documents/documentLanguage';
import { parseDocumentUri } from './documents/documentUri';
import { LogFileEditor, logFileEditorId } from './documents/logFileEditor';
import { LogFileSystem } from './documents/logFileSystem';
import { openLog } from './documents/openLog';
import { trackPages } from './documents/pageContext';
import { showPageStatus } from './documents/pageStatus';
import { TrailTree } from './explorer/trailTree';
import { TrailViews } from './explorer/trailViews';
import { ResultLeases } from './results/resultLeases';
import { ResultView } from './results/resultView';
import { newTablePorts } from './results/tablePorts';
import { IntegrityParts } from './integrity/integrityParts';
import { validating } from './integrity/validationText';
import { indexing } from './scan/scanText';
import { QueryHistory } from './search/queryHistory';
import { LanguageServer } from './server/languageServer';
import { newServerProgress, type ServerProgress } from './server/progressListeners';
import type { ClientServices } from './services';
import { DossierPanels } from './sessions/dossierPanels';
import { RoleChainPanels } from './sessions/roleChainPanels';
import { newSessionPorts } from './sessions/sessionPorts';
import { registerSqlEditors } from './sql/sqlEditors';
import { openSourceTimeline } from './timeline/openTimeline';
import { TimelinePanels } from './timeline/timelinePanels';
import { newTimelinePorts } from './timeline/timelinePorts';
import { ResultTables } from './views/resultTablePanel';
import { WorkStatus } from './workStatus';

/** Wires the client. Registers only: the server starts, and the language client loads, when something is asked. */
export function activateClient(context: ExtensionContext): LogOutputChannel {
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const log = store.add(window.createOutputChannel('Trailcase', { log: true }));
  const progress = newServerProgress();
  const server = new LanguageServer({
    progress,
    serverModule: context.asAbsolutePath('dist/server.js'),
    channel: log,
    readSettings,
    onValidationChanged: (sourceId) => {
      parts.integrityParts.showChange(sourceId);
    },
  });
  // Beside the store, because VS Code waits for the promise that ending the server returns.
  context.subscriptions.push(server);

  const parts = newTreeParts(server, log, store);
  const documents = store.add(new DocumentCache(server));
  const leases = new ResultLeases(server, log);
  const services: ClientServices = {
    log,
    server,
    progress,
    ...parts,
    integrity: parts.integrityParts.view,
    documents,
    leases,
    scans: store.add(new WorkStatus(indexing)),
    validations: store.add(new WorkStatus(validating)),
    history: new QueryHistory({ workspace: context.workspaceState, user: context.globalState }),
    results: store.add(new ResultView({ server, log, leases })),
    tables: store.add(newTables(context, server, log, () => services)),
    timelines: store.add(newTimelines(context, server, progress, log, () => services)),
    ...newSessionPanels(context, { server, progress, log }, store, () => services),
    globalStorageUri: context.globalStorageUri,
    extensionUri: context.extensionUri,
  };
  store.add(registerSqlEditors());
  store.add(registerCommands(services));
  registerDocuments(services, store);
  store.add(
    onDidChangeSettings(() => {
      // Nobody looks and nothing runs: the next one to ask gets the new settings.
      if (parts.tree.isLoaded || server.isStarted) void parts.tree.reloadRoots();
    }),
  );
  return log;
}

interface TreeParts extends Pick<ClientServices, 'tree' | 'views' | 'coverage'> {
  readonly integrityParts: IntegrityParts;
}

/** The trails, and what is shown of them beside their logs. */
function newTreeParts(server: LanguageServer, log: LogOutputChannel, store: DisposableStore): TreeParts {
  const tree: TrailTree = store.add(
    new TrailTree({
      server,
      isServerStarted: () => server.isStarted,
      readSettings,
      log,
      onDidChange: (element) => {
        views.showChange(element);
        if (element !== undefined) return;
        coverage.reload();
        integrityParts.showSources();
      },
      onDidChangeListing: (isListing) => {
        setContext('trailcase.isListing', isListing);
      },
    }),
  );
  const sources = { server, log, listRoots: () => listRoots({ tree }) };
  const redraw = async (sourceId: string): Promise<void> => {
    const source = tree.findSource(sourceId);
    if (source === undefined) return;
    // Its children's badges come with them.
    await integrityParts.badges.load(sourceId, [source.node.prefix]);
    views.showChange(source);
  };
  const integrityParts: IntegrityParts = store.add(new IntegrityParts({ ...sources, redraw }));
  const views = store.add(new TrailViews(() => tree, integrityParts.badges));
  const coverage = store.add(new CoverageView(sources));
  return { tree, views, coverage, integrityParts };
}

function newTables(
  { extensionUri, globalState: memento }: ExtensionContext,
  server: LanguageServer,
  log: LogOutputChannel,
  getServices: () => ClientServices,
): ResultTables {
  return new ResultTables({ extensionUri, server, log, memento, ...newTablePorts(getServices) });
}

function newTimelines(
  { extensionUri }: ExtensionContext,
  server: LanguageServer,
  progress: ServerProgress,
  log: LogOutputChannel,
  getServices: () => ClientServices,
): TimelinePanels {
  return new TimelinePanels({ extensionUri, server, progress, log, ...newTimelinePorts(getServices) });
}

/** Role chains and dossiers lead to each other, and to timelines. */
function newSessionPanels(
  { extensionUri }: ExtensionContext,
  { server, progress, log }: Pick<ClientServices, 'server' | 'progress' | 'log'>,
  store: DisposableStore,
  getServices: () => ClientServices,
): Pick<ClientServices, 'roleChains' | 'dossiers'> {
  const ports = newSessionPorts(getServices, {
    openTimeline: (sourceId, subject) => openSourceTimeline(getServices(), sourceId, subject),
    openChain: (sourceId, subject, title) => {
      panels.roleChains.open(sourceId, subject, title);
      return Promise.resolve();
    },
    openDossier: (sourceId, accessKeyId) => {
      panels.dossiers.open(sourceId, accessKeyId, false);
      return Promise.resolve();
    },
  });
  const context = { extensionUri, server, progress, log, ...ports };
  const panels = {
    roleChains: store.add(new RoleChainPanels(context)),
    dossiers: store.add(new DossierPanels(context)),
  };
  return panels;
}

function registerDocuments(services: ClientServices, store: DisposableStore): void {
  const { documents, log, server } = services;
  const isReadonly = new MarkdownString('A delivered log is evidence: Trailcase shows it and never changes it.');
  const fileSystem = store.add(new LogFileSystem(documents));
  store.add(workspace.registerFileSystemProvider(documentScheme, fileSystem, { isReadonly, isCaseSensitive: true }));
  const showEditorFailure = (error: unknown, uri: Uri): void => {
    log.error('Cannot open the log file:', error);
    const retry = (): Promise<void> =>
      openLog(documents, uri, { isPreview: false }).catch((next: unknown) => {
        showEditorFailure(next, uri);
      });
    showFailure(services, error, { key: parseDocumentUri(uri)?.key, retry });
  };
  const editor = new LogFileEditor(documents, showEditorFailure);
  store.add(window.registerCustomEditorProvider(logFileEditorId, editor, { supportsMultipleEditorsPerDocument: true }));
  store.add(setDocumentLanguages(log));
  store.add(trackPages(documents));
  store.add(showPageStatus(documents));
  // A log that the editor opened by itself wants its CodeLenses without anyone asking.
  const follow = ({ languageId, uri }: TextDocument): void => {
    if (languageId !== logLanguageId) return;
    if (!server.isStarted) server.start();
    if (uri.scheme !== documentScheme) return;
    server.ask('publishProblems', { uri: uri.toString() }).catch((error: unknown) => {
      log.warn(`Cannot tell the problems of ${uri.toString()}: ${String(error)}`);
    });
  };
  workspace.textDocuments.forEach(follow);
  store.add(workspace.onDidOpenTextDocument(follow));
}
