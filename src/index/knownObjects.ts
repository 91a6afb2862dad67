import { createHash } from 'node:crypto';
import type { EpochMs } from '../base/time';
import { ledgerRows } from './ledger';
import type { IndexSnapshot } from './indexSnapshot';
import { HashIndex } from './hashIndex';
import type { QueryDatabase } from './queryDatabase';

export type FoundObject =
  /** In the index, unchanged: need not be read. */
  | { readonly kind: 'current' }
  /** In the index, unchanged, and left out on purpose then. Where the reason is gone: read it, superseding the row. */
  | { readonly kind: 'skipped'; readonly segment: string; readonly object: number }
  /** In the index with other content (`changed`), or could not be read then (`failed`): read it, superseding the row. */
  | { readonly kind: 'changed' | 'failed'; readonly segment: string; readonly object: number };

/** What the index knows of objects, some 50 bytes each: for scans that resume, over millions. */
export class KnownObjects {
  private constructor(
    private readonly segments: readonly string[],
    /** By the hash of key and version, of those that were read or skipped. */
    private readonly current: HashIndex,
    /** By the hash of the key: the segment's number, the object's, and a status. */
    private readonly byKey: HashIndex,
  ) {}

  /** Objects that failed count as not read. */
  static async read(database: QueryDatabase, snapshot: IndexSnapshot, signal: AbortSignal): Promise<KnownObjects> {
    const count = snapshot.segments.reduce((sum, { summary }) => sum + summary.counts.objects, 0);
    const known = new KnownObjects(
      snapshot.segments.map(({ id }) => id),
      new HashIndex(count, 0),
      new HashIndex(count, 3),
    );
    const rows = ledgerRows(snapshot, 'object, key, etag, sizeBytes, lastModified, status');
    if (rows === undefined) return known;
    const version = "coalesce(trim(etag, '\"'), epoch_ms(lastModified)::VARCHAR, '')";
    const half = (from: number, text: string): string => `('0x' || sha256(${text})[${from}:${from + 7}])::UINTEGER`;
    const keyed = `key || chr(10) || ${version} || chr(10) || sizeBytes`;
    const statement = `SELECT ${half(1, 'key')}, ${half(9, 'key')}, ${half(1, keyed)}, ${half(9, keyed)}, segment, object, status FROM ${rows}`;
    for await (const batch of database.stream(statement, signal)) {
      for (const [keyHigh, keyLow, high, low, segment, object, status] of batch) {
        const code = codes.findIndex((name) => name === status);
        known.byKey.add(Number(keyHigh), Number(keyLow), Number(segment), Number(object), code);
        if (status !== 'failed') known.current.add(Number(high), Number(low));
      }
    }
    return known;
  }

  get size(): number {
    return this.byKey.size;
  }

  /**
   * Undefined: never seen. `etag` as listing says it, with or without quotes; where there is none (in a folder) the
   * time of the last change stands in for it.
   */
  find(key: string, etag: string | undefined, sizeBytes: number, lastModified?: EpochMs): FoundObject | undefined {
    if (this.size === 0) return undefined;
    const [keyHigh, keyLow] = hashOf(key);
    const place = this.byKey.find(keyHigh, keyLow);
    const segment = place === undefined ? undefined : this.segments[this.byKey.value(place, 0)];
    if (place === undefined || segment === undefined) return undefined;
    const version =
      etag?.replace(/^"+|"+$/g, '') ?? (lastModified === undefined ? '' : String(Math.floor(lastModified)));
    const [high, low] = hashOf(`${key}\n${version}\n${sizeBytes}`);
    const isUnchanged = this.current.find(high, low) !== undefined;
    const object = this.byKey.value(place, 1);
    const status = codes[this.byKey.value(place, 2)];
    if (status === 'failed') return { kind: 'failed', segment, object };
    if (!isUnchanged) return { kind: 'changed', segment, object };
    return status === 'skipped' ? { kind: 'skipped', segment, object } : { kind: 'current' };
  }
}

const codes = ['read', 'skipped', 'failed'] as const;

/** The first 64 bits of SHA-256, in two halves. */
function hashOf(text: string): readonly [number, number] {
  const digest = createHash('sha256').update(text).digest();
  return [digest.readUInt32BE(0), digest.readUInt32BE(4)];
}
