import { isAbort, UserError, type UserErrorCode } from '../base/errors';
import type { BulkSource, ObjectHint, StoredObject } from '../engine/ports';

/** Several of these at once would take too much memory. */
const largeObjectBytes = 8 * 1024 * 1024;
/** So many in a row are no longer the fault of the objects. */
const maxNetworkFailures = 40;

/** Failures of everything, not of one object: going on would only count every object as failed. */
const fatalCodes: ReadonlySet<UserErrorCode> = new Set<UserErrorCode>([
  'credentialsMissing',
  'credentialsExpired',
  'credentialsInvalid',
  'noSuchBucket',
  'wrongRegion',
]);

export function isFatal({ code }: { readonly code: UserErrorCode }): boolean {
  return fatalCodes.has(code);
}

/** An object as a job is told to read it. */
export interface ObjectToFetch extends ObjectHint {
  readonly key: string;
}

/** What is at hand is taken at once, without a promise: see `BulkSource`. */
export function fetchObject(
  source: BulkSource,
  object: ObjectToFetch,
  signal: AbortSignal,
  take: (stored: StoredObject) => Promise<void> | void,
  fail: (error: unknown) => Promise<void> | void,
): Promise<void> | void {
  const { key, sizeBytes, path, etag } = object;
  const hint = {
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(path === undefined ? {} : { path }),
    ...(etag === undefined ? {} : { etag }),
  };
  try {
    const stored = source.readObject(key, signal, hint);
    return stored instanceof Promise ? stored.then(take, fail) : take(stored);
  } catch (error) {
    return fail(error);
  }
}

/** Lets large objects be read one after the other. */
export class LargeObjects {
  private last: Promise<void> = Promise.resolve();

  run(sizeBytes: number | undefined, read: () => Promise<void> | void): Promise<void> | void {
    if (sizeBytes === undefined || sizeBytes <= largeObjectBytes) return read();
    const mine = this.last.then(read);
    this.last = mine.catch(() => undefined); // whoever waits for it tells it
    return mine;
  }
}

/** Tells failures of single objects, which end nothing, from those that end the job. */
export class ReadFailures {
  private networkFailures = 0;

  succeed(): void {
    this.networkFailures = 0;
  }

  /** The failure of one object; throws what is not. */
  ofObject(error: unknown): UserError {
    if (isAbort(error) || !(error instanceof UserError) || isFatal(error)) throw error;
    if (error.code === 'network' && ++this.networkFailures > maxNetworkFailures) throw error;
    return error;
  }
}
