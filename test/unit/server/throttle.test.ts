import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { Throttle } from '../../../src/server/throttle';

describe('a throttle', () => {
  async function untilSaid(said: readonly string[], count: number): Promise<void> {
    while (said.length < count) await delay(5);
  }

  it('lets the first call through at once, and of those that follow the last', async () => {
    const said: string[] = [];
    const throttle = new Throttle();
    for (const word of ['first', 'second', 'third']) throttle.run(() => said.push(word));
    assert.deepEqual(said, ['first']);
    await untilSaid(said, 2);
    assert.deepEqual(said, ['first', 'third']);
    throttle.run(() => said.push('fourth'));
    await untilSaid(said, 3);
    assert.deepEqual(said, ['first', 'third', 'fourth']);
  });

  it('does not break off what else is done when the last call comes too late', async () => {
    const said: string[] = [];
    const throttle = new Throttle();
    throttle.run(() => undefined);
    throttle.run(() => {
      said.push('late');
      throw new Error('Connection is disposed.');
    });
    await untilSaid(said, 1);
    throttle.run(() => said.push('next'));
    await untilSaid(said, 2);
  });
});
