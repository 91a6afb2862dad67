import assert from 'node:assert/strict';
import { ScanRate } from '../../../src/scan/scanRate';

describe('rate of a scan', () => {
  it('knows nothing before two points in time', () => {
    const rate = new ScanRate(() => 0);
    rate.add(1, 10);
    assert.equal(rate.secondsLeft(10, 100), undefined);
  });

  it('follows the present speed, by whichever is slower', () => {
    let now = 0;
    const rate = new ScanRate(() => now);
    for (let second = 0; second <= 30; second++) {
      now = second * 1000;
      // Ten objects a second, twice as fast from second 15 on; a thousand bytes each.
      const objects = second <= 15 ? second * 10 : 150 + (second - 15) * 20;
      rate.add(objects, objects * 1000);
    }
    const { objectsPerSecond, bytesPerSecond } = rate.read();
    assert.deepEqual([Math.round(objectsPerSecond), Math.round(bytesPerSecond)], [20, 20_000]);
    assert.equal(rate.secondsLeft(200, 0), 10);
    assert.equal(rate.secondsLeft(200, 2_000_000), 100);
  });
});
