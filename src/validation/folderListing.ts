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

/** The listing of one folder of a lane, which can be looked into before it is taken. */
export class FolderListing {
  private pages: AsyncGenerator<ScanListing> | undefined;
  private first: Promise<IteratorResult<ScanListing, unknown>> | undefined;

  constructor(
    private readonly source: ListingSource,
    readonly folder: LaneFolder,
  ) {}

  /** The time of the first delivery, of a listing that begins at the first day. Rejects only with an AbortError. */
  async findEarliest(days: DayRange, signal: AbortSignal): Promise<EpochMs | undefined> {
    try {
      const first = await this.begin(days, signal);
      return first.done !== true && first.value.kind === 'objects' ? findEarliest(first.value.objects) : undefined;
    } catch (error) {
      if (isAbort(error)) throw error;
      return undefined; // `read` tells it
    }
  }

  /** Rejects only with an AbortError: what cannot be listed is told. */
  async read(days: DayRange, { onObjects, onRefused }: FolderTakers, signal: AbortSignal): Promise<void> {
    try {
      for (let next = await this.begin(days, signal); next.done !== true; next = await this.next()) {
        const listing = next.value;
        if (listing.kind === 'objects') onObjects(listing.objects, this.folder);
        else if (listing.kind === 'problem') onRefused(listing.prefix, listing.error);
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      onRefused(this.folder.prefix, toUserErrorData(error));
    }
  }

  private begin(days: DayRange, signal: AbortSignal): Promise<IteratorResult<ScanListing, unknown>> {
    this.pages ??= listRegion(this.source, this.folder.prefix, days, signal);
    this.first ??= this.pages.next();
    return this.first;
  }

  private async next(): Promise<IteratorResult<ScanListing, unknown>> {
    return (await this.pages?.next()) ?? { done: true, value: undefined };
  }
}
