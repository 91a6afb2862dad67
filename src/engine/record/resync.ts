const recordStart = Buffer.from('{"eventVersion"');
const objectLine = Buffer.from('\n{');
const listLine = Buffer.from('\n[');

/** Finds where reading can go on behind damage. What was found is kept: thousands of errors must not search a file thousands of times. */
export class Resync {
  private readonly buffer: Buffer;
  private readonly marks = [
    { text: recordStart, offset: 0, found: -1 },
    { text: objectLine, offset: 1, found: -1 },
    { text: listLine, offset: 1, found: -1 },
  ];

  constructor(input: Uint8Array) {
    this.buffer = Buffer.from(input.buffer, input.byteOffset, input.length);
  }

  /** The nearest place behind `from`: a bracket at a line's start, or a record's usual first field. At worst the end. */
  find(from: number): number {
    let nearest = this.buffer.length;
    for (const mark of this.marks) {
      if (mark.found <= from) {
        const hit = this.buffer.indexOf(mark.text, from + 1 - mark.offset);
        mark.found = hit < 0 ? this.buffer.length : hit + mark.offset;
      }
      if (mark.found < nearest) nearest = mark.found;
    }
    return nearest;
  }
}
