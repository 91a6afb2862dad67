import type { UserErrorData } from '../base/errors';
import type { ListedObject } from '../engine/ports';
import type { KnownObjects } from '../index/knownObjects';
import type { ListingLine } from '../index/runLog';
import { ListedPartitions } from './listedPartitions';
import { PendingObjects, type ScanObject } from './pendingObjects';
import { listScope, type ListingSource } from './scanListing';
import type { ScanScope } from './scanScope';
import { findSkipReason, isFolderMarker } from './skipReason';

export interface ScanCaps {
  /** A scan reads no more objects and stored bytes than this. */
  readonly maxObjects: number;
  readonly maxBytes: number;
}

export interface SkippedObjects {
  readonly reason: string;
  readonly objects: number;
  readonly bytes: number;
}

/** What a scan of a scope would read. Made from listing alone. */
export interface ScanPlan {
  readonly scope: ScanScope;
  /** To be read, or (with `skip`) to be put down in the ledger as left out. */
  readonly pending: PendingObjects;
  readonly listedObjects: number;
  readonly listedBytes: number;
  /** Already in the index, unchanged. */
  readonly indexedObjects: number;
  readonly objectsToRead: number;
  readonly bytesToRead: number;
  /** By reason; folders left out as a whole count as one object without bytes. */
  readonly skipped: readonly SkippedObjects[];
  readonly problems: readonly { readonly prefix: string; readonly error: UserErrorData }[];
  readonly accounts: number;
  readonly regions: number;
  /** Days with objects, in order. */
  readonly days: readonly string[];
  /** Objects that a cap leaves out; they stay pending in the ledger. */
  readonly beyondCap: number;
}

export interface PlanProgress {
  readonly objects: number;
  readonly bytes: number;
}

export interface PlanServices {
  readonly source: ListingSource;
  /** True for buckets, where logs are still delivered; false for folders. */
  readonly isLive: boolean;
  readonly known: Pick<KnownObjects, 'find'>;
  /** Takes the ledger's lines as soon as a branch was listed. */
  readonly recordListing: (lines: readonly ListingLine[]) => void;
  readonly onProgress: (progress: PlanProgress) => void;
}

/** Lists a scope and sorts out what has to be read. Rejects with an AbortError when it is cancelled. */
export async function planScan(
  services: PlanServices,
  scope: ScanScope,
  caps: ScanCaps,
  signal: AbortSignal,
): Promise<ScanPlan> {
  const draft = new PlanDraft(services.known, caps);
  const partitions = new ListedPartitions(scope, Date.now(), services.isLive);
  const problems: { prefix: string; error: UserErrorData }[] = [];
  for await (const listing of listScope(services.source, scope, signal)) {
    switch (listing.kind) {
      case 'objects':
        for (const object of listing.objects) {
          if (isFolderMarker(object)) continue;
          partitions.add(object);
          draft.add(object);
        }
        services.onProgress({ objects: draft.listedObjects, bytes: draft.listedBytes });
        break;
      case 'listed':
        services.recordListing(partitions.takeListed(listing.prefix));
        break;
      case 'problem':
        problems.push({ prefix: listing.prefix, error: listing.error });
        services.recordListing(partitions.takeProblem(listing.prefix, listing.error.message));
        break;
      case 'skipped':
        draft.countSkipped(listing.reason, 0);
        break;
      default:
        listing satisfies never;
    }
  }
  services.recordListing(partitions.takeQuietDays());
  return {
    scope,
    problems,
    accounts: partitions.accountCount,
    regions: partitions.regionCount,
    days: partitions.listedDays,
    ...draft.finish(),
  };
}

class PlanDraft {
  listedObjects = 0;
  listedBytes = 0;
  private readonly pending = new PendingObjects();
  private readonly skipped = new Map<string, { objects: number; bytes: number }>();
  private indexedObjects = 0;
  private objectsToRead = 0;
  private bytesToRead = 0;
  private beyondCap = 0;

  constructor(
    private readonly known: Pick<KnownObjects, 'find'>,
    private readonly caps: ScanCaps,
  ) {}

  add(object: ListedObject): void {
    this.listedObjects++;
    this.listedBytes += object.sizeBytes;
    const skip = findSkipReason(object);
    if (skip !== undefined) this.countSkipped(skip.reason, object.sizeBytes);
    const known = this.known.find(object.key, object.etag, object.sizeBytes, object.lastModified);
    if (known?.kind === 'current') {
      if (skip === undefined) this.indexedObjects++;
      return;
    }
    // Still archived, or still no log: the ledger says so already.
    if (skip !== undefined && (known?.kind === 'failed' || known?.kind === 'skipped')) return;
    const supersedes = known === undefined ? {} : { supersedes: { segment: known.segment, object: known.object } };
    this.plan({ ...object, ...supersedes, ...(skip === undefined ? {} : { skip }) });
  }

  countSkipped(reason: string, bytes: number): void {
    const count = this.skipped.get(reason) ?? { objects: 0, bytes: 0 };
    this.skipped.set(reason, { objects: count.objects + 1, bytes: count.bytes + bytes });
  }

  finish() {
    const { pending, listedObjects, listedBytes, indexedObjects, objectsToRead, bytesToRead, beyondCap } = this;
    const skipped = [...this.skipped].map(([reason, count]) => ({ reason, ...count }));
    return { pending, listedObjects, listedBytes, indexedObjects, objectsToRead, bytesToRead, beyondCap, skipped };
  }

  private plan(object: ScanObject): void {
    if (object.skip !== undefined) {
      this.pending.add(object);
      return;
    }
    if (this.objectsToRead >= this.caps.maxObjects || this.bytesToRead + object.sizeBytes > this.caps.maxBytes) {
      this.beyondCap++;
      return;
    }
    this.objectsToRead++;
    this.bytesToRead += object.sizeBytes;
    this.pending.add(object);
  }
}
