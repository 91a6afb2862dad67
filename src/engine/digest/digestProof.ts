import { toDisplayText } from '../../base/displayText';
import { verifySignature } from './digestSignature';
import type { KeyRing } from './keyRing';
import type { DigestContent, Flaw } from './laneDigest';
import type { DigestName } from './laneKey';
import type { LanePlace, ObjectAddress } from './validation';

/** What is wrong with a digest's text, wherever it came from. `original` is undefined where no digest ever stood. */
export function findFlaw(
  { digest, logs }: DigestContent,
  name: DigestName,
  original: ObjectAddress | undefined,
  place: LanePlace,
): Flaw | undefined {
  if (digest.bucket !== original?.bucket || digest.key !== original.key) {
    const from = `s3://${toDisplayText(digest.bucket, 100)}/${toDisplayText(digest.key)}`;
    return { code: 'moved', reason: `has been moved from its original location: it was delivered to ${from}` };
  }
  if (Math.floor(digest.endTime / 1000) * 1000 !== name.end) {
    return toFormatFlaw(`digestEndTime is ${toDisplayText(digest.endTimeText, 40)}, not the time in its name`);
  }
  // In an organization's folders the account may be the one that owns the trail.
  if (digest.account !== name.account && place.organizationId === undefined) {
    return toFormatFlaw(`awsAccountId is ${toDisplayText(digest.account, 40)}, not the account of its folder`);
  }
  if (digest.signatureAlgorithm !== signatureAlgorithm) {
    const found = digest.signatureAlgorithm === '' ? 'missing' : toDisplayText(digest.signatureAlgorithm, 40);
    return {
      code: 'signature',
      reason: `signature verification failed: digestSignatureAlgorithm is ${found}, not ${signatureAlgorithm}`,
    };
  }
  if (logs.oddAlgorithm !== undefined) {
    const { index, name: found } = logs.oddAlgorithm;
    return toFormatFlaw(`hashAlgorithm of logFiles[${index}] is ${toDisplayText(found, 40)}, not SHA-256`);
  }
  return undefined;
}

export const signatureAlgorithm = 'SHA256withRSA';

function toFormatFlaw(what: string): Flaw {
  return { code: 'format', reason: `invalid format: ${what}` };
}

/** Whether AWS signed this text so. False, too, without a signature, and when the key is unknown or broken. */
export function isSignedBy({ digest, sha256 }: DigestContent, signature: string | undefined, keys: KeyRing): boolean {
  if (signature === undefined) return false;
  const key = keys.find(digest.fingerprint)?.keyObject;
  return key !== undefined && verifySignature({ ...digest, logs: [] }, sha256, signature, key);
}
