import { rejectOnAbort } from '../base/abort';
import type { TimelinePicture, TimelineSummary } from '../engine/timeline/timeline';
import type { PictureOptions, Timeline, TimelineFilter, TimelineRow } from './timeline';
import { readFirstSeen } from './timelineFirstSeen';
import { readPicture } from './timelinePicture';
import { findRow, findTwins, readRows, readTotals } from './timelineRows';
import type { TimelineTable } from './timelineTable';

/** How a result runs what is asked of it: it keeps count of its uses, and stops what is under way when it is let go. */
export type ResultReading = <T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal) => Promise<T>;

/** The timeline of a result over its table. The summary is worked out once. */
export class TimelineAnswers implements Timeline {
  private summarizing: Promise<TimelineSummary> | undefined;

  /** `lifetime` is the result's: what is kept is worked out for all who ask. */
  constructor(
    private readonly table: TimelineTable,
    private readonly read: ResultReading,
    private readonly lifetime: AbortSignal,
  ) {}

  async summary(signal: AbortSignal): Promise<TimelineSummary> {
    return this.read((own) => rejectOnAbort(this.keepSummary(), own), signal);
  }

  async picture(options: PictureOptions, signal: AbortSignal): Promise<TimelinePicture> {
    return this.read((own) => readPicture(this.table, options, own), signal);
  }

  async rows(
    filter: TimelineFilter,
    offset: number,
    limit: number,
    descending: boolean,
    columns: readonly string[],
    signal: AbortSignal,
  ): Promise<{ readonly total: number; readonly rows: readonly TimelineRow[] }> {
    const range = { filter, offset, limit, descending, columns };
    return this.read((own) => readRows(this.table, range, own), signal);
  }

  async rowOf(
    id: number,
    filter: TimelineFilter,
    descending: boolean,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    return this.read((own) => findRow(this.table, id, filter, descending, own), signal);
  }

  async twinsOf(id: number, signal: AbortSignal): Promise<readonly number[]> {
    return this.read((own) => findTwins(this.table, id, own), signal);
  }

  private keepSummary(): Promise<TimelineSummary> {
    this.summarizing ??= this.summarize().catch((error: unknown) => {
      this.summarizing = undefined;
      throw error;
    });
    return this.summarizing;
  }

  private async summarize(): Promise<TimelineSummary> {
    const [totals, firstSeen] = await Promise.all([
      readTotals(this.table, this.lifetime),
      readFirstSeen(this.table, this.lifetime),
    ]);
    return { ...totals, ...firstSeen };
  }
}
