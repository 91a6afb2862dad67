import assert from 'node:assert/strict';
import { offsetAt, positionAt } from '../../../../src/engine/record/textPosition';
import { readLogText } from '../../../../src/engine/record/logText';
import { newRecord, testLimits } from '../../../support/logFixture';

describe('positions', () => {
  for (const [what, filler] of [
    ['ASCII', 'xyz'],
    ['characters of two, three and four bytes', 'ä€🤖'],
  ] as const) {
    it(`are those of an editor on a line of many kilobytes: ${what}`, () => {
      const text = JSON.stringify({ Records: [newRecord({ long: filler.repeat(3000), end: 'here' })] });
      const log = readLogText(Buffer.from(text), { ...testLimits, reindents: false });
      for (const character of [0, 5, 2047, 2048, 4095, 5000, text.indexOf('"here"'), text.length - 1]) {
        // In the middle of a surrogate pair there is no place.
        if (/[\udc00-\udfff]/.test(text[character] ?? '')) continue;
        const offset = Buffer.byteLength(text.slice(0, character));
        assert.deepEqual(positionAt(log, offset), { line: 0, character });
        assert.equal(offsetAt(log, { line: 0, character }), offset);
      }
    });
  }
});
