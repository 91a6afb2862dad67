import assert from 'node:assert/strict';
import { toDiskPath, toNameText } from '../../../../src/source/local/fileName';

describe('names of bytes', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['plain.json', 'plain.json'],
    ['caf\xe9.json', 'caf\ufffdE9.json'],
    ['\xff\xfe', '\ufffdFF\ufffdFE'],
    ['\xc3\xa9\xe9', 'é\ufffdE9'],
    ['\xf0\x9f\x98\x80\x80', '😀\ufffd80'],
    ['\xf0\x9f\x98', '\ufffdF0\ufffd9F\ufffd98'],
    ['\xef\xbf\xbd', '\ufffd'],
    ['\xef\xbf\xbdE9', '\ufffdEF\ufffdBF\ufffdBDE9'],
    ['\xe9\xef\xbf\xbdE9', '\ufffdE9\ufffdEF\ufffdBF\ufffdBDE9'],
  ];
  for (const [latin1, text] of cases) {
    it(`are told as ${JSON.stringify(text)}, and found again`, () => {
      const bytes = Buffer.from(latin1, 'latin1');
      assert.equal(toNameText(bytes), text);
      assert.deepEqual(Buffer.from(toDiskPath(`/a/${text}`)), Buffer.concat([Buffer.from('/a/'), bytes]));
    });
  }
});
