import type { KeyObject } from 'node:crypto';
import type { EpochMs } from '../../base/time';
import type { PublicKey } from '../ports';
import { loadPublicKey } from './publicKey';

/** A key that is known. `keyObject` is undefined when its bytes are no RSA key. */
export interface RingKey {
  readonly publicKey: PublicKey;
  readonly keyObject: KeyObject | undefined;
}

export interface KeyRingOptions {
  /** Whether the run covers more regions than the ring's. */
  readonly isOneOfSeveral?: boolean;
}

/** The public keys of one run. Every key is loaded once, when it is first asked for. */
export class KeyRing {
  private readonly keys = new Map<string, PublicKey>();
  private readonly loaded = new Map<string, RingKey>();
  private readonly answered = new Set<string>();

  constructor(
    keys: Iterable<PublicKey> = [],
    private readonly options: KeyRingOptions = {},
  ) {
    for (const key of keys) this.add(key);
  }

  get size(): number {
    return this.keys.size;
  }

  /** Of one fingerprint the key that says most is kept: its region, and more than that it lay in a cache. */
  add(key: PublicKey): void {
    const known = this.keys.get(key.fingerprint);
    if (known !== undefined && rank(known) >= rank(key)) return;
    this.keys.set(key.fingerprint, key);
    this.loaded.delete(key.fingerprint);
  }

  /** AWS was asked for this region's keys in the run's time, and listed at least one. */
  markAnswered(region: string): void {
    this.answered.add(region);
  }

  /** `fingerprint` in either case. */
  find(fingerprint: string): RingKey | undefined {
    const name = fingerprint.toLowerCase();
    const loaded = this.loaded.get(name);
    if (loaded !== undefined) return loaded;
    const publicKey = this.keys.get(name);
    if (publicKey === undefined) return undefined;
    const key = { publicKey, keyObject: loadPublicKey(publicKey.der) };
    this.loaded.set(name, key);
    return key;
  }

  /**
   * True when the region's keys at that time are known, so that a key that is not among them is none of AWS's: AWS
   * answered, or a key that was given for the region was valid then. What lies in a cache proves no such thing. Keys
   * that do not say their region (files saved with the AWS CLI) are taken for the region's where the run has no other,
   * or one of the ring's keys proved something there (`hasProof`).
   */
  hasRegion(region: string, time?: EpochMs, hasProof = false): boolean {
    if (this.answered.has(region)) return true;
    const mayBeOfAny = hasProof || this.options.isOneOfSeveral !== true;
    for (const key of this.keys.values()) {
      const isOfRegion = key.region === undefined ? mayBeOfAny : key.region === region;
      if (isOfRegion && key.origin !== cacheOrigin && (time === undefined || isValidAt(key, time))) return true;
    }
    return false;
  }

  list(): readonly PublicKey[] {
    return [...this.keys.values()];
  }
}

/** What `PublicKey.origin` says of keys that an earlier run saw. */
export const cacheOrigin = 'cache';

function rank(key: PublicKey): number {
  return (key.region === undefined ? 0 : 2) + (key.origin === cacheOrigin ? 0 : 1);
}

/** Dates that are absent or contradict each other exclude nothing. */
function isValidAt({ validFrom = -Infinity, validTo = Infinity }: PublicKey, time: EpochMs): boolean {
  return validFrom > validTo || (time >= validFrom && time <= validTo);
}
