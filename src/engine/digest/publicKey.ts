import { createHash, createPublicKey, type KeyObject } from 'node:crypto';

/** A PKCS#1 RSAPublicKey, as ListPublicKeys gives it, or a SubjectPublicKeyInfo. Undefined when it is no RSA key. */
export function loadPublicKey(der: Uint8Array): KeyObject | undefined {
  return loadAs(der, 'pkcs1') ?? loadAs(der, 'spki');
}

function loadAs(der: Uint8Array, type: 'pkcs1' | 'spki'): KeyObject | undefined {
  try {
    const loaded = createPublicKey({ key: Buffer.from(der), format: 'der', type });
    if (loaded.asymmetricKeyType !== 'rsa') return undefined;
    // Made anew of its numbers: Node 24 (OpenSSL 3.5) cannot write a key that it read as PKCS#1 in that form again.
    const key = createPublicKey({ key: loaded.export({ format: 'jwk' }), format: 'jwk' });
    // Node also derives a public key from a private one, and does not mind what follows it.
    return key.export({ format: 'der', type }).equals(der) ? key : undefined;
  } catch (error) {
    // It is in the other form, or no key at all.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** CloudTrail names its keys by the MD5 of their DER bytes: lower-case hex. */
export function toFingerprint(der: Uint8Array): string {
  return createHash('md5').update(der).digest('hex');
}
