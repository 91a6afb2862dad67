import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { duckDbVersion, loadDuckDb } from '../../../src/index/duckDb';

describe('loadDuckDb, from sources', function () {
  this.timeout(20_000);

  it('gives the same module to everybody', async () => {
    const duckDb = await loadDuckDb();
    assert.equal(await loadDuckDb(), duckDb);
    const connection = await (await duckDb.DuckDBInstance.create(':memory:')).connect();
    const reader = await connection.runAndReadAll('SELECT 6 * 7');
    assert.deepEqual(reader.getRows(), [[42]]);
    connection.closeSync();
  });

  it('works in several worker threads at once', async () => {
    const version = await duckDbVersion();
    // In a worker thread of Node 20, `--import=tsx` comes too late for the thread's own file.
    const code = `require('tsx/cjs'); require(${JSON.stringify(path.resolve('test/support/duckDbWorker.ts'))});`;
    const workers = [1, 2].map(() => new Worker(code, { eval: true, execArgv: [] }));
    const answers = await Promise.all(workers.map((worker) => once(worker, 'message')));
    assert.deepEqual(answers, [[version], [version]]);
    await Promise.all(workers.map((worker) => worker.terminate()));
  });
});
