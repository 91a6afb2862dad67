/** No lane more is begun while those under way have listed so many objects. */
const maxHeldObjects = 150_000;

/** What one lane has listed, and read of it. */
export class Holding {
  objects = 0;
  private bytes = 0;
  private objectsRead = 0;
  private bytesRead = 0;

  constructor(private readonly onLeave: (holding: Holding) => void) {}

  get objectsLeft(): number {
    return Math.max(0, this.objects - this.objectsRead);
  }

  get bytesLeft(): number {
    return Math.max(0, this.bytes - this.bytesRead);
  }

  addListed(objects: number, bytes: number): void {
    this.objects += objects;
    this.bytes += bytes;
  }

  addRead(objects: number, bytes: number): void {
    this.objectsRead += objects;
    this.bytesRead += bytes;
  }

  leave(): void {
    this.onLeave(this);
  }
}

/** Bounds the memory of a run: lanes that list much are not judged side by side. */
export class HeldObjects {
  private readonly holdings = new Set<Holding>();
  private waiting: (() => void)[] = [];

  /** Waits until there is room. Give the holding back with `leave`. */
  async enter(): Promise<Holding> {
    while (this.holdings.size > 0 && this.count() >= maxHeldObjects) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    const holding = new Holding((left) => {
      this.holdings.delete(left);
      for (const wake of this.waiting.splice(0)) wake();
    });
    this.holdings.add(holding);
    return holding;
  }

  private count(): number {
    let objects = 0;
    for (const holding of this.holdings) objects += holding.objects;
    return objects;
  }
}
