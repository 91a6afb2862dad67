import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../base/errors';
import type { EpochMs } from '../base/time';
import type {
  LanePlace,
  ValidatedHour,
  ValidatedObject,
  ValidationHeader,
  ValidationSummary,
  Weight,
} from '../engine/digest/validation';
import { removeLeftovers } from '../index/segmentFolder';
import { BlockWriter } from './blockFile';
import { CountTally } from './folderCounts';
import {
  exceptionsFileName,
  foldersFileName,
  hoursFileName,
  objectsFileName,
  runFileName,
  runVersion,
  toHourFolder,
  toObjectFolder,
  toRunsFolder,
  type FolderLine,
  type RunFile,
} from './runFolder';

/** Work that is not interrupted, before others may need the thread. */
const longestTurnMs = 10;

/** What a lane came to. */
export interface LaneFindings {
  readonly objects: Iterable<ValidatedObject>;
  readonly hours: Iterable<ValidatedHour>;
}

/**
 * Writes a run's results lane by lane, aside; `finish` puts it among the others. Owns the open files. Rejects with a
 * UserError `writeFailed`.
 */
export class RunWriter {
  private readonly tally = new CountTally();
  private remembered = 0;
  private notYetSeen = 0;
  private lastLane: Promise<void> = Promise.resolve();

  private constructor(
    readonly runId: string,
    private readonly storeFolder: string,
    private readonly folder: string,
    private readonly files: {
      readonly objects: BlockWriter<ValidatedObject>;
      readonly exceptions: BlockWriter<ValidatedObject>;
      readonly hours: BlockWriter<ValidatedHour>;
      readonly folders: FileHandle;
    },
  ) {}

  static async create(storeFolder: string, now: EpochMs = Date.now()): Promise<RunWriter> {
    const runId = `${now.toString(36).padStart(9, '0')}-${randomBytes(4).toString('hex')}`;
    // Named as `removeLeftovers` expects it.
    const host = hostname().replace(/[^A-Za-z0-9-]/g, '_');
    const folder = path.join(storeFolder, 'tmp', `${runId}.${process.pid}.${host}`);
    return toldAsWriteFailure(async () => {
      removeLeftovers(storeFolder);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return new RunWriter(runId, storeFolder, folder, {
        objects: await BlockWriter.create(path.join(folder, objectsFileName)),
        exceptions: await BlockWriter.create(path.join(folder, exceptionsFileName)),
        hours: await BlockWriter.create(path.join(folder, hoursFileName)),
        folders: await open(path.join(folder, foldersFileName), 'ax', 0o600),
      });
    });
  }

  /** The heaviest of all that was written. */
  get weight(): Weight {
    return this.tally.weight;
  }

  /** Objects that were found to be wrong. */
  get wrong(): number {
    return this.tally.wrong;
  }

  summary(storedBytes: number): ValidationSummary {
    const { log, digest, backfillDigest, hours } = this.tally.toCounts();
    const { notYetSeen, remembered } = this;
    return { log, digest, backfillDigest, hours, notYetSeen, remembered, storedBytes };
  }

  /** One lane after the other, in the order of the calls. `onObject` hears of each object. */
  writeLane(place: LanePlace, findings: LaneFindings, onObject?: (object: ValidatedObject) => void): Promise<void> {
    const mine = this.lastLane.then(() => toldAsWriteFailure(() => this.write(place, findings, onObject)));
    this.lastLane = mine.catch(() => undefined); // told to whoever wrote it
    return mine;
  }

  /** The run, durable and under its name. Hands back its id. */
  async finish(header: ValidationHeader): Promise<void> {
    const { objects, exceptions, hours, folders } = this.files;
    await toldAsWriteFailure(async () => {
      await this.lastLane;
      await Promise.all([objects.close(), exceptions.close(), hours.close(), folders.sync()]);
      const { size } = await folders.stat();
      await folders.close();
      const files = {
        [objectsFileName]: objects.sizeBytes,
        [exceptionsFileName]: exceptions.sizeBytes,
        [hoursFileName]: hours.sizeBytes,
        [foldersFileName]: size,
      };
      await writeDurably(path.join(this.folder, runFileName), { version: runVersion, header, files });
      const runs = toRunsFolder(this.storeFolder);
      await mkdir(runs, { recursive: true, mode: 0o700 });
      await rename(this.folder, path.join(runs, this.runId));
    });
  }

  /** Forgets the run. */
  async discard(): Promise<void> {
    const { objects, exceptions, hours, folders } = this.files;
    await Promise.allSettled([objects.close(), exceptions.close(), hours.close(), folders.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }

  private async write(
    place: LanePlace,
    findings: LaneFindings,
    onObject: ((object: ValidatedObject) => void) | undefined,
  ): Promise<void> {
    const { objects, exceptions, hours } = this.files;
    const folders = new FolderTallies();
    let turnStart = performance.now();
    for (const object of findings.objects) {
      onObject?.(object);
      folders.get(toObjectFolder(object, place)).addObject(object, objects.nextOffset);
      this.tally.addObject(object);
      if (object.isRemembered === true) this.remembered++;
      if (object.code === 'notYetSeen') this.notYetSeen++;
      const written = objects.append(object);
      if (written !== undefined) await written;
      if (object.status !== 'valid') await exceptions.append(object);
      if (performance.now() - turnStart < longestTurnMs) continue;
      await nextTurn();
      turnStart = performance.now();
    }
    for (const hour of findings.hours) {
      folders.get(toHourFolder(hour, place)).tally.addHour(hour);
      this.tally.addHour(hour);
      const written = hours.append(hour);
      if (written !== undefined) await written;
    }
    await this.files.folders.appendFile(folders.toLines());
  }
}

/** What one lane has in each folder. */
class FolderTallies {
  private readonly folders = new Map<string, FolderTally>();
  private last: FolderTally | undefined;

  get(prefix: string): FolderTally {
    if (this.last?.prefix === prefix) return this.last;
    const folder = this.folders.get(prefix) ?? new FolderTally(prefix);
    this.folders.set(prefix, folder);
    this.last = folder;
    return folder;
  }

  toLines(): string {
    return [...this.folders.values()].map((folder) => `${JSON.stringify(folder.toLine())}\n`).join('');
  }
}

class FolderTally {
  readonly tally = new CountTally();
  private readonly blocks: number[] = [];

  constructor(readonly prefix: string) {}

  addObject(object: ValidatedObject, block: number): void {
    this.tally.addObject(object);
    if (this.blocks.at(-1) !== block) this.blocks.push(block);
  }

  toLine(): FolderLine {
    return { prefix: this.prefix, ...this.tally.toData(), blocks: this.blocks };
  }
}

async function writeDurably(file: string, content: RunFile): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(JSON.stringify(content));
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function toldAsWriteFailure<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError || !('code' in error)) throw error;
    throw new UserError('writeFailed', `The validation cannot be written: ${error.message}`, {
      cause: error,
      nextStep: 'Make the folder writable, or free space.',
    });
  }
}
