import { toDisplayText } from '../base/displayText';
import { UserError } from '../base/errors';
import { DisposableStore, type Disposable } from '../base/lifecycle';
import { ObjectChecker } from '../scan/objectChecker';
import type { WorkerPool } from '../scan/workerPool';
import type { ValidationLimits } from './validationOptions';
import type { ValidatedSource } from './validatedSource';

export interface ReaderOptions {
  readonly limits: ValidationLimits;
  /** GET requests under way at once, over all workers. */
  readonly maxDownloads: number;
}

export interface OpenReader {
  readonly checker: ObjectChecker;
  /** Tells where a file lies below its root, where its key does not say it. */
  readonly findPath: (key: string) => string | undefined;
}

/**
 * Reads the objects of a run: those of its source, and of other buckets that digests name. Owns the pool's jobs, and
 * stops them with the run's signal.
 */
export class ObjectReaders implements Disposable {
  private readonly opened = new DisposableStore();
  private readonly others = new Map<string, Promise<OpenReader>>();
  private own: Promise<OpenReader> | undefined;

  constructor(
    private readonly source: ValidatedSource,
    private readonly pool: WorkerPool,
    private readonly options: ReaderOptions,
    private readonly signal: AbortSignal,
  ) {
    pool.warm();
  }

  /** Rejects with a UserError when the source cannot be reached at all. */
  ofSource(): Promise<OpenReader> {
    this.own ??= this.open(this.source);
    return this.own;
  }

  /** Rejects with a UserError when the bucket cannot be reached, or the source is a folder. */
  ofBucket(bucket: string): Promise<OpenReader> {
    const known = this.others.get(bucket);
    if (known !== undefined) return known;
    const opened = this.openBucket(bucket);
    this.others.set(bucket, opened);
    return opened;
  }

  dispose(): void {
    this.opened.dispose();
  }

  private async openBucket(bucket: string): Promise<OpenReader> {
    const source = this.source.openBucket?.(bucket);
    if (source === undefined) throw newNoBucketError(bucket);
    this.opened.add(source);
    return this.open(source);
  }

  private async open(source: ValidatedSource): Promise<OpenReader> {
    const { signal, pool } = this;
    const { limits, maxDownloads } = this.options;
    const [origin, findPath] = await Promise.all([source.toBulkOrigin(signal), source.bulkPaths(signal)]);
    const options = {
      sourceId: '', // names nothing without a cache
      origin,
      maxLogBytes: limits.maxLogBytes,
      maxGzipRatio: limits.maxGzipRatio,
      maxDownloads: Math.max(1, Math.ceil(maxDownloads / pool.size)),
    };
    const checker = this.opened.add(new ObjectChecker(pool, options, source.bulkCredentials));
    const stop = (): void => {
      checker.stop();
    };
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    return { checker, findPath };
  }
}

function newNoBucketError(bucket: string): UserError {
  return new UserError('notFound', `It lies in the bucket ${toDisplayText(bucket)}, which is not part of this source.`);
}
