import { UserError } from '../../base/errors';
import type { TrailTree } from './trailTree';
import {
  isFolder,
  type ContainerElement,
  type FolderElement,
  type ObjectElement,
  type TreeElement,
} from './treeElement';

/** More levels than any layout of CloudTrail has. */
const maxDepth = 40;

/** Walks from a source down to the object, listing what was not listed yet. Undefined: it is not there. */
export async function findObject(
  tree: TrailTree,
  from: FolderElement,
  key: string,
  signal: AbortSignal,
): Promise<ObjectElement | undefined> {
  const found = await walk(tree, from, key, (child) => child.isA('object') && child.node.key === key, signal);
  return found?.isA('object') === true ? found : undefined;
}

/** Likewise for a prefix: the node that stands for it, or the folded one that holds it alone. */
export async function findContainer(
  tree: TrailTree,
  from: FolderElement,
  prefix: string,
  signal: AbortSignal,
): Promise<ContainerElement | undefined> {
  const found = await walk(
    tree,
    from,
    prefix,
    (child) => child.isA('container') && child.node.prefix.startsWith(prefix),
    signal,
  );
  return found?.isA('container') === true ? found : undefined;
}

/** The node that stands for the prefix, or the nearest one above it, where the way down cannot be listed or ends. */
export async function findNearest(
  tree: TrailTree,
  from: FolderElement,
  prefix: string,
  signal: AbortSignal,
): Promise<FolderElement> {
  const isGoal = (child: TreeElement): boolean => child.isA('container') && child.node.prefix.startsWith(prefix);
  let folder = from;
  for (let depth = 0; depth < maxDepth && folder.node.prefix.length < prefix.length; depth++) {
    const next = await findChild(tree, folder, prefix, isGoal, signal).catch((error: unknown) => {
      // What cannot be listed says so itself, in its place in the tree.
      if (error instanceof UserError) return undefined;
      throw error;
    });
    if (next === undefined || !isFolder(next)) return folder;
    folder = next;
  }
  return folder;
}

async function walk(
  tree: TrailTree,
  from: FolderElement,
  target: string,
  isGoal: (child: TreeElement) => boolean,
  signal: AbortSignal,
): Promise<TreeElement | undefined> {
  let folder = from;
  for (let depth = 0; depth < maxDepth; depth++) {
    const next = await findChild(tree, folder, target, isGoal, signal);
    if (next === undefined || isGoal(next) || !isFolder(next)) return next;
    folder = next;
  }
  return undefined;
}

async function findChild(
  tree: TrailTree,
  folder: FolderElement,
  target: string,
  isGoal: (child: TreeElement) => boolean,
  signal: AbortSignal,
): Promise<TreeElement | undefined> {
  for (;;) {
    const children = await listChildren(tree, folder, signal);
    const found = children.find(isGoal) ?? findLongestPrefix(children, target);
    if (found !== undefined) return found;
    const more = children.find((child) => child.isA('more'));
    if (more?.isA('more') !== true) {
      throwProblem(children);
      return undefined;
    }
    await stopOnAbort(tree, folder, signal, () => tree.loadMore(more));
  }
}

/** The children of a node; aborting stops the listing itself. */
export async function listChildren(
  tree: TrailTree,
  folder: FolderElement,
  signal: AbortSignal,
): Promise<readonly TreeElement[]> {
  return await stopOnAbort(tree, folder, signal, () => tree.getChildren(folder));
}

async function stopOnAbort<R>(
  tree: TrailTree,
  folder: FolderElement,
  signal: AbortSignal,
  work: () => Promise<R>,
): Promise<R> {
  signal.throwIfAborted();
  const stop = (): void => {
    tree.stopListing(folder);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    const result = await work();
    // The loop above could not otherwise tell a stopped listing from an empty one.
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function findLongestPrefix(children: readonly TreeElement[], target: string): ContainerElement | undefined {
  let longest: ContainerElement | undefined;
  for (const child of children) {
    if (!child.isA('container') || !target.startsWith(child.node.prefix)) continue;
    if (longest === undefined || child.node.prefix.length > longest.node.prefix.length) longest = child;
  }
  return longest;
}

/** When a level could not be listed, that is the answer, and not that nothing is there. */
function throwProblem(children: readonly TreeElement[]): void {
  for (const child of children) {
    if (child.isA('problem')) throw new UserError(child.node.error.code, child.node.error.message, child.node.error);
  }
}
