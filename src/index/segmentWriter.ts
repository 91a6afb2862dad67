import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { maxMentions } from '../engine/record/containerFacts';
import type { GunzipLimits } from '../engine/record/gunzip';
import { loadDuckDb, loadDuckDbBindings } from './duckDb';
import { LogReader, maxLogRecords, type LogContent } from './logReader';
import { SegmentBuilder } from './segmentBuilder';
import { makeSegmentFolder, measureFiles, publishFolder, removeLeftovers } from './segmentFolder';
import { SegmentLedger, type LedgerEntry } from './segmentLedger';
import {
  countUnreadable,
  toProblemsText,
  type LedgerProblem,
  type ObjectCounts,
  type SegmentObject,
} from './segmentObject';
import type { SegmentRows } from './segmentRows';
import { segmentSchema, toSegmentId, type SegmentSummary } from './segmentSchema';
import { writeSegmentTables } from './segmentTables';

export type { ObjectCounts, SegmentObject } from './segmentObject';

export interface SegmentWriterOptions extends GunzipLimits {
  readonly indexFolder: string;
  /** `trailcase <version>` */
  readonly generator: string;
  /** What DuckDB may take while it writes a segment; 128 by default. */
  readonly memoryLimitMb?: number;
  /** Records that make a segment full, 122,880 by default: half as many take some 70 MB less memory. */
  readonly maxRecords?: number;
}

/** What memory is doubled at, less what the last log may bring. */
const maxRecords = 122_880;
const maxObjects = 65_536;
const maxRawBytes = 256 * 1024 * 1024;
/** Of different texts, and of pairs of a mention and a row: bounds of memory that ordinary logs do not reach. */
const maxTextBytes = 48 * 1024 * 1024;
const maxMentionRows = 6_000_000;
const maxFacts = 6_000_000;

/** Gathers the records of stored logs and writes them as one segment at a time. For one thread. */
export class SegmentWriter {
  private readonly builder = new SegmentBuilder();
  private readonly ledger = new SegmentLedger();
  private readonly superseded = new Map<string, number[]>();
  private isPublishing = false;
  private readonly reader: LogReader;
  private hasCleaned = false;

  constructor(private readonly options: SegmentWriterOptions) {
    this.reader = new LogReader(options);
  }

  /** True when the segment should be published before more is added. */
  get isFull(): boolean {
    const { rows, factCount } = this.builder;
    if (
      rows.rowCount >= (this.options.maxRecords ?? maxRecords) ||
      this.ledger.length >= maxObjects ||
      this.ledger.rawByteCount >= maxRawBytes
    )
      return true;
    if (rows.dictionary.byteLength >= maxTextBytes) return true;
    return rows.mentionCodes.length >= maxMentionRows || factCount >= maxFacts;
  }

  /** Objects added and skipped since the latest segment. */
  get objectCount(): number {
    return this.ledger.length;
  }

  /** Records added since the latest segment. */
  get recordCount(): number {
    return this.builder.rows.rowCount;
  }

  /** Decodes one stored object and adds its records. Never throws on content. */
  add(object: SegmentObject, stored: Uint8Array): ObjectCounts {
    this.checkIsOpen();
    const { builder, ledger } = this;
    const cutBefore = builder.rows.cutCount;
    const content = this.reader.read(stored, builder, ledger.length);
    const entry = toEntry(content, builder.rows.cutCount - cutBefore);
    ledger.add(object, entry);
    return { found: entry.found, indexed: entry.indexed, unreadable: entry.unreadable, rawBytes: entry.rawBytes };
  }

  /** A row of the ledger for an object that was not read. */
  skip(object: SegmentObject, status: 'skipped' | 'failed', reason: string): void {
    this.checkIsOpen();
    this.ledger.add(object, { status, reason, found: 0, indexed: 0, unreadable: 0, rawBytes: 0 });
  }

  /** The rows of an object of an older segment no longer count: it is read anew in this one. */
  supersede(segment: string, object: number): void {
    this.checkIsOpen();
    const { superseded } = this;
    const objects = superseded.get(segment);
    if (objects === undefined) superseded.set(segment, [object]);
    else objects.push(object);
  }

  /**
   * Writes what was added as one segment, whole or not at all, and begins the next. Undefined when nothing was added.
   * When it fails (disk full, no DuckDB), what was added is lost: the index says nothing of those objects, so the next
   * scan reads them.
   */
  async publish(): Promise<SegmentSummary | undefined> {
    this.checkIsOpen();
    if (this.ledger.length === 0 && this.superseded.size === 0) return undefined;
    this.isPublishing = true;
    try {
      return await this.write();
    } finally {
      this.dispose();
      this.isPublishing = false;
    }
  }

  /** Forgets what was not published. */
  dispose(): void {
    this.builder.clear();
    this.ledger.clear();
    this.superseded.clear();
  }

  private async write(): Promise<SegmentSummary> {
    const { indexFolder, generator, memoryLimitMb = 128 } = this.options;
    const duckDb = await loadDuckDb();
    const bindings = await loadDuckDbBindings();
    if (!this.hasCleaned) removeLeftovers(indexFolder);
    this.hasCleaned = true;
    const id = toSegmentId(Date.now(), randomBytes(4).readUInt32BE());
    const folder = makeSegmentFolder(indexFolder, id);
    try {
      await writeSegmentTables(duckDb, bindings, folder, this.builder.rows, this.ledger, memoryLimitMb);
      const summary: SegmentSummary = {
        schema: segmentSchema,
        id,
        createdTime: new Date().toISOString(),
        generator,
        counts: this.ledger.counts,
        time: toTimeRange(this.builder.rows),
        keys: this.ledger.keyRange,
        files: measureFiles(folder),
        supersedes: [...this.superseded].map(([segment, objects]) => ({ segment, objects })),
      };
      publishFolder(folder, indexFolder, summary);
      return summary;
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  private checkIsOpen(): void {
    if (this.isPublishing) throw new Error('The segment is being published: await that before adding more.');
  }
}

function toTimeRange({ firstTime, lastTime }: SegmentRows): SegmentSummary['time'] {
  if (firstTime > lastTime) return null;
  return { from: new Date(firstTime).toISOString(), to: new Date(lastTime).toISOString() };
}

function toEntry(content: LogContent, cutCount: number): LedgerEntry {
  const { rawBytes, indexed, tooMany } = content;
  if (content.isDigest && indexed === 0) {
    return { status: 'skipped', reason: 'digest file', found: 0, indexed: 0, unreadable: 0, rawBytes };
  }
  const unreadable = countUnreadable(content.problems) + tooMany;
  const problems = toProblemsText([...content.problems, ...tooManyNote(tooMany), ...cutNote(cutCount)]);
  const entry: LedgerEntry = { status: 'read', found: indexed + unreadable, indexed, unreadable, rawBytes };
  return problems === undefined ? entry : { ...entry, problems };
}

function tooManyNote(count: number): LedgerProblem[] {
  if (count === 0) return [];
  const message = `${count} records behind the first ${maxLogRecords} of this log are not indexed.`;
  return [{ kind: 'tooManyRecords', severity: 'error', message }];
}

function cutNote(count: number): LedgerProblem[] {
  if (count === 0) return [];
  const message = `${count} record(s) mention more than the ${maxMentions} identifiers that the index keeps of one record.`;
  return [{ kind: 'mentions', severity: 'error', message }];
}
