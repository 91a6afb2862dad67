import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../base/errors';
import { compareKeys } from '../../engine/trail/keyOrder';
import { isErrorOf, toFileError } from './fileError';
import { toDiskPath, toNameText } from './fileName';

/** The path of a key below a root. A key that would lead out of the root is refused. */
export function resolveInside(root: string, key: string): string {
  const resolved = path.resolve(root, ...key.split('/'));
  if (leadsOut(root, resolved) || key.includes('\0')) {
    throw new UserError('invalidInput', `The key ${JSON.stringify(key)} leads out of the folder ${root}.`);
  }
  return resolved;
}

/** Names may begin with two dots: only a whole `..` leads out. */
export function leadsOut(root: string, target: string): boolean {
  const relative = path.relative(root, target);
  return relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);
}

export interface FolderEntry {
  /** As `toNameText` gives it: a path made of such names goes through `toDiskPath` before it reaches the disk. */
  readonly name: string;
  readonly isFolder: boolean;
  /** Of a link to a folder: where it leads, without links. */
  readonly target?: string;
}

/**
 * Entries in the order of `sortName`. Links that lead out of the root or to nothing are left out, and so are sockets
 * and devices.
 */
export async function readFolder(root: string, folder: string): Promise<readonly FolderEntry[]> {
  const found: FolderEntry[] = [];
  try {
    for (const entry of await readdir(toDiskPath(folder), { withFileTypes: true, encoding: 'buffer' })) {
      const name = toNameText(entry.name);
      if (entry.isDirectory()) found.push({ name, isFolder: true });
      else if (entry.isFile()) found.push({ name, isFolder: false });
      else if (entry.isSymbolicLink()) found.push(...(await followLink(root, folder, name)));
    }
  } catch (error) {
    throw toFileError(error, 'read the folder', folder);
  }
  return found.sort((a, b) => compareKeys(sortName(a), sortName(b)));
}

/** Folders sort as S3 sorts their prefixes: with the slash. */
export function sortName(entry: FolderEntry): string {
  return entry.isFolder ? `${entry.name}/` : entry.name;
}

async function followLink(root: string, folder: string, name: string): Promise<FolderEntry[]> {
  try {
    const target = toNameText(await realpath(toDiskPath(path.join(folder, name)), 'buffer'));
    if (leadsOut(await toRealPath(root), target)) return [];
    const status = await stat(toDiskPath(target));
    if (status.isDirectory()) return [{ name, isFolder: true, target }];
    return status.isFile() ? [{ name, isFolder: false }] : [];
  } catch (error) {
    // A link to nothing, or to itself, holds no evidence. Any other is shown as a file, which says what is wrong.
    return isErrorOf(error, 'ENOENT', 'ENOTDIR', 'ELOOP') ? [] : [{ name, isFolder: false }];
  }
}

/** A path without links, to tell whether two paths are the same place. */
export async function toRealPath(place: string): Promise<string> {
  try {
    return toNameText(await realpath(toDiskPath(place), 'buffer'));
  } catch (error) {
    throw toFileError(error, 'read', place);
  }
}
