import assert from 'node:assert/strict';
import { ReadWindow } from '../../../../src/source/s3/readWindow';
import { expectAbort, newSignal } from './s3Fixture';

describe('the window of reads', () => {
  it('lets as many in as allowed, the others in their order', async () => {
    const window = new ReadWindow(2);
    assert.equal(window.enter(newSignal()), undefined);
    assert.equal(window.enter(newSignal()), undefined);
    const order: number[] = [];
    const third = window.enter(newSignal())?.then(() => order.push(3));
    const fourth = window.enter(newSignal())?.then(() => order.push(4));
    window.leave();
    await third;
    assert.deepEqual(order, [3]);
    window.leave();
    await fourth;
    assert.deepEqual(order, [3, 4]);
  });

  it('forgets those that give up', async () => {
    const window = new ReadWindow(1);
    void window.enter(newSignal());
    const controller = new AbortController();
    const given = window.enter(controller.signal);
    const next = window.enter(newSignal());
    controller.abort();
    await expectAbort(given ?? Promise.resolve());
    window.leave();
    await next;
  });

  it('counts a burst of refusals once', () => {
    const window = new ReadWindow(100);
    const { moment } = window;
    for (let refusal = 0; refusal < 50; refusal++) window.slowDown(moment);
    assert.equal(window.width, 60);
    window.slowDown(window.moment);
    assert.equal(window.width, 36);
  });

  it('never closes, and grows by one a windowful of successes', () => {
    const window = new ReadWindow(10);
    for (let burst = 0; burst < 50; burst++) window.slowDown(window.moment);
    assert.equal(window.width, 1);
    for (let read = 0; read < 3; read++) window.succeed();
    assert.equal(window.width, 2);
    for (let read = 0; read < 200; read++) window.succeed();
    assert.equal(window.width, 10);
  });
});
