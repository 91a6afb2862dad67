import type { EpochMs } from '../../base/time';
import { resolveName, type ResolvedName } from './fieldNames';
import { toAlternatives, toPresentAlternatives, type WrittenValue, type WrittenWord } from './fieldTests';
import { findIdentifierTests } from './identifierWord';
import type { Query, QueryError, Span } from './query';
import { isWordWithColon, scanName, scanWord, skipSpace, type ScannedName, type ScannedWord } from './queryText';
import { readValue } from './queryValue';
import { matchesAll, toPatternTest } from './textPattern';

export interface ReadTerm {
  readonly query: Query;
  /** Behind the term. */
  readonly end: number;
}

/** A field's name in front of a value, resolved; `resolved` is undefined where the name is wrong and was reported. */
interface FieldPrefix {
  readonly name: string;
  readonly start: number;
  /** Behind the colon. */
  readonly end: number;
  readonly resolved: ResolvedName | undefined;
}

/** Reads the terms between a query's operators: words, and fields with their values. Errors are added to the list. */
export class QueryTerms {
  /** The field whose bracketed values are being read. */
  private field: FieldPrefix | undefined;

  constructor(
    private readonly text: string,
    private readonly now: EpochMs,
    private readonly errors: QueryError[],
  ) {}

  /** The place of the bracket when `field:(` stands here. */
  groupStart(at: number): { readonly at: number } | undefined {
    const name = this.field === undefined && !isWordWithColon(this.text, at) ? scanName(this.text, at) : undefined;
    if (name === undefined || this.text[name.end] !== ':') return undefined;
    const bracket = skipSpace(this.text, name.end + 1);
    return this.text[bracket] === '(' ? { at: bracket } : undefined;
  }

  enterField(at: number): FieldPrefix | undefined {
    const outer = this.field;
    const name = scanName(this.text, at);
    if (name !== undefined) this.field = this.toPrefix(at, name, name.end + 1);
    return outer;
  }

  leaveField(outer: FieldPrefix | undefined): void {
    this.field = outer;
  }

  /** True where a minus belongs to a value: `time:(-7d OR 2025)`. */
  takesSign(at: number): boolean {
    const resolved = this.field?.resolved;
    const target = resolved?.kind === 'sources' ? resolved.sources[0]?.target : undefined;
    const isTime = target?.kind === 'column' && target.column.kind === 'time';
    return isTime && /^-\d+(ms|[smhdwMy]|mo)(?=[\s()]|$)/.test(this.text.slice(at, at + 12));
  }

  readTerm(at: number): ReadTerm {
    if (this.field !== undefined) return this.readFieldValue(this.field, at);
    const name = isWordWithColon(this.text, at) ? undefined : scanName(this.text, at);
    if (name === undefined) return this.readBareTerm(at);
    const sign = /^(:|[<>]=?|[!=]=?)/.exec(this.text.slice(name.end, name.end + 2))?.[0];
    if (sign === ':') return this.readFieldValue(this.toPrefix(at, name, name.end + 1), at);
    if (sign === undefined || resolveName(name).kind !== 'sources') return this.readBareTerm(at);
    if (!/[<>]/.test(sign)) return this.refuseEquals(at, name, sign);
    return this.readFieldValue(this.toPrefix(at, name, name.end), at);
  }

  private readFieldValue(field: FieldPrefix, start: number): ReadTerm {
    const at = skipSpace(this.text, field.end > start ? field.end : start);
    const { resolved } = field;
    if (this.isValueMissing(at)) return this.missValue(field, start, at);
    if (resolved?.kind === 'marker') return this.readMarker(resolved.isNegated, start, at);
    const { value, end } = readValue(this.text, at, this.errors);
    const span = { start, end };
    if (value === undefined || resolved?.kind !== 'sources') return { query: { kind: 'all', span }, end };
    return { query: this.toFieldQuery(field.name, resolved, value, span), end };
  }

  private toFieldQuery(
    name: string,
    resolved: ResolvedName & { kind: 'sources' },
    value: WrittenValue,
    span: Span,
  ): Query {
    const written = this.text.slice(value.span.start, value.span.end);
    if (value.kind === 'word' && value.text === '') {
      const message = `An empty value is no value. To find records without it, write missing:${name}.`;
      this.errors.push({ message, ...value.span });
    }
    const isPresent = value.kind === 'range' && value.from === undefined && value.to === undefined;
    const isStar = value.kind === 'word' && value.hasWildcards && value.text === '*';
    if (isPresent || isStar) {
      return { kind: 'field', name, alternatives: toPresentAlternatives(resolved.sources), written: '*', span };
    }
    const alternatives = toAlternatives(resolved.sources, resolved.alias, value, this.now);
    if (!('message' in alternatives)) return { kind: 'field', name, alternatives, written, span };
    this.errors.push(alternatives);
    return { kind: 'all', span };
  }

  private readMarker(isNegated: boolean, start: number, at: number): ReadTerm {
    const name = scanName(this.text, at);
    const end = name?.end ?? scanWord(this.text, at).span.end;
    const span = { start, end };
    const isWhole = end >= this.text.length || /[\s()]/.test(this.text[end] ?? '');
    if (name === undefined || !isWhole) {
      const wordEnd = Math.max(scanWord(this.text, at).span.end, at + 1);
      const message = 'Here the name of a field should stand, such as has:errorCode.';
      this.errors.push({ message, start: at, end: wordEnd });
      return { query: { kind: 'all', span }, end: wordEnd };
    }
    const { resolved } = this.toPrefix(at, name, end);
    if (resolved?.kind !== 'sources') return { query: { kind: 'all', span }, end };
    const alternatives = toPresentAlternatives(resolved.sources);
    const part: Query = { kind: 'field', name: this.text.slice(at, end), alternatives, written: '*', span };
    return { query: isNegated ? { kind: 'not', part, span } : part, end };
  }

  private readBareTerm(at: number): ReadTerm {
    const letter = this.text[at] ?? '';
    const isExactCase = letter === '=';
    const isRegex = letter === '/';
    if (letter === '[' || letter === '{' || letter === '<' || letter === '>') {
      const message =
        'A range or comparison needs a field before it, such as time:[2026-01-15 TO now]. To search for the text, put it in quotes.';
      const { end } = scanWord(this.text, at).span;
      this.errors.push({ message, start: at, end });
      return { query: { kind: 'all', span: { start: at, end } }, end };
    }
    const { value, end } = isRegex || isExactCase ? readValue(this.text, at, this.errors) : this.readBareWord(at);
    const span = { start: at, end };
    const written = this.text.slice(at, end);
    if (value?.kind === 'regex') {
      const { source, node, ignoresCase } = value;
      return { query: { kind: 'text', test: { kind: 'regex', source, node, ignoresCase }, written, span }, end };
    }
    if (value?.kind !== 'word') return { query: { kind: 'all', span }, end };
    if (value.text === '') this.errors.push({ message: 'There is nothing to search for.', ...span });
    return { query: this.toBareQuery(value, written, span), end };
  }

  private toBareQuery(word: WrittenWord, written: string, span: Span): Query {
    const identifier = word.hasWildcards ? undefined : findIdentifierTests(word.text, word.isExactCase);
    if (identifier !== undefined) {
      return { kind: 'field', name: 'mention', alternatives: identifier, written, isBare: true, span };
    }
    const test = toPatternTest(word.pieces, 'anywhere', word.isExactCase);
    return matchesAll(test) ? { kind: 'all', span } : { kind: 'text', test, written, span };
  }

  private readBareWord(at: number): { readonly value: WrittenValue; readonly end: number } {
    const word = scanWord(this.text, at);
    if (word.openQuoteAt !== undefined) this.reportOpenQuote(word);
    return { value: { ...word, kind: 'word', isExactCase: false }, end: Math.max(word.span.end, at + 1) };
  }

  private reportOpenQuote({ openQuoteAt = 0 }: ScannedWord): void {
    this.errors.push({ message: 'This quote has no end.', start: openQuoteAt, end: openQuoteAt + 1 });
  }

  private isValueMissing(at: number): boolean {
    const rest = this.text.slice(at, at + 4);
    return at >= this.text.length || rest.startsWith(')') || /^(AND|OR|NOT)(?=[\s()]|$)/.test(rest);
  }

  private missValue(field: FieldPrefix, start: number, at: number): ReadTerm {
    const isKnown = field.resolved !== undefined;
    const what = field.resolved?.kind === 'marker' ? 'the name of a field' : 'a value';
    if (isKnown) this.errors.push({ message: `${field.name} needs ${what} behind it.`, start: at, end: at });
    return { query: { kind: 'all', span: { start, end: at } }, end: at };
  }

  private refuseEquals(at: number, name: ScannedName, sign: string): ReadTerm {
    const { end } = scanWord(this.text, name.end + sign.length).span;
    const written = this.text.slice(at, name.end);
    const value = this.text.slice(name.end + sign.length, end);
    const suggestion = `${sign.startsWith('!') ? '-' : ''}${written}:${value}`;
    const message = `A field and its value are joined by a colon: ${suggestion}. (${written}:=${value} also compares the case; to search for this text, put it in quotes.)`;
    this.errors.push({ message, start: at, end, suggestion });
    return { query: { kind: 'all', span: { start: at, end } }, end: Math.max(end, at + 1) };
  }

  private toPrefix(start: number, name: ScannedName, end: number): FieldPrefix {
    const resolved = resolveName(name);
    const written = this.text.slice(start, name.end);
    if (resolved.kind !== 'unknown') return { name: written, start, end, resolved };
    const place = name.spans[resolved.part] ?? { start, end: name.end };
    const { suggestion } = resolved;
    const guess = suggestion === undefined ? '' : ` Did you mean ${suggestion}?`;
    const message =
      name.parts.length > 1
        ? `Records have no field "${name.parts[0] ?? ''}".${guess} To search for it all the same, write .${written}; to search for the text, put it in quotes.`
        : `There is no field "${name.parts[0] ?? ''}".${guess} To search for the text, put it in quotes.`;
    this.errors.push({ message, ...place, ...(suggestion === undefined ? {} : { suggestion }) });
    return { name: written, start, end, resolved: undefined };
  }
}
