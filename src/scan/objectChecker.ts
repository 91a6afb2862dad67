import { newAbortError, UserError } from '../base/errors';
import type { Disposable } from '../base/lifecycle';
import type { LogReading } from '../engine/digest/lane';
import type { PackedReading } from '../engine/digest/laneDigest';
import type { BulkCredentials } from '../engine/ports';
import { BatchSlots } from './batchSlots';
import type { ObjectToFetch } from './objectReads';
import type { PoolJob, WorkerPool } from './workerPool';
import type { CheckedBatch, CheckJobOptions, CheckWork } from './workerMessages';

interface OpenBatch {
  readonly worker: number;
  readonly resolve: (checked: CheckedBatch) => void;
  readonly reject: (error: Error) => void;
}

/** What a batch came to. */
export interface Checked<T> {
  /** In the order of the objects; undefined of those that were not read before `stop`. */
  readonly readings: readonly (T | undefined)[];
  /** Places of objects that are no longer what listing said. */
  readonly changed: readonly number[];
  readonly storedBytes: number;
}

/**
 * Reads digests and hashes logs in the worker threads of a pool, as one job of it. What is wrong with one object is in
 * its reading. Batches reject with the UserError that ended the job, or with an AbortError once it was disposed of.
 */
export class ObjectChecker implements Disposable {
  private readonly job: PoolJob;
  private readonly slots: BatchSlots;
  private readonly open = new Map<number, OpenBatch>();
  private readonly ended = new Set<number>();
  private nextBatch = 0;
  private failure: Error | undefined;
  private isStopped = false;

  constructor(pool: WorkerPool, options: CheckJobOptions, credentials: BulkCredentials | undefined) {
    this.job = pool.openCheck(options, credentials, {
      onMessage: (worker, message) => {
        if (message.kind === 'batchChecked') this.take(worker, message.batch, message.checked);
        else if (message.kind === 'failed')
          this.fail(new UserError(message.error.code, message.error.message, message.error));
        else if (message.kind === 'finished' && this.ended.add(worker).size === this.job.workerCount)
          this.fail(newAbortError());
      },
      onLost: (error) => {
        this.fail(error);
      },
    });
    this.slots = new BatchSlots(this.job.workerCount);
  }

  /** Of a share like this every worker gets several, so that all end at about the same time. */
  toBatchSize(objects: number, maxBatchObjects: number): number {
    return Math.max(1, Math.min(maxBatchObjects, Math.ceil(objects / (this.job.workerCount * 4))));
  }

  async readDigests(objects: readonly ObjectToFetch[]): Promise<Checked<PackedReading>> {
    const checked = await this.check('digest', objects);
    if (checked.work !== 'digest') throw new Error('Logs were answered for digests.');
    return checked;
  }

  async hashLogs(objects: readonly ObjectToFetch[]): Promise<Checked<LogReading>> {
    const checked = await this.check('log', objects);
    if (checked.work !== 'log') throw new Error('Digests were answered for logs.');
    return checked;
  }

  /** Reads under way are dropped: their batches resolve with what they have, others reject with an AbortError. */
  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.slots.stop();
    this.job.sendAll({ kind: 'stop' });
  }

  dispose(): void {
    this.stop();
    this.fail(newAbortError());
    this.job.close();
  }

  private async check(work: CheckWork, objects: readonly ObjectToFetch[]): Promise<CheckedBatch> {
    const worker = await this.slots.take();
    if (worker === undefined) throw this.failure ?? newAbortError();
    const batch = this.nextBatch++;
    return new Promise<CheckedBatch>((resolve, reject) => {
      this.open.set(batch, { worker, resolve, reject });
      this.job.send(worker, { kind: 'check', batch, work, objects });
    });
  }

  private take(worker: number, batch: number, checked: CheckedBatch): void {
    this.open.get(batch)?.resolve(checked);
    this.open.delete(batch);
    this.slots.giveBack(worker);
  }

  private fail(error: Error): void {
    const failure = (this.failure ??= error);
    this.slots.stop();
    for (const { reject } of this.open.values()) reject(failure);
    this.open.clear();
  }
}
