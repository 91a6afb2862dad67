import { createHash } from 'node:crypto';

/** Reproducible chance: the same seed text gives the same choices on every machine. */
export interface Random {
  /** From 0 up to, not including, 1. */
  fraction(): number;
  /** A whole number, both ends included. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  /** The choices must not be empty. */
  pick<T>(choices: readonly T[]): T;
  text(alphabet: string, length: number): string;
  hex(length: number): string;
  guid(): string;
}

export const alphanumerics = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
/** Access key ids and other unique ids of IAM are written in base32. */
export const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
export const upperAlphanumerics = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** sfc32, a small fast counter generator, seeded from the SHA-256 of a text. Not for secrets. */
export function newRandom(seed: string): Random {
  const fraction = newSfc32(createHash('sha256').update(seed).digest());
  const whole = (min: number, max: number): number => min + Math.floor(fraction() * (max - min + 1));
  const text = (alphabet: string, length: number): string => {
    let result = '';
    while (result.length < length) result += alphabet.charAt(whole(0, alphabet.length - 1));
    return result;
  };
  const hex = (length: number): string => text('0123456789abcdef', length);
  return {
    fraction,
    whole,
    chance: (probability) => fraction() < probability,
    // The index lies within a list that is not empty, so there is a choice.
    pick: <T>(choices: readonly T[]) => choices[whole(0, choices.length - 1)] as T,
    text,
    hex,
    // The shape of a version 4 UUID.
    guid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${text('89ab', 1)}${hex(3)}-${hex(12)}`,
  };
}

function newSfc32(seed: Buffer): () => number {
  let a = seed.readInt32LE(0);
  let b = seed.readInt32LE(4);
  let c = seed.readInt32LE(8);
  let counter = seed.readInt32LE(12);
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
}
