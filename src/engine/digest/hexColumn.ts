/** Hashes by row, as bytes. What is no lower-case hex of that many bytes is kept apart, as it is. */
export class HexColumn {
  /** Of each row a byte that says whether it is set, and the hash. */
  private bytes: Buffer;
  private readonly stride: number;
  private readonly pattern: RegExp;
  private readonly odd = new Map<number, string>();

  constructor(hashBytes: number) {
    this.stride = hashBytes + 1;
    this.pattern = new RegExp(`^[0-9a-f]{${hashBytes * 2}}$`);
    this.bytes = Buffer.alloc(1024 * this.stride);
  }

  set(row: number, hash: string): void {
    if (!this.pattern.test(hash)) {
      this.odd.set(row, hash);
      return;
    }
    const start = row * this.stride;
    if (start + this.stride > this.bytes.length) {
      const larger = Buffer.alloc(Math.max(start + this.stride, this.bytes.length * 2));
      this.bytes.copy(larger);
      this.bytes = larger;
    }
    this.bytes[start] = 1;
    this.bytes.write(hash, start + 1, 'hex');
  }

  get(row: number): string | undefined {
    const odd = this.odd.get(row);
    if (odd !== undefined) return odd;
    const start = row * this.stride;
    return this.bytes[start] === 1 ? this.bytes.toString('hex', start + 1, start + this.stride) : undefined;
  }

  /** False of what is no such hash. */
  isEqual(row: number, hash: string): boolean {
    return !this.odd.has(row) && this.get(row) === hash;
  }
}
