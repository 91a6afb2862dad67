import { grownInts } from './textDictionary';

/** Doubling beyond this would take more memory than the copying takes time. */
const largestStep = 1 << 18;

/** Integers one behind the other, as many as come. */
export class IntList {
  values = new Int32Array(1 << 12);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      this.values = grownInts(this.values, this.length + Math.min(this.length, largestStep));
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  set(index: number, value: number): void {
    this.values[index] = value;
  }
}
