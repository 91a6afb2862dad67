import type { EpochMs } from '../../base/time';
import { nextAddress, parseAddress, parseAddressRanges, spanAddresses } from './address';
import { foldCase } from './foldCase';
import type { Alternative, Bound, PatternPiece, QueryError, Span, ValueTest } from './query';
import type { Alias, FieldSource } from './queryFields';
import type { RegexNode } from './regexSyntax';
import { parseRelativeTime, parseTimeText } from './timeText';
import { matchesAll, toPatternTest } from './textPattern';

/** A value as it was written behind a field's colon. */
export type WrittenValue = WrittenWord | WrittenRegex | WrittenRange;

export interface WrittenWord {
  readonly kind: 'word';
  readonly pieces: readonly PatternPiece[];
  /** Escapes and quotes taken off; wildcards are `*` and `?`. */
  readonly text: string;
  readonly hasWildcards: boolean;
  readonly isQuoted: boolean;
  readonly isExactCase: boolean;
  readonly span: Span;
}

export interface WrittenRegex {
  readonly kind: 'regex';
  readonly source: string;
  readonly node: RegexNode;
  readonly ignoresCase: boolean;
  readonly span: Span;
}

/** `[a TO b]`, `>a` … Undefined ends are open. */
export interface WrittenRange {
  readonly kind: 'range';
  readonly from: WrittenBound | undefined;
  readonly to: WrittenBound | undefined;
  readonly span: Span;
}

export interface WrittenBound extends Bound<string> {
  readonly span: Span;
}

export type TestResult = ValueTest | QueryError;

/** The tests that a written value makes of a field's sources. */
export function toAlternatives(
  sources: readonly FieldSource[],
  alias: Alias | undefined,
  value: WrittenValue,
  now: EpochMs,
): readonly Alternative[] | QueryError {
  const group = value.kind === 'word' && !value.isQuoted ? alias?.groups?.get(value.text.toLowerCase()) : undefined;
  if (group !== undefined) return toGroup(sources, group);
  const alternatives: Alternative[] = [];
  for (const source of sources) {
    const test = toTest(source, value, now);
    if ('message' in test) return test;
    alternatives.push({ target: source.target, test });
    if (source.target.kind === 'path') alternatives.push(...toBlockTest(source, value));
    if (alias?.isKey !== true || source.target.kind !== 'mention' || test.kind !== 'pattern') continue;
    // A pattern would find identifiers that are no keys: those of keys begin with these letters.
    if (value.kind === 'word' && value.hasWildcards) alternatives.splice(-1, 1, ...toKeyTests(source, value));
  }
  return alternatives;
}

/** The field is there: for a framed source, with something in the frame. */
export function toPresentAlternatives(sources: readonly FieldSource[]): readonly Alternative[] {
  const anything: readonly PatternPiece[] = [{ kind: 'one' }, { kind: 'many' }];
  return sources.map(({ target, before, after, bounds }) => {
    const isFramed = before !== undefined || after !== undefined;
    const framed = toPatternTest([...(before ?? []), ...anything, ...(after ?? [])], bounds, false);
    return { target, test: isFramed ? framed : { kind: 'present' } };
  });
}

function toGroup([first]: readonly FieldSource[], patterns: readonly string[]): readonly Alternative[] {
  if (first === undefined) return [];
  return patterns.map((pattern) => ({ target: first.target, test: toPatternTest(toPieces(pattern), 'whole', false) }));
}

/** `*` is a wildcard, everything else stands for itself. */
function toPieces(pattern: string): readonly PatternPiece[] {
  return pattern.split(/(\*)/).map((text) => (text === '*' ? { kind: 'many' } : { kind: 'text', text }));
}

/** A value with wildcards, held to identifiers that begin as access keys do. */
function toKeyTests({ target }: FieldSource, value: WrittenWord): readonly Alternative[] {
  const [first, second, ...rest] = toPatternTest(value.pieces, 'whole', value.isExactCase).pieces;
  const start = first?.kind === 'text' ? foldCase(first.text) : '';
  const prefixes = ['AKIA', 'ASIA'].filter((prefix) => foldCase(prefix).startsWith(start.slice(0, 4)));
  if (start.length >= 4)
    return prefixes.length === 0 ? [] : [{ target, test: toPatternTest(value.pieces, 'whole', value.isExactCase) }];
  const star = first?.kind === 'many' ? first : second;
  if (star?.kind !== 'many') return [];
  const tail = first?.kind === 'many' && second !== undefined ? [second, ...rest] : rest;
  return prefixes.map((text) => ({
    target,
    test: toPatternTest([{ kind: 'text', text }, star, ...tail], 'whole', value.isExactCase),
  }));
}

function toTest(source: FieldSource, value: WrittenValue, now: EpochMs): TestResult {
  const { target } = source;
  const kind = target.kind === 'column' ? target.column.kind : 'text';
  if (kind === 'time') return toTimeTest(value, now);
  if (kind === 'boolean') return toBooleanTest(value);
  if (value.kind === 'regex') {
    return { kind: 'regex', source: value.source, node: value.node, ignoresCase: value.ignoresCase };
  }
  if (value.kind === 'range') return toRangeTest(source, value, now);
  const isAddress = kind === 'address' || target.kind === 'mention' || target.kind === 'path';
  const addresses = isAddress ? toAddressTest(source, value) : undefined;
  if (addresses !== undefined) return addresses;
  const test = toPatternTest(
    [...(source.before ?? []), ...value.pieces, ...(source.after ?? [])],
    source.bounds,
    value.isExactCase,
  );
  return matchesAll(test) ? { kind: 'present' } : test;
}

function toTimeTest(value: WrittenValue, now: EpochMs): TestResult {
  if (value.kind === 'regex') return wrongTime(value.span);
  if (value.kind === 'range') return toTimeRange(value, now);
  if (value.text === '*') return { kind: 'present' };
  // `-7d` by itself is the time since then.
  const since = /^(now\s*)?-/.test(value.text) ? parseRelativeTime(value.text, now) : undefined;
  if (since !== undefined) return { kind: 'times', from: since, to: undefined };
  const span = parseTimeText(value.text.replace(/[T:-]?\*$/, ''), now);
  return span === undefined ? wrongTime(value.span) : { kind: 'times', from: span.from, to: span.to };
}

/** An end that covers a day or an hour counts as a whole: `<= 2026-01-15` ends with that day, `> 2026-01-15` begins behind it. */
function toTimeRange({ from, to, span }: WrittenRange, now: EpochMs): TestResult {
  const first = from === undefined ? undefined : parseTimeText(from.value, now);
  if (from !== undefined && first === undefined) return wrongTime(from.span);
  const last = to === undefined ? undefined : parseTimeText(to.value, now);
  if (to !== undefined && last === undefined) return wrongTime(to.span);
  const test: ValueTest = {
    kind: 'times',
    from: from?.isInclusive === true ? first?.from : first?.to,
    to: to?.isInclusive === true ? last?.to : last?.from,
  };
  const isEmpty = test.from !== undefined && test.to !== undefined && test.from >= test.to;
  return isEmpty ? { message: 'No time lies in this range: it ends before it begins.', ...span } : test;
}

function wrongTime({ start, end }: Span): QueryError {
  const message =
    'This is no time. Write 2026-01-15, 2026-01-15T06:00Z, -7d, now, or a range [2026-01-15 TO 2026-01-16].';
  return { message, start, end };
}

function toBooleanTest(value: WrittenValue): TestResult {
  const text = value.kind === 'word' ? value.text.toLowerCase() : '';
  if (text === '*') return { kind: 'present' };
  if (text === 'true' || text === 'false') return { kind: 'boolean', value: text === 'true' };
  return {
    message: 'This field is true or false.',
    ...value.span,
    suggestion: /^[tyj1]/.test(text) ? 'true' : 'false',
  };
}

/** Fields beside columns are tested for a block's text, which security groups hold, and for addresses in it. */
function toBlockTest({ target }: FieldSource, value: WrittenValue): readonly Alternative[] {
  if (value.kind !== 'word' || value.isQuoted || value.isExactCase || !value.text.includes('/')) return [];
  const ranges = parseAddressRanges(value.text);
  return ranges === undefined ? [] : [{ target, test: { kind: 'addresses', ranges } }];
}

function toAddressTest({ target }: FieldSource, value: WrittenWord): TestResult | undefined {
  if (value.hasWildcards) return undefined;
  const isBlock = value.text.includes('/');
  const ranges = parseAddressRanges(value.text);
  if (target.kind === 'column') {
    if (ranges !== undefined) return { kind: 'addresses', ranges };
    if (isBlock && /^[\d.:/]+$/.test(value.text)) return { message: 'This is no CIDR block.', ...value.span };
    return undefined;
  }
  if (ranges === undefined || !isBlock || target.kind === 'path') return undefined;
  if (!value.text.includes(':')) return { kind: 'addresses', ranges };
  return { message: 'Only IPv4 blocks can be looked for in mentions. Use ip: for IPv6 blocks.', ...value.span };
}

function toRangeTest(source: FieldSource, range: WrittenRange, now: EpochMs): TestResult {
  const ends = [range.from, range.to].filter((end) => end !== undefined);
  const isAddressColumn = source.target.kind === 'column' && source.target.column.kind === 'address';
  if (isAddressColumn || ends.every(({ value }) => parseAddress(value) !== undefined))
    return toAddressRange(range, source);
  if (ends.every(({ value }) => isNumber(value))) {
    return { kind: 'numbers', from: mapBound(range.from, Number), to: mapBound(range.to, Number) };
  }
  const isTime = ends.every(({ value }) => parseTimeText(value, now) !== undefined);
  if (isTime && source.target.kind === 'path') return toTimeRange(range, now);
  return { kind: 'texts', from: mapBound(range.from, foldCase), to: mapBound(range.to, foldCase) };
}

function toAddressRange({ from, to, span }: WrittenRange, source: FieldSource): TestResult {
  for (const end of [from, to]) {
    if (end !== undefined && parseAddress(end.value) === undefined) {
      return { message: 'This is no IP address.', ...end.span };
    }
  }
  if (source.target.kind === 'mention' && (from ?? to)?.value.includes(':') === true) {
    return { message: 'Only IPv4 addresses can be looked for in mentions by range. Use ip: for IPv6.', ...span };
  }
  const first = from === undefined ? undefined : parseAddress(from.value);
  const last = to === undefined ? undefined : parseAddress(to.value);
  const lowest = first === undefined || from?.isInclusive === true ? first : nextAddress(first, 1);
  const highest = last === undefined || to?.isInclusive === true ? last : nextAddress(last, -1);
  const isEmpty = (first !== undefined && lowest === undefined) || (last !== undefined && highest === undefined);
  const ranges = isEmpty ? [] : spanAddresses(lowest, highest);
  if (ranges === undefined) return { message: 'The first address stands behind the last.', ...span };
  return { kind: 'addresses', ranges };
}

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}

function mapBound<T>(bound: WrittenBound | undefined, convert: (text: string) => T): Bound<T> | undefined {
  return bound === undefined ? undefined : { value: convert(bound.value), isInclusive: bound.isInclusive };
}
