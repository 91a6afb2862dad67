/**
 * The regular expressions of queries: what JavaScript and RE2 (DuckDB's `regexp_matches`) both read, and read the same.
 * Plain data. Neither engine sees the person's spelling: `toRe2` (re2Text) writes it anew, `RegexMatcher` runs the nodes.
 */
export type RegexNode =
  | { readonly kind: 'class'; readonly ranges: readonly CodeRange[]; readonly isNegated: boolean }
  | { readonly kind: 'sequence'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly parts: readonly RegexNode[] }
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly min: number;
      /** Undefined: no limit. */
      readonly max: number | undefined;
    }
  | { readonly kind: 'assert'; readonly what: 'start' | 'end' | 'wordBoundary' | 'noWordBoundary' };

/** Code points, both ends included. */
export type CodeRange = readonly [first: number, last: number];

export type RegexResult =
  | { readonly node: RegexNode }
  /** `offset` is counted from the beginning of the source. */
  | { readonly message: string; readonly offset: number; readonly length: number };

/** RE2 allows no more repeats, nested ones multiplied. */
const maxRepeats = 1000;
const maxDepth = 50;
/** Positions that a matcher would have to keep apart. */
const maxSize = 10_000;
const lastCodePoint = 0x10ffff;

const digits: readonly CodeRange[] = [[0x30, 0x39]];
const wordLetters: readonly CodeRange[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: readonly CodeRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
];
const classEscapes = new Map<string, readonly CodeRange[]>([
  ['d', digits],
  ['w', wordLetters],
  ['s', spaces],
]);
const controlEscapes = new Map([
  ['t', 9],
  ['n', 10],
  ['v', 11],
  ['f', 12],
  ['r', 13],
]);

class RegexSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
    readonly length: number,
  ) {
    super(message);
  }
}

/** Reads a regular expression; what it may not hold is refused at the character. */
export function parseRegex(source: string): RegexResult {
  try {
    const parser = new RegexParser(source);
    const node = parser.parse();
    if (sizeOf(node) > maxSize) throw new RegexSyntaxError('This regular expression is too large.', 0, source.length);
    return { node };
  } catch (error) {
    if (error instanceof RegexSyntaxError)
      return { message: error.message, offset: error.offset, length: error.length };
    throw error;
  }
}

class RegexParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly source: string) {}

  parse(): RegexNode {
    if (this.source === '') this.fail('The regular expression is empty.', 0, 0);
    const { node } = this.readEither();
    if (this.at < this.source.length) this.fail('This ) closes no group.', this.at, 1);
    return node;
  }

  /** `repeats` is the largest product of nested repeats. */
  private readEither(): Sized {
    if (++this.depth > maxDepth) this.fail('Groups are nested too deeply.', this.at, 1);
    const first = this.readSequence();
    const parts = [first];
    while (this.peek() === '|') {
      this.at++;
      parts.push(this.readSequence());
    }
    this.depth--;
    if (parts.length === 1) return first;
    return { node: { kind: 'either', parts: parts.map(({ node }) => node) }, repeats: mostRepeats(parts) };
  }

  private readSequence(): Sized {
    const parts: Sized[] = [];
    while (this.at < this.source.length && this.peek() !== '|' && this.peek() !== ')') parts.push(this.readRepeated());
    const [only] = parts;
    if (only !== undefined && parts.length === 1) return only;
    return { node: { kind: 'sequence', parts: parts.map(({ node }) => node) }, repeats: mostRepeats(parts) };
  }

  private readRepeated(): Sized {
    const start = this.at;
    const atom = this.readAtom();
    const count = this.readQuantifier();
    if (count === undefined) return atom;
    if (atom.node.kind === 'assert') this.fail('There is nothing here that could be repeated.', start, this.at - start);
    const [min, max] = count;
    const repeats = atom.repeats * Math.max(min, max ?? 1, 1);
    if (repeats > maxRepeats) {
      this.fail(`At most ${maxRepeats} repeats are possible, nested ones multiplied.`, start, this.at - start);
    }
    const next = this.at;
    if (this.readQuantifier() !== undefined) {
      this.fail('A quantifier cannot follow a quantifier. Put a group around the first.', next, this.at - next);
    }
    return { node: { kind: 'repeat', part: atom.node, min, max }, repeats };
  }

  /** Laziness changes what is found, not whether: `?` behind a quantifier is read over. */
  private readQuantifier(): readonly [number, number | undefined] | undefined {
    const [all, sign, min, comma, max] = /^(?:([*+?])|\{(\d{1,6})(?:(,)(\d{1,6})?)?\})\??/.exec(this.rest()) ?? [];
    if (all === undefined) return undefined;
    const start = this.at;
    this.at += all.length;
    if (sign !== undefined) return sign === '*' ? [0, undefined] : sign === '+' ? [1, undefined] : [0, 1];
    const low = Number(min);
    const high = max === undefined ? (comma === undefined ? low : undefined) : Number(max);
    if (high !== undefined && high < low) this.fail('The first number is above the second.', start, all.length);
    return [low, high];
  }

  private readAtom(): Sized {
    const letter = this.peek();
    if (letter === '(') return this.readGroup();
    if (letter === '[') return plain(this.readClass());
    if (letter === '\\') return plain(this.readEscape());
    if (letter === '*' || letter === '+' || letter === '?' || /^\{\d+(,\d*)?\}/.test(this.rest())) {
      this.fail(`There is nothing before this ${letter} that could be repeated.`, this.at, 1);
    }
    this.at += letter.length;
    if (letter === '^') return plain({ kind: 'assert', what: 'start' });
    if (letter === '$') return plain({ kind: 'assert', what: 'end' });
    if (letter === '.') return plain({ kind: 'class', ranges: [], isNegated: true });
    return plain(toClass(letter.codePointAt(0) ?? 0));
  }

  private readGroup(): Sized {
    const start = this.at++;
    const [mark] = /^\?(?:<?[=!]|P?<|:|.|$)/s.exec(this.rest()) ?? [];
    if (mark !== undefined && mark !== '?:') {
      const isLook = /[=!]$/.test(mark);
      const what = isLook ? 'Look-ahead and look-behind are' : 'Only plain groups ( ) and (?: ) are supported; this is';
      this.fail(
        `${what} not supported here: records are also searched by an engine without it.`,
        start,
        mark.length + 1,
      );
    }
    this.at += mark?.length ?? 0;
    const inner = this.readEither();
    if (this.peek() !== ')') this.fail('This group has no closing ).', start, 1);
    this.at++;
    // A group is one part of a sequence, so that what follows repeats all of it.
    return inner;
  }

  private readEscape(): RegexNode {
    const letter = this.source[this.at + 1];
    if (letter === 'b' || letter === 'B') {
      this.at += 2;
      return { kind: 'assert', what: letter === 'b' ? 'wordBoundary' : 'noWordBoundary' };
    }
    const escaped = this.readEscaped();
    return typeof escaped === 'number' ? toClass(escaped) : escaped;
  }

  /** A code point, or a class such as `\d`. */
  private readEscaped(): number | (RegexNode & { kind: 'class' }) {
    const start = this.at;
    const [all = '\\', hex2, hex4, hexAny, letter] =
      /^\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(.))/su.exec(this.rest()) ?? [];
    this.at += all.length;
    const hex = hex2 ?? hex4 ?? hexAny;
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16);
      if (code > lastCodePoint || (code >= 0xd800 && code <= 0xdfff)) {
        this.fail('There is no such character.', start, all.length);
      }
      return code;
    }
    if (letter === undefined) this.fail('A backslash at the end escapes nothing.', start, 1);
    const ranges = classEscapes.get(letter.toLowerCase());
    if (ranges !== undefined) return { kind: 'class', ranges, isNegated: letter !== letter.toLowerCase() };
    const control = controlEscapes.get(letter);
    if (control !== undefined) return control;
    if (/[1-9k]/.test(letter)) this.fail('Back-references are not supported here.', start, 2);
    if (/[A-Za-z0-9]/.test(letter)) this.fail(`\\${letter} is not supported here.`, start, 2);
    return letter.codePointAt(0) ?? 0;
  }

  private readClass(): RegexNode {
    const start = this.at++;
    const isNegated = this.peek() === '^';
    if (isNegated) this.at++;
    const ranges: CodeRange[] = [];
    while (this.peek() !== ']') {
      if (this.at >= this.source.length) this.fail('This [ has no closing ].', start, 1);
      if (/^\[[:.=]/.test(this.rest()))
        this.fail('POSIX classes are not supported here. Write a-z, \\d, \\w or \\s.', this.at, 2);
      ranges.push(...this.readClassPart());
    }
    this.at++;
    if (ranges.length === 0) this.fail('This class is empty.', start, this.at - start);
    return { kind: 'class', ranges, isNegated };
  }

  private readClassPart(): readonly CodeRange[] {
    const start = this.at;
    const first = this.readClassAtom();
    if (typeof first !== 'number') return first;
    const isRange = this.peek() === '-' && this.at + 1 < this.source.length && this.source[this.at + 1] !== ']';
    if (!isRange) return [[first, first]];
    this.at++;
    const last = this.readClassAtom();
    if (typeof last !== 'number') this.fail('A range needs a character at both ends.', start, this.at - start);
    if (last < first) this.fail('The range’s ends are in the wrong order.', start, this.at - start);
    return [[first, last]];
  }

  private readClassAtom(): number | readonly CodeRange[] {
    if (this.peek() !== '\\') {
      const letter = this.peek();
      this.at += letter.length;
      return letter.codePointAt(0) ?? 0;
    }
    if (this.source[this.at + 1] === 'b') this.fail('\\b is not supported in a class.', this.at, 2);
    const escaped = this.readEscaped();
    if (typeof escaped === 'number') return escaped;
    return escaped.isNegated ? invert(escaped.ranges) : escaped.ranges;
  }

  /** The code point at the place, as text; `''` at the end. */
  private peek(): string {
    const code = this.source.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  private rest(): string {
    return this.source.slice(this.at);
  }

  private fail(message: string, offset: number, length: number): never {
    throw new RegexSyntaxError(message, offset, length);
  }
}

interface Sized {
  readonly node: RegexNode;
  readonly repeats: number;
}

function plain(node: RegexNode): Sized {
  return { node, repeats: 1 };
}

function mostRepeats(parts: readonly Sized[]): number {
  return parts.reduce((most, { repeats }) => Math.max(most, repeats), 1);
}

export function toClass(code: number): RegexNode {
  return { kind: 'class', ranges: [[code, code]], isNegated: false };
}

function invert(ranges: readonly CodeRange[]): readonly CodeRange[] {
  const inverted: CodeRange[] = [];
  let next = 0;
  for (const [first, last] of ranges) {
    if (first > next) inverted.push([next, first - 1]);
    next = last + 1;
  }
  return [...inverted, [next, lastCodePoint]];
}

function sizeOf(node: RegexNode): number {
  switch (node.kind) {
    case 'class':
    case 'assert':
      return 1;
    case 'sequence':
    case 'either':
      return node.parts.reduce((sum, part) => sum + sizeOf(part), 1);
    case 'repeat':
      return sizeOf(node.part) * Math.max(node.min, node.max ?? node.min + 1, 1) + 1;
  }
}
