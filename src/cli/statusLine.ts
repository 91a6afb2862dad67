/** As often as a person can read along, and as often as a log of a job may grow. */
const terminalIntervalMs = 250;
const plainIntervalMs = 15_000;

/** Progress on standard error: one line that is written over for a person at a terminal; else, if wanted, a line now and then. */
export class StatusLine {
  private lastTime: number;

  constructor(private readonly isToldToLogs = false) {
    // What is over at once tells no progress to a log.
    this.lastTime = process.stderr.isTTY ? -Infinity : performance.now();
  }

  show(text: string): void {
    const isTerminal = process.stderr.isTTY;
    if (!isTerminal && !this.isToldToLogs) return;
    const now = performance.now();
    if (now - this.lastTime < (isTerminal ? terminalIntervalMs : plainIntervalMs)) return;
    this.lastTime = now;
    process.stderr.write(isTerminal ? `\r\u001b[Ktrailcase: ${text}` : `trailcase: ${text}\n`);
  }

  clear(): void {
    if (process.stderr.isTTY && this.lastTime > -Infinity) process.stderr.write('\r\u001b[K');
  }
}

/** `3 s`, `12 min`, `2 h 5 min` */
export function toDurationText(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
