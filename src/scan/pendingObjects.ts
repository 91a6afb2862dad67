import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { ListedObject } from '../engine/ports';
import type { SkipReason } from './skipReason';

/** An object that a scan is to read. */
export interface ScanObject extends ListedObject {
  /** The row of the ledger that reading it makes void: it has changed, or could not be read. */
  readonly supersedes?: { readonly segment: string; readonly object: number };
  /** Set for an object that is only put down in the ledger. */
  readonly skip?: SkipReason;
}

/**
 * The objects that are to be read, in order. A trail has millions, and their keys say nearly the same, so pages of
 * them are kept deflated: some 20 bytes an object.
 */
export class PendingObjects {
  private readonly pages: Buffer[] = [];
  private open: ScanObject[] = [];
  private pageCount = 0;
  count = 0;
  bytes = 0;

  constructor(private readonly pageSize = 512) {}

  add(object: ScanObject): void {
    this.open.push(object);
    this.count++;
    this.bytes += object.sizeBytes;
    if (this.open.length >= this.pageSize) this.close();
  }

  /** Hands out page by page, and forgets what was handed out. */
  takePage(): readonly ScanObject[] | undefined {
    const page = this.pages[this.pageCount];
    if (page !== undefined) {
      this.pages[this.pageCount++] = Buffer.alloc(0);
      return JSON.parse(inflateRawSync(page).toString()) as ScanObject[]; // what `close` wrote
    }
    if (this.open.length === 0) return undefined;
    const rest = this.open;
    this.open = [];
    return rest;
  }

  private close(): void {
    this.pages.push(deflateRawSync(JSON.stringify(this.open), { level: 1 }));
    this.open = [];
  }
}
