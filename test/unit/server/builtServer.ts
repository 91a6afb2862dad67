import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type Diagnostic,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type RequestType,
} from 'vscode-languageserver-protocol/node';
import type { InitializationOptions, ServerSettings, SetSettingsResult } from '../../../src/protocol/requests';
import { setSettingsRequest } from '../../../src/protocol/requests';
import { defaultSettings } from '../../../src/server/defaultSettings';
import type { SourceConfig } from '../../../src/protocol/sourceConfig';

/**
 * The server as Trailcase's own client starts it, from its bundle: its worker threads cannot run TypeScript. What it
 * notifies of stands here before the answer that follows it.
 */
export class BuiltServer {
  /** What is published now, by URI; documents without diagnostics are left out. */
  readonly diagnostics = new Map<string, readonly Diagnostic[]>();
  /** Requests of the server's to renew CodeLenses. */
  lensRefreshes = 0;

  private constructor(
    private readonly process: ChildProcess,
    readonly connection: ProtocolConnection,
  ) {
    connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      if (params.diagnostics.length === 0) this.diagnostics.delete(params.uri);
      else this.diagnostics.set(params.uri, params.diagnostics);
    });
    connection.onRequest('workspace/codeLens/refresh', () => {
      this.lensRefreshes++;
      return null;
    });
    connection.onRequest('client/registerCapability', () => null);
  }

  /** `stateHome`: what this server keeps goes there. */
  static async start(folder: string, stateHome: string, environment: NodeJS.ProcessEnv = {}): Promise<BuiltServer> {
    const env = { ...process.env, XDG_STATE_HOME: stateHome, XDG_CACHE_HOME: stateHome, ...environment };
    const child = spawn(process.execPath, [path.join(folder, 'server.js'), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const server = new BuiltServer(child, connection);
    connection.listen();
    const initializationOptions: InitializationOptions = { trailcase: { settings: defaultSettings } };
    await connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: { workspace: { codeLens: { refreshSupport: true } } },
      initializationOptions,
    });
    await connection.sendNotification('initialized', {});
    return server;
  }

  ask<P, R>(type: RequestType<P, R, void>, params: P): Promise<R> {
    return this.connection.sendRequest(type, params);
  }

  /** The ids of the sources. */
  async setSources(...sources: readonly SourceConfig[]): Promise<readonly string[]> {
    const settings: ServerSettings = { ...defaultSettings, scan: { ...defaultSettings.scan, workers: 1 }, sources };
    const { roots, problems }: SetSettingsResult = await this.ask(setSettingsRequest, settings);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problem.message);
    return roots.map(({ sourceId }) => sourceId);
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    this.connection.dispose();
    this.process.kill();
  }
}
