import assert from 'node:assert/strict';
import { toCsvLine } from '../../../../src/engine/table/csvTable';
import { toMarkdownHead, toMarkdownLine } from '../../../../src/engine/table/markdownTable';

describe('tables for export', () => {
  const cells: readonly (readonly [string, string])[] = [
    ['plain', 'plain'],
    ['=1+1', `"'=1+1"`],
    ['+cmd|/c calc', `"'+cmd|/c calc"`],
    ['@SUM(A1)', `"'@SUM(A1)"`],
    ['-2', `"'-2"`],
    ['\t=1', `"'\t=1"`],
    ['＝1', `"'＝1"`],
    ['say "hi"', '"say ""hi"""'],
    ['a,b', '"a,b"'],
    ['two\nlines', '"two\nlines"'],
    ["'quoted", `"'quoted"`],
  ];
  for (const [text, expected] of cells) {
    it(`writes ${JSON.stringify(text)} as a CSV cell`, () => {
      assert.equal(toCsvLine([text]), `${expected}\r\n`);
    });
  }

  it('keeps negative numbers, booleans, nulls and lists', () => {
    assert.equal(toCsvLine([-5, true, null, ['a', 'b']]), '-5,true,,"a; b"\r\n');
  });

  it('lets nothing out of a Markdown cell', () => {
    assert.equal(toMarkdownHead(['a', 'b']), '| a | b |\n| --- | --- |\n');
    assert.equal(toMarkdownLine(['x|y', '<img src=x>']), '| `x\\|y` | `<img src=x>` |\n');
    assert.equal(toMarkdownLine(['a`b', '@team']), '| ``a`b`` | `@team` |\n');
    assert.equal(toMarkdownLine(['line\nbreak']), '| `line\\u{a}break` |\n');
  });
});
