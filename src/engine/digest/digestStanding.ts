import { toDisplayText } from '../../base/displayText';
import type { EpochMs } from '../../base/time';
import { findLinkFlaw } from './chainLinks';
import type { DigestBook } from './digestBook';
import { signatureAlgorithm } from './digestProof';
import type { KeyRing } from './keyRing';
import type { ReadingProblem } from './lane';
import {
  isAuthentic,
  type AuthenticDigest,
  type DigestContent,
  type DigestStanding,
  type LaneDigest,
} from './laneDigest';
import type { ReasonCode } from './validation';

/** What else decides how a digest stands. */
export interface StandingContext {
  readonly book: DigestBook;
  readonly keys: KeyRing;
  /** Whether the keys proved any digest of the lane. */
  readonly hasProof: boolean;
  /** Whether objects can have lost their metadata: not in the trail's own bucket. */
  readonly isCopy: boolean;
  /** End of the next older proven digest of its chain. */
  readonly olderEnd: EpochMs | undefined;
}

/** `reason` begins with the AWS CLI's words where it has some for that. */
export function toStanding(digest: LaneDigest, context: StandingContext): DigestStanding {
  const { reading, flaw } = digest;
  if (reading === undefined) return { status: 'unreachable', code: 'unread', reason: notRead };
  if (reading.kind === 'problem') return toProblemStanding(reading);
  if (flaw !== undefined) return { status: 'invalid', ...flaw };
  if (!isAuthentic(digest)) return toUnprovenStanding(digest, reading, context);
  return toProvenStanding(digest, context);
}

export const notRead = 'was not read: the run ended before';

function toProblemStanding({ code, message }: ReadingProblem): DigestStanding {
  if (code === 'notFound') return { status: 'missing', code, reason: 'not found' };
  return { status: code === 'format' ? 'invalid' : 'unreachable', code, reason: message };
}

function toProvenStanding(digest: AuthenticDigest, { book, olderEnd }: StandingContext): DigestStanding {
  const { signature, signatureAlgorithm: stored } = digest.reading;
  if (digest.proof === 'recovered' && signature !== undefined) {
    return toInvalid(
      'signature',
      `${signatureFailed}: its text is authentic, the signature stored with it was altered`,
    );
  }
  if (stored !== undefined && stored !== signatureAlgorithm) {
    const found = toDisplayText(stored, 40);
    return toInvalid(
      'signature',
      `${signatureFailed}: the signature-algorithm stored with it is ${found}, not ${signatureAlgorithm}`,
    );
  }
  const link = findLinkFlaw(digest, book, olderEnd);
  if (link !== undefined) return { status: 'invalid', ...link };
  if (digest.proof === 'own') return { status: 'valid' };
  return { status: 'valid', reason: 'no signature is stored with it: the one in the next digest verifies' };
}

const signatureFailed = 'signature verification failed';

function toUnprovenStanding(digest: LaneDigest, content: DigestContent, context: StandingContext): DigestStanding {
  const { keys, book, hasProof } = context;
  const { fingerprint } = content.digest;
  const key = keys.find(fingerprint);
  const shown = toDisplayText(fingerprint, 100);
  const { homeRegion, region } = digest.name;
  if (key === undefined) {
    const time = digest.name.isBackfill ? content.backfillGeneratedTime : content.digest.endTime;
    if (keys.hasRegion(region, time, hasProof)) {
      return toInvalid('unknownKey', `public key not found in region ${homeRegion} for fingerprint ${shown}`);
    }
    const reason = `no public keys of region ${region} could be had: it is signed with ${shown}`;
    return { status: 'unreachable', code: 'keysUnavailable', reason };
  }
  if (key.keyObject === undefined) return toInvalid('badKey', `Unable to load PKCS #1 key with fingerprint ${shown}`);
  const vouch = findVouch(digest, book);
  const hashes = toHashes(vouch?.hash, content);
  if (content.signature === undefined && vouch === undefined) {
    const reason = 'no signature is stored with it, and no next digest holds it';
    if (context.isCopy) return { status: 'unreachable', code: 'noSignature', reason };
    return toInvalid('signature', `${signatureFailed}: no signature is stored with it`);
  }
  return { ...toInvalid('signature', signatureFailed), ...hashes };
}

/** What the next digest says of its text, when that is something else. */
function toHashes(
  expected: string | undefined,
  { sha256 }: DigestContent,
): Pick<DigestStanding, 'expectedHash' | 'foundHash'> {
  if (expected === undefined || expected.toLowerCase() === sha256) return {};
  return { expectedHash: expected.toLowerCase(), foundHash: sha256 };
}

function toInvalid(code: ReasonCode, reason: string): DigestStanding {
  return { status: 'invalid', code, reason };
}

/** The hash that the next digest gives, when that one is proven. */
export function findNextHash(digest: LaneDigest, book: DigestBook): string | undefined {
  return findVouch(digest, book)?.hash?.toLowerCase();
}

/** What the next digest says of this one, when that one is proven. */
function findVouch(digest: LaneDigest, book: DigestBook): AuthenticDigest['reading']['digest']['previous'] {
  return book.findNext(digest).find(isAuthentic)?.reading.digest.previous;
}
