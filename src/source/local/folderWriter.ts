import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { EpochMs } from '../../base/time';
import { sidecarSuffix } from '../../engine/ports';
import { resolveInside, toFileError } from './localFolder';

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
    try {
      await mkdir(path.dirname(filePath), { recursive: true });
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
