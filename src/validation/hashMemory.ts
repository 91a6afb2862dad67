import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import type { Log } from '../base/log';
import type { LanePlace } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import { isDiskRefusal } from '../index/verifiedFiles';

/** Which object, what its text hashed to, and a CRC-32 over both. */
const idBytes = 16;
const hashBytes = 32;
const recordBytes = idBytes + hashBytes + 4;
const fileEnding = '.hashes';
/** From so many on, the files of a lane are made one. */
const maxFiles = 4;

/**
 * The hashes of a lane's logs that earlier runs computed. An object counts as the same when its key, ETag and size
 * are: what has no ETag (files on disk) is never remembered. Each run appends to a file of its own, so that
 * none waits for another; what a crash tore is ignored. A disk that refuses costs the memory, not the run.
 */
export class HashMemory {
  private pending: Buffer[] = [];
  private writing: Promise<void> = Promise.resolve();
  private hasWritten = false;
  private isBroken = false;
  /** By the time, so that in the order of their names newer files stand behind older ones, and merged ones before all. */
  private readonly ownFile = `${toTimeName()}-${randomBytes(4).toString('hex')}${fileEnding}`;

  private constructor(
    private readonly folder: string,
    private readonly files: readonly string[],
    private readonly known: HashTable,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  static async open(storeFolder: string, place: LanePlace, log: Pick<Log, 'warn'>): Promise<HashMemory> {
    const name = createHash('sha256').update(`${place.root}\n${place.region}`).digest('hex').slice(0, 32);
    const folder = path.join(storeFolder, 'hashes', name);
    const files = await listFiles(folder);
    const contents: Buffer[] = [];
    for (const file of files) contents.push(toWholeRecords(await readWhatIsThere(path.join(folder, file))));
    return new HashMemory(folder, files, new HashTable(Buffer.concat(contents)), log);
  }

  /** Lower-case hex SHA-256 of the text, when the object is the same as then. */
  find(object: ListedObject): string | undefined {
    const id = toId(object);
    const hash = id === undefined ? undefined : this.known.find(id);
    return hash?.toString('hex');
  }

  /** Written with the next `flush`. */
  remember(object: ListedObject, sha256: string): void {
    const id = toId(object);
    if (id !== undefined) this.pending.push(toRecord(id, Buffer.from(sha256, 'hex')));
  }

  /** Never rejects. */
  flush(): Promise<void> {
    const records = Buffer.concat(this.pending);
    this.pending = [];
    if (records.length > 0) this.writing = this.writing.then(() => this.append(records));
    return this.writing;
  }

  /** Writes what is left, and makes one file of many. Never rejects. */
  async close(): Promise<void> {
    await this.flush();
    if (this.isBroken || this.files.length + (this.hasWritten ? 1 : 0) < maxFiles) return;
    await this.guard(async () => {
      const own = toWholeRecords(await readWhatIsThere(path.join(this.folder, this.ownFile)));
      const aside = path.join(this.folder, `${this.ownFile}.new`);
      await writeFile(aside, this.known.merge(own), { mode: 0o600 });
      await rename(aside, path.join(this.folder, `0-${this.ownFile}`));
      for (const file of [...this.files, this.ownFile]) await rm(path.join(this.folder, file), { force: true });
    });
  }

  private append(records: Buffer): Promise<void> {
    return this.guard(async () => {
      if (!this.hasWritten) await mkdir(this.folder, { recursive: true, mode: 0o700 });
      this.hasWritten = true;
      await appendFile(path.join(this.folder, this.ownFile), records, { mode: 0o600 });
    });
  }

  private async guard(write: () => Promise<void>): Promise<void> {
    if (this.isBroken) return;
    try {
      await write();
    } catch (error) {
      this.isBroken = true;
      this.log.warn(`Hashes are not remembered: ${String(error)}`);
    }
  }
}

/** Of this moment, to the microsecond: two runs of one process are never told apart by chance. */
function toTimeName(): string {
  const micros = Math.round((performance.timeOrigin + performance.now()) * 1000);
  return micros.toString(36).padStart(11, '0');
}

function toId({ key, etag, sizeBytes }: ListedObject): Buffer | undefined {
  if (etag === undefined) return undefined;
  const version = JSON.stringify([key, etag, sizeBytes]);
  return createHash('sha256').update(version).digest().subarray(0, idBytes);
}

function toRecord(id: Buffer, hash: Buffer): Buffer {
  const record = Buffer.allocUnsafe(recordBytes);
  id.copy(record, 0);
  hash.copy(record, idBytes, 0, hashBytes);
  record.writeUInt32LE(crc32(record.subarray(0, idBytes + hashBytes)), idBytes + hashBytes);
  return record;
}

/** Records side by side, and where each is: 60 bytes an object. Of one object the last record counts. */
class HashTable {
  private readonly slots: Int32Array;
  private readonly mask: number;

  constructor(private readonly records: Buffer) {
    let size = 16;
    while (size < (records.length / recordBytes) * 2) size *= 2;
    this.slots = new Int32Array(size).fill(-1);
    this.mask = size - 1;
    for (let at = 0; at < records.length; at += recordBytes) {
      if (isWhole(records, at)) this.slots[this.findSlot(records.subarray(at, at + idBytes))] = at;
    }
  }

  find(id: Buffer): Buffer | undefined {
    const at = this.slots[this.findSlot(id)] ?? -1;
    return at < 0 ? undefined : this.records.subarray(at + idBytes, at + idBytes + hashBytes);
  }

  /** One record an object, with those of `newer` in place of older ones. */
  merge(newer: Buffer): Buffer {
    const all = new HashTable(Buffer.concat([this.records, newer]));
    const kept: Buffer[] = [];
    for (const at of all.slots) {
      if (at >= 0) kept.push(all.records.subarray(at, at + recordBytes));
    }
    return Buffer.concat(kept);
  }

  /** The object's slot, or the free one where it belongs. */
  private findSlot(id: Buffer): number {
    for (let slot = id.readUInt32LE(0) & this.mask; ; slot = (slot + 1) & this.mask) {
      const at = this.slots[slot] ?? -1;
      if (at < 0 || this.records.compare(id, 0, idBytes, at, at + idBytes) === 0) return slot;
    }
  }
}

function isWhole(records: Buffer, at: number): boolean {
  const end = at + idBytes + hashBytes;
  return crc32(records.subarray(at, end)) === records.readUInt32LE(end);
}

function toWholeRecords(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - (bytes.length % recordBytes));
}

async function listFiles(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith(fileEnding)).sort();
  } catch (error) {
    if (isDiskRefusal(error)) return [];
    throw error;
  }
}

async function readWhatIsThere(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isDiskRefusal(error)) return Buffer.alloc(0); // merged into another one meanwhile
    throw error;
  }
}
