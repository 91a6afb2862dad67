import { constants, verify, type KeyObject } from 'node:crypto';
import type { DigestFile } from './lane';

/** The string that CloudTrail signs. `sha256` is that of the digest's text. User guide, "Custom validation". */
export function toSignedText(digest: DigestFile, sha256: string): string {
  const { endTimeText, bucket, key, previous } = digest;
  return [endTimeText, `${bucket}/${key}`, sha256.toLowerCase(), previous?.signature ?? 'null'].join('\n');
}

/**
 * RSASSA-PKCS1-v1_5 with SHA-256, whatever the signature says of itself. The signature is hex, in either case; anything
 * else does not verify. Never throws.
 */
export function verifySignature(digest: DigestFile, sha256: string, signatureHex: string, key: KeyObject): boolean {
  const modulusBits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (signatureHex.length !== Math.ceil(modulusBits / 8) * 2 || !/^[0-9a-fA-F]+$/.test(signatureHex)) return false;
  const signed = Buffer.from(toSignedText(digest, sha256), 'utf8');
  try {
    const padded = { key, padding: constants.RSA_PKCS1_PADDING };
    return verify('sha256', signed, padded, Buffer.from(signatureHex, 'hex'));
  } catch (error) {
    // OpenSSL refuses some odd keys only when they are used: nothing verifies with them.
    if (error instanceof Error) return false;
    throw error;
  }
}
