import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

export interface DemoKeyPair {
  readonly privateKey: KeyObject;
  /** PKCS#1 RSAPublicKey, the form ListPublicKeys gives. */
  readonly publicKeyDer: Buffer;
  /** Lower-case hex MD5 of the DER bytes: CloudTrail names its keys so. */
  readonly fingerprint: string;
}

const publicExponent = 65_537n;

/**
 * The RSA-2048 key pair that signs the demo's digests, computed from a seed that anybody can read here.
 * It is worthless by design: whoever has this file can sign whatever they like with it. It only has to be the same
 * on every machine without a private key lying in the repository. Never sign anything real with it.
 */
export function newDemoKeyPair(seed = 'trailcase demo digest key'): DemoKeyPair {
  const p = newPrime(`${seed}, p`);
  const q = newPrime(`${seed}, q`);
  const d = invert(publicExponent, (p - 1n) * (q - 1n));
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: {
      kty: 'RSA',
      n: toBase64Url(p * q),
      e: toBase64Url(publicExponent),
      d: toBase64Url(d),
      p: toBase64Url(p),
      q: toBase64Url(q),
      dp: toBase64Url(d % (p - 1n)),
      dq: toBase64Url(d % (q - 1n)),
      qi: toBase64Url(invert(q, p)),
    },
  });
  const publicKeyDer = createPublicKey(privateKey).export({ format: 'der', type: 'pkcs1' });
  return { privateKey, publicKeyDer, fingerprint: createHash('md5').update(publicKeyDer).digest('hex') };
}

/** The first prime in a stream of 1,024-bit numbers made of SHA-256(seed, counter). */
function newPrime(seed: string): bigint {
  // The two highest bits make every product of two such primes 2,048 bits long; the lowest makes it odd.
  const fixedBits = (3n << 1022n) | 1n;
  for (let counter = 0; ; counter += 4) {
    const blocks = [0, 1, 2, 3].map((n) =>
      createHash('sha256')
        .update(`${seed} ${counter + n}`)
        .digest(),
    );
    const candidate = BigInt(`0x${Buffer.concat(blocks).toString('hex')}`) | fixedBits;
    const fitsExponent = (candidate - 1n) % publicExponent !== 0n;
    if (fitsExponent && checkPrimeSync(candidate, { checks: 20 })) return candidate;
  }
}

/** The inverse of `value` modulo `modulus` (extended Euclid); the two must have no common factor. */
function invert(value: bigint, modulus: bigint): bigint {
  let [previous, current] = [modulus, value % modulus];
  let [previousFactor, factor] = [0n, 1n];
  while (current !== 0n) {
    const quotient = previous / current;
    [previous, current] = [current, previous - quotient * current];
    [previousFactor, factor] = [factor, previousFactor - quotient * factor];
  }
  return ((previousFactor % modulus) + modulus) % modulus;
}

function toBase64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
