import assert from 'node:assert/strict';
import { findMentions } from '../../../../src/engine/record/mentions';
import { toByteText } from '../../../../src/engine/record/textDictionary';

function mentionsOf(text: string): string[] {
  const found = new Set<string>();
  const bytes = toByteText(Buffer.from(`"12${text}34"`));
  findMentions(bytes, 3, bytes.bytes.length - 3, (source, start, end) => {
    found.add(Buffer.from(source.bytes.subarray(start, end)).toString('utf8'));
  });
  return [...found].sort();
}

const user = 'arn:aws:iam::111122223333:user/alice';

describe('mentions in a text', () => {
  const cases: readonly (readonly [name: string, text: string, expected: readonly string[]])[] = [
    ['nothing', 'nothing to see, 1.5 of 17 at 12:30:45Z', []],
    ['an ARN and its account', user, [user, '111122223333']],
    ['a sentence', `User: ${user} is not authorized`, [user, '111122223333']],
    ['the end of a sentence', `denied to ${user}.`, [user, '111122223333']],
    [
      'a list',
      `${user},${user}2; (${user}3)`,
      [user, `${user}2`, `${user}3`, '111122223333', `${user},${user}2; (${user}3)`],
    ],
    ['a bucket in an ARN', 'see arn:aws:s3:::invoices/a.csv', ['arn:aws:s3:::invoices/a.csv', 'invoices']],
    ['a key with spaces', 'arn:aws:s3:::b/my file(1).txt', ['arn:aws:s3:::b/my', 'arn:aws:s3:::b/my file(1).txt', 'b']],
    [
      'another partition',
      'arn:aws-us-gov:sns:us-gov-west-1:111122223333:t',
      ['arn:aws-us-gov:sns:us-gov-west-1:111122223333:t', '111122223333'],
    ],
    ['half an ARN', 'arn:aws:iam::nobody here', []],
    ['an access key', 'key AKIAIOSFODNN7EXAMPLE.', ['AKIAIOSFODNN7EXAMPLE']],
    ['a principal id', 'AROAEXAMPLEEXAMPLE123:session', ['AROAEXAMPLEEXAMPLE123']],
    ['a key inside a word', 'xAKIAIOSFODNN7EXAMPLE AKIAIOSFODNN7EXAMPLEx', []],
    ['capitals that are no id', 'ABCDEFGHIJKLMNOPQRST', []],
    ['an account', 'logs-111122223333-eu', ['111122223333']],
    ['thirteen digits', '1111222233334', []],
    ['a fraction', '1.111122223333 and 111122223333.5', []],
    ['the last group of a UUID', '0b4d3ab2-22ae-4d1c-9fdd-111122223333', []],
    ['an address', 'from 203.0.113.77, 10.0.0.0/8', ['10.0.0.0', '203.0.113.77']],
    ['a version of five parts', '1.2.3.4.5', []],
    ['a number beyond 255', '1.2.3.256', []],
    ['IPv6', 'from [2001:db8::1]:443, ::1 and fe80::1%eth0.', ['2001:db8::1', '::1', 'fe80::1']],
    ['IPv6 whole', '2001:0DB8:0:0:0:0:0:1', ['2001:0DB8:0:0:0:0:0:1']],
    ['a time and a MAC address', '12:30:45 02:42:ac:11:00:02', []],
    [
      'resource ids',
      'i-0123456789abcdef0 sg-01234567, tgw-attach-0123456789abcdef0',
      ['i-0123456789abcdef0', 'sg-01234567', 'tgw-attach-0123456789abcdef0'],
    ],
    ['an id behind a name', 'X1-vol-0123456789abcdef0', ['vol-0123456789abcdef0']],
    ['hex that is no id', 'deadbeef 0123456789abcdef0 a-0123456789abcdef', []],
    ['JSON in a string', `{"Resource":"${user}"}`, [user, '111122223333']],
    [
      'JSON in JSON in a string',
      JSON.stringify({ policy: JSON.stringify({ Resource: user }) }),
      [user, '111122223333'],
    ],
    [
      'escaped slashes and letters',
      '{\\"R\\":\\u0022arn:aws:iam::111122223333:role\\/x\\u0022}',
      ['111122223333', 'arn:aws:iam::111122223333:role/x'],
    ],
    ['a URL-encoded policy', encodeURIComponent(JSON.stringify({ Resource: user })), [user, '111122223333']],
    ['characters beyond ASCII', `Zoë → ${user}”`, [`${user}”`, '111122223333']],
  ];
  for (const [name, text, expected] of cases) {
    it(name, () => {
      assert.deepEqual(mentionsOf(text), [...expected].sort());
    });
  }

  it('of hostile texts end', () => {
    for (const text of [
      '%25'.repeat(50_000),
      '\\'.repeat(100_000),
      'arn:aws:'.repeat(20_000),
      ':'.repeat(100_000),
      '1.'.repeat(50_000),
      'a-'.repeat(50_000),
    ]) {
      assert.ok(mentionsOf(text).length < 300, text.slice(0, 10));
    }
  });
});
