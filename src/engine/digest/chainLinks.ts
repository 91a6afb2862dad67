import { toUtcText, type EpochMs } from '../../base/time';
import type { DigestBook } from './digestBook';
import { isFlaw, readPointer } from './digestPointer';
import { isAuthentic, startOf, type AuthenticDigest, type DigestStanding } from './laneDigest';

export type LinkFlaw = Pick<DigestStanding, 'code' | 'reason' | 'expectedHash' | 'foundHash'>;

/**
 * What is wrong with what a proven digest says of the one before it: undefined when nothing is. `olderEnd` is the end of
 * the next older proven digest of its chain. Another digest's own faults are not held against this one.
 */
export function findLinkFlaw(
  digest: AuthenticDigest,
  book: DigestBook,
  olderEnd: EpochMs | undefined,
): LinkFlaw | undefined {
  const pointer = digest.reading.digest.previous;
  if (pointer === undefined) return undefined;
  const name = readPointer(digest, pointer);
  if (isFlaw(name)) return name;
  const target = book.findTarget(pointer);
  const contentFlaw = findHashFlaw(digest, target !== undefined && isAuthentic(target) ? target : undefined);
  if (contentFlaw !== undefined || digest.name.isBackfill) return contentFlaw;
  const start = startOf(digest);
  if (Math.floor(start / 1000) * 1000 !== name.end) {
    const reason = `begins at ${toUtcText(start)}, but the digest before it ends at ${toUtcText(name.end)}`;
    return { code: 'chainTime', reason };
  }
  if (olderEnd !== undefined && olderEnd > name.end) {
    return { code: 'chainPointer', reason: `its pointer leads past the digest that ends at ${toUtcText(olderEnd)}` };
  }
  return undefined;
}

/** `target` is what the pointer leads to, when its text is proven. */
function findHashFlaw(digest: AuthenticDigest, target: AuthenticDigest | undefined): LinkFlaw | undefined {
  const { previous } = digest.reading.digest;
  if (previous?.hash === undefined) return { code: 'chainHash', reason: 'previousDigestHashValue is missing' };
  if (previous.hashAlgorithm !== 'SHA-256') {
    return { code: 'chainHash', reason: 'previousDigestHashAlgorithm is not SHA-256' };
  }
  if (target === undefined) return undefined;
  const expectedHash = previous.hash.toLowerCase();
  const foundHash = target.reading.sha256;
  if (expectedHash !== foundHash) {
    return {
      code: 'chainHash',
      reason: 'previousDigestHashValue is not that of the digest before',
      expectedHash,
      foundHash,
    };
  }
  const { signature } = target.reading;
  // A stored signature that was altered is the target's fault.
  const isStored = target.proof === 'own' && signature !== undefined;
  if (isStored && signature.toLowerCase() !== previous.signature.toLowerCase()) {
    return { code: 'chainSignature', reason: 'previousDigestSignature is not that of the digest before' };
  }
  return undefined;
}
