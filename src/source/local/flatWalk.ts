import path from 'node:path';
import { newAbortError, type UserError } from '../../base/errors';
import { sidecarSuffix } from '../../engine/ports';
import { toFileError } from './fileError';
import { readFolder, toRealPath } from './localFolder';

const maxDepth = 16;
const maxFiles = 200_000;
const maxFolders = 50_000;

/** Everything below a folder, with paths relative to it and `/` between names. */
export interface FolderContents {
  readonly files: readonly string[];
  /** Folders that could not be listed, and why. */
  readonly refused: ReadonlyMap<string, UserError>;
}

interface Folder {
  readonly relative: string;
  /** Without links. */
  readonly real: string;
  readonly depth: number;
}

/**
 * Each folder once, however many links lead to it. Undefined as soon as a folder `AWSLogs` turns up, and for what is
 * too large to hold as one list: the folder is then walked level by level instead, where nothing is left out.
 */
export async function readContents(root: string, signal: AbortSignal): Promise<FolderContents | undefined> {
  const files: string[] = [];
  const refused = new Map<string, UserError>();
  const visited = new Set<string>();
  const pending: Folder[] = [{ relative: '', real: await toRealPath(root), depth: 0 }];
  // Links wait until no real folder is left, so that what they lead to is shown where it really is.
  const links: Folder[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop() ?? links.pop()) {
    if (signal.aborted) throw newAbortError();
    if (visited.has(next.real)) continue;
    visited.add(next.real);
    if (visited.size > maxFolders || next.depth > maxDepth) return undefined;
    try {
      for (const entry of await readFolder(root, path.join(root, next.relative))) {
        const relative = next.relative === '' ? entry.name : `${next.relative}/${entry.name}`;
        if (!entry.isFolder) {
          if (!entry.name.endsWith(sidecarSuffix)) files.push(relative);
          continue;
        }
        if (entry.name === 'AWSLogs') return undefined;
        const real = entry.target ?? path.join(next.real, entry.name);
        (entry.target === undefined ? pending : links).push({ relative, real, depth: next.depth + 1 });
      }
    } catch (error) {
      const problem = toFileError(error, 'read the folder', path.join(root, next.relative));
      if (next.relative === '') throw problem;
      refused.set(`${next.relative}/`, problem);
    }
    if (files.length > maxFiles) return undefined;
  }
  return { files, refused };
}
