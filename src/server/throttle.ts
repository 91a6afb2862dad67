const intervalMs = 250;

/** Lets at most four calls a second through: of those that come between, the last one, when its time has come. */
export class Throttle {
  private lastTime = Number.NEGATIVE_INFINITY;
  private waiting: (() => void) | undefined;

  run(action: () => void): void {
    const now = performance.now();
    const waitMs = this.lastTime + intervalMs - now;
    if (this.waiting === undefined && waitMs <= 0) {
      this.lastTime = now;
      action();
      return;
    }
    if (this.waiting === undefined)
      setTimeout(() => {
        this.runWaiting();
      }, waitMs).unref();
    this.waiting = action;
  }

  private runWaiting(): void {
    const action = this.waiting;
    this.waiting = undefined;
    this.lastTime = performance.now();
    try {
      action?.();
    } catch {
      // The connection was closed meanwhile: there is nobody left to tell.
    }
  }
}
