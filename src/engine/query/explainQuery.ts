import { toUtcText } from '../../base/time';
import { aliases } from './queryFields';
import type { Alternative, FieldQuery, PatternTest, Query, RegexTest, TextQuery, TimesTest } from './query';

/** What a query means, in words: one line, or a line for each of its parts. Holds texts of the query as they are. */
export function explainQuery(query: Query): string {
  if (query.kind === 'all') return 'Every record.';
  const [first = '', ...rest] = explain(query, '');
  return [`Records where ${first}`, ...rest].join('\n') + (rest.length === 0 ? '.' : '');
}

/** The first line continues a sentence; the others are its list, indented. */
function explain(query: Query, indent: string): readonly string[] {
  switch (query.kind) {
    case 'all':
      return ['anything stands'];
    case 'and':
      return explainList('all of these hold:', query.parts, indent);
    case 'or':
      return explainList('any of these holds:', query.parts, indent);
    case 'not':
      return explainNot(query.part, indent);
    case 'text':
      return [`any name or value ${explainTest(query)}`];
    case 'field':
      return [explainField(query, false)];
  }
}

function explainList(title: string, parts: readonly Query[], indent: string): readonly string[] {
  const inner = `${indent}  `;
  return [
    title,
    ...parts.flatMap((part) => {
      const [first = '', ...rest] = explain(part, inner);
      return [`${inner}- ${first}`, ...rest];
    }),
  ];
}

function explainNot(part: Query, indent: string): readonly string[] {
  switch (part.kind) {
    case 'all':
      return ['nothing stands: no record matches'];
    case 'and':
      return explainList('not all of these hold:', part.parts, indent);
    case 'or':
      return explainList('none of these holds:', part.parts, indent);
    case 'not':
      return explain(part.part, indent);
    case 'text':
      return [`no name and no value ${explainTest(part)}`];
    case 'field':
      return [explainField(part, true)];
  }
}

function explainField(query: FieldQuery, isNegated: boolean): string {
  const { name, alternatives, written, isBare } = query;
  if (isBare === true) return isNegated ? `${written} is mentioned nowhere` : `${written} is mentioned anywhere`;
  const meaning = isGroup(query) ? '' : describeAlias(name);
  const claim = explainClaim(alternatives[0], written);
  const isPresence = written === '*';
  if (isPresence) return `${name}${meaning} is ${isNegated ? 'absent or empty' : 'there'}`;
  const sentence = `${name}${meaning} ${claim}`;
  return isNegated ? `it is not so that ${sentence}` : sentence;
}

function isGroup({ name, written }: FieldQuery): boolean {
  return aliases.find((alias) => alias.name === name)?.groups?.has(written.toLowerCase()) ?? false;
}

/** `ip (sourceIPAddress)`; nothing for CloudTrail's own names. */
function describeAlias(name: string): string {
  const alias = aliases.find((candidate) => candidate.name === name);
  const targets = alias?.sources.map(({ target }) =>
    target.kind === 'column' ? target.column.name : target.kind === 'path' ? target.names.join('.') : 'any identifier',
  );
  const others = [...new Set(targets)].filter((target) => target !== name);
  return others.length === 0 ? '' : ` (${others.join(' or ')})`;
}

function explainClaim(alternative: Alternative | undefined, written: string): string {
  const test = alternative?.test;
  switch (test?.kind) {
    case 'times':
      return explainTimes(test);
    case 'boolean':
      return `is ${String(test.value)}`;
    case 'addresses':
      return /[/\s<>[{]/.test(written) ? `is an address in ${written}` : `is the address ${written}`;
    case 'numbers':
    case 'texts':
      return `lies in ${written}`;
    case 'regex':
    case 'pattern':
      return explainPattern(test, written);
    case 'present':
    case undefined:
      return 'is there';
  }
}

function explainTest({ test, written }: TextQuery): string {
  return explainPattern(test, written);
}

function explainPattern(test: PatternTest | RegexTest, written: string): string {
  if (test.kind === 'regex') return `matches ${written}${test.ignoresCase ? '' : ' (case counts)'}`;
  const exact = test.isExactCase ? ' (case counts)' : '';
  const text = written.replace(/^==?/, '');
  if (test.bounds === 'anywhere') return `contains ${text}${exact}`;
  if (test.bounds === 'part') return `is ${text} or has it between / : @ and spaces${exact}`;
  return `${test.pieces.some(({ kind }) => kind !== 'text') ? 'matches' : 'is'} ${text}${exact}`;
}

function explainTimes({ from, to }: TimesTest): string {
  if (from !== undefined && to === from + 1) return `is at ${toText(from)}`;
  if (from !== undefined && to !== undefined) return `is from ${toText(from)} until before ${toText(to)}`;
  if (from !== undefined) return `is ${toText(from)} or later`;
  return to === undefined ? 'is there' : `is before ${toText(to)}`;
}

/** Milliseconds only where there are any. */
function toText(time: number): string {
  const iso = new Date(time).toISOString();
  return time % 1000 === 0 ? toUtcText(time) : `${iso.slice(0, 23).replace('T', ' ')} UTC`;
}
