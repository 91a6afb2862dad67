import assert from 'node:assert/strict';
import { joinTimes, subtract } from '../../../../src/engine/timeline/periods';

describe('periods', () => {
  it('unite where they overlap or touch', () => {
    const spans = [
      { from: 5, to: 6 },
      { from: 0, to: 2 },
      { from: 2, to: 3 },
      { from: 1, to: 2 },
      { from: 9, to: 9 },
    ];
    assert.deepEqual(joinTimes(spans), [
      { from: 0, to: 3 },
      { from: 5, to: 6 },
    ]);
  });

  it('are cut by what is taken', () => {
    const taken = joinTimes([
      { from: 0, to: 2 },
      { from: 4, to: 5 },
      { from: 8, to: 20 },
    ]);
    assert.deepEqual(subtract({ from: 1, to: 10 }, taken), [
      { from: 2, to: 4 },
      { from: 5, to: 8 },
    ]);
    assert.deepEqual(subtract({ from: 9, to: 10 }, taken), []);
    assert.deepEqual(subtract({ from: 30, to: 31 }, taken), [{ from: 30, to: 31 }]);
  });
});
