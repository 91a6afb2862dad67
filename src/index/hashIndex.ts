/** A table of 64-bit hashes (in two halves) with some 32-bit numbers each, in typed arrays: no object an entry. */
export class HashIndex {
  private readonly mask: number;
  private readonly highs: Uint32Array;
  private readonly lows: Uint32Array;
  private readonly values: Int32Array;
  private readonly isUsed: Uint8Array;
  private count = 0;

  /** For at most `capacity` entries. */
  constructor(
    private readonly capacity: number,
    private readonly valuesPerEntry: number,
  ) {
    let slots = 16;
    while (slots * 0.75 < capacity) slots *= 2;
    this.mask = slots - 1;
    this.highs = new Uint32Array(slots);
    this.lows = new Uint32Array(slots);
    this.values = new Int32Array(slots * valuesPerEntry);
    this.isUsed = new Uint8Array(slots);
  }

  get size(): number {
    return this.count;
  }

  /** An entry of the same hash is replaced. */
  add(high: number, low: number, ...values: readonly number[]): void {
    const slot = this.slotOf(high, low);
    if (this.isUsed[slot] === 0) {
      if (this.count >= this.capacity) throw new RangeError(`More than ${this.capacity} entries`);
      this.count++;
    }
    this.isUsed[slot] = 1;
    this.highs[slot] = high;
    this.lows[slot] = low;
    for (let at = 0; at < this.valuesPerEntry; at++) this.values[slot * this.valuesPerEntry + at] = values[at] ?? 0;
  }

  /** The entry's place, for `value`. */
  find(high: number, low: number): number | undefined {
    const slot = this.slotOf(high, low);
    return this.isUsed[slot] === 1 ? slot : undefined;
  }

  value(place: number, at: number): number {
    return this.values[place * this.valuesPerEntry + at] ?? 0;
  }

  private slotOf(high: number, low: number): number {
    let slot = low & this.mask;
    while (this.isUsed[slot] === 1 && (this.highs[slot] !== high || this.lows[slot] !== low))
      slot = (slot + 1) & this.mask;
    return slot;
  }
}
