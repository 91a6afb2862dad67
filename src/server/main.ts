import {
  createConnection,
  ProposedFeatures,
  TextDocumentSyncKind,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver/node';
import type { InitializationOptions, ServerSettings } from '../protocol/requests';
import type { AwsServices } from '../source/s3/awsServices';
import { askMfaCodeRequest, retryingNotification } from '../protocol/requests';
import { connectionLog } from './connectionLog';
import { defaultSettings } from './defaultSettings';
import { registerDocumentSync } from './documentSync';
import { registerFeatures } from './languageFeatures';
import { LogReader } from './logReader';
import { OpenLogs } from './openLogs';
import { registerSearchRequests } from './searchRequestTable';
import { SourceRegistry } from './sourceRegistry';
import { withOriginals } from './sourceCache';
import { findStorageFolders } from './storageFolders';
import { TextLogs } from './textLogs';
import { registerRequests } from './trailcaseRequests';
import { TrailSearches } from './trailSearches';
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
const state: ServerState = {
  connection,
  log,
  sources,
  openLogs: new OpenLogs(sources, reader, limits),
  textLogs: new TextLogs(limits),
  folders,
  searches: new TrailSearches(sources, folders, () => settings, log),
  setSettings: (next) => {
    settings = next;
    state.openLogs.forget();
    const result = sources.setSources(next.sources);
    state.searches.keepOnly(new Set(result.roots.map(({ sourceId }) => sourceId)));
    return result;
  },
};

connection.onInitialize((params: InitializeParams): InitializeResult => {
  const own = readOwnOptions(params.initializationOptions);
  if (own !== undefined) state.setSettings(own.trailcase.settings);
  registerDocumentSync(state, own !== undefined);
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
    },
  };
});

registerRequests(state);
registerSearchRequests(state);
registerFeatures(state);
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
