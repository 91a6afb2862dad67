const intervalMs = 250;

/** Lets at most four calls a second through; the others are dropped. */
export class Throttle {
  private lastTime = Number.NEGATIVE_INFINITY;

  run(action: () => void): void {
    const now = performance.now();
    if (now - this.lastTime < intervalMs) return;
    this.lastTime = now;
    action();
  }
}
