/** Looks up names by their bytes, without making a string of them. */
export class NameTable {
  private readonly slots: Int32Array;
  private readonly names: readonly Uint8Array[];

  /** A name's number is its place in the list. */
  constructor(names: readonly string[]) {
    this.names = names.map((name) => Buffer.from(name));
    let size = 64;
    while (size < names.length * 4) size *= 2;
    this.slots = new Int32Array(size);
    for (const [number, name] of this.names.entries()) {
      let slot = slotOf(name, 0, name.length) & (size - 1);
      while (this.slots[slot] !== 0) slot = (slot + 1) & (size - 1);
      this.slots[slot] = number + 1;
    }
  }

  /** The number of the name that stands in a range of bytes; -1 for every other. */
  find(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.slots.length - 1;
    for (let slot = slotOf(bytes, start, end) & mask; ; slot = (slot + 1) & mask) {
      const number = (this.slots[slot] ?? 0) - 1;
      if (number < 0) return -1;
      if (isName(this.names[number], bytes, start, end)) return number;
    }
  }
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const middle = bytes[start + ((end - start) >> 1)] ?? 0;
  return (end - start) * 3 + (bytes[start] ?? 0) * 7 + (bytes[end - 1] ?? 0) * 31 + middle * 61;
}

function isName(name: Uint8Array | undefined, bytes: Uint8Array, start: number, end: number): boolean {
  if (name?.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) if (name[at] !== bytes[start + at]) return false;
  return true;
}
