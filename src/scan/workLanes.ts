import { setImmediate } from 'node:timers/promises';
import { throwIfAborted } from '../base/abort';
import { isAbort } from '../base/errors';

/** Work that is answered without waiting (local files) must let messages through now and then. */
const maxItemsWithoutYield = 32;

/** What was taken is forgotten in lots: a queue that is always fed would hold it for ever. */
const maxTakenItems = 256;

/**
 * A queue that a fixed number of lanes work off, each one item at a time. It owns the order of work and nothing else:
 * what fails is told to `onFailure` once, and nothing more is begun.
 */
export class WorkLanes<T> {
  private queue: T[] = [];
  private at = 0;
  private running = 0;
  private waiters: (() => void)[] = [];
  private hasFailed = false;

  constructor(
    private readonly maxLanes: number,
    private readonly work: (item: T, signal: AbortSignal) => Promise<void> | void,
    private readonly onFailure: (error: unknown) => void,
    private readonly signal: AbortSignal,
  ) {}

  push(items: readonly T[]): void {
    this.queue.push(...items);
    while (this.running < this.maxLanes && this.running < this.queue.length - this.at && !this.hasFailed) {
      this.running++;
      void this.runLane();
    }
  }

  /** Forgets what was not begun. */
  clear(): void {
    this.queue = [];
    this.at = 0;
  }

  /** Resolves when nothing is queued or under way. */
  whenIdle(): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiters.push(resolve));
  }

  private async runLane(): Promise<void> {
    try {
      let sinceYield = 0;
      for (let item = this.take(); item !== undefined; item = this.take()) {
        throwIfAborted(this.signal);
        const done = this.work(item, this.signal);
        if (done !== undefined) await done;
        else if (++sinceYield % maxItemsWithoutYield === 0) await setImmediate();
      }
    } catch (error) {
      if (!this.hasFailed && !isAbort(error)) this.onFailure(error);
      this.hasFailed = true;
      this.clear();
    } finally {
      this.running--;
      if (this.running === 0) for (const resolve of this.waiters.splice(0)) resolve();
    }
  }

  private take(): T | undefined {
    const item = this.queue[this.at];
    if (item === undefined) {
      this.clear();
      return undefined;
    }
    this.at++;
    if (this.at === maxTakenItems) {
      this.queue.splice(0, this.at);
      this.at = 0;
    }
    return item;
  }
}
