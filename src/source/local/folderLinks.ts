import path from 'node:path';
import { leadsOut, resolveInside, toRealPath, type FolderEntry } from './localFolder';

/**
 * Whether a folder is a link to one that the link itself lies in, or from one part of a trail to another: what it leads
 * to is then listed in its own place, and must not be listed again. `prefix`: that of the folder it is an entry of.
 */
export async function leadsBack(root: string, prefix: string, { name, target }: FolderEntry): Promise<boolean> {
  if (target === undefined) return false;
  if (isOfTrail(prefix + name) && isOfTrail(await toKey(root, target))) return true;
  let above = '';
  for (const folder of ['', ...prefix.split('/').slice(0, -1)]) {
    above += folder === '' ? '' : `${folder}/`;
    if (!leadsOut(target, await toRealPath(resolveInside(root, above)))) return true;
  }
  return false;
}

/** The same, or a link from elsewhere: only in a trail what a link leads to is something else than in its own place. */
export async function isShownElsewhere(root: string, prefix: string, entry: FolderEntry): Promise<boolean> {
  return entry.target !== undefined && (!isOfTrail(prefix + entry.name) || (await leadsBack(root, prefix, entry)));
}

async function toKey(root: string, real: string): Promise<string> {
  return path
    .relative(await toRealPath(root), real)
    .split(path.sep)
    .join('/');
}

function isOfTrail(key: string): boolean {
  return key.split('/').includes('AWSLogs');
}
