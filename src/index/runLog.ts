import { randomBytes } from 'node:crypto';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import type { EpochMs } from '../base/time';
import type { Partition } from '../engine/trail/partition';

/** What listing found in one partition, once its listing is complete. */
export interface ListingLine extends Partition {
  /** The key prefix that was listed. */
  readonly prefix: string;
  /** A run of empty days is one line: `day` to `lastDay`, both included, with `objects: 0`. */
  readonly lastDay?: string;
  readonly objects: number;
  readonly bytes: number;
  readonly listedTime: EpochMs;
  /** Why it could not be listed, or not to its end: the counts are then what was seen. */
  readonly problem?: string;
}

/**
 * A run's own file `runs/<runId>.jsonl`: nobody else writes to it, so no lock is needed. A line that a crash tore is
 * ignored by readers.
 */
export class RunLog {
  private lines: string[] = [];

  private constructor(
    readonly runId: string,
    private readonly file: FileHandle,
  ) {}

  static async create(indexFolder: string, now: EpochMs = Date.now()): Promise<RunLog> {
    const runId = `${now.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
    const folder = path.join(indexFolder, 'runs');
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return new RunLog(runId, await open(path.join(folder, `${runId}.jsonl`), 'ax', 0o600));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      throw new UserError('writeFailed', `The index cannot be written: ${error.message}`, {
        cause: error,
        nextStep: 'Make the folder writable, or free space. What is indexed already can be searched.',
      });
    }
  }

  /** Kept until `flush`. */
  appendListing(line: ListingLine): void {
    this.lines.push(`${JSON.stringify(line)}\n`);
  }

  async flush(): Promise<void> {
    if (this.lines.length === 0) return;
    const text = this.lines.join('');
    this.lines = [];
    await this.file.appendFile(text);
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
