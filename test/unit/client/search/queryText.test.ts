import * as assert from 'node:assert/strict';
import {
  applyCompletion,
  applySuggestion,
  markProblem,
  quote,
  toFieldName,
  toPattern,
  toProblemPlace,
  toValueQueries,
} from '../../../../src/client/search/queryText';
import { parseQuery } from '../../../../src/engine/query/parseQuery';

describe('the text of a query', () => {
  it('takes a completion into the place that it is for', () => {
    assert.equal(
      applyCompletion('eventName:Pu AND x', { insertText: 'PutObject', start: 10, end: 12 }),
      'eventName:PutObject AND x',
    );
    assert.equal(applyCompletion('a ', { insertText: 'b', start: 2, end: 2 }), 'a b');
  });

  it('takes a suggestion, where there is one', () => {
    const problem = { message: 'unknown field', start: 0, end: 8 };
    assert.equal(applySuggestion('evntName:Put*', { ...problem, suggestion: 'eventName' }), 'eventName:Put*');
    assert.equal(applySuggestion('evntName:Put*', problem), undefined);
  });

  it('shows a mistake between signs', () => {
    assert.equal(markProblem('evntName:Put*', { start: 0, end: 8 }), '›evntName‹:Put*');
    assert.equal(markProblem('a (b', { start: 4, end: 4 }), 'a (b›‹');
    assert.equal(markProblem('a', { start: 7, end: 9 }), 'a›‹');
    assert.equal(markProblem('x$(zap)\u202e', { start: 0, end: 1 }), '›x‹\\$(zap)\\u{202e}');
    const long = markProblem(`${'a'.repeat(100)}!${'b'.repeat(100)}`, { start: 100, end: 101 });
    assert.equal(long, `…${'a'.repeat(60)}›!‹${'b'.repeat(60)}…`);
  });

  it('counts characters from one', () => {
    assert.equal(toProblemPlace({ start: 0, end: 8 }), 'characters 1 to 8');
    assert.equal(toProblemPlace({ start: 4, end: 4 }), 'character 5');
  });

  it('quotes what would end a quoted text', () => {
    assert.equal(quote('a"b\\c'), '"a\\"b\\\\c"');
  });

  const values: readonly [value: string, path: string | undefined, query: string][] = [
    ['PutObject', 'eventName', 'eventName:"PutObject"'],
    ['PutObject', undefined, '"PutObject"'],
    ['arn:aws:iam::111122223333:role/Admin', 'userIdentity.arn', '"arn:aws:iam::111122223333:role/Admin"'],
    ['AKIAIOSFODNN7EXAMPLE', 'userIdentity.accessKeyId', '"AKIAIOSFODNN7EXAMPLE"'],
    ['111122223333', 'recipientAccountId', '"111122223333"'],
    ['203.0.113.7', 'sourceIPAddress', '"203.0.113.7"'],
    ['2001:db8::1', 'sourceIPAddress', '"2001:db8::1"'],
    ['1a2b3c4d-0000-4000-8000-1234567890ab', 'eventID', 'eventID:"1a2b3c4d-0000-4000-8000-1234567890ab"'],
    ['i-0123456789abcdef0', 'requestParameters.instanceId', '"i-0123456789abcdef0"'],
    ['14:05', 'x', 'x:"14:05"'],
    ['false', 'readOnly', 'readOnly:"false"'],
    ['alice" OR a:"b', 'userIdentity.userName', 'userIdentity.userName:"alice\\" OR a:\\"b"'],
  ];
  for (const [value, path, query] of values) {
    it(`finds ${value} with ${query}`, () => {
      assert.equal(toValueQueries(value, path)[0], query);
    });
  }

  it('tries a field that CloudTrail does not have, and then the whole record', () => {
    assert.deepEqual(toValueQueries('x', 'detail.a'), ['detail.a:"x"', '.detail.a:"x"', '"x"']);
  });

  it('takes a value with wildcards as a pattern, unless it holds what ends one', () => {
    assert.equal(toPattern('key', 'AKIA*'), 'key:AKIA*');
    assert.equal(toPattern('key', 'AKIA'), undefined);
    assert.equal(toPattern('resource', 'a* OR b'), undefined);
  });

  it('quotes names that would end early', () => {
    assert.equal(toFieldName(['a', 'aws:x', 'b c', 'd-e', '1']), 'a."aws:x"."b c".d-e."1"');
  });
});

describe('queries that are made', () => {
  it('are such as the language takes', () => {
    const queries = [
      ...toValueQueries('a"b\\c', 'requestParameters.x'),
      ...toValueQueries('x', toFieldName(['requestParameters', 'aws:SourceArn'])),
      ...toValueQueries('x', 'detail.a').slice(1),
      `resource:${quote('my bucket')}`,
      toPattern('resource', 'arn:aws:s3:::prod-*') ?? '',
      `eventID:${quote('1')} OR requestID:${quote('1')}`,
    ];
    for (const query of queries) assert.deepEqual(parseQuery(query, { now: 0 }).errors, [], query);
  });
});
