import { parentPort } from 'node:worker_threads';
import { toUserErrorData } from '../base/errors';
import type { BulkSource } from '../engine/ports';
import type { FromWorker, ToWorker, WorkerOrigin } from '../scan/workerMessages';
import { openBulkSource } from '../source/openBulkSource';
import { AskedCredentials } from './askedCredentials';

/** One worker's part of a job. */
export interface ThreadJob {
  /** Resolves when all that was begun is done; absent where stopping does the same. */
  finish?(): Promise<void>;
  stop(): Promise<void>;
  dispose(): void;
}

/** What only some jobs understand. */
export type JobMessage = Exclude<ToWorker, { kind: 'answer' | 'finish' | 'stop' }>;

/** The worker's end of a WorkerPool: keeps its jobs, ends them, and asks for credentials in their name. */
export class WorkerThread {
  private readonly jobs = new Map<number, ThreadJob>();
  private readonly asked = new Map<number, AskedCredentials>();
  private nextAsk = 0;

  /** Begins to listen. What `handle` throws is told as the failure of its job. */
  constructor(private readonly handle: (message: JobMessage) => void) {
    parentPort?.on('message', (message: ToWorker) => {
      this.take(message);
    });
  }

  post(message: FromWorker): void {
    parentPort?.postMessage(message);
  }

  fail(job: number, error: unknown): void {
    this.post({ kind: 'failed', job, error: toUserErrorData(error) });
  }

  add(number: number, job: ThreadJob): void {
    this.jobs.set(number, job);
  }

  /** Undefined of a job that has ended, or never began. */
  get(number: number): ThreadJob | undefined {
    return this.jobs.get(number);
  }

  openSource(job: number, { origin, cache, sourceId, maxDownloads }: WorkerOrigin): BulkSource {
    const credentials = new AskedCredentials((question) => {
      const ask = this.nextAsk++;
      this.asked.set(ask, credentials);
      this.post({ kind: 'ask', job, ask, question });
      return ask;
    });
    return openBulkSource(origin, credentials, {
      maxConnections: maxDownloads,
      ...(cache === undefined ? {} : { cache: { ...cache, sourceId } }),
    });
  }

  private take(message: ToWorker): void {
    switch (message.kind) {
      case 'answer':
        this.asked.get(message.ask)?.take(message);
        this.asked.delete(message.ask);
        return;
      case 'finish':
      case 'stop':
        void this.end(message.job, message.kind);
        return;
      default:
        try {
          this.handle(message);
        } catch (error) {
          this.fail(message.job, error);
        }
    }
  }

  /** Says that a job has ended as often as it is told to end it: one that never began has ended too. */
  private async end(number: number, how: 'finish' | 'stop'): Promise<void> {
    const job = this.jobs.get(number);
    try {
      if (how === 'finish' && job?.finish !== undefined) await job.finish();
      else await job?.stop();
    } catch (error) {
      this.fail(number, error);
    }
    if (this.jobs.delete(number)) job?.dispose();
    this.post({ kind: 'finished', job: number });
  }
}
