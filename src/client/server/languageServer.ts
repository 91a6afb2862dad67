import { isAbort } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { ServerConnection } from './connection';
import { toRequestError } from './requestErrors';
import type { ParamsOf, RequestName, RequestSender, ResultOf } from './requestTypes';
import type { LanguageServerOptions } from './serverOptions';

/**
 * Owns the server process: started by the first request, started anew by the first request after it stopped for good.
 * The language client itself is loaded then, too, and not at activation.
 */
export class LanguageServer implements RequestSender, Disposable {
  private connection: Promise<ServerConnection> | undefined;
  private isDisposed = false;

  constructor(private readonly options: LanguageServerOptions) {}

  get isStarted(): boolean {
    return this.connection !== undefined;
  }

  async ask<N extends RequestName>(name: N, params: ParamsOf<N>, signal?: AbortSignal): Promise<ResultOf<N>> {
    try {
      signal?.throwIfAborted();
      const connection = await this.connect();
      return await connection.ask(name, params, signal);
    } catch (error) {
      throw toRequestError(error, signal?.aborted === true);
    }
  }

  /** For documents that the editor opened by itself: their CodeLenses need the server. */
  start(): void {
    this.connect().catch((error: unknown) => {
      if (!isAbort(error)) this.options.channel.error("Trailcase's server did not start:", error);
    });
  }

  async restart(): Promise<void> {
    const stopping = this.connection;
    this.connection = undefined;
    if (stopping !== undefined) await this.stop(stopping);
    await this.connect();
  }

  dispose(): Promise<void> {
    this.isDisposed = true;
    const stopping = this.connection;
    this.connection = undefined;
    return stopping === undefined ? Promise.resolve() : this.stop(stopping);
  }

  private connect(): Promise<ServerConnection> {
    if (this.isDisposed) return Promise.reject(new Error('Trailcase is shutting down.'));
    if (this.connection !== undefined) return this.connection;
    const connection = this.open();
    this.connection = connection;
    connection.then(
      (opened) => {
        opened.whenStopped(() => {
          this.forget(connection);
        });
      },
      () => {
        this.forget(connection);
      },
    );
    return connection;
  }

  private async open(): Promise<ServerConnection> {
    const startMs = performance.now();
    const { openConnection } = await import('./connection.js');
    const loadedMs = performance.now();
    const connection = await openConnection(this.options);
    const [load, start] = [loadedMs - startMs, performance.now() - loadedMs];
    this.options.channel.info(
      `Server started: client loaded in ${load.toFixed(0)} ms, ready after ${start.toFixed(0)} ms`,
    );
    return connection;
  }

  private forget(connection: Promise<ServerConnection>): void {
    if (this.connection === connection) this.connection = undefined;
  }

  private async stop(connection: Promise<ServerConnection>): Promise<void> {
    try {
      await (await connection).dispose();
    } catch (error) {
      this.options.channel.warn('The server did not stop in order:', error);
    }
  }
}
