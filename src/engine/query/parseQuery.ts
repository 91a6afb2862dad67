import type { EpochMs } from '../../base/time';
import type { AndQuery, OrQuery, Query, QueryError, Span } from './query';
import { QueryTerms } from './queryTerms';
import { skipSpace } from './queryText';

export interface ParseOptions {
  /** What `now` and `-7d` count from. */
  readonly now: EpochMs;
}

export interface ParsedQuery {
  /** Undefined when there are errors. */
  readonly query?: Query;
  readonly errors: readonly QueryError[];
}

/** Longer than lists of indicators that people paste; a longer text is refused. */
const maxLength = 1_000_000;
const maxDepth = 100;

/**
 * Reads a query. Never throws: what cannot be read becomes errors at their characters, in the text's order. An empty
 * text means every record. AND binds closer than OR; words side by side are joined by AND.
 */
export function parseQuery(text: string, options: ParseOptions): ParsedQuery {
  if (text.length > maxLength) {
    return { errors: [{ message: 'This query is too long.', start: maxLength, end: text.length }] };
  }
  const parser = new QueryParser(text, options.now);
  const query = parser.parse();
  const errors = [...parser.errors].sort((a, b) => a.start - b.start);
  return errors.length > 0 ? { errors } : { query, errors };
}

/** A prefix, an operator, or what else stands between terms. */
interface Sign {
  readonly word: 'AND' | 'OR' | 'NOT' | '+' | '(' | ')';
  readonly end: number;
}

class QueryParser {
  readonly errors: QueryError[] = [];
  private readonly terms: QueryTerms;
  private at = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    now: EpochMs,
  ) {
    this.terms = new QueryTerms(text, now, this.errors);
  }

  parse(): Query {
    this.at = skipSpace(this.text, 0);
    if (this.at === this.text.length) return { kind: 'all', span: { start: 0, end: this.text.length } };
    const parts: Query[] = [];
    while (this.at < this.text.length) {
      parts.push(this.readOr());
      if (this.at >= this.text.length) break;
      this.report('This ) closes nothing.', this.at, this.at + 1);
      this.at = skipSpace(this.text, this.at + 1);
    }
    return join('and', parts);
  }

  private readOr(): Query {
    const parts = [this.readAnd()];
    for (let sign = this.peekSign(); sign?.word === 'OR'; sign = this.peekSign()) {
      this.moveTo(sign.end);
      parts.push(this.readAnd());
    }
    return join('or', parts);
  }

  private readAnd(): Query {
    const parts = [this.readNot()];
    for (;;) {
      const sign = this.peekSign();
      if (this.at >= this.text.length || sign?.word === ')' || sign?.word === 'OR') return join('and', parts);
      if (sign?.word === 'AND') this.moveTo(sign.end);
      parts.push(this.readNot());
    }
  }

  private readNot(): Query {
    const start = this.at;
    let isNegated = false;
    let sign = this.peekSign();
    for (; sign?.word === 'NOT' || sign?.word === '+'; sign = this.peekSign()) {
      if (sign.word === 'NOT') isNegated = !isNegated;
      this.moveTo(sign.end);
    }
    const part = this.readTerm(sign, start);
    return isNegated ? { kind: 'not', part, span: { start, end: part.span.end } } : part;
  }

  private readTerm(sign: Sign | undefined, start: number): Query {
    if (sign?.word === '(') return this.readGroup();
    if (sign !== undefined || this.at >= this.text.length) return this.missTerm(sign, start);
    const word = /^(and|or|not)(?=[\s()]|$)/.exec(this.text.slice(this.at, this.at + 4))?.[1];
    if (word !== undefined) return this.refuseLowerCase(word);
    const group = this.terms.groupStart(this.at);
    const { query, end } = group === undefined ? this.terms.readTerm(this.at) : this.readValueGroup(group.at);
    this.moveTo(end);
    return query;
  }

  /** `field:(a OR b)`: the same grammar, whose terms are values of the field. */
  private readValueGroup(bracket: number): { readonly query: Query; readonly end: number } {
    const start = this.at;
    const outer = this.terms.enterField(this.at);
    this.at = bracket;
    const query = this.readGroup();
    this.terms.leaveField(outer);
    return { query: { ...query, span: { start, end: query.span.end } }, end: this.at };
  }

  private readGroup(): Query {
    const open = this.at;
    const span = { start: open, end: open + 1 };
    this.moveTo(open + 1);
    if (++this.depth > maxDepth) {
      this.report('Brackets are nested too deeply.', open, open + 1);
      this.at = this.text.length;
    }
    const isEmpty = this.text[this.at] === ')';
    if (isEmpty) this.report('There is nothing between these brackets.', open, this.at + 1);
    const inner = isEmpty || this.depth > maxDepth ? nothing(span) : this.readOr();
    this.depth--;
    const isClosed = this.text[this.at] === ')';
    if (!isClosed && this.errors.length === 0) this.report('This ( has no closing ).', open, open + 1);
    const end = isClosed ? this.at + 1 : this.at;
    this.moveTo(end);
    return { ...inner, span: { start: open, end } };
  }

  /** An operator without what it joins; the operator itself is left to the caller's loop. */
  private missTerm(sign: Sign | undefined, start: number): Query {
    const end = this.text.length;
    if (sign === undefined) {
      const before = this.text.slice(0, end).trimEnd();
      const word = /(AND|OR|NOT|&&|\|\||[-!+])$/.exec(before)?.[0] ?? '';
      if (this.errors.length === 0)
        this.report(`The query ends here; something should follow${word === '' ? '' : ` ${word}`}.`, end, end);
    } else {
      const place = { start: this.at, end: sign.end };
      const word = this.text.slice(place.start, place.end);
      this.report(`There should be a term before this ${word}.`, place.start, place.end);
      if (sign.word !== ')') this.moveTo(sign.end);
    }
    return nothing({ start, end: this.at });
  }

  private refuseLowerCase(word: string): Query {
    const span = { start: this.at, end: this.at + word.length };
    const upper = word.toUpperCase();
    const message = `Write ${upper} in capitals; to search for the word, put it in quotes: "${word}".`;
    this.errors.push({ message, ...span, suggestion: upper });
    this.moveTo(span.end);
    return nothing(span);
  }

  private peekSign(): Sign | undefined {
    const { text, at } = this;
    const letter = text[at];
    if (letter === '(' || letter === ')') return { word: letter, end: at + 1 };
    const word = /^(AND|OR|NOT)(?=[\s()]|$)/.exec(text.slice(at, at + 4))?.[1];
    if (word === 'AND' || word === 'OR' || word === 'NOT') return { word, end: at + word.length };
    if (text.startsWith('&&', at)) return { word: 'AND', end: at + 2 };
    if (text.startsWith('||', at)) return { word: 'OR', end: at + 2 };
    if (this.terms.takesSign(at)) return undefined;
    if (letter === '-' || letter === '!') return { word: 'NOT', end: at + 1 };
    return letter === '+' ? { word: '+', end: at + 1 } : undefined;
  }

  private moveTo(at: number): void {
    this.at = skipSpace(this.text, at);
  }

  private report(message: string, start: number, end: number): void {
    this.errors.push({ message, start, end });
  }
}

function nothing(span: Span): Query {
  return { kind: 'all', span };
}

function join(kind: 'and' | 'or', parts: readonly Query[]): Query {
  const [first] = parts;
  const last = parts[parts.length - 1];
  if (first === undefined || last === undefined) return nothing({ start: 0, end: 0 });
  if (parts.length === 1) return first;
  const joined: AndQuery | OrQuery = { kind, parts, span: { start: first.span.start, end: last.span.end } };
  return joined;
}
