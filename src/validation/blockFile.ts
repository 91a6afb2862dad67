import { open, type FileHandle } from 'node:fs/promises';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { UserError } from '../base/errors';

/** Keys of one folder say nearly the same: of 500 bytes a line some 70 are left. */
const maxBlockItems = 256;
const lengthBytes = 4;
const readBytes = 1024 * 1024;

/**
 * Writes items as JSON lines, some hundred of them deflated together. Each block begins with its length in four bytes,
 * so that it can be read by itself, from the offset at which it begins.
 */
export class BlockWriter<T> {
  private lines: string[] = [];
  private offset = 0;

  private constructor(private readonly file: FileHandle) {}

  static async create<T>(path: string): Promise<BlockWriter<T>> {
    return new BlockWriter<T>(await open(path, 'wx', 0o600));
  }

  get sizeBytes(): number {
    return this.offset;
  }

  /** Offset of the block that the next item goes into. */
  get nextOffset(): number {
    return this.offset;
  }

  /** A promise when a block was written, which must be awaited before the next call. */
  append(item: T): Promise<void> | undefined {
    this.lines.push(JSON.stringify(item));
    return this.lines.length < maxBlockItems ? undefined : this.flush();
  }

  /** Ends the block. */
  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const deflated = deflateRawSync(this.lines.join('\n'), { level: 1 });
    this.lines = [];
    const block = Buffer.allocUnsafe(lengthBytes + deflated.length);
    block.writeUInt32LE(deflated.length, 0);
    deflated.copy(block, lengthBytes);
    this.offset += block.length;
    await this.file.appendFile(block);
  }

  /** Writes what is left and makes it durable. */
  async close(): Promise<void> {
    try {
      await this.flush();
      await this.file.sync();
    } finally {
      await this.file.close();
    }
  }
}

/** Every block in order, or only those at the given offsets. Rejects with a UserError `unreadable` on damage. */
export async function* readBlocks<T>(path: string, offsets?: readonly number[]): AsyncGenerator<readonly T[]> {
  const file = await openForReading(path);
  try {
    if (offsets !== undefined) {
      for (const offset of offsets) yield parseBlock(await readBlock(file, offset), path) as readonly T[];
      return;
    }
    let rest: Buffer = Buffer.alloc(0);
    for (;;) {
      const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(readBytes), 0, readBytes, null);
      if (bytesRead === 0) break;
      rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      for (let end = blockEnd(rest); end !== undefined; end = blockEnd(rest)) {
        yield parseBlock(rest.subarray(lengthBytes, end), path) as readonly T[]; // what `append` wrote
        rest = rest.subarray(end);
      }
    }
    if (rest.length > 0) throw newDamageError(path);
  } finally {
    await file.close();
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (error) {
    throw newDamageError(path, error); // deleted since, by another window
  }
}

/** Undefined while the block has not arrived whole. */
function blockEnd(bytes: Buffer): number | undefined {
  if (bytes.length < lengthBytes) return undefined;
  const end = lengthBytes + bytes.readUInt32LE(0);
  return end <= bytes.length ? end : undefined;
}

async function readBlock(file: FileHandle, offset: number): Promise<Buffer> {
  const head = await file.read(Buffer.allocUnsafe(lengthBytes), 0, lengthBytes, offset);
  const length = head.bytesRead === lengthBytes ? head.buffer.readUInt32LE(0) : 0;
  const { size } = await file.stat();
  const start = offset + lengthBytes;
  if (start + length > size) return Buffer.alloc(0);
  return (await file.read(Buffer.allocUnsafe(length), 0, length, start)).buffer;
}

function parseBlock(deflated: Buffer, path: string): readonly unknown[] {
  try {
    const text = inflateRawSync(deflated).toString('utf8');
    return text.split('\n').map((line): unknown => JSON.parse(line));
  } catch (error) {
    throw newDamageError(path, error);
  }
}

export function newDamageError(path: string, cause?: unknown): UserError {
  return new UserError('unreadable', `${path} is gone or damaged.`, {
    cause,
    nextStep: 'Validate again.',
  });
}
