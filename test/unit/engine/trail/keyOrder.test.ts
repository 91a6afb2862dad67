import assert from 'node:assert/strict';
import { compareKeys } from '../../../../src/engine/trail/keyOrder';

describe('compareKeys', () => {
  it('is the order of the keys’ UTF-8', () => {
    const keys = ['', 'a', 'a/', 'a-', 'ab', 'é', '\ud7ff', '\ue000', '\uffff', '😀', '😀a', '\u{10ffff}', '𝒜'];
    for (const a of keys) {
      for (const b of keys) {
        const expected = Buffer.compare(Buffer.from(a), Buffer.from(b));
        assert.equal(Math.sign(compareKeys(a, b)), expected, JSON.stringify([a, b]));
      }
    }
  });
});
