/**
 * The structure of a JSON text as a flat array of numbers, in document order: what a parser would build as objects,
 * at a few bytes a value. Each value is `stride` integers; offsets are bytes in the shown text.
 */
export interface Tape {
  readonly cells: Int32Array;
  /** Number of values. */
  readonly length: number;
}

/** Integers a value takes. */
export const stride = 6;

/** Where each part of a value stands in its cells. */
export const cell = {
  /** A `ValueKind`. */
  kind: 0,
  /** First byte of the value; of a string, its opening quote. */
  start: 1,
  /** Just behind its last byte. */
  end: 2,
  /** The member's name, without quotes; both 0 where there is none. */
  keyStart: 3,
  keyEnd: 4,
  /** Index of the value that follows this one and all it holds. */
  next: 5,
} as const;

export const valueKind = { object: 1, array: 2, string: 3, number: 4, literal: 5, cutObject: 6, cutArray: 7 } as const;

export function isObject(tape: Tape, value: number): boolean {
  const kind = tape.cells[value * stride];
  return kind === valueKind.object || kind === valueKind.cutObject;
}

export function isArray(tape: Tape, value: number): boolean {
  const kind = tape.cells[value * stride];
  return kind === valueKind.array || kind === valueKind.cutArray;
}

/** True for a container whose end was never found. */
export function isCut(tape: Tape, value: number): boolean {
  const kind = tape.cells[value * stride];
  return kind === valueKind.cutObject || kind === valueKind.cutArray;
}

export function readCell(tape: Tape, value: number, part: number): number {
  return tape.cells[value * stride + part] ?? 0;
}

/** The value that follows a value and all it holds; always further on, whatever the cells say. */
export function nextValue(tape: Tape, value: number): number {
  return Math.max(value + 1, readCell(tape, value, cell.next));
}

/** The values directly inside a container, in order. */
export function* listMembers(tape: Tape, container: number): Generator<number> {
  const end = readCell(tape, container, cell.next);
  for (let value = container + 1; value < end; value = nextValue(tape, value)) yield value;
}
