import { gunzipSync } from 'node:zlib';
import type { EpochMs } from '../../../src/base/time';
import {
  newSignedTrail,
  toStamp,
  type DigestContent,
  type SignedDigest,
  type SignedLog,
  type SignedTrail,
  type SignedTrailOptions,
  type TrailObject,
} from '../signedTrail/signedTrail';
import { newSigningKey, toListedKey, type SigningKey } from '../signedTrail/signingKey';
import type { TrailBucket } from '../signedTrail/trailBucket';
import type { CaseFault, ListedKey, TrailDescription } from './integrityCase';

/** How a case differs from the clean one: eight hours with two logs each, all of it in one bucket. */
export interface CasePlan {
  readonly trail?: SignedTrailOptions;
  /** What is done to the objects after signing; what it answers goes to the bucket beside them. */
  readonly spoil?: (bucket: TrailBucket, trail: SignedTrail) => void;
  /** In place of the bucket's objects. */
  readonly objects?: (trail: SignedTrail) => readonly TrailObject[];
  readonly args?: Partial<CaseArguments>;
  readonly keys?: readonly ListedKey[];
  readonly faults?: (trail: SignedTrail) => readonly CaseFault[];
  readonly trails?: readonly TrailDescription[];
  /** Region of the CLI; default `us-east-1`. */
  readonly region?: string;
  readonly buckets?: readonly string[];
}

interface CaseArguments {
  readonly arn: string;
  readonly from: string;
  readonly to: string;
  readonly account: string;
}

const account = '111122223333';
export const member = '222233334444';
export const organizationId = 'o-lab1234567';
export const bucketName = 'lab-trail-logs';
export const otherBucketName = 'lab-other-logs';
export const trailName = 'lab-trail';
const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;

export const day = Date.UTC(2026, 0, 15);
/** Digests are stamped at 1 min 31 s past the hour. */
const digestOffsetMs = 91_000;
const eightHours: SignedTrailOptions = {
  seed: 'integrity',
  bucket: bucketName,
  trail: trailName,
  start: day + digestOffsetMs,
  hours: 8,
  logMinute: ({ start, logIndex, isBackfill }) =>
    start - digestOffsetMs + (isBackfill ? 41 : 6 + 25 * logIndex) * minuteMs,
};
const halfYear = { from: Date.UTC(2025, 6, 1), to: Date.UTC(2026, 6, 1) };
export const validKey = (name: string, from = halfYear.from, to = halfYear.to): ListedKey =>
  toListedKey(newSigningKey(name), from, to);
export const eightHourWindow = { from: '2026-01-15T00:00:00Z', to: '2026-01-15T08:30:00Z' };

export function newTrail(options: SignedTrailOptions): SignedTrail {
  return newSignedTrail({ ...eightHours, ...options });
}

/** Two backfill digests, for the third and the sixth hour. */
export function newBackfill(): SignedTrailOptions {
  const generatedTime = Date.UTC(2026, 1, 1);
  return { backfill: [2, 5].map((index) => ({ index, logs: 1, generatedTime })) };
}

/** Nothing is signed from 03:01:31 to 05:01:31, and a new chain begins. */
export function newGap(): SignedTrailOptions {
  return { hours: 6, restarts: [{ index: 3, pauseMs: 2 * hourMs }] };
}

/** The fifth digest with an entry less, signed by somebody else. */
export function newForgery(key: SigningKey): SignedTrailOptions {
  return {
    keyOf: ({ index }) => (index === 4 ? key : newSigningKey()),
    alterDigest: (content, { index }) => (index === 4 ? withoutEntry(content) : content),
  };
}

export function removeEntry(bucket: TrailBucket, digest: SignedDigest): void {
  bucket.editText(digest.key, (text) => JSON.stringify(withoutEntry(JSON.parse(text) as DigestContent))); // the builder's own digest
}

function withoutEntry(content: DigestContent): DigestContent {
  return { ...content, logFiles: content.logFiles.slice(1) };
}

export function inOtherBucket(log: DigestContent['logFiles'][number]): DigestContent['logFiles'][number] {
  return { ...log, s3Bucket: otherBucketName };
}

/** Something is done to the log of 04:31. */
export function spoilLog(change: (bucket: TrailBucket, key: string, text: string) => void): CasePlan {
  return {
    spoil: (bucket, trail) => {
      const { key, bytes } = getLog(trail, '0431');
      change(bucket, key, gunzipSync(bytes).toString('utf8'));
    },
  };
}

/** Something is done to the digest of 05:01:31. */
export function spoilDigest(change: (bucket: TrailBucket, digest: SignedDigest) => void): CasePlan {
  return {
    spoil: (bucket, trail) => {
      change(bucket, getDigest(trail, '05'));
    },
  };
}

/** The log of a minute, `0431`, on the cases' own day. */
export function getLog(trail: SignedTrail, time: string): SignedLog {
  return getOne(trail.logs, ({ minute }) => toStamp(minute, false).slice(9, 13) === time, time);
}

/** The digest that ends in an hour, `05`. */
export function getDigest(trail: SignedTrail, hour: string): SignedDigest {
  return getOne(trail.digests, ({ end }) => toHour(end) === hour, hour);
}

function toHour(time: EpochMs): string {
  return toStamp(time, true).slice(9, 11);
}

function getOne<T>(all: readonly T[], fits: (one: T) => boolean, name: string): T {
  const [found, ...others] = all.filter(fits);
  if (found === undefined || others.length > 0) throw new Error(`Not one object ${name}`);
  return found;
}

export function faultOf({ bucket, key }: TrailObject): Pick<CaseFault, 'method' | 'path'> {
  return { method: 'GET', path: `/${bucket}/${key}` };
}

export function toArn(partition: string, region: string): string {
  return `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}`;
}

export function describeTrail(details: Readonly<Record<string, unknown>>): TrailDescription {
  return {
    Name: trailName,
    S3BucketName: bucketName,
    IsMultiRegionTrail: true,
    HomeRegion: 'us-east-1',
    TrailARN: toArn('aws', 'us-east-1'),
    LogFileValidationEnabled: true,
    IsOrganizationTrail: false,
    ...details,
  };
}
