import { RawTextFilter } from '../engine/query/rawTextFilter';
import { toRecordPredicate } from '../engine/query/recordPredicate';
import { SegmentWriter } from '../index/segmentWriter';
import { ScanJob } from '../scan/scanJob';
import { SearchJob } from '../scan/searchJob';
import type { ScanJobOptions, SearchJobOptions } from '../scan/workerMessages';
import { WorkerThread, type JobMessage } from './workerThread';

/** Entry of a worker thread that scans and searches: fetches, decodes, writes segments, looks for matches in originals. */
const thread = new WorkerThread(handle);

function handle(message: JobMessage): void {
  const job = thread.get(message.job);
  switch (message.kind) {
    case 'startScan':
      thread.add(message.job, startScan(message.job, message.options));
      break;
    case 'startSearch':
      thread.add(message.job, startSearch(message.job, message.options));
      break;
    case 'read':
      if (job instanceof ScanJob) job.read(message.batch, message.objects);
      break;
    case 'search':
      if (job instanceof SearchJob) job.search(message.batch, message.objects);
      break;
    default:
      throw new Error(`A thread that scans takes no ${message.kind}.`);
  }
}

function startScan(job: number, options: ScanJobOptions): ScanJob {
  const { indexFolder, maxLogBytes, maxGzipRatio, generator, maxDownloads } = options;
  return new ScanJob({
    source: thread.openSource(job, options),
    writer: new SegmentWriter({ indexFolder, maxLogBytes, maxGzipRatio, generator }),
    maxDownloads,
    onBatch: (batch, counts) => {
      thread.post({ kind: 'batchDone', job, batch, counts });
    },
    onPublished: ({ id, counts }) => {
      thread.post({ kind: 'published', job, segment: id, records: counts.indexed });
    },
    onFailure: (error) => {
      thread.fail(job, error);
    },
  });
}

function startSearch(job: number, options: SearchJobOptions): SearchJob {
  const { query, maxLogBytes, maxGzipRatio, maxDownloads } = options;
  return new SearchJob({
    source: thread.openSource(job, options),
    limits: { maxLogBytes, maxGzipRatio },
    maxDownloads,
    filter: new RawTextFilter(query),
    matches: toRecordPredicate(query),
    onBatch: (batch, logs) => {
      thread.post({ kind: 'batchSearched', job, batch, logs });
    },
    onFailure: (error) => {
      thread.fail(job, error);
    },
  });
}
