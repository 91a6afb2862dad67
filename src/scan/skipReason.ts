import type { ListedObject } from '../engine/ports';
import { sidecarSuffix } from '../engine/ports';
import { fileNameOf, parseObjectName } from '../engine/trail/objectKey';
import { isArchivedClass } from '../engine/trail/objectNode';

/** Why an object is left out, from what listing says of it. */
export interface SkipReason {
  /** `failed`: it may be readable another day, and is then looked at again. */
  readonly status: 'skipped' | 'failed';
  readonly reason: string;
}

/** CloudTrail's own logs have a few MB. */
const maxStoredBytes = 1024 * 1024 * 1024;
const logEnding = /\.(json|jsonl|ndjson|csv|log|gz)$/i;

/** Undefined: read it. Names that are not CloudTrail's are read as well when they may be a log's: a stray may be evidence. */
export function findSkipReason({ key, sizeBytes, storageClass }: ListedObject): SkipReason | undefined {
  const name = fileNameOf(key);
  if (name.endsWith(sidecarSuffix)) return { status: 'skipped', reason: 'sidecar of a downloaded object' };
  if (parseObjectName(name).kind === 'digest') return { status: 'skipped', reason: 'digest file' };
  if (!logEnding.test(name)) return { status: 'skipped', reason: 'not the name of a log' };
  if (isArchivedClass(storageClass)) {
    return { status: 'failed', reason: `archived (${storageClass ?? ''}): it has to be restored first` };
  }
  return sizeBytes > maxStoredBytes ? { status: 'skipped', reason: 'larger than 1 GB' } : undefined;
}

/** Marks of empty folders, which some tools write, are no objects of the trail. */
export function isFolderMarker({ key, sizeBytes }: ListedObject): boolean {
  return key.endsWith('/') && sizeBytes === 0;
}
