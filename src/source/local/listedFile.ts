import { stat } from 'node:fs/promises';
import type { ListedObject } from '../../engine/ports';
import { toFileError } from './fileError';
import { toDiskPath } from './fileName';

/** What a listing says of a file. One that cannot be asked is listed all the same, with the reason. */
export async function toListedFile(filePath: string, key: string): Promise<ListedObject> {
  try {
    const status = await stat(toDiskPath(filePath));
    return { key, sizeBytes: status.size, lastModified: Math.round(status.mtimeMs) };
  } catch (error) {
    return { key, sizeBytes: 0, problem: toFileError(error, 'read', filePath).message };
  }
}
