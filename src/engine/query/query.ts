import type { EpochMs } from '../../base/time';
import type { RecordColumn } from '../record/recordColumns';
import type { RegexNode } from './regexSyntax';

/** A piece of the query's text, in UTF-16 units; `end` stands behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a query means, with every alias and every time resolved. Plain data: it can be cloned to another thread.
 * `and` and `or` have two parts or more.
 */
export type Query = AllQuery | AndQuery | OrQuery | NotQuery | FieldQuery | TextQuery;

/** Every record. */
export interface AllQuery {
  readonly kind: 'all';
  readonly span: Span;
}

export interface AndQuery {
  readonly kind: 'and';
  readonly parts: readonly Query[];
  readonly span: Span;
}

export interface OrQuery {
  readonly kind: 'or';
  readonly parts: readonly Query[];
  readonly span: Span;
}

/** True exactly when its part is false: a record that lacks a field does not match a test of it, so NOT matches. */
export interface NotQuery {
  readonly kind: 'not';
  readonly part: Query;
  readonly span: Span;
}

/** Matches when any of its alternatives does. */
export interface FieldQuery {
  readonly kind: 'field';
  /** The field or alias as it was written; `mention` for an identifier that stands by itself. */
  readonly name: string;
  readonly alternatives: readonly Alternative[];
  /** The test as the person wrote it, for explanations. */
  readonly written: string;
  /** True for an identifier that was written without a field. */
  readonly isBare?: boolean;
  readonly span: Span;
}

/** Matches when any name or any scalar value of the record passes the test. */
export interface TextQuery {
  readonly kind: 'text';
  readonly test: PatternTest | RegexTest;
  readonly written: string;
  readonly span: Span;
}

export interface Alternative {
  readonly target: FieldTarget;
  readonly test: ValueTest;
}

/**
 * Where the tested texts come from.
 * - `column`: the column's value, as `recordColumns` and the index define it; of a `list`, each of its items.
 * - `path`: names from the record inwards, compared without regard to case; lists on the way are walked through. What
 *   stands there may be a list or an object: then every scalar value in it is tested.
 * - `mention`: every identifier that stands anywhere in the record, see `findMentions`.
 */
export type FieldTarget =
  | { readonly kind: 'column'; readonly column: RecordColumn }
  | { readonly kind: 'path'; readonly names: readonly string[] }
  | { readonly kind: 'mention' };

export type ValueTest =
  PresentTest | PatternTest | RegexTest | TimesTest | BooleanTest | AddressesTest | NumbersTest | TextsTest;

/** The field is there, and is not null, `""`, `{}` or `[]`; a time or a boolean is one that can be read. */
export interface PresentTest {
  readonly kind: 'present';
}

export interface PatternTest {
  readonly kind: 'pattern';
  readonly pieces: readonly PatternPiece[];
  /** False: compared as `foldCase` folds. Then the pieces' texts are folded already. */
  readonly isExactCase: boolean;
  /**
   * - `whole`: the pattern is the whole text.
   * - `part`: it stands between separators (`/`, `:`, `@`, space) or the ends of the text.
   * - `anywhere`: it stands anywhere in the text.
   */
  readonly bounds: 'whole' | 'part' | 'anywhere';
}

/** Text that stands as it is, `many` for `*` and `one` for `?` (one code point). Never two texts in a row. */
export type PatternPiece =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'many' } | { readonly kind: 'one' };

/** Found anywhere in the text, unless anchored. */
export interface RegexTest {
  readonly kind: 'regex';
  readonly source: string;
  readonly node: RegexNode;
  readonly ignoresCase: boolean;
}

/** From (inclusive) up to (exclusive). */
export interface TimesTest {
  readonly kind: 'times';
  readonly from: EpochMs | undefined;
  readonly to: EpochMs | undefined;
}

export interface BooleanTest {
  readonly kind: 'boolean';
  readonly value: boolean;
}

/** An address in any of the ranges. Texts that are no address do not match; among mentions, only IPv4 does. */
export interface AddressesTest {
  readonly kind: 'addresses';
  readonly ranges: readonly AddressRange[];
}

/** Both ends belong to it. Each is 32 lower-case hex digits: 16 bytes, IPv4 as ::ffff:a.b.c.d. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** Texts that are decimal numbers, compared as doubles. */
export interface NumbersTest {
  readonly kind: 'numbers';
  readonly from: Bound<number> | undefined;
  readonly to: Bound<number> | undefined;
}

/** Folded texts in the order of their code points; the bounds are folded already. */
export interface TextsTest {
  readonly kind: 'texts';
  readonly from: Bound<string> | undefined;
  readonly to: Bound<string> | undefined;
}

export interface Bound<T> {
  readonly value: T;
  readonly isInclusive: boolean;
}

export interface QueryError {
  /** A sentence or two for people. */
  readonly message: string;
  /** Where the text is wrong; `start` is where the caret belongs. An unfinished query: both are its length. */
  readonly start: number;
  readonly end: number;
  /** What to write from `start` to `end` instead. */
  readonly suggestion?: string;
}
