import assert from 'node:assert/strict';
import { explainQuery } from '../../../../src/engine/query/explainQuery';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { newRandom } from './randomQuery';

const now = Date.parse('2026-01-20T12:00:00Z');

describe('parseQuery', () => {
  const wrong: readonly (readonly [text: string, start: number, message: RegExp, suggestion?: string])[] = [
    ['evntName:x', 0, /no field "evntName"/, 'eventName'],
    ['eventname:x', 0, /Did you mean eventName/, 'eventName'],
    ['a AND Region:x', 6, /Did you mean region/, 'region'],
    ['userName:x', 0, /userIdentity\.userName/, 'userIdentity.userName'],
    ['requestparameters.bucketName:x', 0, /no field/, 'requestParameters'],
    ['foo.bar:x', 0, /write \.foo\.bar/],
    ['s3:GetObject', 0, /put it in quotes/],
    ['has:erorr', 4, /no field/, 'error'],
    ['has:', 4, /name of a field/],
    ['eventName:', 10, /needs a value/],
    ['eventName: AND x', 11, /needs a value/],
    ['eventName:""', 10, /missing:eventName/],
    ['eventName:(a OR', 15, /query ends here/],
    ['(a b', 0, /no closing/],
    ['a )', 2, /closes nothing/],
    ['()', 0, /nothing between/],
    ['a AND', 5, /ends here.*AND/],
    ['a OR OR b', 5, /before this OR/],
    ['OR b', 0, /before this OR/],
    ['NOT', 3, /ends here.*NOT/],
    ['a and b', 2, /capitals/, 'AND'],
    ['a or b', 2, /"or"/, 'OR'],
    ['"abc', 0, /quote has no end/],
    ['eventName:"abc', 10, /quote has no end/],
    ['eventName=PutObject', 0, /joined by a colon/, 'eventName:PutObject'],
    ['errorCode!=x', 0, /joined by a colon/, '-errorCode:x'],
    ['eventName:/a(?=b)/', 12, /look-ahead/i],
    ['eventName:/a\\/(?=b)/', 14, /look-ahead/i],
    ['/(a)\\1/', 4, /back-reference/i],
    ['/abc', 0, /closing \//],
    ['requestParameters.key:/var/log', 27, /only i/],
    ['time:soon', 5, /no time/],
    ['time:2026-13', 5, /no time/],
    ['time:2026-02-30', 5, /no time/],
    ['time:[2026 TO soon]', 14, /no time/],
    ['time:[2026-02 TO 2026-01]', 5, /ends before it begins/],
    ['time:[2026', 10, /range is written/],
    ['time:[2026 UNTIL 2027]', 11, /range is written/],
    ['time:[2026 TO 2027', 18, /range is written/],
    ['time:>', 6, /should follow/],
    ['readOnly:yes', 9, /true or false/, 'true'],
    ['ip:203.0.113.0/33', 3, /no CIDR/],
    ['ip:[203.0.113.5 TO x]', 19, /no IP address/],
    ['ip:[203.0.113.5 TO 203.0.113.1]', 3, /behind the last/],
    ['mention:2001:db8::/32', 8, /only IPv4/i],
    ['[a TO b]', 0, /needs a field/],
    ['>5', 0, /needs a field/],
    [`${'('.repeat(101)}a${')'.repeat(101)}`, 100, /too deeply/],
  ];
  for (const [text, start, message, suggestion] of wrong) {
    it(`refuses ${text.slice(0, 40)} at the character`, () => {
      const { query, errors } = parseQuery(text, { now });
      assert.equal(query, undefined);
      const [first] = errors;
      assert.ok(first !== undefined);
      assert.match(first.message, message);
      assert.equal(first.start, start);
      assert.ok(errors.every((error) => error.end >= error.start && error.end <= text.length));
      if (suggestion !== undefined) assert.equal(first.suggestion, suggestion);
    });
  }

  it('tells several errors', () => {
    const { errors } = parseQuery('evntName:x time:soon', { now });
    assert.deepEqual(
      errors.map(({ start }) => start),
      [0, 16],
    );
  });

  const words: readonly (readonly [text: string, bareKind: 'mention' | 'text'])[] = [
    ['AKIAIOSFODNN7EXAMPLE', 'mention'],
    ['akiaiosfodnn7example', 'mention'],
    ['AKIAIOSFODNN7', 'text'],
    ['AROAEXAMPLEEXAMPLE123:session', 'text'],
    ['arn:aws:iam::111122223333:user/alice', 'mention'],
    ['arn:aws-us-gov:s3:::bucket', 'mention'],
    ['arn:aws:iam::*:user/alice', 'text'],
    ['111122223333', 'mention'],
    ['11112222333', 'text'],
    ['203.0.113.7', 'mention'],
    ['203.0.113.0/24', 'text'],
    ['2001:db8::7', 'mention'],
    ['i-0abc1234567890def', 'mention'],
    ['tgw-attach-0abc1234567890def', 'mention'],
    ['i-0abc', 'text'],
    ['https://example.org/x?y', 'text'],
    ['AWS::S3::Object', 'text'],
    ['prod-data', 'text'],
    ["O'Brien", 'text'],
    ['="Exact words"', 'text'],
    ['/a.b/i', 'text'],
  ];
  for (const [text, kind] of words) {
    it(`takes ${text} for ${kind === 'mention' ? 'an identifier' : 'text'}`, () => {
      const { query } = parseQuery(text, { now });
      assert.equal(query?.kind, kind === 'mention' ? 'field' : 'text');
    });
  }

  it('never throws, and explains what it read', () => {
    const random = newRandom(5);
    const pieces = [
      'eventName',
      ':',
      '(',
      ')',
      '[',
      ']',
      '{',
      '"',
      "'",
      '*',
      '?',
      '/',
      '\\',
      ' ',
      'AND',
      'OR',
      'NOT',
      '-',
    ];
    const more = [
      'TO',
      '>',
      '<',
      '=',
      'ip',
      'time',
      '2026',
      '-7d',
      '1.2.3.4/8',
      'has',
      'arn:aws:',
      'a',
      '.',
      '!',
      '&&',
      '||',
      '😀',
    ];
    const all = [...pieces, ...more];
    for (let round = 0; round < 20_000; round++) {
      let text = '';
      for (let count = Math.floor(random() * 12); count > 0; count--)
        text += all[Math.floor(random() * all.length)] ?? '';
      const { query, errors } = parseQuery(text, { now });
      assert.equal(query === undefined, errors.length > 0, text);
      if (query !== undefined) assert.notEqual(explainQuery(query), '');
      for (const { start, end } of errors) assert.ok(start >= 0 && start <= end && end <= text.length, text);
    }
  });

  it('takes thousands of values', () => {
    const list = Array.from({ length: 20_000 }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
    const { query } = parseQuery(`ip:(${list.join(' OR ')})`, { now });
    assert.equal(query?.kind === 'or' ? query.parts.length : 0, 20_000);
  });
});

describe('explainQuery', () => {
  const explained: readonly (readonly [text: string, explanation: string])[] = [
    ['', 'Every record.'],
    ['eventName:Put*', 'Records where eventName matches Put*.'],
    ['-errorCode:*', 'Records where errorCode is absent or empty.'],
    ['ip:203.0.113.0/24', 'Records where ip (sourceIPAddress) is an address in 203.0.113.0/24.'],
    ['time:-7d', 'Records where time (eventTime) is 2026-01-13 12:00:00 UTC or later.'],
    ['AKIAIOSFODNN7EXAMPLE', 'Records where AKIAIOSFODNN7EXAMPLE is mentioned anywhere.'],
    ['="Foo"', 'Records where any name or value contains "Foo" (case counts).'],
    [
      'eventName:Put* -(foo OR readOnly:true)',
      'Records where all of these hold:\n  - eventName matches Put*\n  - none of these holds:\n    - any name or value contains foo\n    - readOnly is true',
    ],
  ];
  for (const [text, explanation] of explained) {
    it(`explains ${text === '' ? 'an empty query' : text}`, () => {
      const { query } = parseQuery(text, { now });
      assert.ok(query !== undefined);
      assert.equal(explainQuery(query), explanation);
    });
  }
});
