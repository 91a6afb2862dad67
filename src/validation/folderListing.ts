import { isAbort, toUserErrorData, type UserErrorData } from '../base/errors';
import type { EpochMs } from '../base/time';
import type { ListedObject } from '../engine/ports';
import { listRegion, type ListingSource, type ScanListing } from '../scan/scanListing';
import type { DayRange } from '../scan/scanScope';
import { findEarliest } from './deliveryTimes';
import type { LaneFolder } from './laneListing';

export interface FolderTakers {
  readonly onObjects: (objects: readonly ListedObject[], folder: LaneFolder) => void;
  /** What is listed below this prefix is not all. */
  readonly onRefused: (prefix: string, error: UserErrorData) => void;
}

/** Pages that are read, and kept, in search of the first delivery: there may be other things before it. */
const maxPagesAhead = 4;

/** The listing of one folder of a lane, which can be looked into before it is taken. */
export class FolderListing {
  private pages: AsyncGenerator<ScanListing> | undefined;
  private readonly ahead: ScanListing[] = [];

  constructor(
    private readonly source: ListingSource,
    readonly folder: LaneFolder,
  ) {}

  /** The time of the first delivery, of a listing that begins at the first day. Rejects only with an AbortError. */
  async findEarliest(days: DayRange, signal: AbortSignal): Promise<EpochMs | undefined> {
    try {
      while (this.ahead.length < maxPagesAhead) {
        const next = await this.next(days, signal);
        if (next.done === true) return undefined;
        this.ahead.push(next.value);
        const time = next.value.kind === 'objects' ? findEarliest(next.value.objects) : undefined;
        if (time !== undefined) return time;
      }
      return undefined;
    } catch (error) {
      if (isAbort(error)) throw error;
      this.forget(); // `read` tells it
      return undefined;
    }
  }

  /** Rejects only with an AbortError: what cannot be listed is told. */
  async read(days: DayRange, { onObjects, onRefused }: FolderTakers, signal: AbortSignal): Promise<void> {
    const take = (listing: ScanListing): void => {
      if (listing.kind === 'objects') onObjects(listing.objects, this.folder);
      else if (listing.kind === 'problem') onRefused(listing.prefix, listing.error);
    };
    try {
      for (const listing of this.ahead.splice(0)) take(listing);
      for (let next = await this.next(days, signal); next.done !== true; next = await this.next(days, signal)) {
        take(next.value);
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      onRefused(this.folder.prefix, toUserErrorData(error));
    }
  }

  /** The next `read` begins anew. */
  forget(): void {
    this.ahead.length = 0;
    void this.pages?.return(undefined);
    this.pages = undefined;
  }

  private next(days: DayRange, signal: AbortSignal): Promise<IteratorResult<ScanListing, unknown>> {
    this.pages ??= listRegion(this.source, this.folder.prefix, days, signal);
    return this.pages.next();
  }
}
