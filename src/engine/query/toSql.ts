import type { EpochMs } from '../../base/time';
import type { RecordColumn } from '../record/recordColumns';
import type { AddressRange, Alternative, PatternTest, Query, RegexTest, ValueTest } from './query';
import { decimalPattern } from './decimal';
import { toRe2 } from './re2Text';
import { joinAnd, joinOr, unknown, type SqlBounds } from './sqlBounds';
import { SqlParameters, type SqlParameterValue } from './sqlParameters';
import { fragmentOf, likePattern, patternNode } from './textPattern';

/** A condition over the columns of `records.parquet` and the columns `mention_<id>`. Only generated text stands in it. */
export interface SqlCondition {
  readonly sql: string;
  /** What the condition's `$p1`, `$p2` … stand for: exactly those that it names. Strings, numbers and booleans. */
  readonly parameters: Readonly<Record<string, SqlParameterValue>>;
}

/** A test of identifiers, answered from `mentions.parquet`. */
export interface MentionTerm {
  /** The conditions name its answer `"mention_<id>"`. */
  readonly id: number;
  /** Exact, over the column `"mention"`. */
  readonly condition: SqlCondition;
  /** True when no row can match `where` without matching this term: start from its rows. */
  readonly isRequired: boolean;
}

export interface SqlQuery {
  /** For WHERE. True for every record that matches, and perhaps for others. */
  readonly where: SqlCondition;
  /** For SELECT. True only for records that match for sure: the others that `where` lets through need their log. */
  readonly certain: SqlCondition;
  /** True when `where` and `certain` are the same: no log has to be opened. */
  readonly isExact: boolean;
  readonly mentions: readonly MentionTerm[];
}

/**
 * A query over an index segment, in DuckDB's SQL. Columns are named by their dotted names in double quotes, without a
 * table, so `records` has to be the only relation that has them.
 *
 * Mentions: for each term, the caller finds the row numbers and joins them as a BOOLEAN column, true or NULL:
 * ```sql
 * with m1 as (select distinct unnest("rows") as file_row_number, true as mention_1
 *             from read_parquet('…/mentions.parquet') where <mentions[0].condition.sql>)
 * select r.file_row_number, <certain.sql> as is_certain
 * from read_parquet('…/records.parquet', file_row_number = true) r left join m1 using (file_row_number)
 * where <where.sql>
 * ```
 * (`inner join` does for a term that is required.) Parameter names are unique over all conditions of one query, and
 * equal ones stand for equal values, so all `parameters` can be merged into one object when all conditions stand in
 * one statement. Bind only what the statement names: DuckDB refuses others.
 *
 * Negated tests are guarded against NULL; others may be NULL where they are false, which WHERE takes as false.
 * `certain` is never NULL.
 */
export function toSql(query: Query): SqlQuery {
  const writer = new SqlWriter();
  const { upper, lower } = writer.write(query);
  const isExact = upper === lower;
  const where = writer.parameters.conditionOf(upper);
  const certain = lower === 'TRUE' || lower === 'FALSE' ? lower : `coalesce(${lower}, FALSE)`;
  const required = requiredMentions(query, writer);
  return {
    where,
    certain: writer.parameters.conditionOf(certain),
    isExact,
    mentions: [...writer.mentions.values()].map(({ id, condition }) => ({
      id,
      condition: writer.parameters.conditionOf(condition),
      isRequired: required.has(id),
    })),
  };
}

class SqlWriter {
  readonly parameters = new SqlParameters();
  /** By the SQL of the condition with its parameters' names: equal tests are one term. */
  readonly mentions = new Map<string, { readonly id: number; readonly condition: string }>();

  write(query: Query): SqlBounds {
    switch (query.kind) {
      case 'all':
        return { upper: 'TRUE', lower: 'TRUE' };
      case 'and':
        return joinAnd(query.parts.map((part) => this.write(part)));
      case 'or':
        return this.writeOr(query.parts);
      case 'not':
        return negate(this.write(query.part));
      case 'text':
        return unknown;
      case 'field':
        return joinOr(query.alternatives.map((alternative) => this.writeAlternative(alternative)));
    }
  }

  /** Lists of indicators that people paste are one term: each further one would be a join. */
  private writeOr(parts: readonly Query[]): SqlBounds {
    const tests = parts.flatMap((part) => findMentionTest(part) ?? []);
    if (tests.length < 2) return joinOr(parts.map((part) => this.write(part)));
    const rest = parts.filter((part) => findMentionTest(part) === undefined);
    return joinOr([same(`"mention_${this.addMention(...tests)}"`), ...rest.map((part) => this.write(part))]);
  }

  private writeAlternative({ target, test }: Alternative): SqlBounds {
    switch (target.kind) {
      case 'path':
        return unknown;
      case 'mention':
        return same(`"mention_${this.addMention(test)}"`);
      case 'column':
        return this.writeColumn(target.column, test);
    }
  }

  /** A mention that passes any of the tests. */
  addMention(...tests: readonly ValueTest[]): number {
    const condition = joinOr(tests.map((test) => this.writeTest('"mention"', test))).upper;
    const known = this.mentions.get(condition);
    if (known !== undefined) return known.id;
    const id = this.mentions.size + 1;
    this.mentions.set(condition, { id, condition });
    return id;
  }

  private writeColumn(column: RecordColumn, test: ValueTest): SqlBounds {
    const name = `"${column.name}"`;
    if (column.kind === 'list') {
      if (test.kind === 'present') return same(`len(${name}) > 0`);
      const { upper, lower } = this.writeTest('x', test);
      const some = (condition: string): string =>
        condition === 'FALSE' ? 'FALSE' : `len(list_filter(${name}, lambda x: ${condition})) > 0`;
      return upper === lower ? same(some(upper)) : { upper: some(upper), lower: some(lower) };
    }
    const isAddress = test.kind === 'addresses' && column.name === 'sourceIPAddress';
    return this.writeTest(isAddress ? '"sourceAddress"' : name, test, isAddress);
  }

  /** A test of one value: of a SQL expression that gives a text (or the time, boolean or address that the test is of). */
  private writeTest(value: string, test: ValueTest, isAddress = false): SqlBounds {
    switch (test.kind) {
      case 'present':
        return same(`${value} IS NOT NULL`);
      case 'pattern':
        return same(this.writePattern(value, test));
      case 'regex':
        return same(this.writeRegex(value, test));
      case 'times':
        return same(this.writeTimes(value, test.from, test.to));
      case 'boolean':
        return same(`${value} = ${test.value ? 'TRUE' : 'FALSE'}`);
      case 'addresses': {
        if (value === '"mention"') return same(this.writeQuads(value, test.ranges));
        // Text cannot be compared as addresses in SQL; only the column of addresses can.
        if (!isAddress) return { upper: `${value} IS NOT NULL`, lower: 'FALSE' };
        const ranges = test.ranges.map(({ first, last }) =>
          first === last
            ? `${value} = unhex(${this.parameters.add(first)})`
            : `${value} BETWEEN unhex(${this.parameters.add(first)}) AND unhex(${this.parameters.add(last)})`,
        );
        return joinOr(ranges.map(same));
      }
      case 'numbers':
      case 'texts':
        return same(this.writeRange(value, test));
    }
  }

  private writePattern(value: string, test: PatternTest): string {
    const text = test.isExactCase ? value : `lower(${value})`;
    const { pieces, bounds } = test;
    const [first, second] = pieces;
    const only = pieces.length === 1 && first?.kind === 'text' ? first.text : undefined;
    if (only !== undefined && bounds === 'whole') return `${text} = ${this.parameters.add(only)}`;
    if (only !== undefined && bounds === 'anywhere') return `contains(${text}, ${this.parameters.add(only)})`;
    if (bounds === 'part') {
      const fragment = fragmentOf(pieces);
      const matches = `regexp_matches(${text}, ${this.parameters.add(toRe2(patternNode(test), false))}, 's')`;
      return fragment === '' ? matches : `(contains(${text}, ${this.parameters.add(fragment)}) AND ${matches})`;
    }
    if (bounds === 'whole' && pieces.length === 2 && first?.kind === 'text' && second?.kind === 'many') {
      return `starts_with(${text}, ${this.parameters.add(first.text)})`;
    }
    const { pattern, hasEscapes } = likePattern(test);
    return `${text} LIKE ${this.parameters.add(pattern)}${hasEscapes ? " ESCAPE '\\'" : ''}`;
  }

  private writeRegex(value: string, test: RegexTest): string {
    return `regexp_matches(${value}, ${this.parameters.add(toRe2(test.node, test.ignoresCase))}, 's')`;
  }

  private writeTimes(value: string, from: EpochMs | undefined, to: EpochMs | undefined): string {
    const toTimestamp = (time: EpochMs): string => `make_timestamp_ms(${this.parameters.add(time)}::BIGINT)`;
    const bounds: string[] = [];
    if (from !== undefined) bounds.push(`${value} >= ${toTimestamp(from)}`);
    if (to !== undefined) bounds.push(`${value} < ${toTimestamp(to)}`);
    if (bounds.length === 0) return `${value} IS NOT NULL`;
    return bounds.length === 1 ? bounds.join('') : `(${bounds.join(' AND ')})`;
  }

  /** IPv4 alone: what the last four bytes of an address are, as a number. */
  private writeQuads(value: string, ranges: readonly AddressRange[]): string {
    const part = (index: number): string => `CAST(split_part(${value}, '.', ${index}) AS BIGINT)`;
    const number = `CASE WHEN regexp_full_match(${value}, '${quadPattern}') THEN ((${part(1)} * 256 + ${part(2)}) * 256 + ${part(3)}) * 256 + ${part(4)} END`;
    const toNumber = (address: string): string => this.parameters.add(Number.parseInt(address.slice(24), 16));
    const tests = ranges.map(({ first, last }) => `${number} BETWEEN ${toNumber(first)} AND ${toNumber(last)}`);
    return tests.length === 0 ? 'FALSE' : `(${tests.join(' OR ')})`;
  }

  private writeRange(value: string, test: ValueTest & { kind: 'numbers' | 'texts' }): string {
    const isNumber = test.kind === 'numbers';
    const operand = isNumber
      ? `CASE WHEN regexp_full_match(${value}, '${decimalPattern}') THEN CAST(${value} AS DOUBLE) END`
      : `lower(${value})`;
    const bounds: string[] = [];
    const add = (sign: string, bound: number | string): number =>
      bounds.push(`${operand} ${sign} ${this.parameters.add(bound)}${isNumber ? '::DOUBLE' : ''}`);
    if (test.from !== undefined) add(test.from.isInclusive ? '>=' : '>', test.from.value);
    if (test.to !== undefined) add(test.to.isInclusive ? '<=' : '<', test.to.value);
    return bounds.length === 0 ? `${operand} IS NOT NULL` : `(${bounds.join(' AND ')})`;
  }
}

const quad = '(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])';
const quadPattern = `(${quad}[.]){3}${quad}`;

/** The terms that every match needs: those that are joined by AND alone. */
function requiredMentions(query: Query, writer: SqlWriter): ReadonlySet<number> {
  if (query.kind === 'and') return new Set(query.parts.flatMap((part) => [...requiredMentions(part, writer)]));
  const test = findMentionTest(query);
  return new Set(test === undefined ? [] : [writer.addMention(test)]);
}

function findMentionTest(query: Query): ValueTest | undefined {
  if (query.kind !== 'field' || query.alternatives.length !== 1) return undefined;
  const [only] = query.alternatives;
  return only?.target.kind === 'mention' ? only.test : undefined;
}

function same(condition: string): SqlBounds {
  return { upper: condition, lower: condition };
}

/** A test of a NULL is false, so its negation is true. What is negated twice is guarded twice, and never NULL. */
function negate({ upper, lower }: SqlBounds): SqlBounds {
  const not = (condition: string): string =>
    condition === 'TRUE' ? 'FALSE' : condition === 'FALSE' ? 'TRUE' : `NOT coalesce(${condition}, FALSE)`;
  return upper === lower ? same(not(upper)) : { upper: not(lower), lower: not(upper) };
}
