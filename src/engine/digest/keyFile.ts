import { toDisplayText } from '../../base/displayText';
import type { EpochMs } from '../../base/time';
import type { PublicKey } from '../ports';
import { toFingerprint } from './publicKey';

export interface KeyFileResult {
  readonly keys: readonly PublicKey[];
  /** Sentences, safe to display: entries that were left out, and why. */
  readonly problems: readonly string[];
}

/**
 * Reads saved public keys: what `aws cloudtrail list-public-keys` prints, several of these in an array, or our own file,
 * which is the same with a `Region` in each entry. A key whose fingerprint is not the MD5 of its bytes is left out.
 */
export function parseKeyFile(text: string, origin: string): KeyFileResult {
  let value: unknown;
  try {
    // Windows shells put a byte order mark before what they redirect.
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The error's own words quote the text, which may be another file's and secret.
    return { keys: [], problems: ['The key file is not JSON.'] };
  }
  const keys: PublicKey[] = [];
  const problems: string[] = [];
  let problemCount = 0;
  const add = (read: PublicKey | string): void => {
    if (typeof read !== 'string') keys.push(read);
    else if (++problemCount <= maxProblems) problems.push(read);
  };
  for (const list of toList(value)) {
    const { PublicKeyList: entries, Region: region } = asObject(list);
    if (Array.isArray(entries)) for (const entry of toList(entries)) add(readEntry(entry, origin, asRegion(region)));
    else if (isEntry(list)) add(readEntry(list, origin, undefined));
    else add('The key file holds something that is neither a PublicKeyList nor a key.');
  }
  if (problemCount > maxProblems) problems.push(`${problemCount - maxProblems} more keys are left out.`);
  return { keys, problems };
}

const maxProblems = 20;

function isEntry(value: unknown): boolean {
  const { Value: bytes, Fingerprint: fingerprint } = asObject(value);
  return bytes !== undefined || fingerprint !== undefined;
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** The keys as `parseKeyFile` and the AWS CLI know them, ordered by region, time and fingerprint. */
export function formatKeyFile(keys: Iterable<PublicKey>): string {
  const sorted = [...keys].sort(
    (a, b) =>
      compare(a.region ?? '', b.region ?? '') ||
      (a.validFrom ?? 0) - (b.validFrom ?? 0) ||
      compare(a.fingerprint, b.fingerprint),
  );
  const list = sorted.map((key) => ({
    Value: Buffer.from(key.der).toString('base64'),
    ...(isTime(key.validFrom) ? { ValidityStartTime: new Date(key.validFrom).toISOString() } : {}),
    ...(isTime(key.validTo) ? { ValidityEndTime: new Date(key.validTo).toISOString() } : {}),
    Fingerprint: key.fingerprint,
    ...(key.region === undefined ? {} : { Region: key.region }),
  }));
  return `${JSON.stringify({ PublicKeyList: list }, undefined, 2)}\n`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The key, or the sentence that says why it is left out. */
function readEntry(entry: unknown, origin: string, listRegion: string | undefined): PublicKey | string {
  const fields = asObject(entry);
  const value = asText(fields['Value']);
  const told = asText(fields['Fingerprint']);
  const name = told === undefined ? 'A key without a fingerprint' : `The key ${toDisplayText(told, 64)}`;
  const der = value === undefined ? undefined : parseBase64(value);
  if (der === undefined) return `${name} is left out: it has no base64 value.`;
  const fingerprint = toFingerprint(der);
  if (told !== undefined && told.toLowerCase() !== fingerprint) {
    return `${name} is left out: its bytes have the fingerprint ${fingerprint}.`;
  }
  const region = asRegion(fields['Region']) ?? listRegion;
  const validFrom = toTime(fields['ValidityStartTime']);
  const validTo = toTime(fields['ValidityEndTime']);
  return {
    der,
    fingerprint,
    origin,
    ...(region === undefined ? {} : { region }),
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(validTo === undefined ? {} : { validTo }),
  };
}

/** Undefined when it is empty or not base64, which Node's own reader would take in part. */
function parseBase64(text: string): Buffer | undefined {
  const bare = text.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare) || bare.replace(/=+$/, '').length % 4 === 1) return undefined;
  return Buffer.from(bare, 'base64');
}

/** ISO text, or seconds since 1970; anything else is no time, which does not make a key unusable. */
function toTime(value: unknown): EpochMs | undefined {
  const time = typeof value === 'number' ? value * 1000 : typeof value === 'string' ? Date.parse(value) : NaN;
  return isTime(time) ? Math.round(time) : undefined;
}

/** What a Date can hold. */
function isTime(time: EpochMs | undefined): time is EpochMs {
  return time !== undefined && Math.abs(time) <= 8.64e15;
}

function asRegion(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value) ? value : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  // Any object but null may be asked for members by name.
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
