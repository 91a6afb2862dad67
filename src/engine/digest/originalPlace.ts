import type { DigestFile } from './lane';
import type { LanePlace, ObjectAddress } from './validation';

/** Where the objects of the source were delivered. */
export type OriginalLocation =
  /** There: the source is the trail's own bucket. */
  | { readonly kind: 'own'; readonly bucket: string }
  /** Prefixes are `''` or end in `/`: what stands below one stood below the other. */
  | { readonly kind: 'copy'; readonly bucket: string; readonly sourcePrefix: string; readonly originalPrefix: string }
  /** Not said: the digests say it themselves. */
  | { readonly kind: 'infer' };

export interface OriginalPlace {
  readonly bucket: string;
  readonly sourcePrefix: string;
  readonly originalPrefix: string;
  readonly isInferred: boolean;
}

/** Undefined as long as it has to be inferred. */
export function toOriginalPlace(location: OriginalLocation): OriginalPlace | undefined {
  switch (location.kind) {
    case 'own':
      return { bucket: location.bucket, sourcePrefix: '', originalPrefix: '', isInferred: false };
    case 'copy':
      return { ...location, isInferred: false };
    case 'infer':
      return undefined;
    default:
      return location satisfies never;
  }
}

/** Where the object was delivered; undefined of one outside of the copy. */
export function toOriginal(
  { bucket, sourcePrefix, originalPrefix }: OriginalPlace,
  key: string,
): ObjectAddress | undefined {
  if (!key.startsWith(sourcePrefix)) return undefined;
  return { bucket, key: originalPrefix + key.slice(sourcePrefix.length) };
}

/** The key in the source; undefined when the object was delivered to where the source does not reach. */
export function toSourceKey(place: OriginalPlace, { bucket, key }: ObjectAddress): string | undefined {
  if (bucket !== place.bucket || !key.startsWith(place.originalPrefix)) return undefined;
  return place.sourcePrefix + key.slice(place.originalPrefix.length);
}

/**
 * What a digest of a copy says of the place: its own key, less what it shares with the key in the copy from the account
 * on. Undefined when they do not agree so far.
 */
export function inferOriginalPlace(
  { root, account }: LanePlace,
  key: string,
  digest: Pick<DigestFile, 'bucket' | 'key'>,
): OriginalPlace | undefined {
  const sourcePrefix = root.slice(0, root.length - `${account}/`.length);
  const tail = key.slice(sourcePrefix.length);
  if (!root.endsWith(`${account}/`) || !key.startsWith(root)) return undefined;
  const originalPrefix = digest.key.slice(0, Math.max(0, digest.key.length - tail.length));
  if (originalPrefix + tail !== digest.key || !(originalPrefix === '' || originalPrefix.endsWith('/')))
    return undefined;
  return { bucket: digest.bucket, sourcePrefix, originalPrefix, isInferred: true };
}
