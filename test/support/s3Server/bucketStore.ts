import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { EpochMs } from '../../../src/base/time';

export interface PutOptions {
  /** Names without `x-amz-meta-`. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Default `STANDARD`. */
  readonly storageClass?: string;
  readonly lastModified?: EpochMs;
  readonly contentType?: string;
  readonly contentEncoding?: string;
  readonly versionId?: string;
  readonly serverSideEncryption?: string;
  /** An archived object that can be read: a restored copy exists. */
  readonly isRestored?: boolean;
  /** False: stored without a checksum, as objects of before 2025 are. */
  readonly hasChecksum?: boolean;
  /** In place of the CRC-32: `{ 'x-amz-checksum-sha256': '…' }`. */
  readonly checksumHeaders?: Readonly<Record<string, string>>;
}

export interface StoredEntry extends PutOptions {
  readonly key: string;
  /** The key's UTF-8 bytes: S3 sorts by them. */
  readonly keyBytes: Buffer;
  readonly bytes: Buffer;
  /** With its quotes. */
  readonly etag: string;
  readonly storageClass: string;
  readonly lastModified: EpochMs;
  /** Base64 CRC-32 of the bytes. */
  readonly crc32?: string;
}

/** One bucket: objects by key, and their keys in byte order, sorted when first needed after a change. */
export class Bucket {
  private readonly entries = new Map<string, StoredEntry>();
  private sorted: readonly StoredEntry[] | undefined;

  constructor(
    readonly name: string,
    readonly region: string,
  ) {}

  put(key: string, bytes: Uint8Array, options: PutOptions = {}): StoredEntry {
    const body = Buffer.from(bytes);
    const entry: StoredEntry = {
      ...options,
      key,
      keyBytes: Buffer.from(key, 'utf8'),
      bytes: body,
      etag: `"${createHash('md5').update(body).digest('hex')}"`,
      storageClass: options.storageClass ?? 'STANDARD',
      lastModified: options.lastModified ?? Date.UTC(2026, 0, 15, 12, 0, 0),
      ...(options.hasChecksum === false || options.checksumHeaders !== undefined ? {} : { crc32: toCrc32Base64(body) }),
    };
    this.entries.set(key, entry);
    this.sorted = undefined;
    return entry;
  }

  remove(key: string): void {
    this.entries.delete(key);
    this.sorted = undefined;
  }

  find(key: string): StoredEntry | undefined {
    return this.entries.get(key);
  }

  /** All objects, in the byte order of their keys. */
  listSorted(): readonly StoredEntry[] {
    this.sorted ??= [...this.entries.values()].sort((a, b) => Buffer.compare(a.keyBytes, b.keyBytes));
    return this.sorted;
  }
}

function toCrc32Base64(bytes: Buffer): string {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum.toString('base64');
}
