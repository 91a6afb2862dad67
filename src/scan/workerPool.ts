import { Worker } from 'node:worker_threads';
import { toUserErrorData, UserError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { BulkCredentials } from '../engine/ports';
import { keepHeapsSmall, smallHeap } from './smallHeaps';
import type {
  CheckJobOptions,
  CredentialsQuestion,
  FromWorker,
  ScanJobOptions,
  SearchJobOptions,
  ToWorker,
} from './workerMessages';

export interface WorkerPoolOptions {
  /** The bundled worker script. */
  readonly workerPath: string;
  /** Threads at most. */
  readonly size: number;
  /** See `keepHeapsSmall`: for a process that does nothing else. */
  readonly hasSmallHeaps?: boolean;
}

/** Threads that nobody needs end after this long. */
const idleMs = 20_000;

/** What a job hears of its workers. */
export interface JobListener {
  onMessage(worker: number, message: Exclude<FromWorker, { kind: 'ask' }>): void;
  /** A thread ended by itself: its part of the job is lost. */
  onLost(error: Error): void;
}

export interface PoolJob {
  readonly workerCount: number;
  send(worker: number, message: JobMessage): void;
  sendAll(message: JobMessage): void;
  /** Nothing more is heard of it. */
  close(): void;
}

type WithoutJob<T> = T extends { readonly job: number } ? Omit<T, 'job'> : never;
type JobMessage = WithoutJob<ToWorker>;

interface OpenJob {
  readonly listener: JobListener;
  readonly credentials: BulkCredentials | undefined;
}

/**
 * Worker threads, all of one script: `toScanWorkerPath` for scans and searches, `toCheckWorkerPath` for validations.
 * Starts them at the first job, and ends them when they are idle.
 */
export class WorkerPool implements Disposable {
  private workers: Worker[] = [];
  private readonly jobs = new Map<number, OpenJob>();
  private nextJob = 1;
  private idleTimer: NodeJS.Timeout | undefined;

  constructor(private readonly options: WorkerPoolOptions) {}

  openScan(options: ScanJobOptions, credentials: BulkCredentials | undefined, listener: JobListener): PoolJob {
    return this.open({ kind: 'startScan', options }, credentials, listener);
  }

  openSearch(options: SearchJobOptions, credentials: BulkCredentials | undefined, listener: JobListener): PoolJob {
    return this.open({ kind: 'startSearch', options }, credentials, listener);
  }

  openCheck(options: CheckJobOptions, credentials: BulkCredentials | undefined, listener: JobListener): PoolJob {
    return this.open({ kind: 'startCheck', options }, credentials, listener);
  }

  /** Threads that a job gets. */
  get size(): number {
    return this.options.size;
  }

  /** Threads take a while to begin: starts them before there is a job. */
  warm(): void {
    this.startWorkers();
    if (this.jobs.size === 0) this.waitIdle();
  }

  dispose(): void {
    clearTimeout(this.idleTimer);
    const ended = this.workers;
    this.workers = [];
    for (const worker of ended) {
      worker.removeAllListeners();
      void worker.terminate();
    }
    for (const { listener } of this.jobs.values()) listener.onLost(new Error('The worker threads were ended.'));
    this.jobs.clear();
  }

  private open(start: JobMessage, credentials: BulkCredentials | undefined, listener: JobListener): PoolJob {
    this.startWorkers();
    const job = this.nextJob++;
    const { workers } = this;
    for (const worker of workers) worker.ref();
    this.jobs.set(job, { listener, credentials });
    const send = (index: number, message: JobMessage): void => {
      workers[index]?.postMessage({ ...message, job });
    };
    const sendAll = (message: JobMessage): void => {
      workers.forEach((_, index) => {
        send(index, message);
      });
    };
    sendAll(start);
    return {
      workerCount: workers.length,
      send,
      sendAll,
      close: () => {
        this.jobs.delete(job);
        if (this.jobs.size === 0) this.waitIdle();
      },
    };
  }

  private startWorkers(): void {
    clearTimeout(this.idleTimer);
    while (this.workers.length < this.options.size) this.workers.push(this.startWorker(this.workers.length));
  }

  private startWorker(index: number): Worker {
    const isSmall = this.options.hasSmallHeaps === true;
    if (isSmall) keepHeapsSmall();
    const worker = new Worker(this.options.workerPath, isSmall ? { resourceLimits: smallHeap } : {});
    if (isSmall) worker.once('online', keepHeapsSmall);
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ask') void this.answer(worker, message.job, message.ask, message.question);
      else this.jobs.get(message.job)?.listener.onMessage(index, message);
    });
    worker.on('error', (error) => {
      this.lose(error);
    });
    worker.on('exit', (code) => {
      this.lose(new Error(`A worker thread ended with code ${code}.`));
    });
    return worker;
  }

  /** One thread's end ends the jobs of all: what they wrote so far is in the index, and a later run goes on there. */
  private lose(error: Error): void {
    const ended = this.workers;
    this.workers = [];
    for (const worker of ended) {
      worker.removeAllListeners();
      void worker.terminate();
    }
    const jobs = [...this.jobs.values()];
    this.jobs.clear();
    const lost = new UserError('unexpected', `A worker thread of Trailcase ended: ${error.message}`, {
      cause: error,
      nextStep: 'Run it again: it goes on where it stopped.',
    });
    for (const { listener } of jobs) listener.onLost(lost);
  }

  private waitIdle(): void {
    for (const worker of this.workers) worker.unref();
    this.idleTimer = setTimeout(() => {
      if (this.jobs.size === 0) this.dispose();
    }, idleMs);
    this.idleTimer.unref();
  }

  private async answer(worker: Worker, job: number, ask: number, question: CredentialsQuestion): Promise<void> {
    const credentials = this.jobs.get(job)?.credentials;
    if (credentials === undefined) return;
    const reply = (message: Pick<Extract<ToWorker, { kind: 'answer' }>, 'value' | 'error'>): void => {
      worker.postMessage({ kind: 'answer', ask, ...message } satisfies ToWorker);
    };
    try {
      reply({ value: await askCredentials(credentials, question) });
    } catch (error) {
      reply({ value: undefined, error: toUserErrorData(error) });
    }
  }
}

function askCredentials(credentials: BulkCredentials, question: CredentialsQuestion): Promise<unknown> {
  switch (question.name) {
    case 'get':
      return credentials.get();
    case 'renew':
      return credentials.renew(question.used);
    case 'findIdentity':
      return credentials.findIdentity();
  }
}
