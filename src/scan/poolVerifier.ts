import { Channel } from '../base/channel';
import { newAbortError, UserError } from '../base/errors';
import type { BulkCredentials } from '../engine/ports';
import type { Query } from '../engine/query/query';
import type { CandidateLog, CandidateVerifier, VerifiedLog } from '../index/candidate';
import { BatchSlots } from './batchSlots';
import type { PoolJob, WorkerPool } from './workerPool';
import type { SearchJobOptions, SearchObject } from './workerMessages';

export interface PoolVerifierOptions extends Omit<SearchJobOptions, 'query'> {
  readonly findPath?: (key: string) => string | undefined;
}

const maxBatchObjects = 128;

/** Applies queries to originals, in the worker threads of a pool. */
export class PoolVerifier implements CandidateVerifier {
  constructor(
    private readonly pool: WorkerPool,
    private readonly options: PoolVerifierOptions,
    private readonly credentials: BulkCredentials | undefined,
  ) {}

  async *verify(
    candidates: AsyncIterable<readonly CandidateLog[]>,
    query: Query,
    signal: AbortSignal,
  ): AsyncGenerator<readonly VerifiedLog[]> {
    const { findPath, ...options } = this.options;
    const channel = new Channel<readonly VerifiedLog[]>();
    const feeder = new Feeder(channel, findPath);
    const job = this.pool.openSearch({ ...options, query }, this.credentials, {
      onMessage: (worker, message) => {
        if (message.kind === 'batchSearched') feeder.take(worker, message.logs);
        else if (message.kind === 'failed')
          channel.fail(new UserError(message.error.code, message.error.message, message.error));
      },
      onLost: (error) => {
        channel.fail(error);
      },
    });
    const onAbort = (): void => {
      channel.fail(newAbortError());
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      void feeder.feed(job, candidates).catch((error: unknown) => {
        channel.fail(error);
      });
      yield* channel;
    } finally {
      signal.removeEventListener('abort', onAbort);
      feeder.stop();
      job.sendAll({ kind: 'stop' });
      job.close();
    }
  }
}

/** Pulls candidates no faster than the workers deal with them. */
class Feeder {
  private slots: BatchSlots | undefined;
  private open = 0;
  private isFed = false;

  constructor(
    private readonly channel: Channel<readonly VerifiedLog[]>,
    private readonly findPath: ((key: string) => string | undefined) | undefined,
  ) {}

  async feed(job: PoolJob, candidates: AsyncIterable<readonly CandidateLog[]>): Promise<void> {
    const slots = new BatchSlots(job.workerCount);
    this.slots = slots;
    let batch = 0;
    for await (const page of candidates) {
      for (let at = 0; at < page.length; at += maxBatchObjects) {
        const worker = await slots.take();
        if (worker === undefined) return;
        this.open++;
        const objects = page.slice(at, at + maxBatchObjects).map((log) => this.toObject(log));
        job.send(worker, { kind: 'search', batch: batch++, objects });
      }
    }
    this.isFed = true;
    if (this.open === 0) this.channel.close();
  }

  take(worker: number, logs: readonly VerifiedLog[]): void {
    this.open--;
    this.channel.push(logs);
    if (this.isFed && this.open === 0) this.channel.close();
    this.slots?.giveBack(worker);
  }

  stop(): void {
    this.slots?.stop();
  }

  private toObject({ number, key, sizeBytes, etag, ordinals }: CandidateLog): SearchObject {
    const path = this.findPath?.(key);
    return {
      number,
      key,
      sizeBytes,
      ordinals,
      ...(etag === undefined ? {} : { etag }),
      ...(path === undefined ? {} : { path }),
    };
  }
}
