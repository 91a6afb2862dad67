import { isSignedBy } from './digestProof';
import type { KeyRing } from './keyRing';
import { contentOf, type LaneDigest } from './laneDigest';
import { inferOriginalPlace, type OriginalPlace } from './originalPlace';
import { toPlaceId } from './sourcePlace';
import type { LanePlace } from './validation';

/**
 * What the lane is a copy of: by the newest digest whose text AWS signed, else by the newest one that agrees with its
 * key in the copy. A signature is looked for in the next digest, too.
 */
export function findOriginalPlace(
  digests: readonly LaneDigest[],
  { place, keys }: { readonly place: LanePlace; readonly keys: KeyRing },
): OriginalPlace | undefined {
  const held = new Map<string, string>();
  for (const digest of digests) {
    const previous = contentOf(digest)?.digest.previous;
    if (previous !== undefined) held.set(toPlaceId(previous), previous.signature);
  }
  const fitting = digests
    .toSorted((a, b) => b.name.end - a.name.end)
    .flatMap((digest) => {
      const content = contentOf(digest);
      if (content === undefined) return [];
      const original = inferOriginalPlace(place, digest.place.key, content.digest);
      return original === undefined ? [] : [{ content, original }];
    });
  const proven = fitting.find(({ content }) => {
    const signatures = [content.signature, held.get(toPlaceId(content.digest))];
    return signatures.some((signature) => isSignedBy(content, signature, keys));
  });
  return (proven ?? fitting[0])?.original;
}
