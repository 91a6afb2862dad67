import type { KeyObject } from 'node:crypto';
import type { EpochMs } from '../../../src/base/time';
import { newDemoKeyPair } from '../../../src/demo/demoKeyPair';
import type { PublicKey } from '../../../src/engine/ports';

/** A worthless RSA-2048 key pair that only its name decides. */
export interface SigningKey {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** PKCS#1, as ListPublicKeys gives it. */
  readonly der: Buffer;
  /** Lower-case hex MD5 of `der`. */
  readonly fingerprint: string;
}

const made = new Map<string, SigningKey>();

/** The same name gives the same key, made once in a process. */
export function newSigningKey(name = 'first'): SigningKey {
  const known = made.get(name);
  if (known !== undefined) return known;
  const { privateKey, publicKeyDer: der, fingerprint } = newDemoKeyPair(`trailcase test key ${name}`);
  const key = { name, privateKey, der, fingerprint };
  made.set(name, key);
  return key;
}

export function toPublicKey(key: SigningKey, details: Partial<PublicKey> = {}): PublicKey {
  return { der: key.der, fingerprint: key.fingerprint, origin: 'AWS', ...details };
}

/** An entry of ListPublicKeys' answer; times in seconds. */
export interface ListedKey {
  readonly Value: string;
  readonly Fingerprint: string;
  readonly ValidityStartTime: number;
  readonly ValidityEndTime: number;
}

export function toListedKey(key: SigningKey, validFrom: EpochMs, validTo: EpochMs): ListedKey {
  return {
    Value: key.der.toString('base64'),
    Fingerprint: key.fingerprint,
    ValidityStartTime: validFrom / 1000,
    ValidityEndTime: validTo / 1000,
  };
}
