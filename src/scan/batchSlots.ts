/** Batches that may wait in a worker, so that it never waits for the next. */
const batchesAhead = 3;

/** Keeps every worker of a job a few batches ahead, and lets nobody go further than that. */
export class BatchSlots {
  private readonly ahead: number[];
  private waiting: (() => void)[] = [];
  private isStopped = false;

  constructor(workerCount: number) {
    this.ahead = new Array<number>(workerCount).fill(0);
  }

  /** The worker that has least to do, once it may have more; undefined after `stop`. Give the slot back. */
  async take(): Promise<number | undefined> {
    for (;;) {
      if (this.isStopped) return undefined;
      const least = Math.min(...this.ahead);
      if (least < batchesAhead) {
        const worker = this.ahead.indexOf(least);
        this.ahead[worker] = least + 1;
        return worker;
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  giveBack(worker: number): void {
    this.ahead[worker] = (this.ahead[worker] ?? 1) - 1;
    this.waiting.shift()?.();
  }

  stop(): void {
    this.isStopped = true;
    for (const wake of this.waiting.splice(0)) wake();
  }
}
