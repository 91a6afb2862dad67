/** Rates over this long tell the present speed, not that of the beginning. */
const windowMs = 10_000;

interface Sample {
  readonly time: number;
  readonly objects: number;
  readonly bytes: number;
}

export interface Rates {
  readonly objectsPerSecond: number;
  readonly bytesPerSecond: number;
}

/** How fast work goes, from what was done by when. */
export class ScanRate {
  private samples: Sample[] = [];

  constructor(private readonly now: () => number = () => performance.now()) {}

  add(objects: number, bytes: number): void {
    const time = this.now();
    this.samples.push({ time, objects, bytes });
    // One older than the window stays, so that it spans all of it.
    while (this.samples.length > 2 && time - (this.samples[1]?.time ?? time) > windowMs) this.samples.shift();
  }

  read(): Rates {
    const first = this.samples[0];
    const last = this.samples.at(-1);
    const seconds = first === undefined || last === undefined ? 0 : (last.time - first.time) / 1000;
    if (first === undefined || last === undefined || seconds <= 0) return { objectsPerSecond: 0, bytesPerSecond: 0 };
    return {
      objectsPerSecond: (last.objects - first.objects) / seconds,
      bytesPerSecond: (last.bytes - first.bytes) / seconds,
    };
  }

  /** By whichever is slower: many small objects wait for requests, few large ones for bytes. Undefined: not known yet. */
  secondsLeft(objectsLeft: number, bytesLeft: number): number | undefined {
    const { objectsPerSecond, bytesPerSecond } = this.read();
    if (objectsPerSecond <= 0) return undefined;
    const byBytes = bytesPerSecond > 0 ? bytesLeft / bytesPerSecond : 0;
    return Math.max(objectsLeft / objectsPerSecond, byBytes);
  }
}
