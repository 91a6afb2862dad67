import { UserError } from '../base/errors';
import type { OriginalLocation } from '../engine/digest/originalPlace';
import type { ObjectAddress } from '../engine/digest/validation';
import type { ValidatedSource } from './validatedSource';

/**
 * `s3://bucket/prefix` that a source is a copy of; `key` is the prefix, `''` or ending in `/`. Throws a UserError
 * `invalidInput` on anything else.
 */
export function parseOriginalLocation(text: string): ObjectAddress {
  const match = /^s3:\/\/(?<bucket>[^/]+)(?:\/(?<prefix>.*))?$/is.exec(text.trim())?.groups;
  const { bucket = '', prefix = '' } = match ?? {};
  if (match === undefined) {
    throw new UserError('invalidInput', 'The original location is not written as s3://bucket/prefix.', {
      nextStep: 'Write where CloudTrail delivered the logs: s3://bucket/prefix.',
    });
  }
  return { bucket, key: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

/** A bucket is its own original; of a folder, and of a bucket behind an access point, the digests say theirs. */
export function toOriginalLocation(
  { bucket, prefix }: Pick<ValidatedSource, 'bucket' | 'prefix'>,
  copyOf: ObjectAddress | undefined,
): OriginalLocation {
  if (copyOf !== undefined) {
    return { kind: 'copy', bucket: copyOf.bucket, sourcePrefix: prefix, originalPrefix: copyOf.key };
  }
  return bucket === undefined || bucket.startsWith('arn:') ? { kind: 'infer' } : { kind: 'own', bucket };
}
