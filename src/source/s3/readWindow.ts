import { newAbortError } from '../../base/errors';

/** Share of the window that is left after S3 asked to slow down. */
const decrease = 0.6;

/**
 * How many reads may be under way: as many as allowed until S3 asks to slow down, then fewer, growing by one a
 * windowful of successes. Counts a burst of refusals once: only reads that began after the last cut tell of it.
 */
export class ReadWindow {
  private size: number;
  private underWay = 0;
  private generation = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly maxReads: number) {
    this.size = maxReads;
  }

  /** Reads allowed at once now, at least 1. */
  get width(): number {
    return Math.max(1, Math.floor(this.size));
  }

  /** Waits for a place; undefined, which need not be awaited, where there is one. Rejects with an AbortError. */
  enter(signal: AbortSignal): Promise<void> | undefined {
    if (this.underWay < this.width) {
      this.underWay++;
      return undefined;
    }
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', stop);
        this.underWay++;
        resolve();
      };
      const stop = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(newAbortError());
      };
      this.waiting.push(start);
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  leave(): void {
    this.underWay--;
    while (this.underWay < this.width) {
      const start = this.waiting.shift();
      if (start === undefined) return;
      start();
    }
  }

  /** To be handed back to `slowDown`. */
  get moment(): number {
    return this.generation;
  }

  succeed(): void {
    if (this.size < this.maxReads) this.size = Math.min(this.maxReads, this.size + 1 / this.size);
  }

  /** A request that began at `moment` was throttled. */
  slowDown(moment: number): void {
    if (moment !== this.generation) return;
    this.generation++;
    this.size = Math.max(1, this.size * decrease);
  }
}
