import { CheckJob } from '../scan/checkJob';
import type { CheckJobOptions } from '../scan/workerMessages';
import { WorkerThread } from './workerThread';

/** Entry of a worker thread that validates: reads digests, and hashes logs. Loads nothing else, so that it is small. */
const thread = new WorkerThread((message) => {
  switch (message.kind) {
    case 'startCheck':
      thread.add(message.job, startCheck(message.job, message.options));
      break;
    case 'check': {
      const job = thread.get(message.job);
      if (job instanceof CheckJob) job.check(message.batch, message.work, message.objects);
      break;
    }
    default:
      throw new Error(`A thread that validates takes no ${message.kind}.`);
  }
});

function startCheck(job: number, options: CheckJobOptions): CheckJob {
  const { maxLogBytes, maxGzipRatio, maxDownloads } = options;
  return new CheckJob({
    source: thread.openSource(job, options),
    limits: { maxLogBytes, maxGzipRatio },
    maxDownloads,
    onBatch: (batch, checked) => {
      thread.post({ kind: 'batchChecked', job, batch, checked });
    },
    onFailure: (error) => {
      thread.fail(job, error);
    },
  });
}
