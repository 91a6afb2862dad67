import { mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../base/errors';
import type { EpochMs } from '../../base/time';
import { sidecarSuffix } from '../../engine/ports';
import { isErrorOf, toFileError } from './fileError';
import { resolveInside } from './localFolder';

/** An object to be stored below a folder. */
export interface ObjectToWrite {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly lastModified: EpochMs;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes objects under their keys, each with its time, and with a sidecar where it has metadata. Returns how many. */
export async function writeObjects(
  folder: string,
  objects: Iterable<ObjectToWrite>,
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  for (const object of objects) {
    signal.throwIfAborted();
    const filePath = resolveInside(folder, object.key);
    await makeFolder(path.dirname(filePath));
    try {
      await writeFile(filePath, object.bytes);
      const time = object.lastModified / 1000;
      await utimes(filePath, time, time);
      if (Object.keys(object.metadata).length > 0) {
        await writeFile(filePath + sidecarSuffix, `${JSON.stringify({ metadata: object.metadata }, undefined, 2)}\n`);
      }
    } catch (error) {
      throw toFileError(error, 'write', filePath);
    }
    count++;
  }
  return count;
}

/** With the folders above it. Node's own recursive mkdir never returns where nothing can be made, as in `/proc`. */
async function makeFolder(folder: string): Promise<void> {
  const above = path.dirname(folder);
  try {
    await mkdir(folder);
  } catch (error) {
    if (isErrorOf(error, 'EEXIST') && (await isFolder(folder))) return;
    if (!isErrorOf(error, 'ENOENT') || above === folder || (await isFolder(above))) throw toMakeError(error, folder);
    await makeFolder(above);
    await makeFolder(folder);
  }
}

async function isFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch (error) {
    if (isErrorOf(error, 'ENOENT', 'ENOTDIR')) return false;
    throw toMakeError(error, place);
  }
}

function toMakeError(error: unknown, folder: string): UserError {
  const reason = isErrorOf(error, 'EEXIST', 'ENOTDIR')
    ? 'a file stands in its place'
    : isErrorOf(error, 'EACCES', 'EPERM', 'EROFS')
      ? 'writing there is not permitted'
      : isErrorOf(error, 'ENOENT')
        ? 'nothing can be stored there'
        : error instanceof Error
          ? error.message
          : String(error);
  return new UserError('writeFailed', `Cannot create the folder ${folder}: ${reason}.`, {
    cause: error,
    nextStep: 'Name a folder that you may write to.',
  });
}
