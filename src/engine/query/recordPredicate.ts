import type { LogText } from '../record/logText';
import { findPrincipal } from '../record/principal';
import type { RecordColumn } from '../record/recordColumns';
import { RecordFields } from '../record/recordFields';
import { RecordMentions } from '../record/recordMentions';
import { parseRecordTime } from '../record/recordTime';
import { listResources } from '../record/resource';
import { cell, readCell } from '../record/tape';
import type { FieldQuery, FieldTarget, Query, TextQuery, ValueTest } from './query';
import { RawTextFilter } from './rawTextFilter';
import { hasContent, RecordPath, someScalar, someText } from './recordPaths';
import { toTextPredicate, type TextPredicate } from './textTests';

/** `record`: the tape index of a record, as in `LogText.records`. */
export type RecordPredicate = (log: LogText, record: number) => boolean;

/** The query as a function of records: exact, and the same as `toSql` where that is exact. Compile once, call often. */
export function toRecordPredicate(query: Query): RecordPredicate {
  return compile(query, new RecordMentions());
}

function compile(query: Query, mentions: RecordMentions): RecordPredicate {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'and': {
      const parts = query.parts.map((part) => compile(part, mentions));
      return (log, record) => parts.every((part) => part(log, record));
    }
    case 'or': {
      const parts = query.parts.map((part) => compile(part, mentions));
      return (log, record) => parts.some((part) => part(log, record));
    }
    case 'not': {
      const part = compile(query.part, mentions);
      return (log, record) => !part(log, record);
    }
    case 'text':
      return compileText(query);
    case 'field':
      return compileField(query, mentions);
  }
}

function compileText(query: TextQuery): RecordPredicate {
  const test = toTextPredicate(query.test);
  return behindFilter(query, (log, record) => someText(log, record, test));
}

/** Most records do not hold a text at all: their bytes are looked at before their values. */
function behindFilter(query: Query, predicate: RecordPredicate): RecordPredicate {
  const filter = new RawTextFilter(query);
  if (!filter.isSelective) return predicate;
  return (log, record) => {
    const bytes = log.bytes.subarray(readCell(log.tape, record, cell.start), readCell(log.tape, record, cell.end));
    return filter.mayMatch(bytes) && predicate(log, record);
  };
}

/** Tests of one target share what is read from the record. */
function compileField(query: FieldQuery, mentions: RecordMentions): RecordPredicate {
  const { alternatives } = query;
  const groups = new Map<string, { readonly target: FieldTarget; readonly tests: ValueTest[] }>();
  for (const { target, test } of alternatives) {
    const key = target.kind === 'column' ? `c ${target.column.name}` : JSON.stringify(target);
    const group = groups.get(key) ?? { target, tests: [] };
    group.tests.push(test);
    groups.set(key, group);
  }
  const parts = [...groups.values()].map(({ target, tests }) => compileTarget(target, tests, mentions));
  const [only] = parts;
  const predicate: RecordPredicate =
    only !== undefined && parts.length === 1 ? only : (log, record) => parts.some((part) => part(log, record));
  // Reading all that a record mentions takes long.
  const isSlow = alternatives.some(({ target }) => target.kind === 'mention');
  return isSlow ? behindFilter(query, predicate) : predicate;
}

function compileTarget(target: FieldTarget, tests: readonly ValueTest[], mentions: RecordMentions): RecordPredicate {
  switch (target.kind) {
    case 'column':
      return compileColumn(target.column, tests);
    case 'mention': {
      const test = anyOf(tests.map((one) => (one.kind === 'addresses' ? toQuadPredicate(one) : toTextPredicate(one))));
      return (log, record) => mentions.list(log, record).some(test);
    }
    case 'path': {
      const path = new RecordPath(target.names);
      const wantsPresence = tests.some(({ kind }) => kind === 'present');
      const test = anyOf(tests.filter(({ kind }) => kind !== 'present').map(toTextPredicate));
      return (log, record) =>
        path
          .find(log, record)
          .some((value) => (wantsPresence && hasContent(log, value)) || someScalar(log, value, test));
    }
  }
}

/** Among mentions, blocks and ranges are of IPv4. */
function toQuadPredicate(test: ValueTest): TextPredicate {
  const inner = toTextPredicate(test);
  return (text) => !text.includes(':') && inner(text);
}

function compileColumn(column: RecordColumn, tests: readonly ValueTest[]): RecordPredicate {
  if (column.kind === 'list') {
    const test = anyOf(tests.map((one) => (one.kind === 'present' ? () => true : toTextPredicate(one))));
    return (log, record) => listResources(log, record).some(({ id, name }) => test(id) || test(name));
  }
  const read = toReader(column);
  const test = anyOf(tests.map((one) => toColumnTest(column, one)));
  return (log, record) => {
    const text = read(log, record);
    return text !== undefined && test(text);
  };
}

function toColumnTest({ kind }: RecordColumn, test: ValueTest): TextPredicate {
  if (test.kind !== 'present') return toTextPredicate(test);
  if (kind === 'time') return (text) => parseRecordTime(text) !== undefined;
  return kind === 'boolean' ? (text) => text === 'true' || text === 'false' : () => true;
}

/** The column's value as text. */
function toReader({ name }: RecordColumn): (log: LogText, record: number) => string | undefined {
  if (name === 'principal') return (log, record) => findPrincipal(log, record).name || undefined;
  if (name === 'principalId') return (log, record) => findPrincipal(log, record).id || undefined;
  const path = name.split('.');
  return (log, record) => new RecordFields(log, record).text(...path);
}

function anyOf(tests: readonly TextPredicate[]): TextPredicate {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (text) => tests.some((test) => test(text));
}
