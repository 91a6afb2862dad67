import { parentPort } from 'node:worker_threads';
import { toUserErrorData } from '../base/errors';
import type { BulkSource } from '../engine/ports';
import { RawTextFilter } from '../engine/query/rawTextFilter';
import { toRecordPredicate } from '../engine/query/recordPredicate';
import { SegmentWriter } from '../index/segmentWriter';
import { CheckJob } from '../scan/checkJob';
import { ScanJob } from '../scan/scanJob';
import { SearchJob } from '../scan/searchJob';
import type {
  CheckJobOptions,
  FromWorker,
  ScanJobOptions,
  SearchJobOptions,
  ToWorker,
  WorkerOrigin,
} from '../scan/workerMessages';
import { openBulkSource } from '../source/openBulkSource';
import { AskedCredentials } from './askedCredentials';

/** Entry of a worker thread: fetches, decodes and writes segments, looks for matches in originals, or hashes them. */
const port = parentPort;
const jobs = new Map<number, OpenJob>();
const asked = new Map<number, AskedCredentials>();
let nextAsk = 0;

type OpenJob =
  | { readonly kind: 'scan'; readonly job: ScanJob }
  | { readonly kind: 'search'; readonly job: SearchJob }
  | { readonly kind: 'check'; readonly job: CheckJob };

function post(message: FromWorker): void {
  port?.postMessage(message);
}

function fail(job: number, error: unknown): void {
  post({ kind: 'failed', job, error: toUserErrorData(error) });
}

port?.on('message', (message: ToWorker) => {
  if (message.kind === 'answer') {
    asked.get(message.ask)?.take(message);
    asked.delete(message.ask);
    return;
  }
  try {
    handle(message);
  } catch (error) {
    fail(message.job, error);
  }
});

function handle(message: Exclude<ToWorker, { kind: 'answer' }>): void {
  const open = jobs.get(message.job);
  switch (message.kind) {
    case 'startScan':
      jobs.set(message.job, { kind: 'scan', job: startScan(message.job, message.options) });
      break;
    case 'startSearch':
      jobs.set(message.job, { kind: 'search', job: startSearch(message.job, message.options) });
      break;
    case 'startCheck':
      jobs.set(message.job, { kind: 'check', job: startCheck(message.job, message.options) });
      break;
    case 'read':
      if (open?.kind === 'scan') open.job.read(message.batch, message.objects);
      break;
    case 'search':
      if (open?.kind === 'search') open.job.search(message.batch, message.objects);
      break;
    case 'check':
      if (open?.kind === 'check') open.job.check(message.batch, message.work, message.objects);
      break;
    case 'finish':
    case 'stop':
      void end(message.job, message.kind);
      break;
    default:
      message satisfies never;
  }
}

function startScan(job: number, options: ScanJobOptions): ScanJob {
  const { indexFolder, maxLogBytes, maxGzipRatio, generator, maxDownloads } = options;
  return new ScanJob({
    source: openSource(job, options),
    writer: new SegmentWriter({ indexFolder, maxLogBytes, maxGzipRatio, generator }),
    maxDownloads,
    onBatch: (batch, counts) => {
      post({ kind: 'batchDone', job, batch, counts });
    },
    onPublished: ({ id, counts }) => {
      post({ kind: 'published', job, segment: id, records: counts.indexed });
    },
    onFailure: (error) => {
      fail(job, error);
    },
  });
}

function startSearch(job: number, options: SearchJobOptions): SearchJob {
  const { query, maxLogBytes, maxGzipRatio, maxDownloads } = options;
  return new SearchJob({
    source: openSource(job, options),
    limits: { maxLogBytes, maxGzipRatio },
    maxDownloads,
    filter: new RawTextFilter(query),
    matches: toRecordPredicate(query),
    onBatch: (batch, logs) => {
      post({ kind: 'batchSearched', job, batch, logs });
    },
    onFailure: (error) => {
      fail(job, error);
    },
  });
}

function startCheck(job: number, options: CheckJobOptions): CheckJob {
  const { maxLogBytes, maxGzipRatio, maxDownloads } = options;
  return new CheckJob({
    source: openSource(job, options),
    limits: { maxLogBytes, maxGzipRatio },
    maxDownloads,
    onBatch: (batch, checked) => {
      post({ kind: 'batchChecked', job, batch, checked });
    },
    onFailure: (error) => {
      fail(job, error);
    },
  });
}

function openSource(job: number, { origin, cache, sourceId, maxDownloads }: WorkerOrigin): BulkSource {
  const credentials = new AskedCredentials((question) => {
    const ask = nextAsk++;
    asked.set(ask, credentials);
    post({ kind: 'ask', job, ask, question });
    return ask;
  });
  return openBulkSource(origin, credentials, {
    maxConnections: maxDownloads,
    ...(cache === undefined ? {} : { cache: { ...cache, sourceId } }),
  });
}

/** Says that a job has ended as often as it is told to end it: one that never began has ended too. */
async function end(job: number, how: 'finish' | 'stop'): Promise<void> {
  const open = jobs.get(job);
  try {
    if (open?.kind === 'scan') await open.job[how]();
    else await open?.job.stop();
  } catch (error) {
    fail(job, error);
  }
  if (jobs.delete(job)) open?.job.dispose();
  post({ kind: 'finished', job });
}
