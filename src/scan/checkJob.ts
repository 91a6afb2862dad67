import type { UserError, UserErrorCode } from '../base/errors';
import { hashLog } from '../engine/digest/hashLog';
import type { LogReading, ReadingProblem } from '../engine/digest/lane';
import { toPackedReading, type PackedReading } from '../engine/digest/laneDigest';
import { readDigest } from '../engine/digest/readDigest';
import type { ReasonCode } from '../engine/digest/validation';
import type { BulkSource, StoredObject } from '../engine/ports';
import { isChanged } from './changedObject';
import { fetchObject, LargeObjects, ReadFailures, type ObjectToFetch } from './objectReads';
import { WorkLanes } from './workLanes';
import type { CheckedBatch, CheckWork, ReadLimitsOption } from './workerMessages';

export interface CheckJobServices {
  readonly source: BulkSource;
  readonly limits: ReadLimitsOption;
  readonly maxDownloads: number;
  readonly onBatch: (batch: number, checked: CheckedBatch) => void;
  /** Told once; the job then ends by itself. */
  readonly onFailure: (error: unknown) => void;
}

interface Item {
  readonly batch: Batch;
  readonly at: number;
  readonly object: ObjectToFetch;
}

/** One worker's part of a validation: reads digests, and hashes logs. No text of a log leaves it. */
export class CheckJob {
  private readonly abort = new AbortController();
  private readonly lanes: WorkLanes<Item>;
  private readonly large = new LargeObjects();
  private readonly failures = new ReadFailures();
  private readonly open = new Set<Batch>();

  constructor(private readonly services: CheckJobServices) {
    this.lanes = new WorkLanes<Item>(
      services.maxDownloads,
      (item) => this.work(item),
      (error) => {
        services.onFailure(error);
      },
      this.abort.signal,
    );
  }

  check(number: number, work: CheckWork, objects: readonly ObjectToFetch[]): void {
    const batch = new Batch(work, objects.length, (checked) => {
      this.open.delete(batch);
      this.services.onBatch(number, checked);
    });
    this.open.add(batch);
    this.lanes.push(objects.map((object, at) => ({ batch, at, object })));
  }

  /** Drops what is under way, and tells what was read. */
  async stop(): Promise<void> {
    this.abort.abort();
    this.lanes.clear();
    await this.lanes.whenIdle();
    for (const batch of this.open) batch.end();
  }

  dispose(): void {
    this.abort.abort();
    this.services.source.dispose();
  }

  private work(item: Item): Promise<void> | void {
    const { batch, at, object } = item;
    return this.large.run(object.sizeBytes, () =>
      fetchObject(
        this.services.source,
        object,
        this.abort.signal,
        (stored) => this.take(item, stored),
        (error) => {
          batch.put(at, toReadingProblem(this.failures.ofObject(error)), 0, false);
        },
      ),
    );
  }

  private take({ batch, at, object }: Item, stored: StoredObject): Promise<void> | void {
    this.failures.succeed();
    const { limits } = this.services;
    const isOther = object.sizeBytes !== undefined && isChanged({ ...object, sizeBytes: object.sizeBytes }, stored);
    const put = (reading: PackedReading | LogReading): void => {
      batch.put(at, reading, stored.bytes.length, isOther);
    };
    const reading =
      batch.work === 'digest' ? toPackedReading(readDigest(stored, limits)) : hashLog(stored.bytes, limits);
    if (reading instanceof Promise) return reading.then(put);
    put(reading);
  }
}

/** Gathers a batch's readings, and tells them when it has all. */
class Batch {
  private readonly readings: (PackedReading | LogReading | undefined)[];
  private readonly changed: number[] = [];
  private left: number;
  private storedBytes = 0;

  constructor(
    readonly work: CheckWork,
    size: number,
    private readonly onDone: (checked: CheckedBatch) => void,
  ) {
    this.readings = new Array<PackedReading | LogReading | undefined>(size).fill(undefined);
    this.left = size;
  }

  put(at: number, reading: PackedReading | LogReading, storedBytes: number, isChanged: boolean): void {
    this.readings[at] = reading;
    this.storedBytes += storedBytes;
    if (isChanged) this.changed.push(at);
    if (--this.left === 0) this.end();
  }

  /** Tells what there is. */
  end(): void {
    const { work, readings, storedBytes: bytes, changed } = this;
    // A batch holds readings of its own work alone.
    this.onDone({ work, readings, storedBytes: bytes, changed } as CheckedBatch);
  }
}

export function toReadingProblem(error: Pick<UserError, 'code' | 'message'>): ReadingProblem {
  return { kind: 'problem', code: toReasonCode(error.code), message: error.message };
}

function toReasonCode(code: UserErrorCode): ReasonCode {
  switch (code) {
    case 'notFound':
    case 'archived':
    case 'tooLarge':
      return code;
    case 'accessDenied':
    case 'encryptionDenied':
      return 'denied';
    case 'network':
    case 'throttled':
    case 'incomplete':
      return 'network';
    default:
      return 'unread';
  }
}
