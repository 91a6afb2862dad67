import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { WorkLanes } from '../../../src/scan/workLanes';

describe('work lanes', () => {
  it('work at most so many items at once, and all of them', async () => {
    let atOnce = 0;
    let most = 0;
    const done: number[] = [];
    const lanes = new WorkLanes<number>(
      3,
      async (item) => {
        most = Math.max(most, ++atOnce);
        await setTimeout(1);
        atOnce--;
        done.push(item);
      },
      assert.ifError,
      new AbortController().signal,
    );
    lanes.push(Array.from({ length: 20 }, (_, item) => item));
    lanes.push([20, 21]);
    await lanes.whenIdle();
    assert.equal(most, 3);
    assert.deepEqual(
      done.sort((a, b) => a - b),
      Array.from({ length: 22 }, (_, item) => item),
    );
  });

  it('let messages through while the work needs no waiting', async () => {
    let done = 0;
    let seenAtTimer = -1;
    const count = (): void => {
      done++;
    };
    const lanes = new WorkLanes<number>(1, count, assert.ifError, new AbortController().signal);
    setImmediate(() => {
      seenAtTimer = done;
    });
    lanes.push(Array.from({ length: 1000 }, (_, item) => item));
    await lanes.whenIdle();
    assert.equal(done, 1000);
    assert.ok(seenAtTimer < 1000, String(seenAtTimer));
  });

  it('tell the first failure once and begin nothing more', async () => {
    const errors: unknown[] = [];
    let begun = 0;
    const lanes = new WorkLanes<number>(
      2,
      async () => {
        begun++;
        await setTimeout(1);
        throw new Error('broken');
      },
      (error) => errors.push(error),
      new AbortController().signal,
    );
    lanes.push([1, 2, 3, 4, 5]);
    await lanes.whenIdle();
    assert.equal(errors.length, 1);
    assert.equal(begun, 2);
  });

  it('end without a failure when they are aborted', async () => {
    const abort = new AbortController();
    const errors: unknown[] = [];
    let begun = 0;
    const lanes = new WorkLanes<number>(
      1,
      async () => {
        begun++;
        await setTimeout(1);
      },
      (error) => errors.push(error),
      abort.signal,
    );
    lanes.push([1, 2, 3, 4, 5]);
    abort.abort();
    await lanes.whenIdle();
    assert.deepEqual([errors.length, begun], [0, 1]);
  });
});
