import { readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Dirent } from 'node:fs';
import { UserError } from '../../base/errors';

/** Turns failures of the file system into words; anything else is handed on. */
export function toFileError(error: unknown, what: string, filePath: string): UserError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const place = `${what} ${filePath}`;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return new UserError('notFound', `Cannot ${place}: it does not exist.`, {
        cause: error,
        nextStep: 'Was it moved or deleted? Refresh the view.',
      });
    case 'EACCES':
    case 'EPERM':
      return new UserError('accessDenied', `Cannot ${place}: permission denied.`, {
        cause: error,
        nextStep: 'Ask for read permission on it, or copy it to a folder of your own.',
      });
    case 'EISDIR':
      return new UserError('invalidInput', `Cannot ${place}: it is a folder.`, { cause: error });
    default:
      return new UserError('unreadable', `Cannot ${place}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
  }
}

/** The path of a key below a root. A key that would lead out of the root is refused. */
export function resolveInside(root: string, key: string): string {
  const resolved = path.resolve(root, ...key.split('/'));
  const relative = path.relative(root, resolved);
  if (relative.startsWith('..') || path.isAbsolute(relative) || key.includes('\0')) {
    throw new UserError('invalidInput', `The key ${JSON.stringify(key)} leads out of the folder ${root}.`);
  }
  return resolved;
}

export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** Entries in byte order. Links that lead out of the root are left out, and so are sockets and devices. */
export async function readFolder(root: string, folder: string): Promise<readonly FolderEntry[]> {
  let entries: Dirent[];
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw toFileError(error, 'read the folder', folder);
  }
  const found: FolderEntry[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) found.push({ name: entry.name, isFolder: true });
    else if (entry.isFile()) found.push({ name: entry.name, isFolder: false });
    else if (entry.isSymbolicLink()) found.push(...(await followLink(root, folder, entry.name)));
  }
  return found.sort((a, b) => Buffer.compare(Buffer.from(sortName(a)), Buffer.from(sortName(b))));
}

/** Folders sort as S3 sorts their prefixes: with the slash. */
function sortName(entry: FolderEntry): string {
  return entry.isFolder ? `${entry.name}/` : entry.name;
}

async function followLink(root: string, folder: string, name: string): Promise<FolderEntry[]> {
  try {
    const target = await realpath(path.join(folder, name));
    const relative = path.relative(await realpath(root), target);
    if (relative.startsWith('..') || path.isAbsolute(relative)) return [];
    const status = await stat(target);
    if (status.isDirectory()) return [{ name, isFolder: true }];
    return status.isFile() ? [{ name, isFolder: false }] : [];
  } catch (error) {
    // A link to nothing holds no evidence.
    if (error instanceof Error) return [];
    throw error;
  }
}
