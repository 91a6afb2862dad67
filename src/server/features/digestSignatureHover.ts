import { toUtcText } from '../../base/time';
import type { KeyUse } from '../../engine/digest/validation';
import type { Description } from './hoverText';
import { ownAddress, type ShownDigest } from './shownDigest';
import type { DigestFacts } from './validationFacts';
import { toMinuteText, toStatusWords } from './validationText';

/** The key that a digest says it was signed with. */
export function describeKey(text: string, { key, own }: DigestFacts): Description {
  return {
    title: 'Public key',
    text,
    rows: key === undefined ? [['Key', 'not seen in a validation yet']] : keyRows(key),
    notes: [
      ...(key === undefined ? [] : [matchNote(key, text)]),
      ...(own?.object.code === 'unknownKey' ? ['It is none of the public keys of this region that were known.'] : []),
      'The fingerprint is the MD5 of the key’s DER bytes. Each region signs with keys of its own.',
    ],
  };
}

function matchNote({ fingerprint }: KeyUse, text: string): string {
  return fingerprint === text.toLowerCase()
    ? '✓ The key’s bytes have this fingerprint: a key whose MD5 is another one is never used.'
    : `✗ The key’s bytes have the fingerprint ${fingerprint}.`;
}

function keyRows({ region, validFrom, validTo, origin, digests }: KeyUse): [string, string][] {
  return [
    ['Region', region === '' ? 'not stated' : region],
    ['Valid from', validFrom === undefined ? 'not stated' : toUtcText(validFrom)],
    ['Valid to', validTo === undefined ? 'not stated' : toUtcText(validTo)],
    ['Origin', origin],
    ...(digests === 0 ? [] : ([['Digests it proved in that run', String(digests)]] satisfies [string, string][])),
  ];
}

/** What this digest's signature is made over. It stands in the object's metadata, not in the text. */
export function describeSignature(text: string, digest: ShownDigest, { own }: DigestFacts): Description {
  const { bucket, key } = ownAddress(digest);
  const rows: [string, string][] = [
    ['Signed, line 1', digest.fields.text('digestEndTime') ?? ''],
    ['Signed, line 2', `${bucket}/${key}`],
    ['Signed, line 3', own?.object.foundHash ?? 'SHA-256 of this text as it is stored, after gunzip'],
    ['Signed, line 4', shorten(digest.fields.text('previousDigestSignature') ?? 'null')],
    ...statusRows(own),
  ];
  const scheme =
    text === 'SHA256withRSA'
      ? 'RSASSA-PKCS1-v1_5 with SHA-256.'
      : 'CloudTrail signs with SHA256withRSA only: a digest that says otherwise is not valid.';
  const place = 'The signature stands in the object’s metadata (x-amz-meta-signature), and again in the next digest.';
  return { title: 'Signature', text, rows, notes: [scheme, place] };
}

export function describePreviousSignature(text: string, { digest }: DigestFacts): Description {
  if (text === '') {
    return {
      title: 'Starting digest',
      text: 'null',
      rows: [],
      notes: ['There is no previous digest. In what is signed, the four letters null stand in this place.'],
    };
  }
  return {
    title: 'Signature of the previous digest',
    text: shorten(text),
    rows: [
      ['Made over', 'its end time, bucket/key, SHA-256, and the signature of the one before it'],
      ['Length', `${text.length / 2} bytes`],
      ...statusRows(digest),
    ],
    notes: [
      'It is part of what this digest’s own signature is made over: that is the chain.',
      'Where a digest was copied without its metadata, its signature is taken from here.',
    ],
  };
}

function statusRows(validation: DigestFacts['own']): [string, string][] {
  if (validation === undefined) return [['Validation', 'none yet']];
  return [['Validation', `${toStatusWords(validation.object)}, ${toMinuteText(validation.validatedTime)}`]];
}

function shorten(signature: string): string {
  return signature.length > 80 ? `${signature.slice(0, 64)}… (${signature.length} characters)` : signature;
}
