import {
  CancellationTokenSource,
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type CloseHandlerResult,
  type ErrorHandler,
  type LanguageClientOptions,
  type RequestType,
  type ServerOptions,
} from 'vscode-languageclient/node';
import { newAbortError } from '../../base/errors';
import { hoverCommands } from '../../protocol/commands';
import { documentScheme } from '../../protocol/documentUri';
import type { InitializationOptions } from '../../protocol/requests';
import { requestTypes, type ParamsOf, type RequestName, type RequestSender, type ResultOf } from './requestTypes';
import { handleServerCalls, showServerGaveUp, showServerRestarts } from './serverCalls';
import type { LanguageServerOptions } from './serverOptions';

/** One server process, and those that the language client starts in its place after a crash. */
export interface ServerConnection extends RequestSender {
  /** Calls back once, when the server is gone and does not come back by itself. */
  whenStopped(listener: () => void): void;
  dispose(): Promise<void>;
}

const languageId = 'cloudtrail-log';
const maxRestarts = 3;
const restartWindowMs = 3 * 60 * 1000;

/** Loaded by `import()` only: this is what pulls vscode-languageclient in. */
export async function openConnection(options: LanguageServerOptions): Promise<ServerConnection> {
  const client = new LanguageClient('trailcase', 'Trailcase', toServerOptions(options), toClientOptions(options));
  const calls = handleServerCalls(client, options);
  try {
    await client.start();
  } catch (error) {
    calls.dispose();
    throw error;
  }
  return {
    ask: (name, params, signal) => ask(client, name, params, signal),
    whenStopped: (listener) => {
      const subscription = client.onDidChangeState(({ newState }) => {
        // A restart goes from Stopped to Starting within one turn of the event loop.
        if (newState !== State.Stopped) return;
        setTimeout(() => {
          if (client.state !== State.Stopped) return;
          subscription.dispose();
          listener();
        }, 0);
      });
    },
    dispose: async () => {
      calls.dispose();
      await client.dispose();
    },
  };
}

async function ask<N extends RequestName>(
  client: LanguageClient,
  name: N,
  params: ParamsOf<N>,
  signal?: AbortSignal,
): Promise<ResultOf<N>> {
  // The table is typed per name; TypeScript cannot follow that through the lookup.
  const type = requestTypes[name] as unknown as RequestType<ParamsOf<N>, ResultOf<N>, void>;
  const cancellation = new CancellationTokenSource();
  const cancel = (): void => {
    cancellation.cancel();
  };
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted === true) throw newAbortError();
    return await client.sendRequest(type, params, cancellation.token);
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancellation.dispose();
  }
}

function toServerOptions({ serverModule }: LanguageServerOptions): ServerOptions {
  const run = { module: serverModule, transport: TransportKind.ipc };
  return { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=0'] } } };
}

function toClientOptions(options: LanguageServerOptions): LanguageClientOptions {
  return {
    documentSelector: [
      { scheme: documentScheme },
      { scheme: 'file', language: languageId },
      { scheme: 'untitled', language: languageId },
    ],
    // A function: a server that is started again must get the settings of that moment.
    initializationOptions: (): InitializationOptions => ({
      trailcase: { settings: options.readSettings() },
    }),
    outputChannel: options.channel,
    traceOutputChannel: options.channel,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    // Only these commands may stand in hovers: their arguments are places, and everything else in a hover is escaped.
    markdown: { isTrusted: { enabledCommands: hoverCommands }, supportHtml: false },
    errorHandler: newErrorHandler(options),
  };
}

function newErrorHandler({ channel }: LanguageServerOptions): ErrorHandler {
  const crashTimes: number[] = [];
  return {
    error: (error, _message, count) => {
      channel.error('The connection to the server failed:', error);
      return { action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown, handled: true };
    },
    closed: (): CloseHandlerResult => {
      const now = Date.now();
      crashTimes.push(now);
      const recent = crashTimes.filter((time) => now - time < restartWindowMs).length;
      if (recent <= maxRestarts) {
        channel.warn(`The server stopped by itself and is started again (${recent} of ${maxRestarts})`);
        showServerRestarts();
        return { action: CloseAction.Restart, message: 'Starting the server again.', handled: true };
      }
      showServerGaveUp(recent);
      return {
        action: CloseAction.DoNotRestart,
        message: `The server stopped ${recent} times in 3 minutes.`,
        handled: true,
      };
    },
  };
}
