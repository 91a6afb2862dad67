import type { BulkSource, StoredObject } from '../engine/ports';
import type { SegmentSummary } from '../index/segmentSchema';
import type { SegmentWriter } from '../index/segmentWriter';
import { fetchObject, LargeObjects, ReadFailures } from './objectReads';
import { WorkLanes } from './workLanes';
import type { BatchCounts, WorkObject } from './workerMessages';

/** What was read in this time is lost when the process is killed, and no more. */
const maxUnpublishedMs = 60_000;
const maxToldFailures = 20;

export interface ScanJobServices {
  readonly source: BulkSource;
  readonly writer: SegmentWriter;
  readonly maxDownloads: number;
  readonly onBatch: (batch: number, counts: BatchCounts) => void;
  readonly onPublished: (segment: SegmentSummary) => void;
  /** Told once; the job then ends by itself. */
  readonly onFailure: (error: unknown) => void;
}

interface Item {
  readonly batch: Batch;
  readonly object: WorkObject;
}

/** One worker's part of a scan: objects in, segments out. Fetching runs in lanes; decoding and writing one at a time. */
export class ScanJob {
  private readonly abort = new AbortController();
  private readonly lanes: WorkLanes<Item>;
  private publishing: Promise<void> = Promise.resolve();
  private isPublishing = false;
  private readonly large = new LargeObjects();
  private readonly failures = new ReadFailures();
  private firstAddTime: number | undefined;

  constructor(private readonly services: ScanJobServices) {
    this.lanes = new WorkLanes<Item>(
      services.maxDownloads,
      (item) => this.work(item),
      (error) => {
        services.onFailure(error);
      },
      this.abort.signal,
    );
  }

  read(batch: number, objects: readonly WorkObject[]): void {
    const open = new Batch(objects.length, (counts) => {
      this.services.onBatch(batch, counts);
    });
    this.lanes.push(objects.map((object) => ({ batch: open, object })));
  }

  /** Resolves when everything was read and written. */
  async finish(): Promise<void> {
    await this.lanes.whenIdle();
    await this.publishing;
    await this.publish();
  }

  /** Drops what is under way and writes what was read. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.lanes.clear();
    await this.finish();
  }

  dispose(): void {
    this.abort.abort();
    this.services.writer.dispose();
    this.services.source.dispose();
  }

  private work(item: Item): Promise<void> | void {
    const { object, batch } = item;
    if (object.skip !== undefined) {
      const { status, reason } = object.skip;
      return this.whenWritable(() => {
        this.skip(object, status, reason);
        batch.addSkipped(object, status, reason);
      });
    }
    return this.large.run(object.sizeBytes, () =>
      fetchObject(
        this.services.source,
        object,
        this.abort.signal,
        (stored) => this.add(item, stored),
        (error) => this.fail(item, error),
      ),
    );
  }

  private add({ object, batch }: Item, stored: StoredObject): Promise<void> | void {
    this.failures.succeed();
    return this.whenWritable(() => {
      const { writer } = this.services;
      if (object.supersedes !== undefined) writer.supersede(object.supersedes.segment, object.supersedes.object);
      // The version as listing tells it, because that is what the next scan compares with.
      const { key, etag, lastModified = stored.lastModified } = object;
      const sizeBytes = stored.bytes.length;
      const counts = writer.add({ key, sizeBytes, etag, lastModified, versionId: stored.versionId }, stored.bytes);
      batch.addRead(stored.bytes.length, counts);
    });
  }

  private fail({ object, batch }: Item, error: unknown): Promise<void> | void {
    const { message } = this.failures.ofObject(error);
    return this.whenWritable(() => {
      this.skip(object, 'failed', message);
      batch.addSkipped(object, 'failed', message);
    });
  }

  private skip(object: WorkObject, status: 'skipped' | 'failed', reason: string): void {
    const { writer } = this.services;
    if (object.supersedes !== undefined) writer.supersede(object.supersedes.segment, object.supersedes.object);
    writer.skip(object, status, reason);
  }

  /** Runs what adds to the segment, when none is being written; writes the segment when it is full. */
  private whenWritable(add: () => void): Promise<void> | void {
    if (this.isPublishing) return this.publishing.then(() => this.whenWritable(add));
    add();
    this.firstAddTime ??= performance.now();
    const isLate = performance.now() - this.firstAddTime > maxUnpublishedMs;
    if (this.services.writer.isFull || isLate) return this.publish();
  }

  private publish(): Promise<void> {
    this.isPublishing = true;
    this.publishing = this.services.writer.publish().then(
      (summary) => {
        this.isPublishing = false;
        this.firstAddTime = undefined;
        if (summary !== undefined) this.services.onPublished(summary);
      },
      (error: unknown) => {
        this.isPublishing = false;
        throw error;
      },
    );
    // Those who wait for it tell the failure.
    this.publishing.catch(() => undefined);
    return this.publishing;
  }
}

/** Counts a batch, and tells when all of it was dealt with. */
class Batch {
  private left: number;
  private readonly counts = {
    objects: 0,
    storedBytes: 0,
    read: 0,
    skipped: 0,
    failed: 0,
    found: 0,
    indexed: 0,
    unreadable: 0,
  };
  private readonly failures: { readonly key: string; readonly reason: string }[] = [];

  constructor(
    size: number,
    private readonly onDone: (counts: BatchCounts) => void,
  ) {
    this.left = size;
  }

  addRead(
    storedBytes: number,
    counts: { readonly found: number; readonly indexed: number; readonly unreadable: number },
  ): void {
    this.counts.read++;
    this.counts.storedBytes += storedBytes;
    this.counts.found += counts.found;
    this.counts.indexed += counts.indexed;
    this.counts.unreadable += counts.unreadable;
    this.done();
  }

  addSkipped({ key }: WorkObject, status: 'skipped' | 'failed', reason: string): void {
    this.counts[status]++;
    if (status === 'failed' && this.failures.length < maxToldFailures) this.failures.push({ key, reason });
    this.done();
  }

  private done(): void {
    this.counts.objects++;
    if (--this.left === 0) this.onDone({ ...this.counts, failures: this.failures });
  }
}
