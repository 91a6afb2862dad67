import { aliases, type QueryField } from './queryFields';
import { queryHelp } from './queryHelp';
import { findRegexEnd, isWordWithColon, scanName, scanWord, skipSpace } from './queryText';

export interface QueryCompletion {
  /** What can stand at the place; `value` also where nothing can be suggested. */
  readonly kind: 'field' | 'value' | 'operator';
  /** Of a value: the field's name as it is written. */
  readonly field?: string;
  /** What is written of it before the offset, quotes and escapes taken off. */
  readonly prefix: string;
  /** The piece of the text that a suggestion replaces. */
  readonly replaceStart: number;
  readonly replaceEnd: number;
  /** Of a field, or of a value of `has:` and `missing:`: those that begin with the prefix, then those that hold it. */
  readonly fields: readonly QueryField[];
  /** Of a value: words that the language itself knows for this field. */
  readonly words: readonly string[];
  /** Of a value: the columns of the index whose values fit. */
  readonly valueColumns: readonly string[];
  /** Of an operator: what can stand there. */
  readonly operators: readonly string[];
}

/** What the writer of a query may go on with at an offset. Works on unfinished and wrong queries, too. */
export function completeQuery(text: string, offset: number): QueryCompletion {
  const place = findPlace(text, Math.max(0, Math.min(offset, text.length)));
  const written = text.slice(place.start, offset);
  if (place.kind === 'operator') return { ...base(place, written), kind: 'operator', operators };
  const prefix = unquote(written);
  if (place.field === undefined) {
    return { ...base(place, prefix), kind: 'field', fields: listFields(prefix) };
  }
  const field = queryHelp.find(({ name }) => name === place.field);
  const isMarker = field?.kind === 'marker';
  return {
    ...base(place, prefix),
    kind: 'value',
    field: place.field,
    fields: isMarker ? listFields(prefix).filter(({ kind }) => kind !== 'marker') : [],
    words: wordsOf(place.field),
    valueColumns: field?.valueColumns ?? [],
  };
}

const operators = ['AND', 'OR', 'NOT'] as const;

function base(place: Place, prefix: string): Omit<QueryCompletion, 'kind'> {
  const { start, end } = place;
  return { prefix, replaceStart: start, replaceEnd: end, fields: [], words: [], valueColumns: [], operators: [] };
}

interface Place {
  readonly kind: 'term' | 'operator';
  readonly field: string | undefined;
  readonly start: number;
  readonly end: number;
}

/** Walks over the terms before the offset; brackets behind a field hold its values. */
function findPlace(text: string, offset: number): Place {
  const fields: (string | undefined)[] = [];
  let at = 0;
  for (;;) {
    at = skipSpace(text, at);
    const field = fields[fields.length - 1];
    if (at >= offset) return { kind: 'term', field, start: offset, end: offset };
    const sign = /^(?:[()!+-]|&&|\|\||(?:AND|OR|NOT)(?=[\s()]))/.exec(text.slice(at, at + 4))?.[0];
    if (sign !== undefined) {
      if (sign === '(') fields.push(field);
      else if (sign === ')') fields.pop();
      at += sign.length;
      continue;
    }
    const name = field === undefined && !isWordWithColon(text, at) ? scanName(text, at) : undefined;
    const isField = name !== undefined && text[name.end] === ':' && name.end < offset;
    const own = isField ? text.slice(at, name.end) : field;
    const valueStart = isField ? skipSpace(text, name.end + 1) : at;
    if (isField && text[valueStart] === '(' && valueStart < offset) {
      fields.push(own);
      at = valueStart + 1;
      continue;
    }
    const start = Math.min(valueStart, offset);
    const end = findValueEnd(text, start);
    const isCut = end >= offset;
    if (isCut) {
      const word = text.slice(start, offset);
      const isOperator =
        !isField && at > 0 && /^[A-Z]{1,3}$/.test(word) && operators.some((operator) => operator.startsWith(word));
      return { kind: isOperator ? 'operator' : 'term', field: own, start, end };
    }
    at = Math.max(end, at + 1);
  }
}

function findValueEnd(text: string, start: number): number {
  const letter = text[start];
  if (letter === '[' || letter === '{') {
    const close = /[\]}]/.exec(text.slice(start));
    return close === null ? text.length : start + close.index + 1;
  }
  if (letter === '/') return findRegexEnd(text, start) ?? text.length;
  return scanWord(text, start).span.end;
}

function unquote(written: string): string {
  return written === '' ? '' : scanWord(written, 0).text;
}

function wordsOf(name: string): readonly string[] {
  const groups = aliases.find((alias) => alias.name === name)?.groups;
  if (groups !== undefined) return [...groups.keys()];
  if (name === 'time' || name === 'eventTime') return ['-1h', '-24h', '-7d', '-30d', 'today', 'yesterday'];
  return name === 'readOnly' || name === 'managementEvent' ? ['true', 'false'] : [];
}

function listFields(prefix: string): readonly QueryField[] {
  const folded = prefix.toLowerCase();
  const begins = queryHelp.filter(({ name }) => name.toLowerCase().startsWith(folded));
  const holds = queryHelp.filter(
    ({ name }) => name.toLowerCase().includes(folded) && !begins.some((field) => field.name === name),
  );
  return [...begins, ...holds];
}
