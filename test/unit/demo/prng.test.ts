import assert from 'node:assert/strict';
import { SpelledNumber, toJsonText } from '../../../src/demo/jsonText';
import { newRandom } from '../../../src/demo/prng';

describe('newRandom', () => {
  it('repeats itself for a seed and differs between seeds', () => {
    const draw = (seed: string) =>
      Array.from(
        { length: 20 },
        (
          (random) => () =>
            random.fraction()
        )(newRandom(seed)),
      );
    assert.deepEqual(draw('a'), draw('a'));
    assert.notDeepEqual(draw('a'), draw('b'));
  });

  it('reaches both ends of a range and nothing beyond, about equally often', () => {
    const random = newRandom('range');
    const counts = new Map<number, number>();
    for (let n = 0; n < 6000; n++) {
      const value = random.whole(1, 6);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    assert.deepEqual([...counts.keys()].sort(), [1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) assert.ok(count > 850 && count < 1150, `${count}`);
  });
});

describe('toJsonText', () => {
  it('writes what JSON.stringify writes', () => {
    const value = { a: [1, -0.5, 'x"\n\u202e', null, true, {}], b: { c: undefined, d: [] } };
    assert.equal(toJsonText(value), JSON.stringify(value));
  });

  it('keeps the digits of a spelled number', () => {
    assert.equal(toJsonText({ n: new SpelledNumber('1048576.0') }), '{"n":1048576.0}');
  });
});
