import type { ValidatedObject } from '../engine/digest/validation';

/** Where an object lies, for people and reports: in the source, else where it was delivered; null when nothing says it. */
export function toObjectUri(
  { key, original }: Pick<ValidatedObject, 'key' | 'original'>,
  toUri: (key: string) => string,
): string | null {
  if (key !== undefined) return toUri(key);
  return original === undefined ? null : `s3://${original.bucket}/${original.key}`;
}
