import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fstatSync, futimesSync, mkdirSync, openSync, readSync, renameSync, writevSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../base/abort';
import type { Log } from '../../base/log';
import type { ObjectHint, StoredObject } from '../../engine/ports';
import { isErrorOf } from './cacheError';
import { parseEntry, toEntryHeader } from './cacheEntry';
import {
  asideSuffix,
  evictSlice,
  measureSlice,
  removeEmptyFolders,
  removeFile,
  removeSlice,
  sliceCount,
  type SliceUsage,
} from './cacheSlice';

/** A file's time tells its last use, to this exactness: writing it at every read would cost more than the read. */
const touchAfterMs = 3_600_000;
/** A slice is looked at whenever this share of the cache was written, so that all are while it grows by a quarter. */
const slicesPerFill = 4 * sliceCount;
/** After a write that failed, none is tried for this long: a full disk answers slowly. */
const pauseMs = 60_000;

export interface ObjectCacheOptions {
  /** Absolute path of a folder that is the cache's own; made when it is first needed, private to the user. */
  readonly folder: string;
  /** What all processes together keep, about; 0 switches the cache off. */
  readonly maxBytes: number;
  /** Hears, once, that nothing can be stored. */
  readonly log?: Pick<Log, 'warn'>;
}

/** What a cached object must agree with, as far as it is known. */
export type ExpectedObject = Pick<ObjectHint, 'etag' | 'sizeBytes'>;

/**
 * Keeps objects of S3 on disk exactly as delivered, so that they need not be fetched twice. Any number of threads and
 * processes may use one folder: a file is written aside and renamed, and one that is torn or altered is not used.
 * Least recently used objects go first. A cache that does not work is only slow: it never fails a read.
 *
 * Finding and storing are synchronous: at 5 to 50 µs each they are done before a promise would be.
 */
export class ObjectCache {
  private pausedUntil = 0;
  private hasWarned = false;
  private unmeasuredBytes = 0;
  private nextSlice = randomBytes(1).readUInt8();

  constructor(private readonly options: ObjectCacheOptions) {}

  /** Undefined when there is none, or it is not what a listing now says of the object. */
  find(sourceId: string, key: string, expected: ExpectedObject = {}): StoredObject | undefined {
    if (this.options.maxBytes === 0) return undefined;
    const { file } = this.placeOf(sourceId, key);
    try {
      const content = readFile(file);
      const object = content && parseEntry(content, key);
      if (object !== undefined) return isExpected(object, expected) ? object : undefined;
      if (content !== undefined) removeFile(file);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.warn(error);
    }
    return undefined;
  }

  /** Objects that are too large for the cache are not kept. */
  put(sourceId: string, object: StoredObject): void {
    const { maxBytes } = this.options;
    if (maxBytes === 0 || object.bytes.length > maxBytes / sliceCount / 2 || Date.now() < this.pausedUntil) return;
    try {
      this.write(sourceId, object);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.pausedUntil = Date.now() + pauseMs;
      this.warn(error);
      return;
    }
    this.unmeasuredBytes += object.bytes.length;
    if (this.unmeasuredBytes > maxBytes / slicesPerFill) this.evictNext();
  }

  /** Brings the whole cache within its bounds. Returns what is left. Rejects with the file system's error. */
  evict(signal: AbortSignal): Promise<SliceUsage> {
    const share = this.options.maxBytes / sliceCount;
    return this.forEachSlice((slice) => evictSlice(this.options.folder, slice, share), signal);
  }

  usage(signal: AbortSignal): Promise<SliceUsage> {
    return this.forEachSlice((slice) => measureSlice(this.options.folder, slice), signal);
  }

  /** Removes every object of every source, and nothing else. Rejects with the file system's error. */
  async clear(signal: AbortSignal): Promise<void> {
    const { folder } = this.options;
    await this.forEachSlice((slice) => {
      removeSlice(folder, slice);
      return { files: 0, sizeBytes: 0 };
    }, signal);
    removeEmptyFolders(folder);
  }

  /** Nothing of a key becomes part of a path. */
  private placeOf(sourceId: string, key: string): { readonly folder: string; readonly file: string } {
    const source = /^[\w-]{1,64}$/.test(sourceId) ? sourceId : toHash(sourceId);
    const hash = toHash(key);
    const folder = path.join(this.options.folder, source, hash.slice(0, 2));
    return { folder, file: folder + path.sep + hash };
  }

  private write(sourceId: string, object: StoredObject): void {
    const { folder, file } = this.placeOf(sourceId, object.key);
    const aside = `${file}.${process.pid}-${randomBytes(6).toString('hex')}${asideSuffix}`;
    const target = openNew(aside, folder);
    try {
      try {
        writeAll(target, [toEntryHeader(object), object.bytes]);
      } finally {
        closeSync(target);
      }
      renameSync(aside, file);
    } catch (error) {
      removeFile(aside);
      throw error;
    }
  }

  private evictNext(): void {
    this.unmeasuredBytes = 0;
    this.nextSlice = (this.nextSlice + 1) % sliceCount;
    try {
      evictSlice(this.options.folder, this.nextSlice, this.options.maxBytes / sliceCount);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      this.warn(error);
    }
  }

  private async forEachSlice(visit: (slice: number) => SliceUsage, signal: AbortSignal): Promise<SliceUsage> {
    let files = 0;
    let sizeBytes = 0;
    for (let slice = 0; slice < sliceCount; slice++) {
      throwIfAborted(signal);
      const usage = visit(slice);
      files += usage.files;
      sizeBytes += usage.sizeBytes;
      await nextTurn();
    }
    return { files, sizeBytes };
  }

  private warn(error: Error): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.options.log?.warn(`Reading goes on without the cache of originals: ${error.message}`);
  }
}

function isExpected(object: StoredObject, expected: ExpectedObject): boolean {
  const { etag = object.etag, sizeBytes = object.bytes.length } = expected;
  return etag === object.etag && sizeBytes === object.bytes.length;
}

function toHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Undefined where there is none. Notes that it was used. */
function readFile(place: string): Buffer | undefined {
  const file = openExisting(place);
  if (file === undefined) return undefined;
  try {
    const status = fstatSync(file);
    const content = Buffer.allocUnsafe(status.size);
    let length = 0;
    for (let count = 1; count > 0 && length < content.length; length += count) {
      count = readSync(file, content, length, content.length - length, null);
    }
    if (Date.now() - status.mtimeMs > touchAfterMs) touch(file);
    return content.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function openExisting(place: string): number | undefined {
  try {
    return openSync(place, 'r');
  } catch (error) {
    if (isErrorOf(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  }
}

/** What cannot be touched is only evicted too soon. */
function touch(file: number): void {
  try {
    const now = Date.now() / 1000;
    futimesSync(file, now, now);
  } catch (error) {
    if (!isErrorOf(error, 'EPERM', 'EACCES', 'EROFS')) throw error;
  }
}

function openNew(place: string, folder: string): number {
  try {
    return openSync(place, 'wx', 0o600);
  } catch (error) {
    if (!isErrorOf(error, 'ENOENT')) throw error;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(place, 'wx', 0o600);
  }
}

function writeAll(file: number, parts: readonly Uint8Array[]): void {
  const total = parts.reduce((sum, part) => sum + part.length, 0);
  const written = writevSync(file, parts);
  if (written === total) return;
  // The rest, or the error that stopped the first write: a disk that is full.
  const rest = Buffer.concat(parts).subarray(written);
  for (let at = 0; at < rest.length;) at += writevSync(file, [rest.subarray(at)]);
}
