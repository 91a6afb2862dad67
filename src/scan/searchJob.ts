import { setImmediate } from 'node:timers/promises';
import { isAbort, UserError } from '../base/errors';
import { changedReason, isChanged } from './changedObject';
import type { BulkSource, StoredObject } from '../engine/ports';
import type { RawTextFilter } from '../engine/query/rawTextFilter';
import { gunzipLog } from '../engine/record/gunzip';
import { readUnzippedLog, type LogText } from '../engine/record/logText';
import { fetchObject } from './objectReads';
import { WorkLanes } from './workLanes';
import type { ReadLimitsOption, SearchedLog, SearchObject } from './workerMessages';

export interface SearchJobServices {
  readonly source: BulkSource;
  readonly limits: ReadLimitsOption;
  readonly maxDownloads: number;
  /** Passes logs that cannot hold a match by before they are parsed. */
  readonly filter: RawTextFilter;
  readonly matches: (log: LogText, record: number) => boolean;
  readonly onBatch: (batch: number, logs: readonly SearchedLog[]) => void;
  /** Told once; the job then ends by itself. */
  readonly onFailure: (error: unknown) => void;
}

interface Item {
  readonly object: SearchObject;
  readonly batch: { readonly logs: SearchedLog[]; readonly size: number; readonly number: number };
}

const none = new Int32Array(0);

/** One worker's part of a search in originals: which of these records match? */
export class SearchJob {
  private readonly abort = new AbortController();
  private readonly lanes: WorkLanes<Item>;

  constructor(private readonly services: SearchJobServices) {
    this.lanes = new WorkLanes<Item>(
      services.maxDownloads,
      (item) => this.work(item),
      (error) => {
        services.onFailure(error);
      },
      this.abort.signal,
    );
  }

  search(number: number, objects: readonly SearchObject[]): void {
    const batch = { logs: [], size: objects.length, number };
    this.lanes.push(objects.map((object) => ({ object, batch })));
  }

  async stop(): Promise<void> {
    this.abort.abort();
    this.lanes.clear();
    await this.lanes.whenIdle();
    await setImmediate();
  }

  dispose(): void {
    this.abort.abort();
    this.services.source.dispose();
  }

  private work(item: Item): Promise<void> | void {
    const { object } = item;
    return fetchObject(
      this.services.source,
      object,
      this.abort.signal,
      (stored) => {
        this.add(item, this.match(object, stored));
      },
      (error) => {
        this.fail(item, error);
      },
    );
  }

  private match(object: SearchObject, stored: StoredObject): SearchedLog {
    const { limits, filter, matches } = this.services;
    const { number, ordinals } = object;
    const { bytes } = stored;
    if (isChanged(object, stored)) return { number, ordinals: none, problem: changedReason };
    const unzipped = gunzipLog(bytes, limits);
    // A log with a problem is read as a whole: its records may stand in another wrapping or encoding.
    if (unzipped.problems.length === 0 && !filter.mayMatch(unzipped.bytes)) return { number, ordinals: none };
    const log = readUnzippedLog(bytes, unzipped, limits);
    const found: number[] = [];
    const candidates = ordinals === 'all' ? log.records.keys() : ordinals.values();
    let missing = 0;
    for (const ordinal of candidates) {
      const record = log.records[ordinal];
      if (record === undefined) missing++;
      else if (matches(log, record)) found.push(ordinal);
    }
    const problem = `${missing} records that were indexed are no longer in the log: it was changed since`;
    return { number, ordinals: Int32Array.from(found), ...(missing === 0 ? {} : { problem }) };
  }

  private add({ batch }: Item, log: SearchedLog): void {
    batch.logs.push(log);
    if (batch.logs.length === batch.size) this.services.onBatch(batch.number, batch.logs);
  }

  /** A log that cannot be read is said to be unsearched, never to have no match. */
  private fail(item: Item, error: unknown): void {
    if (isAbort(error) || !(error instanceof UserError)) throw error;
    this.add(item, { number: item.object.number, ordinals: none, problem: error.message });
  }
}
