import { availableParallelism } from 'node:os';
import path from 'node:path';
import { version } from '../../package.json';
import type { Disposable } from '../base/lifecycle';
import type { PublicKeySource } from '../engine/ports';
import { toCheckWorkerPath } from '../scan/scanWorkerPath';
import { WorkerPool } from '../scan/workerPool';
import { toPlaceId } from '../search/indexFolder';
import { currentEnvironment, defaultStateFolder } from '../source/cache/cacheFolder';
import { openLocation, type OpenedSource } from '../source/openSource';
import { lazyPublicKeys } from '../source/s3/lazyPublicKeys';
import type { GetSessions } from '../source/s3/lazyS3Source';
import { toKeyCacheFile } from '../validation/keyCache';
import { PublicKeyLoader } from '../validation/publicKeyLoader';
import type { ValidationServices } from '../validation/validationOptions';
import { toValidationFolder } from '../validation/runFolder';
import { getOperand, type CliArguments } from './arguments';
import { newUsageError } from './searchOptions';
import { newSessions, printNote } from './terminal';

/** As fast as S3 hands out; every further one would take 25 MB. */
const maxThreads = 2;

/** Owns the source, the threads and the keys that a validation works with. */
export interface ValidationSession {
  readonly opened: OpenedSource;
  readonly services: ValidationServices;
  dispose(): void;
}

/** `keyFile`: absolute path. Rejects with a UserError when the location is none. */
export async function openValidationSession(
  args: CliArguments,
  keyFile: string | undefined,
): Promise<ValidationSession> {
  const sessions = newSessions();
  const opened = await openLocation({ ...args.source, uri: getOperand(args, 'location') }, sessions);
  if (opened.objectKey !== undefined) {
    opened.dispose();
    throw newUsageError('trailcase validate takes a bucket, a prefix or a folder, not one object');
  }
  const stateFolder = path.resolve(args.search.indexFolder ?? defaultStateFolder(currentEnvironment()));
  const size = Math.min(maxThreads, availableParallelism());
  const pool = new WorkerPool({ workerPath: toCheckWorkerPath(__dirname), size, hasSmallHeaps: true });
  const publicKeys = openPublicKeys(opened, args.source.profile, sessions);
  const keys = new PublicKeyLoader({
    cacheFile: toKeyCacheFile(stateFolder),
    ...(keyFile === undefined ? {} : { keyFile }),
    ...(publicKeys === undefined ? {} : { source: publicKeys }),
    log: { warn: printNote },
  });
  const placeId = toPlaceId(opened.source.toUri(''), args.source.endpoint);
  return {
    opened,
    services: {
      source: opened,
      pool,
      keys,
      storeFolder: toValidationFolder(stateFolder, placeId),
      generator: `trailcase ${version}`,
      log: { warn: printNote },
    },
    dispose: () => {
      pool.dispose();
      publicKeys?.dispose?.();
      opened.dispose();
    },
  };
}

/**
 * Keys of a file, of AWS, and of what AWS told before. A folder is evidence that may have been handed over: AWS is asked
 * only when somebody says as whom.
 */
function openPublicKeys(
  opened: OpenedSource,
  profile: string | undefined,
  sessions: GetSessions,
): (PublicKeySource & Partial<Disposable>) | undefined {
  if (opened.publicKeys !== undefined) return opened.publicKeys;
  return profile === undefined ? undefined : lazyPublicKeys(profile, undefined, sessions);
}
