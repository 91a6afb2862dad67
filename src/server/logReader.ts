import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { newAbortError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import { readLogText, type LogText, type LogTextOptions } from '../engine/record/logText';

/** Smaller logs are read in less time than a thread takes to start. */
const minBytesForWorker = 256 * 1024;
/** A worker that nobody needs ends after this long. */
const idleMs = 30_000;

export interface WorkerRequest {
  readonly stored: Uint8Array;
  readonly options: LogTextOptions;
}

/** Turns stored bytes into text: small logs here, large ones in a worker thread, so that the server goes on answering. */
export class LogReader implements Disposable {
  private idle: Worker | undefined;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly workerPath = path.join(__dirname, 'worker.js')) {}

  async read(stored: Uint8Array, options: LogTextOptions, signal: AbortSignal): Promise<LogText> {
    if (signal.aborted) throw newAbortError();
    if (stored.length < minBytesForWorker) return readLogText(stored, options);
    const worker = this.takeWorker();
    try {
      const log = await runWorker(worker, { stored, options }, signal);
      this.returnWorker(worker);
      return log;
    } catch (error) {
      // A worker that failed, or is busy with what nobody wants any more, is of no further use.
      void worker.terminate();
      throw error;
    }
  }

  dispose(): void {
    clearTimeout(this.idleTimer);
    void this.idle?.terminate();
    this.idle = undefined;
  }

  private takeWorker(): Worker {
    clearTimeout(this.idleTimer);
    const worker = this.idle ?? new Worker(this.workerPath);
    this.idle = undefined;
    return worker;
  }

  private returnWorker(worker: Worker): void {
    void this.idle?.terminate();
    this.idle = worker;
    this.idleTimer = setTimeout(() => {
      this.dispose();
    }, idleMs);
    this.idleTimer.unref();
    worker.unref();
  }
}

function runWorker(worker: Worker, request: WorkerRequest, signal: AbortSignal): Promise<LogText> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      settle();
      reject(newAbortError());
    };
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort);
      worker.removeAllListeners();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    worker.once('message', (log: LogText) => {
      settle();
      resolve(log);
    });
    worker.once('error', (error) => {
      settle();
      reject(error);
    });
    worker.once('exit', (code) => {
      settle();
      reject(new Error(`The worker that read the log ended with code ${code}.`));
    });
    worker.ref();
    worker.postMessage(request);
  });
}
