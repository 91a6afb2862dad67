import type { WrittenBound, WrittenValue } from './fieldTests';
import type { QueryError } from './query';
import { findRegexEnd, scanWord, skipSpace } from './queryText';
import { parseRegex } from './regexSyntax';

interface ReadValue {
  /** Undefined when it is wrong and was reported. */
  readonly value: WrittenValue | undefined;
  /** Behind the value; always further on. */
  readonly end: number;
}

/** Reads what may stand behind a field's colon: a word, `="Exact"`, `/regex/i`, `[a TO b]`, `>=a`. */
export function readValue(text: string, at: number, errors: QueryError[]): ReadValue {
  const letter = text[at];
  if (letter === '/') return readRegex(text, at, errors);
  if (letter === '[' || letter === '{') return readRange(text, at, errors);
  if (letter === '<' || letter === '>') return readComparison(text, at, errors);
  const isExactCase = letter === '=';
  const start = isExactCase ? at + (text[at + 1] === '=' ? 2 : 1) : at;
  const word = scanWord(text, start);
  if (word.openQuoteAt !== undefined) {
    errors.push({ message: 'This quote has no end.', start: word.openQuoteAt, end: word.openQuoteAt + 1 });
  }
  const end = Math.max(word.span.end, at + 1);
  return { value: { ...word, kind: 'word', isExactCase, span: { start: at, end } }, end };
}

const quoteHint = 'To search for text that begins with /, put it in quotes.';

function readRegex(text: string, at: number, errors: QueryError[]): ReadValue {
  const close = findRegexEnd(text, at);
  if (close === undefined) {
    errors.push({ message: `This regular expression has no closing /. ${quoteHint}`, start: at, end: text.length });
    return { value: undefined, end: text.length };
  }
  const [flags = ''] = /^[^\s()]*/.exec(text.slice(close + 1)) ?? [];
  const end = close + 1 + flags.length;
  if (flags !== '' && flags !== 'i') {
    const message = `Behind a regular expression only i may stand, for any case. ${quoteHint}`;
    errors.push({ message, start: close + 1, end });
    return { value: undefined, end };
  }
  const source = text.slice(at + 1, close).replace(/\\\//g, '/');
  const result = parseRegex(source);
  if ('node' in result) {
    return {
      value: { kind: 'regex', source, node: result.node, ignoresCase: flags === 'i', span: { start: at, end } },
      end,
    };
  }
  // Places in the source are places in the text, but for the backslashes that stood before slashes.
  const shift = (offset: number): number => {
    let place = at + 1;
    for (let count = 0; count < offset; count++) place += text.startsWith('\\/', place) ? 2 : 1;
    return place;
  };
  const start = Math.min(shift(result.offset), close);
  errors.push({ message: result.message, start, end: Math.max(start, Math.min(start + result.length, close)) });
  return { value: undefined, end };
}

function readComparison(text: string, at: number, errors: QueryError[]): ReadValue {
  const sign = text.startsWith('=', at + 1) ? text.slice(at, at + 2) : text.slice(at, at + 1);
  const word = scanWord(text, skipSpace(text, at + sign.length));
  const end = Math.max(word.span.end, at + 1);
  if (word.text === '' || word.openQuoteAt !== undefined) {
    errors.push({ message: `A value should follow ${sign}.`, start: word.span.start, end: word.span.end });
    return { value: undefined, end };
  }
  const bound = { value: word.text, isInclusive: sign.length === 2, span: word.span };
  const isFrom = sign.startsWith('>');
  const span = { start: at, end };
  return { value: { kind: 'range', from: isFrom ? bound : undefined, to: isFrom ? undefined : bound, span }, end };
}

function readRange(text: string, at: number, errors: QueryError[]): ReadValue {
  const fail = (start: number, end: number): ReadValue => {
    const message =
      'A range is written [a TO b], with { and } where an end does not belong to it, and * for an open end.';
    errors.push({ message, start, end });
    return { value: undefined, end: Math.max(end, at + 1) };
  };
  const first = scanWord(text, skipSpace(text, at + 1), ']}');
  const middle = skipSpace(text, first.span.end);
  if (first.text === '') return fail(first.span.start, first.span.end);
  if (!/^to\s/i.test(text.slice(middle, middle + 3))) return fail(middle, Math.min(text.length, middle + 1));
  const last = scanWord(text, skipSpace(text, middle + 2), ']}');
  const close = skipSpace(text, last.span.end);
  if (last.text === '') return fail(last.span.start, last.span.end);
  if (text[close] !== ']' && text[close] !== '}') return fail(close, Math.min(text.length, close + 1));
  const toBound = (word: typeof first, isInclusive: boolean): WrittenBound | undefined =>
    word.hasWildcards && word.text === '*' ? undefined : { value: word.text, isInclusive, span: word.span };
  const span = { start: at, end: close + 1 };
  const from = toBound(first, text[at] === '[');
  return { value: { kind: 'range', from, to: toBound(last, text[close] === ']'), span }, end: close + 1 };
}
