import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { EpochMs } from '../base/time';
import type { SegmentFile } from './segmentSchema';

/** What a file looked like when its checksum was found right. */
interface Verified extends SegmentFile {
  readonly modifiedMs: number;
  readonly changedMs: number;
  readonly verifiedTime: EpochMs;
}

/** Disks forget: a file is read again after this long. */
const trustedMs = 7 * 24 * 3600 * 1000;
const fileName = 'verified.json';

/**
 * Remembers which files have the right checksum, by their size and times, so that opening an index again does not read
 * all of it. Kept beside the index where that can be written.
 */
export class VerifiedFiles {
  private hasChanged = false;

  private constructor(
    private readonly indexFolder: string,
    private readonly files: Map<string, Verified>,
  ) {}

  static async open(indexFolder: string): Promise<VerifiedFiles> {
    return new VerifiedFiles(indexFolder, await readVerified(path.join(indexFolder, fileName)));
  }

  /** What is wrong with the file, or undefined. Throws when the file is not there. */
  async check(file: string, expected: SegmentFile): Promise<string | undefined> {
    const found = await stat(file);
    if (found.size !== expected.sizeBytes) return `has ${found.size} bytes instead of ${expected.sizeBytes}`;
    const name = path.relative(this.indexFolder, file);
    const known = this.files.get(name);
    const isKnown =
      known !== undefined &&
      known.sizeBytes === expected.sizeBytes &&
      known.crc32 === expected.crc32 &&
      known.modifiedMs === found.mtimeMs &&
      known.changedMs === found.ctimeMs &&
      Math.abs(Date.now() - known.verifiedTime) < trustedMs;
    if (isKnown) return undefined;
    this.hasChanged = true;
    this.files.delete(name);
    if ((await checksum(file)) !== expected.crc32) return 'its checksum is wrong';
    const times = { modifiedMs: found.mtimeMs, changedMs: found.ctimeMs, verifiedTime: Date.now() };
    this.files.set(name, { sizeBytes: expected.sizeBytes, crc32: expected.crc32, ...times });
    return undefined;
  }

  /** Forgets files of segments that are gone. `ids` are those that are there. */
  forgetOthers(ids: readonly string[]): void {
    const there = new Set(ids);
    for (const name of this.files.keys()) {
      if (!there.has(path.basename(path.dirname(name)))) this.hasChanged = this.files.delete(name);
    }
  }

  /** Only a help for the next start: an index that cannot be written to is read all the same. */
  async save(): Promise<void> {
    if (!this.hasChanged) return;
    this.hasChanged = false;
    const target = path.join(this.indexFolder, fileName);
    const aside = `${target}.${process.pid}.${randomBytes(4).toString('hex')}`;
    try {
      await writeFile(aside, JSON.stringify(Object.fromEntries(this.files)), { mode: 0o600 });
      await rename(aside, target);
    } catch (error) {
      if (!isDiskRefusal(error)) throw error;
      await rm(aside, { force: true }).catch(() => undefined); // nothing was written, or the disk is full
    }
  }
}

/** The disk says no: read-only, full, not ours. */
export function isDiskRefusal(error: unknown): boolean {
  const codes = [
    'EROFS',
    'EACCES',
    'EPERM',
    'ENOSPC',
    'EDQUOT',
    'ENOENT',
    'ENOTDIR',
    'EISDIR',
    'EEXIST',
    'ENOTEMPTY',
    'EBUSY',
  ];
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}

async function checksum(file: string): Promise<number> {
  let value = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    value = crc32(chunk as Buffer, value); // a stream without an encoding gives buffers
  }
  return value;
}

async function readVerified(file: string): Promise<Map<string, Verified>> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value !== 'object' || value === null) return new Map();
    // A note of our own making: an entry that is not as expected never equals what the disk says, so it is not trusted.
    const entries = Object.entries(value as Record<string, Verified | null>);
    return new Map(entries.filter((entry): entry is [string, Verified] => entry[1] !== null));
  } catch (error) {
    if (error instanceof SyntaxError || isDiskRefusal(error)) return new Map();
    throw error;
  }
}
