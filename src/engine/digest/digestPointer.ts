import { toDisplayText } from '../../base/displayText';
import type { AuthenticDigest, DigestContent, Flaw } from './laneDigest';
import { parseDigestKey, type DigestName } from './laneKey';

/** What a digest says of the one before it. */
export type Pointer = NonNullable<DigestContent['digest']['previous']>;

/** The name of the digest it leads to, where that can be the one before. Text says why it cannot. */
export function readPointer(
  { reading, name }: Pick<AuthenticDigest, 'reading' | 'name'>,
  { bucket, key }: Pointer,
): DigestName | Flaw {
  const target = parseDigestKey(key);
  const where = `previousDigestS3Object leads to s3://${toDisplayText(bucket, 100)}/${toDisplayText(key)}`;
  if (target === undefined) return toFlaw(`${where}, which is no digest`);
  if (!isSameChain(target, name)) return toFlaw(`${where}, which is of another trail, account, region or kind`);
  const isSelf = reading.digest.key === key && reading.digest.bucket === bucket;
  if (isSelf) return toFlaw(`${where}, which is itself`);
  if (target.end >= name.end && !name.isBackfill) return toFlaw(`${where}, which is not before it`);
  return target;
}

function isSameChain(a: DigestName, b: DigestName): boolean {
  return (
    a.account === b.account &&
    a.region === b.region &&
    a.trail === b.trail &&
    a.homeRegion === b.homeRegion &&
    a.isBackfill === b.isBackfill
  );
}

export function isFlaw(value: DigestName | Flaw): value is Flaw {
  return 'reason' in value;
}

function toFlaw(reason: string): Flaw {
  return { code: 'chainPointer', reason };
}
