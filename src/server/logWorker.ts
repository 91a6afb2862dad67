import { parentPort } from 'node:worker_threads';
import { readLogText } from '../engine/record/logText';
import type { WorkerRequest } from './logReader';

/** Entry of the worker thread: bytes in, text and spans out. Only flat arrays cross over, and they are handed on, not copied. */
parentPort?.on('message', ({ stored, options }: WorkerRequest) => {
  const log = readLogText(stored, options);
  const buffers = [log.bytes, log.lineStarts, log.tape.cells, log.records].map((array) => array.buffer as ArrayBuffer); // none of them is shared
  parentPort?.postMessage(log, [...new Set(buffers)]);
});
