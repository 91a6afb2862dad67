import { closeSync, fstatSync, lstatSync, openSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { throwIfAborted } from '../../base/abort';
import { UserError } from '../../base/errors';
import { sidecarSuffix, type BulkSource, type ObjectHint, type StoredObject } from '../../engine/ports';
import { isErrorOf, refuseTooLarge, toFileError } from './fileError';
import { toDiskPath, toNameText } from './fileName';
import { leadsOut, resolveInside } from './localFolder';
import { noFollow, openFlags } from './openFlags';
import { readBytes } from './readBytes';
import { readSidecarSync } from './sidecar';

/** Folders remembered: reads come more or less folder by folder. */
const maxFolders = 256;

interface OpenedFolder {
  /** With the separator at its end. */
  readonly path: string;
  readonly hasSidecars: boolean;
}

/**
 * Reads files below a folder one after the other, at hardly more than the cost of reading them: for worker threads,
 * since nothing else runs meanwhile. Neither a key nor a link leads out of the root. Throws UserErrors.
 */
export class BulkFiles implements BulkSource {
  private readonly folders = new Map<string, OpenedFolder>();
  private readonly realRoot: string;

  /** `root` is an absolute path. Throws a UserError when it cannot be reached. */
  constructor(private readonly root: string) {
    try {
      this.realRoot = toRealPathSync(root);
    } catch (error) {
      throw toFileError(error, 'read the folder', root);
    }
  }

  readObject(key: string, signal: AbortSignal, hint: ObjectHint = {}): StoredObject {
    throwIfAborted(signal);
    const relative = hint.path ?? key;
    const slash = relative.lastIndexOf('/');
    const name = relative.slice(slash + 1);
    if (!isPlainName(name)) resolveInside(this.root, relative);
    try {
      const folder = this.openFolder(relative.slice(0, Math.max(0, slash)));
      const filePath = folder.path + name;
      const object = this.readFile(filePath, key);
      return folder.hasSidecars ? { ...object, ...readSidecarSync(filePath) } : object;
    } catch (error) {
      throw toFileError(error, 'read', path.resolve(this.root, ...relative.split('/')));
    }
  }

  dispose(): void {
    this.folders.clear();
  }

  /** What holds for a folder is found out once, and not again for each of its files. */
  private openFolder(relative: string): OpenedFolder {
    const known = this.folders.get(relative);
    if (known !== undefined) return known;
    const folder = resolveInside(this.root, relative);
    this.refuseOutside(folder);
    const hasSidecars = readdirSync(toDiskPath(folder)).some((name) => name.endsWith(sidecarSuffix));
    const opened = { path: folder.endsWith(path.sep) ? folder : folder + path.sep, hasSidecars };
    if (this.folders.size === maxFolders) this.folders.clear();
    this.folders.set(relative, opened);
    return opened;
  }

  private readFile(filePath: string, key: string): StoredObject {
    const file = this.openFile(filePath);
    try {
      const status = fstatSync(file);
      if (status.isDirectory()) throw new UserError('invalidInput', `Cannot read ${filePath}: it is a folder.`);
      if (!status.isFile()) throw new UserError('unreadable', `Cannot read ${filePath}: it is not a file.`);
      refuseTooLarge(filePath, status.size);
      return { key, bytes: readBytes(file, status.size), lastModified: Math.round(status.mtimeMs), metadata: {} };
    } finally {
      closeSync(file);
    }
  }

  private openFile(filePath: string): number {
    const diskPath = toDiskPath(filePath);
    try {
      // Windows cannot be asked not to follow.
      if (noFollow === 0 && lstatSync(diskPath).isSymbolicLink()) this.refuseOutside(filePath);
      return openSync(diskPath, openFlags);
    } catch (error) {
      if (!isErrorOf(error, 'ELOOP', 'EMLINK')) throw error;
      return openSync(toDiskPath(this.refuseOutside(filePath)), openFlags);
    }
  }

  /** Where a path really leads; throws when that is not below the root. */
  private refuseOutside(place: string): string {
    const real = toRealPathSync(place);
    if (!leadsOut(this.realRoot, real)) return real;
    throw new UserError('invalidInput', `${place} leads out of the folder ${this.root}.`);
  }
}

function isPlainName(name: string): boolean {
  return !/^\.{0,2}$|[\\:\0]/.test(name);
}

function toRealPathSync(place: string): string {
  return toNameText(realpathSync.native(toDiskPath(place), 'buffer'));
}
