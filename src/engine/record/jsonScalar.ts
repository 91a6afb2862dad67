import { valueKind } from './tape';

/** Digits, letters, `+`, `-` and `.`: all that numbers and literals are made of, and the misspellings of both. */
export function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    (byte >= 0x41 && byte <= 0x5a) ||
    byte === 0x2d ||
    byte === 0x2e ||
    byte === 0x2b
  );
}

const number = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** The kind of the scalar, or 0 when it is none. */
export function scalarKind(input: Uint8Array, start: number, end: number): number {
  const length = end - start;
  const first = input[start];
  if (length === 4 && first === 0x74) return matches(input, start, 'true') ? valueKind.literal : 0;
  if (length === 4 && first === 0x6e) return matches(input, start, 'null') ? valueKind.literal : 0;
  if (length === 5 && first === 0x66) return matches(input, start, 'false') ? valueKind.literal : 0;
  if (length === 0) return 0;
  return number.test(Buffer.from(input.subarray(start, end)).toString('latin1')) ? valueKind.number : 0;
}

function matches(input: Uint8Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (input[start + i] !== word.charCodeAt(i)) return false;
  return true;
}
