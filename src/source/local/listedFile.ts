import { statSync, type Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ListedObject } from '../../engine/ports';
import { toFileError } from './fileError';
import { toDiskPath } from './fileName';

/** What a listing says of a file. One that cannot be asked is listed all the same, with the reason. */
export async function toListedFile(filePath: string, key: string): Promise<ListedObject> {
  try {
    return toListed(key, await stat(toDiskPath(filePath)));
  } catch (error) {
    return toUnlistable(key, error, filePath);
  }
}

/** The same at a tenth of the cost, while nothing else can run: for long listings, which must pause in between. */
export function toListedFileSync(filePath: string, key: string): ListedObject {
  try {
    return toListed(key, statSync(toDiskPath(filePath)));
  } catch (error) {
    return toUnlistable(key, error, filePath);
  }
}

function toListed(key: string, status: Stats): ListedObject {
  return { key, sizeBytes: status.size, lastModified: Math.round(status.mtimeMs) };
}

function toUnlistable(key: string, error: unknown, filePath: string): ListedObject {
  return { key, sizeBytes: 0, problem: toFileError(error, 'read', filePath).message };
}
