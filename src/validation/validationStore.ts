import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../base/errors';
import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../engine/digest/validation';
import { isDiskRefusal } from '../index/verifiedFiles';
import { newDamageError, readBlocks } from './blockFile';
import { findKeptRuns, maxNewestRuns } from './keptRuns';
import {
  dataFileNames,
  exceptionsFileName,
  foldersFileName,
  hoursFileName,
  objectsFileName,
  runFileName,
  runVersion,
  toRunsFolder,
  type FolderLine,
  type RunFile,
} from './runFolder';

/** The runs of one place on disk, of all windows and the command line. */
export class ValidationStore {
  constructor(private readonly folder: string) {}

  /** Newest first. Runs that are damaged, or that another version wrote, are left out. */
  async runs(): Promise<readonly ValidationHeader[]> {
    const headers: ValidationHeader[] = [];
    for (const runId of await this.runIds()) {
      const header = await readHeader(this.toFolder(runId));
      if (header !== undefined) headers.push(header);
    }
    return headers;
  }

  /** Rejects with a UserError `notFound`. */
  async open(runId: string): Promise<StoredRun> {
    const folder = this.toFolder(runId);
    const header = isRunId(runId) ? await readHeader(folder) : undefined;
    if (header !== undefined) return new StoredRun(header, folder);
    throw new UserError('notFound', 'This validation is no longer kept.', { nextStep: 'Validate again.' });
  }

  /** Newest first, as `runs`. */
  async openAll(): Promise<readonly StoredRun[]> {
    return (await this.runs()).map((header) => new StoredRun(header, this.toFolder(header.runId)));
  }

  async delete(runId: string): Promise<void> {
    if (isRunId(runId)) await rm(this.toFolder(runId), { recursive: true, force: true });
  }

  /** Deletes all but the newest ones, and the widest beside them: see `findKeptRuns`. */
  async prune(): Promise<void> {
    const runIds = await this.runIds();
    if (runIds.length <= maxNewestRuns) return;
    const newest = new Set(runIds.slice(0, maxNewestRuns));
    const kept = new Set(findKeptRuns(await this.runs(), newest).map(({ runId }) => runId));
    for (const runId of runIds) if (!newest.has(runId) && !kept.has(runId)) await this.delete(runId);
  }

  /** Ids begin with the time, so that their order is that of the runs. */
  private async runIds(): Promise<readonly string[]> {
    try {
      return (await readdir(toRunsFolder(this.folder))).filter(isRunId).sort().reverse();
    } catch (error) {
      if (isDiskRefusal(error)) return [];
      throw error;
    }
  }

  private toFolder(runId: string): string {
    return path.join(toRunsFolder(this.folder), runId);
  }
}

function isRunId(name: string): boolean {
  return /^[0-9a-z]{9,}-[0-9a-f]{8}$/.test(name);
}

/** Undefined for what is not whole, or not of this version. */
async function readHeader(folder: string): Promise<ValidationHeader | undefined> {
  try {
    const run: unknown = JSON.parse(await readFile(path.join(folder, runFileName), 'utf8'));
    if (!isRunFile(run)) return undefined;
    const { header, files } = run;
    for (const name of dataFileNames) {
      if ((await stat(path.join(folder, name))).size !== files[name]) return undefined;
    }
    return header;
  } catch (error) {
    if (error instanceof SyntaxError || isDiskRefusal(error)) return undefined;
    throw error;
  }
}

/** Of this version, it is what RunWriter wrote. */
function isRunFile(value: unknown): value is RunFile {
  if (typeof value !== 'object' || value === null || !('version' in value) || value.version !== runVersion)
    return false;
  const has = (name: string): boolean => {
    const member: unknown = Reflect.get(value, name);
    return typeof member === 'object' && member !== null;
  };
  return has('header') && has('files');
}

/** What one folder came to; lanes that share a folder have an entry each. */
export type StoredFolder = FolderLine;

/** A run on disk. Everything is read when it is asked for; only the folders are kept. */
export class StoredRun {
  private folderList: Promise<readonly StoredFolder[]> | undefined;

  constructor(
    readonly header: ValidationHeader,
    readonly folder: string,
  ) {}

  /** Lane by lane, in the order in which they were judged. Rejects with a UserError on damage. */
  objects(): AsyncIterable<readonly ValidatedObject[]> {
    return readBlocks(path.join(this.folder, objectsFileName));
  }

  /** All that is not valid, in the same order. */
  exceptions(): AsyncIterable<readonly ValidatedObject[]> {
    return readBlocks(path.join(this.folder, exceptionsFileName));
  }

  hours(): AsyncIterable<readonly ValidatedHour[]> {
    return readBlocks(path.join(this.folder, hoursFileName));
  }

  /** Objects whose keys begin with the prefix; reads only the parts that hold some. */
  async *objectsUnder(prefix: string): AsyncGenerator<readonly ValidatedObject[]> {
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1);
    const offsets = new Set<number>();
    for (const line of await this.folders()) {
      if (line.prefix === folder || line.prefix.startsWith(prefix)) for (const at of line.blocks) offsets.add(at);
    }
    const inOrder = [...offsets].sort((a, b) => a - b);
    for await (const block of readBlocks<ValidatedObject>(path.join(this.folder, objectsFileName), inOrder)) {
      const fitting = block.filter(({ key }) => key?.startsWith(prefix) === true);
      if (fitting.length > 0) yield fitting;
    }
  }

  /** The object of a key in the source; undefined when the run did not see it. */
  async find(key: string): Promise<ValidatedObject | undefined> {
    for await (const objects of this.objectsUnder(key)) {
      const found = objects.find((object) => object.key === key);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Folders that objects or hours count in, in no order; a folder may stand there twice. Rejects with a UserError on damage. */
  folders(): Promise<readonly StoredFolder[]> {
    this.folderList ??= readFolders(path.join(this.folder, foldersFileName));
    return this.folderList;
  }

  /** Forgets what is kept in memory. */
  dispose(): void {
    this.folderList = undefined;
  }
}

async function readFolders(file: string): Promise<readonly StoredFolder[]> {
  try {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line) as FolderLine); // what RunWriter wrote: the size was compared
  } catch (error) {
    if (error instanceof SyntaxError || isDiskRefusal(error)) throw newDamageError(file, error);
    throw error;
  }
}
