import assert from 'node:assert/strict';
import { toRe2 } from '../../../../src/engine/query/re2Text';
import { RegexMatcher } from '../../../../src/engine/query/regexMatcher';
import { parseRegex } from '../../../../src/engine/query/regexSyntax';

function newMatcher(source: string, ignoresCase = false): RegexMatcher {
  const result = parseRegex(source);
  assert.ok('node' in result, `${source}: ${'message' in result ? result.message : ''}`);
  return new RegexMatcher(result.node, ignoresCase);
}

describe('RegexMatcher', () => {
  const sources = [
    'a',
    'ab|cd',
    '^a',
    'a$',
    '^$',
    '^(a|b)*c$',
    'a{2,3}b?',
    'a{2}',
    'a{2,}',
    '(ab)+c',
    '(?:a|bc)*d',
    '[a-c]+d',
    '[^a-c]',
    '\\d+\\.\\d',
    '\\w\\s\\w',
    '\\W',
    '\\bab\\b',
    'a\\Bb',
    'a.c',
    'a.*?d',
    '(a*)*b',
    '(a+)+$',
    'é',
    '[é-ü]',
    '\\u{1f600}|b',
    '[\\]\\-a]',
    '[\\d-]',
    'a|',
    '(|a)b',
    '{a}',
    'a{,3}',
    '$a',
    'x*',
  ];
  const texts = [
    '',
    'a',
    'b',
    'ab',
    'aab',
    'aaab',
    'abc',
    'abab c',
    'cd',
    'abcd',
    'a\nc',
    'aXd',
    '1.5',
    'a b',
    'ab cd',
  ];
  const odd = [
    'é',
    'ö',
    '😀',
    'a😀c',
    'a-b',
    ']',
    '{a}',
    'a{,3}',
    'bcd',
    'dcba',
    'aaaaaaaaaaaaaaaaaaaaaaaac',
    ' ab ',
    '_ab_',
  ];

  for (const source of sources) {
    it(`finds what JavaScript finds: /${source}/`, () => {
      for (const flags of ['', 'i']) {
        const matcher = newMatcher(source, flags === 'i');
        // Outside of JavaScript's u mode a brace may stand for itself; the dot takes line feeds in both.
        const expected = new RegExp(source, /\{a|\{,/.test(source) ? `s${flags}` : `su${flags}`);
        for (const text of [...texts, ...odd]) {
          assert.equal(matcher.matches(text), expected.test(text), `/${source}/${flags} on ${JSON.stringify(text)}`);
        }
      }
    });
  }

  it('takes linear time where JavaScript would not end', () => {
    const text = `${'a'.repeat(50_000)}!`;
    assert.equal(newMatcher('^(a+)+$').matches(text), false);
    assert.equal(newMatcher('(a|a)*(a|a)*(a|a)*b').matches(text), false);
    assert.equal(newMatcher('(x+x+)+y').matches('x'.repeat(50_000)), false);
  });

  it('ignores case as RE2 does, beyond ASCII', () => {
    assert.equal(newMatcher('k', true).matches('\u212a'), true);
    assert.equal(newMatcher('s', true).matches('\u017f'), true);
    assert.equal(newMatcher('Ü', true).matches('ü'), true);
    assert.equal(newMatcher('[^k]', true).matches('\u212a'), false);
    assert.equal(newMatcher('k', false).matches('K'), false);
  });
});

describe('parseRegex', () => {
  const refused: readonly (readonly [source: string, offset: number, message: RegExp])[] = [
    ['a(?=b)', 1, /look-ahead/i],
    ['a(?!b)', 1, /look-ahead/i],
    ['(?<=a)b', 0, /look-behind/i],
    ['(?<name>a)', 0, /plain groups/],
    ['(?i)a', 0, /plain groups/],
    ['(a)\\1', 3, /back-reference/i],
    ['\\k<a>', 0, /back-reference/i],
    ['ab\\p{L}', 2, /not supported/],
    ['a(b', 1, /no closing/],
    ['ab)', 2, /closes no group/],
    ['[ab', 0, /no closing/],
    ['[]', 0, /empty/],
    ['[[:alpha:]]', 1, /POSIX/],
    ['*a', 0, /nothing before/],
    ['a**', 2, /quantifier/],
    ['a{3,2}', 1, /first number/],
    ['(a{100}){100}', 0, /repeats/],
    ['a{1001}', 0, /repeats/],
    ['[b-a]', 1, /order/],
    ['^*', 0, /repeated/],
    ['a\\', 1, /backslash/],
    ['\\ud800', 0, /character/],
    ['', 0, /empty/],
    ['('.repeat(60), 50, /deeply/],
  ];
  for (const [source, offset, message] of refused) {
    it(`refuses /${source.slice(0, 20)}/ at the character`, () => {
      const result = parseRegex(source);
      assert.ok('message' in result);
      assert.match(result.message, message);
      assert.equal(result.offset, offset);
    });
  }

  it('is written anew for RE2', () => {
    const rewrite = (source: string): string => {
      const result = parseRegex(source);
      return 'node' in result ? toRe2(result.node, false) : result.message;
    };
    assert.equal(rewrite('^a(b|c)*d?$'), '^a(?:b|c)*(?:d){0,1}$');
    assert.equal(rewrite('\\d[^/]\\.'), '[0-9][^\\x{2f}]\\x{2e}');
    assert.equal(rewrite('(a|b)c'), '(?:a|b)c');
    assert.equal(rewrite('\\s'), '[\\x{9}-\\x{d}\\x{20}]');
  });
});
