import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { throwIfAborted } from '../../base/abort';
import { UserError } from '../../base/errors';
import {
  sidecarSuffix,
  type ListedObject,
  type ListingOptions,
  type RecursivePage,
  type RefusedFolder,
} from '../../engine/ports';
import { compareKeys } from '../../engine/trail/keyOrder';
import { toFileError } from './fileError';
import { leadsBack } from './folderLinks';
import { toListedFileSync } from './listedFile';
import { leadsOut, readFolder, resolveInside, sortName, toRealPath, type FolderEntry } from './localFolder';

const pageSize = 1000;
/** Files asked for one after the other before anybody else may need the thread. */
const filesAtOnce = 16;
const longestTurnMs = 5;

/**
 * Everything below a prefix in the order of S3's keys, page by page: one listing of each folder, and one question for
 * each file. A folder that cannot be listed is told and left out; the first one rejects. Links to folders that are
 * listed anyway, or belong to another part of the trail, are left out; others are followed once.
 */
export async function* listTree(
  root: string,
  prefix: string,
  options: ListingOptions,
  signal: AbortSignal,
): AsyncGenerator<RecursivePage> {
  const tree = await openTree(root, prefix, options.token ?? options.startAfter ?? '');
  let objects: ListedObject[] = [];
  let refused: RefusedFolder[] = [];
  let turnStart = performance.now();
  for await (const item of walk(tree, prefix, signal)) {
    if (objects.length === pageSize) {
      yield { objects, refused, nextToken: objects.at(-1)?.key ?? '' };
      [objects, refused, turnStart] = [[], [], performance.now()];
    }
    if ('error' in item) refused.push(item);
    else objects.push(item);
    if (objects.length % filesAtOnce === 0 && performance.now() - turnStart > longestTurnMs) {
      await nextTurn();
      throwIfAborted(signal);
      turnStart = performance.now();
    }
  }
  yield { objects, refused };
}

interface Tree {
  readonly root: string;
  /** Keys up to this one are passed over. */
  readonly after: string;
  /** Without links: what lies below is listed in its own place. */
  readonly start: string;
  /** Folders that links led to, without links. */
  readonly followed: Set<string>;
}

async function openTree(root: string, prefix: string, after: string): Promise<Tree> {
  const start = await toRealPath(resolveInside(root, prefix));
  if (leadsOut(await toRealPath(root), start)) {
    throw new UserError('invalidInput', `${prefix} leads out of the folder ${root}.`);
  }
  return { root, after, start, followed: new Set() };
}

async function* walk(tree: Tree, prefix: string, signal: AbortSignal): AsyncGenerator<ListedObject | RefusedFolder> {
  const levels: Level[] = [{ ...(await readLevel(tree, prefix)), isLinked: false }];
  for (let level = levels.at(-1); level !== undefined; level = levels.at(-1)) {
    throwIfAborted(signal);
    const entry = level.entries[level.next++];
    if (entry === undefined) {
      levels.pop();
      continue;
    }
    const key = level.prefix + sortName(entry);
    if (isPassed(key, tree.after)) continue;
    if (!entry.isFolder) {
      if (!entry.name.endsWith(sidecarSuffix)) yield toListedFileSync(path.join(level.folder, entry.name), key);
      continue;
    }
    const isLinked = level.isLinked || entry.target !== undefined;
    try {
      if (!isLinked || (await shouldFollow(tree, level, entry))) {
        levels.push({ ...(await readLevel(tree, key)), isLinked });
      }
    } catch (error) {
      yield { prefix: key, error: toFileError(error, 'read the folder', path.join(level.folder, entry.name)) };
    }
  }
}

interface Level {
  readonly prefix: string;
  readonly folder: string;
  readonly entries: readonly FolderEntry[];
  /** A link led here or to a folder above. */
  readonly isLinked: boolean;
  next: number;
}

async function readLevel({ root }: Tree, prefix: string): Promise<Omit<Level, 'isLinked'>> {
  const folder = resolveInside(root, prefix);
  return { prefix, folder, entries: await readFolder(root, folder), next: 0 };
}

/** A folder is passed over only when everything in it stands before the key to begin behind. */
function isPassed(key: string, after: string): boolean {
  return compareKeys(key, after) <= 0 && !(key.endsWith('/') && after.startsWith(key));
}

/** No folder twice: links can make circles, and few links many paths. */
async function shouldFollow(tree: Tree, { prefix, folder }: Level, entry: FolderEntry): Promise<boolean> {
  if (await leadsBack(tree.root, prefix, entry)) return false;
  const real = entry.target ?? (await toRealPath(path.join(folder, entry.name)));
  if (!leadsOut(tree.start, real) || tree.followed.has(real)) return false;
  tree.followed.add(real);
  return true;
}
