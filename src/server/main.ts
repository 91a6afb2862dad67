import { randomUUID } from 'node:crypto';
import {
  CodeLensRefreshRequest,
  createConnection,
  ProposedFeatures,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import type { InitializationOptions, ServerSettings } from '../protocol/requests';
import { ResultStore } from '../search/resultStore';
import type { AwsServices } from '../source/s3/awsServices';
import { askMfaCodeRequest, retryingNotification } from '../protocol/requests';
import { registerCallHierarchy } from './callHierarchy';
import { connectionLog } from './connectionLog';
import { defaultSettings } from './defaultSettings';
import { registerDocumentSync } from './documentSync';
import { registerFeatures } from './languageFeatures';
import { LogReader } from './logReader';
import { OpenLogs } from './openLogs';
import { PublishedProblems } from './publishedProblems';
import { registerSearchRequests } from './searchRequestTable';
import { registerSessionRequests } from './sessionRequestTable';
import { SourceRegistry } from './sourceRegistry';
import { withOriginals } from './sourceCache';
import { findStorageFolders } from './storageFolders';
import { TextLogs } from './textLogs';
import { registerTimelineRequests } from './timelineRequestTable';
import { registerRequests } from './trailcaseRequests';
import { TrailSearches } from './trailSearches';
import { TrailValidations } from './trailValidations';
import { RunProblems } from './validationProblems';
import { registerValidationRequests } from './validationRequestTable';
import type { ServerState } from './serverState';

/** Entry of the server process. `--node-ipc` from VS Code, `--stdio` from any other LSP client. */
const connection = createConnection(ProposedFeatures.all);
const log = connectionLog(connection);

let settings: ServerSettings = defaultSettings;
const limits = (): ServerSettings['limits'] => settings.limits;
const folders = findStorageFolders();
const awsServices: AwsServices = {
  log,
  askMfaCode: async (mfaSerial, roleArn) => {
    const params = { mfaSerial, ...(roleArn === undefined ? {} : { roleArn }) };
    return (await connection.sendRequest(askMfaCodeRequest, params)) ?? undefined;
  },
  onRetry: (notice) => {
    void connection.sendNotification(retryingNotification, notice);
  },
};
const sources = new SourceRegistry(awsServices, (opened, endpoint) =>
  withOriginals(opened, endpoint, folders, settings.cache.maxBytes, log),
);
const reader = new LogReader();
const searches = new TrailSearches(sources, folders, () => settings, log);
const validations = new TrailValidations(sources, folders, searches, log);
const problems = new PublishedProblems((uri, diagnostics) => {
  void connection.sendDiagnostics({ uri, diagnostics: [...diagnostics] });
});
let canRefreshLenses = false;
let hasOwnClient = false;
const state: ServerState = {
  connection,
  log,
  sources,
  openLogs: new OpenLogs(sources, reader, limits),
  textLogs: new TextLogs(limits),
  folders,
  searches,
  results: new ResultStore(randomUUID()),
  validations,
  problems,
  runProblems: new RunProblems(validations, problems),
  settings: () => settings,
  hasOwnClient: () => hasOwnClient,
  refreshLenses: () => {
    if (!canRefreshLenses) return;
    connection.sendRequest(CodeLensRefreshRequest.type).catch((error: unknown) => {
      log.warn(`The editor did not renew its CodeLenses: ${String(error)}`);
    });
  },
  setSettings: (next) => {
    settings = next;
    state.openLogs.forget();
    const result = sources.setSources(next.sources);
    const sourceIds = new Set(result.roots.map(({ sourceId }) => sourceId));
    state.searches.keepOnly(sourceIds);
    state.runProblems.keepOnly(sourceIds);
    return result;
  },
};

connection.onInitialize((params: InitializeParams): InitializeResult => {
  const own = readOwnOptions(params.initializationOptions);
  hasOwnClient = own !== undefined;
  if (own !== undefined) state.setSettings(own.trailcase.settings);
  registerDocumentSync(state, own !== undefined);
  canRefreshLenses = params.capabilities.workspace?.codeLens?.refreshSupport === true;
  return {
    serverInfo: { name: 'trailcase' },
    capabilities: {
      // Trailcase's own client shows what this server made: sending the text back would only cost time.
      textDocumentSync: own === undefined ? TextDocumentSyncKind.Full : TextDocumentSyncKind.None,
      codeLensProvider: { resolveProvider: true },
      hoverProvider: true,
      documentSymbolProvider: { label: 'CloudTrail records' },
      foldingRangeProvider: true,
      referencesProvider: true,
      callHierarchyProvider: true,
    },
  };
});

registerRequests(state);
registerSearchRequests(state);
registerTimelineRequests(state);
registerSessionRequests(state);
registerValidationRequests(state);
registerFeatures(state);
registerCallHierarchy(state);
connection.onShutdown(() => {
  reader.dispose();
  state.searches.dispose();
  sources.dispose();
});
connection.listen();

function readOwnOptions(options: unknown): InitializationOptions | undefined {
  const isOwn = typeof options === 'object' && options !== null && 'trailcase' in options;
  // Only Trailcase's own client sends this member, and it is typed there.
  return isOwn ? (options as InitializationOptions) : undefined;
}
