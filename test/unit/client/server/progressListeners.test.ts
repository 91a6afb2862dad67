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
});
