import * as assert from 'node:assert/strict';
import { ProgressListeners } from '../../../../src/client/server/progressListeners';

describe('progress of the server', () => {
  it('reaches whoever waits for the work, until it is done', () => {
    const listeners = new ProgressListeners<{ readonly progressId: string; readonly hits: number }>('search');
    const seen: string[] = [];
    const first = listeners.listen(({ hits }) => seen.push(`first ${hits}`));
    const second = listeners.listen(({ hits }) => seen.push(`second ${hits}`));
    listeners.report({ progressId: first.progressId, hits: 1 });
    listeners.report({ progressId: second.progressId, hits: 2 });
    listeners.report({ progressId: 'unknown', hits: 3 });
    first.dispose();
    listeners.report({ progressId: first.progressId, hits: 4 });
    assert.deepEqual(seen, ['first 1', 'second 2']);
    assert.notEqual(first.progressId, second.progressId);
  });

  it('is listened to for as long as the work takes, also when that fails', async () => {
    const listeners = new ProgressListeners<{ readonly progressId: string }>('scan');
    const seen: string[] = [];
    const ids: string[] = [];
    const tell = ({ progressId }: { readonly progressId: string }): void => void seen.push(progressId);
    const answer = await listeners.during(tell, (progressId) => {
      ids.push(progressId);
      listeners.report({ progressId });
      return Promise.resolve(7);
    });
    const failing = listeners.during(tell, (progressId) => {
      ids.push(progressId);
      return Promise.reject(new Error('no'));
    });
    await assert.rejects(failing, /no/);
    for (const progressId of ids) listeners.report({ progressId });
    assert.equal(answer, 7);
    assert.deepEqual(seen, [ids[0]]);
  });
});
