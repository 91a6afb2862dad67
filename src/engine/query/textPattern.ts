import { foldCase } from './foldCase';
import type { PatternPiece, PatternTest } from './query';
import { RegexMatcher } from './regexMatcher';
import { toClass, type RegexNode } from './regexSyntax';

/** What parts of a name stand between, in ARNs, principal ids, mail addresses and display names. */
const partSeparators = '/:@ ';

/** The pattern's longest text; `''` when it has none. */
export function fragmentOf(pieces: readonly PatternPiece[]): string {
  let longest = '';
  for (const piece of pieces) if (piece.kind === 'text' && piece.text.length > longest.length) longest = piece.text;
  return longest;
}

/** The pattern in the syntax of SQL's LIKE; with `hasEscapes` it needs `ESCAPE '\'`. */
export function likePattern(test: PatternTest): { readonly pattern: string; readonly hasEscapes: boolean } {
  let hasEscapes = false;
  let pattern = test.pieces
    .map((piece) => {
      if (piece.kind !== 'text') return piece.kind === 'many' ? '%' : '_';
      const escaped = piece.text.replace(/[%_\\]/g, '\\$&');
      // Without ESCAPE a backslash is itself, so it is one of the letters that call for it.
      hasEscapes ||= escaped !== piece.text;
      return escaped;
    })
    .join('');
  if (test.bounds === 'anywhere') pattern = `%${pattern}%`.replace(/^%%/, '%');
  return { pattern, hasEscapes };
}

const anything: RegexNode = { kind: 'class', ranges: [], isNegated: true };
const separators: RegexNode = {
  kind: 'class',
  ranges: Array.from(partSeparators, (letter) => [letter.charCodeAt(0), letter.charCodeAt(0)] as const),
  isNegated: false,
};

/** The pattern as a regular expression, to be run over the folded text unless `isExactCase`. */
export function patternNode(test: PatternTest): RegexNode {
  const parts = test.pieces.flatMap((piece): RegexNode[] => {
    if (piece.kind === 'text') return Array.from(piece.text, (letter) => toClass(letter.codePointAt(0) ?? 0));
    return [piece.kind === 'one' ? anything : { kind: 'repeat', part: anything, min: 0, max: undefined }];
  });
  if (test.bounds === 'anywhere') return { kind: 'sequence', parts };
  const start: RegexNode = { kind: 'assert', what: 'start' };
  const end: RegexNode = { kind: 'assert', what: 'end' };
  if (test.bounds === 'whole') return { kind: 'sequence', parts: [start, ...parts, end] };
  const either = (assert: RegexNode): RegexNode => ({ kind: 'either', parts: [assert, separators] });
  return { kind: 'sequence', parts: [either(start), ...parts, either(end)] };
}

/** A pattern without wildcards. */
export function toTextTest(text: string, bounds: PatternTest['bounds'] = 'whole', isExactCase = false): PatternTest {
  return toPatternTest([{ kind: 'text', text }], bounds, isExactCase);
}

/** Joins neighbouring texts and stars, and folds unless the case counts. */
export function toPatternTest(
  pieces: readonly PatternPiece[],
  bounds: PatternTest['bounds'],
  isExactCase: boolean,
): PatternTest {
  const joined: PatternPiece[] = [];
  for (const piece of pieces) {
    const last = joined[joined.length - 1];
    if (piece.kind === 'many' && last?.kind === 'many') continue;
    const text = piece.kind === 'text' && !isExactCase ? foldCase(piece.text) : piece.kind === 'text' ? piece.text : '';
    if (piece.kind !== 'text') joined.push(piece);
    else if (text === '') continue;
    else if (last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: last.text + text };
    else joined.push({ kind: 'text', text });
  }
  return { kind: 'pattern', pieces: joined, isExactCase, bounds };
}

/** True when the pattern is met by every text that is there. */
export function matchesAll(test: PatternTest): boolean {
  return test.pieces.length === 1 && test.pieces[0]?.kind === 'many';
}

type Matcher = (text: string) => boolean;

/** The pattern as a function of texts as they stand in a record. */
export function toMatcher(test: PatternTest): Matcher {
  const match = toFoldedMatcher(test);
  return test.isExactCase ? match : (text) => match(foldCase(text));
}

function toFoldedMatcher(test: PatternTest): Matcher {
  const [first, second] = test.pieces;
  const { bounds, pieces } = test;
  if (pieces.length === 1 && first?.kind === 'text') {
    if (bounds === 'whole') return (text) => text === first.text;
    if (bounds === 'anywhere') return (text) => text.includes(first.text);
    return (text) => hasPart(text, first.text);
  }
  if (bounds === 'whole' && pieces.length === 2 && first?.kind === 'text' && second?.kind === 'many') {
    return (text) => text.startsWith(first.text);
  }
  if (bounds !== 'part') return (text) => matchesPieces(text, pieces, bounds === 'anywhere');
  const matcher = new RegexMatcher(patternNode(test), false);
  return (text) => matcher.matches(text);
}

function hasPart(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
    if (isBoundary(text, at - 1) && isBoundary(text, at + part.length)) return true;
  }
  return false;
}

function isBoundary(text: string, at: number): boolean {
  return at < 0 || at >= text.length || partSeparators.includes(text[at] ?? '');
}

/** Wildcards, by going back to the last star only: no text takes more than its length times the pattern's. */
function matchesPieces(text: string, pieces: readonly PatternPiece[], isAnywhere: boolean): boolean {
  const all: readonly PatternPiece[] = isAnywhere ? [{ kind: 'many' }, ...pieces, { kind: 'many' }] : pieces;
  let piece = 0;
  let at = 0;
  let starPiece = -1;
  let starAt = 0;
  for (;;) {
    const current = all[piece];
    if (current === undefined && at === text.length) return true;
    if (current?.kind === 'many') {
      starPiece = piece++;
      starAt = at;
      if (piece === all.length) return true;
      continue;
    }
    const length = current === undefined ? -1 : lengthAt(text, at, current);
    if (length >= 0) {
      at += length;
      piece++;
      continue;
    }
    if (starPiece < 0 || starAt >= text.length) return false;
    starAt += codePointLength(text, starAt);
    at = starAt;
    piece = starPiece + 1;
  }
}

/** How many units of the text the piece takes; -1 when it does not stand there. */
function lengthAt(text: string, at: number, piece: PatternPiece): number {
  if (piece.kind === 'text') return text.startsWith(piece.text, at) ? piece.text.length : -1;
  return at < text.length ? codePointLength(text, at) : -1;
}

function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
