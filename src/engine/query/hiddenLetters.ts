import { isAscii } from 'node:buffer';
import { toBuffer } from './literalFinder';
import type { Literal } from './requiredLiterals';

const escapeStart = Buffer.from('\\u');
/** K (Kelvin) folds to k, ſ to s (in regular expressions), İ to i: in UTF-8. */
const foldingLetters = [0x212a, 0x017f, 0x0130];
const foldingBytes = foldingLetters.map((code) => Buffer.from(String.fromCodePoint(code)));
const backslash = 0x5c;
const percent = 0x25;

/**
 * Letters of a text that are spelled so that looking for bytes misses them: `\u0061`, `%61`, the Kelvin sign for a k.
 * Read only for texts in which something was not found, and only as far as is asked for.
 */
export class HiddenLetters {
  private escaped: LetterSet | undefined;
  private layered: LetterSet | undefined;
  private hasFolding: boolean | undefined;
  private readonly text: Buffer;

  constructor(bytes: Uint8Array) {
    this.text = toBuffer(bytes);
  }

  /** True when the literal might stand there in another spelling. */
  mayHide({ text, ignoresCase, isLayered }: Literal): boolean {
    this.escaped ??= readEscapes(this.text);
    if (this.escaped.holdsAnyOf(text, ignoresCase)) return true;
    if (ignoresCase && /[ksi]/.test(text) && this.holdsFolding()) return true;
    if (!isLayered) return false;
    this.layered ??= readLayers(this.text);
    return this.escaped.has(percent) || this.layered.holdsAnyOf(text, ignoresCase);
  }

  private holdsFolding(): boolean {
    this.hasFolding ??=
      this.escaped?.hasFoldingLetter === true ||
      (!isAscii(this.text) && foldingBytes.some((letter) => this.text.indexOf(letter) >= 0));
    return this.hasFolding;
  }
}

class LetterSet {
  private readonly letters = new Uint8Array(128);
  /** True when anything may stand there: a backslash or a percent sign is itself spelled otherwise. */
  isOpen = false;
  hasFoldingLetter = false;

  add(code: number): void {
    if (code === backslash) this.isOpen = true;
    else if (code < 128) this.letters[code] = 1;
    else if (foldingLetters.includes(code)) this.hasFoldingLetter = true;
  }

  has(code: number): boolean {
    return this.isOpen || this.letters[code] === 1;
  }

  holdsAnyOf(text: string, ignoresCase: boolean): boolean {
    if (this.isOpen) return true;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const isLetter = code >= 0x61 && code <= 0x7a;
      if (this.letters[code] === 1 || (ignoresCase && isLetter && this.letters[code & ~0x20] === 1)) return true;
    }
    return false;
  }
}

/** What `\uXXXX` spells, in strings and in texts inside strings. */
function readEscapes(text: Buffer): LetterSet {
  const found = new LetterSet();
  for (let at = text.indexOf(escapeStart); at >= 0; at = text.indexOf(escapeStart, at + 2)) {
    const code = readHex(text, at + 2, 4);
    if (code !== undefined) found.add(code);
  }
  return found;
}

/** What `%XX` spells, and letters behind a backslash, which texts inside texts lose. */
function readLayers(text: Buffer): LetterSet {
  const found = new LetterSet();
  for (let at = text.indexOf(percent); at >= 0; at = text.indexOf(percent, at + 1)) {
    const code = readHex(text, at + 1, 2);
    if (code === percent) found.isOpen = true;
    else if (code !== undefined) found.add(code);
  }
  for (let at = text.indexOf(backslash); at >= 0; at = text.indexOf(backslash, at + 1)) {
    const next = text[at + 1] ?? 0;
    const isPlainEscape = next === 0x6e || next === 0x72 || next === 0x74 || next === 0x75;
    if (next !== backslash && !isPlainEscape) found.add(next);
  }
  return found;
}

function readHex(text: Buffer, start: number, digits: number): number | undefined {
  let value = 0;
  for (let at = start; at < start + digits; at++) {
    const digit = hexDigit(text[at] ?? 0);
    if (digit < 0) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}
