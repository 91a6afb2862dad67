import type { Log } from '../base/log';
import type { BulkCredentials, BulkOrigin, BulkSource } from '../engine/ports';
import { CachedBulkSource } from './cache/cachedBulkSource';
import { ObjectCache } from './cache/objectCache';
import { BulkFiles } from './local/bulkFiles';
import { BulkReader, type BulkReaderOptions } from './s3/bulkReader';

export interface BulkSourceOptions extends BulkReaderOptions {
  /** Where originals of buckets are kept; absent: nowhere. Files of a folder are never copied. */
  readonly cache?: { readonly folder: string; readonly maxBytes: number; readonly sourceId: string };
  /** Hears, once, when the cache does not work. */
  readonly log?: Pick<Log, 'warn'>;
}

/**
 * For worker threads: loads no AWS SDK. Costs no call; a folder that is not there is told here, as a UserError.
 * `credentials` are asked for buckets only.
 */
export function openBulkSource(
  origin: BulkOrigin,
  credentials: BulkCredentials,
  options: BulkSourceOptions,
): BulkSource {
  if (origin.kind === 'local') return new BulkFiles(origin.root);
  const reader = new BulkReader(origin.address, credentials, options);
  if (options.cache === undefined || options.cache.maxBytes === 0) return reader;
  const { sourceId, ...cache } = options.cache;
  return new CachedBulkSource(
    reader,
    sourceId,
    new ObjectCache({ ...cache, ...(options.log === undefined ? {} : { log: options.log }) }),
  );
}
