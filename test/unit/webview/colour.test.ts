import * as assert from 'node:assert/strict';
import { toOpaque } from '../../../src/webview/table/colour';

describe('toOpaque', () => {
  const colours = [
    ['#d186167e', '#d18616'],
    [' #D186167E ', '#D18616'],
    ['#abcd', '#abc'],
    ['#abc', '#abc'],
    ['#d18616', '#d18616'],
    ['rgba(234, 92, 0, 0.33)', 'rgb(234, 92, 0)'],
    ['rgb(1, 2, 3)', 'rgb(1, 2, 3)'],
    ['orange', 'orange'],
    ['', ''],
  ] as const;
  for (const [colour, opaque] of colours) {
    it(`makes ${JSON.stringify(colour)} ${JSON.stringify(opaque)}`, () => {
      assert.equal(toOpaque(colour), opaque);
    });
  }
});
