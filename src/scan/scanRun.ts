import type { UserErrorData } from '../base/errors';
import type { BulkCredentials } from '../engine/ports';
import type { PendingObjects, ScanObject } from './pendingObjects';
import type { PoolJob, WorkerPool } from './workerPool';
import type { BatchCounts, FromWorker, ScanJobOptions } from './workerMessages';

export interface ScanRunOptions extends ScanJobOptions {
  /** Where a file lies below its root, for folders whose keys do not say it. */
  readonly findPath?: (key: string) => string | undefined;
}

/** What a scan has come to so far. */
export interface ScanTotals {
  readonly objects: number;
  readonly storedBytes: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  readonly found: number;
  readonly indexed: number;
  readonly unreadable: number;
  readonly segments: number;
}

export interface ScanOutcome extends ScanTotals {
  /** False: cancelled, or failed (see `error`). What was read is in the index. */
  readonly isComplete: boolean;
  /** Why it could not go on. */
  readonly error?: UserErrorData;
  /** The first few objects that could not be read. */
  readonly failures: readonly { readonly key: string; readonly reason: string }[];
}

/** Before anything was read. */
export const noTotals: ScanTotals = {
  objects: 0,
  storedBytes: 0,
  read: 0,
  skipped: 0,
  failed: 0,
  found: 0,
  indexed: 0,
  unreadable: 0,
  segments: 0,
};

const maxBatchObjects = 256;
/** Batches that wait in a worker, so that it never waits for the next. */
const batchesAhead = 3;
const maxFailures = 100;

/**
 * Reads what a plan says, in worker threads. Resolves when all is read and written, or, once cancelled, when what was
 * read is written.
 */
export function runScan(
  pool: WorkerPool,
  pending: PendingObjects,
  options: ScanRunOptions,
  credentials: BulkCredentials | undefined,
  onProgress: (totals: ScanTotals) => void,
  signal: AbortSignal,
): Promise<ScanOutcome> {
  const { findPath, ...jobOptions } = options;
  return new Promise((resolve) => {
    const run = new ScanRun(pending, findPath, onProgress, resolve);
    run.start((listener) => pool.openScan(jobOptions, credentials, listener), signal);
  });
}

class ScanRun {
  private job: PoolJob | undefined;
  private readonly waiting: ScanObject[][] = [];
  private readonly ahead: number[] = [];
  private nextBatch = 0;
  private readonly finished = new Set<number>();
  private isEnding = false;
  private isStopped = false;
  private error: UserErrorData | undefined;
  private stopListening: (() => void) | undefined;
  private readonly failures: { readonly key: string; readonly reason: string }[] = [];
  private totals: ScanTotals = noTotals;

  constructor(
    private readonly pending: PendingObjects,
    private readonly findPath: ScanRunOptions['findPath'],
    private readonly onProgress: (totals: ScanTotals) => void,
    private readonly resolve: (outcome: ScanOutcome) => void,
  ) {}

  start(open: (listener: Parameters<WorkerPool['openScan']>[2]) => PoolJob, signal: AbortSignal): void {
    const job = open({
      onMessage: (worker, message) => {
        this.take(worker, message);
      },
      onLost: (error) => {
        this.fail({ code: 'unexpected', message: error.message });
        this.settle();
      },
    });
    this.job = job;
    const stop = (): void => {
      this.stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    this.stopListening = () => {
      signal.removeEventListener('abort', stop);
    };
    this.batchSize = Math.max(1, Math.min(maxBatchObjects, Math.ceil(this.pending.count / (job.workerCount * 8))));
    for (let worker = 0; worker < job.workerCount; worker++) {
      this.ahead.push(0);
      this.feed(worker);
    }
    if (signal.aborted) this.stop();
    this.endWhenFed();
  }

  private batchSize = maxBatchObjects;

  private feed(worker: number): void {
    while (!this.isStopped && (this.ahead[worker] ?? 0) < batchesAhead) {
      const objects = this.takeBatch();
      if (objects === undefined) return;
      this.ahead[worker] = (this.ahead[worker] ?? 0) + 1;
      this.job?.send(worker, { kind: 'read', batch: this.nextBatch++, objects: this.withPaths(objects) });
    }
  }

  private takeBatch(): ScanObject[] | undefined {
    if (this.waiting.length === 0) {
      const page = this.pending.takePage();
      for (let at = 0; page !== undefined && at < page.length; at += this.batchSize) {
        this.waiting.push(page.slice(at, at + this.batchSize));
      }
    }
    return this.waiting.shift();
  }

  private withPaths(objects: readonly ScanObject[]) {
    const { findPath } = this;
    if (findPath === undefined) return objects;
    return objects.map((object) => {
      const path = findPath(object.key);
      return path === undefined ? object : { ...object, path };
    });
  }

  private take(worker: number, message: Exclude<FromWorker, { kind: 'ask' }>): void {
    switch (message.kind) {
      case 'batchDone':
        this.add(message.counts);
        this.ahead[worker] = (this.ahead[worker] ?? 1) - 1;
        this.feed(worker);
        this.endWhenFed();
        break;
      case 'published':
        this.totals = { ...this.totals, segments: this.totals.segments + 1 };
        break;
      case 'failed':
        this.fail(message.error);
        this.stop();
        break;
      case 'finished':
        if (this.finished.add(worker).size === this.job?.workerCount) this.settle();
        break;
      case 'batchSearched':
      case 'batchChecked':
        break;
      default:
        message satisfies never;
    }
  }

  private add(counts: BatchCounts): void {
    const { totals } = this;
    this.totals = {
      ...totals,
      objects: totals.objects + counts.objects,
      storedBytes: totals.storedBytes + counts.storedBytes,
      read: totals.read + counts.read,
      skipped: totals.skipped + counts.skipped,
      failed: totals.failed + counts.failed,
      found: totals.found + counts.found,
      indexed: totals.indexed + counts.indexed,
      unreadable: totals.unreadable + counts.unreadable,
    };
    this.failures.push(...counts.failures.slice(0, maxFailures - this.failures.length));
    this.onProgress(this.totals);
  }

  private endWhenFed(): void {
    if (this.isEnding || this.waiting.length > 0 || this.ahead.some((count) => count > 0)) return;
    this.isEnding = true;
    this.job?.sendAll({ kind: 'finish' });
  }

  private stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.isEnding = true;
    this.job?.sendAll({ kind: 'stop' });
  }

  private fail(error: UserErrorData): void {
    this.error ??= error;
  }

  private settle(): void {
    this.stopListening?.();
    this.job?.close();
    this.resolve({
      ...this.totals,
      failures: this.failures,
      isComplete: !this.isStopped && this.error === undefined,
      ...(this.error === undefined ? {} : { error: this.error }),
    });
  }
}
