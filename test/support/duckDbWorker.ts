import { parentPort } from 'node:worker_threads';
import { duckDbVersion } from '../../src/index/duckDb';

/** A worker thread that loads DuckDB and says its version. */
void duckDbVersion().then((version) => {
  parentPort?.postMessage(version);
});
