import { TextDictionary } from '../engine/record/textDictionary';
import { compareKeys } from '../engine/trail/keyOrder';
import { IntColumn, NumberColumn } from './rowColumns';
import type { ObjectCounts, SegmentObject } from './segmentObject';
import type { ObjectStatus, SegmentCounts, SegmentSummary } from './segmentSchema';

/** One row of the ledger: what became of an object. */
export interface LedgerEntry extends ObjectCounts {
  readonly status: ObjectStatus;
  readonly reason?: string;
  /** JSON, see `toProblemsText`. */
  readonly problems?: string;
}

const noCounts = {
  objects: 0,
  read: 0,
  skipped: 0,
  failed: 0,
  found: 0,
  indexed: 0,
  unreadable: 0,
  rawBytes: 0,
  storedBytes: 0,
};

/** The ledger of a segment in columns: tens of thousands of small objects would have to be looked at in every garbage collection. */
export class SegmentLedger {
  readonly texts = new TextDictionary();
  readonly keys = new IntColumn();
  readonly etags = new IntColumn();
  readonly versionIds = new IntColumn();
  readonly statuses = new IntColumn();
  readonly reasons = new IntColumn();
  readonly problems = new IntColumn();
  readonly found = new IntColumn();
  readonly indexed = new IntColumn();
  readonly unreadable = new IntColumn();
  readonly sizes = new NumberColumn();
  readonly modified = new NumberColumn();
  readonly rawBytes = new NumberColumn();
  private sums = { ...noCounts };
  private firstKey: string | undefined;
  private lastKey: string | undefined;

  get length(): number {
    return this.sums.objects;
  }

  /** Of all objects, after gunzip. */
  get rawByteCount(): number {
    return this.sums.rawBytes;
  }

  get counts(): SegmentCounts {
    return { ...this.sums };
  }

  /** In S3's order; null without objects. */
  get keyRange(): SegmentSummary['keys'] {
    const { firstKey: first, lastKey: last } = this;
    return first === undefined || last === undefined ? null : { first, last };
  }

  add(object: SegmentObject, entry: LedgerEntry): void {
    const row = this.length;
    this.keys.set(row, this.texts.internText(object.key));
    this.addText(this.etags, row, object.etag);
    this.addText(this.versionIds, row, object.versionId);
    this.addText(this.reasons, row, entry.reason);
    this.addText(this.problems, row, entry.problems);
    this.statuses.set(row, this.texts.internText(entry.status));
    this.found.set(row, entry.found);
    this.indexed.set(row, entry.indexed);
    this.unreadable.set(row, entry.unreadable);
    this.sizes.set(row, object.sizeBytes);
    this.modified.set(row, object.lastModified ?? Number.NaN);
    this.rawBytes.set(row, entry.rawBytes);
    this.count(object, entry);
  }

  clear(): void {
    for (const column of [this.etags, this.versionIds, this.reasons, this.problems]) column.clear(0, this.length);
    this.texts.clear();
    this.sums = { ...noCounts };
    this.firstKey = undefined;
    this.lastKey = undefined;
  }

  private addText(column: IntColumn, row: number, text: string | undefined): void {
    if (text !== undefined) column.set(row, this.texts.internText(text));
  }

  private count(object: SegmentObject, entry: LedgerEntry): void {
    const { sums } = this;
    sums.objects++;
    sums[entry.status]++;
    sums.found += entry.found;
    sums.indexed += entry.indexed;
    sums.unreadable += entry.unreadable;
    sums.rawBytes += entry.rawBytes;
    if (entry.status === 'read') sums.storedBytes += object.sizeBytes;
    if (this.lastKey === undefined || compareKeys(object.key, this.lastKey) > 0) this.lastKey = object.key;
    // Objects mostly come in the order of their keys: the first one then stays the first.
    if (this.firstKey === undefined || compareKeys(object.key, this.firstKey) < 0) this.firstKey = object.key;
  }
}
