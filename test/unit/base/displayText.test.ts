import assert from 'node:assert/strict';
import { toDisplayText, toLabelText, toMarkdownCode, toMarkdownText } from '../../../src/base/displayText';

describe('toDisplayText', () => {
  it('shows what cannot be seen', () => {
    assert.equal(toDisplayText('a\u202Eb\u200Bc\nd\u0000'), 'a\\u{202e}b\\u{200b}c\\u{a}d\\u{0}');
    assert.equal(toDisplayText('\ud800'), '\\u{d800}');
    assert.equal(toDisplayText('\u{e0041}tag'), '\\u{e0041}tag');
  });
  it('leaves every readable script alone', () => {
    for (const text of ['안녕하세요', 'données', '🤖', 'مرحبا', 'plain']) assert.equal(toDisplayText(text), text);
  });
  it('bounds length', () => {
    assert.equal(toDisplayText('x'.repeat(500), 10), `${'x'.repeat(9)}…`);
  });
});

describe('toLabelText', () => {
  it('defuses icons', () => {
    assert.equal(toLabelText('$(error) $(x)'), '\\$(error) \\$(x)');
  });
});

describe('toMarkdownCode', () => {
  for (const [text, expected] of [
    ['plain', '`plain`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['', '`  `'],
    ['a|b', '`a|b`'],
    ['a\\', '`a\\`'],
  ] as const) {
    it(JSON.stringify(text), () => {
      assert.equal(toMarkdownCode(text), expected);
    });
  }
});

describe('toMarkdownText', () => {
  it('leaves nothing that Markdown could read', () => {
    assert.ok(!/[[\]()<>`*_#|]/.test(toMarkdownText('[x](command:y) <b> `c` *d* | # _').replace(/&#\d+;/g, '')));
  });
});
