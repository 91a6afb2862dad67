import { type Dirent, readdirSync, rmdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import path from 'node:path';
import { isErrorOf } from './cacheError';

/** Two hexadecimal digits of a key's hash: each slice holds about as much as any other. */
export const sliceCount = 256;
/** Left of the share after eviction, so that it is not due again at once. */
const keptShare = 0.8;
/** A file that is being written has another name for no longer than this. */
const abandonedAfterMs = 3_600_000;
export const asideSuffix = '.tmp';

export interface SliceUsage {
  readonly files: number;
  readonly sizeBytes: number;
}

interface SliceFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly usedTime: number;
}

function toSliceName(slice: number): string {
  return slice.toString(16).padStart(2, '0');
}

/** One slice of all sources. Files that another process removes meanwhile are not counted. */
export function measureSlice(folder: string, slice: number): SliceUsage {
  return sum(listSlice(folder, slice));
}

/** Removes the files that were not used for longest, if the slice has more than its share. Returns what is left. */
export function evictSlice(folder: string, slice: number, maxBytes: number): SliceUsage {
  const files = listSlice(folder, slice).sort((a, b) => b.usedTime - a.usedTime);
  let { files: count, sizeBytes } = sum(files);
  if (sizeBytes <= maxBytes) return { files: count, sizeBytes };
  while (sizeBytes > maxBytes * keptShare) {
    const oldest = files.pop();
    if (oldest === undefined) break;
    removeFile(oldest.path);
    sizeBytes -= oldest.sizeBytes;
    count--;
  }
  return { files: count, sizeBytes };
}

/** Also of those that were left behind by processes that were killed. */
export function removeSlice(folder: string, slice: number): void {
  for (const source of listSources(folder)) {
    rmSync(path.join(folder, source, toSliceName(slice)), { recursive: true, force: true });
  }
}

/** The folders of sources, and the cache's own, as far as nothing is in them. */
export function removeEmptyFolders(folder: string): void {
  for (const place of [...listSources(folder).map((name) => path.join(folder, name)), folder]) {
    try {
      rmdirSync(place);
    } catch (error) {
      if (!isErrorOf(error, 'ENOTEMPTY', 'EEXIST', 'ENOENT', 'ENOTDIR')) throw error;
    }
  }
}

/** True when it is gone, or was. */
export function removeFile(file: string): boolean {
  try {
    unlinkSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error) return isErrorOf(error, 'ENOENT');
    throw error;
  }
}

function sum(files: readonly SliceFile[]): SliceUsage {
  return { files: files.length, sizeBytes: files.reduce((total, file) => total + file.sizeBytes, 0) };
}

function listSlice(folder: string, slice: number): SliceFile[] {
  const files: SliceFile[] = [];
  for (const source of listSources(folder)) {
    const place = path.join(folder, source, toSliceName(slice));
    for (const name of listNames(place)) {
      const file = path.join(place, name);
      const status = statSync(file, { throwIfNoEntry: false });
      if (status === undefined) continue;
      const isAbandoned = name.endsWith(asideSuffix) && Date.now() - status.mtimeMs > abandonedAfterMs;
      if (!isAbandoned || !removeFile(file)) {
        files.push({ path: file, sizeBytes: status.size, usedTime: status.mtimeMs });
      }
    }
  }
  return files;
}

/** The folders of the cache, one a source: what else lies beside them is not ours. */
function listSources(folder: string): string[] {
  return listEntries(folder)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function listNames(folder: string): string[] {
  return listEntries(folder).map(({ name }) => name);
}

/** Nothing where there is no such folder yet, or no more. */
function listEntries(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isErrorOf(error, 'ENOENT', 'ENOTDIR')) return [];
    throw error;
  }
}
