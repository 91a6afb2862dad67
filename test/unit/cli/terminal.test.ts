import assert from 'node:assert/strict';
import { throwIfInterrupted } from '../../../src/cli/terminal';

describe('throwIfInterrupted', () => {
  // As Ctrl+C during a long computation: the handler cannot run before the event loop turns.
  (process.platform === 'win32' ? it.skip : it)('sees a signal that came while nothing could handle it', async () => {
    const abort = new AbortController();
    process.once('SIGUSR2', () => {
      abort.abort();
    });
    process.kill(process.pid, 'SIGUSR2');
    assert.equal(abort.signal.aborted, false);
    await assert.rejects(throwIfInterrupted(abort.signal), { name: 'AbortError' });
  });

  it('lets go on otherwise', async () => {
    await throwIfInterrupted(new AbortController().signal);
  });
});
