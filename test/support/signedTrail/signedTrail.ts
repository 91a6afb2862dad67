import { createHash, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { EpochMs } from '../../../src/base/time';
import { alphanumerics, newRandom, type Random } from '../../../src/demo/prng';
import { KeyRing } from '../../../src/engine/digest/keyRing';
import type { PublicKey } from '../../../src/engine/ports';
import { newSigningKey, toPublicKey, type SigningKey } from './signingKey';

/**
 * A trail whose digests are really signed, built from a seed: the same options give the same bytes, on every machine.
 * Spoil it before signing with the hooks here, and after signing with a `TrailBucket`.
 */
export interface SignedTrailOptions {
  /** Default `1`. */
  readonly seed?: string;
  /** Default `trail-logs`. */
  readonly bucket?: string;
  /** What stands before `AWSLogs/`, without a final slash. */
  readonly prefix?: string;
  readonly organizationId?: string;
  /** Default `111122223333`. Each account and region is a lane with a chain of its own. */
  readonly accounts?: readonly string[];
  /** Default `us-east-1`. */
  readonly regions?: readonly string[];
  /** The trail's name; default `management`. */
  readonly trail?: string;
  /** Default `us-east-1`. */
  readonly homeRegion?: string;
  /** Where the first digest begins; default 2026-01-15 00:01:31 UTC. */
  readonly start?: EpochMs;
  /** Digests in each lane; default 4. */
  readonly hours?: number;
  /** A digest's time; default one hour. */
  readonly spanOf?: (at: DigestPlace) => number;
  /** Default 2. An empty hour: 0. */
  readonly logsPerHour?: number | ((at: DigestPlace) => number);
  /** Default 3. */
  readonly recordsPerLog?: number;
  /** A log's text; in place of `recordsPerLog`. A text that comes twice in a row is hashed and gzipped once. */
  readonly logText?: (at: LogPlace) => string;
  /** Name of the folder: default `CloudTrail`. */
  readonly logKind?: (at: LogPlace) => string;
  /** The minute in a log's name; default: some minute of its digest's time. */
  readonly logMinute?: (at: LogPlace) => EpochMs;
  /** Chains that begin anew: the digest of that number is a starting one, `pauseMs` after the one before. */
  readonly restarts?: readonly { readonly index: number; readonly pauseMs: number }[];
  /** Backfill digests, a second chain, each for the time of the digest `index`. */
  readonly backfill?: readonly BackfillPlan[];
  /** Default `newSigningKey()` for all. */
  readonly keyOf?: (at: DigestPlace) => SigningKey;
  /** Where a digest and its logs are delivered; default `bucket`. */
  readonly bucketOf?: (at: DigestPlace) => string;
  /** Changes a digest before it is signed: what it says then is authentic. */
  readonly alterDigest?: (content: DigestContent, at: DigestPlace) => DigestContent;
  /** Changes a digest's text before it is signed: white space, duplicate members … */
  readonly alterText?: (text: string, at: DigestPlace) => string;
  /** Signs in another way: SHA-1, PSS … */
  readonly sign?: (text: string, key: SigningKey, at: DigestPlace) => Uint8Array;
}

export interface BackfillPlan {
  readonly index: number;
  readonly logs: number;
  readonly generatedTime: EpochMs;
}

export interface DigestPlace {
  readonly account: string;
  readonly region: string;
  /** From 0 in each lane. */
  readonly index: number;
  readonly isBackfill: boolean;
}

export interface LogPlace extends DigestPlace {
  /** From 0 in each digest. */
  readonly logIndex: number;
  /** Its digest's time. */
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** A digest's JSON. */
export interface DigestContent {
  readonly awsAccountId: string;
  readonly digestStartTime: string;
  readonly digestEndTime: string;
  readonly digestS3Bucket: string;
  readonly digestS3Object: string;
  readonly digestPublicKeyFingerprint: string;
  readonly digestSignatureAlgorithm: string;
  readonly newestEventTime: string | null;
  readonly oldestEventTime: string | null;
  readonly previousDigestS3Bucket: string | null;
  readonly previousDigestS3Object: string | null;
  readonly previousDigestHashValue: string | null;
  readonly previousDigestHashAlgorithm: string | null;
  readonly previousDigestSignature: string | null;
  readonly logFiles: readonly DigestLogFile[];
}

export interface DigestLogFile {
  readonly s3Bucket: string;
  readonly s3Object: string;
  readonly hashValue: string;
  readonly hashAlgorithm: string;
  readonly newestEventTime: string;
  readonly oldestEventTime: string;
}

/** An object as it is delivered. */
export interface TrailObject {
  readonly bucket: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModified: EpochMs;
}

export interface SignedLog extends TrailObject {
  /** Lower-case hex SHA-256 of the text. */
  readonly sha256: string;
  readonly at: LogPlace;
  /** The minute in its name. */
  readonly minute: EpochMs;
}

export interface SignedDigest extends TrailObject {
  readonly at: DigestPlace;
  readonly start: EpochMs;
  readonly end: EpochMs;
  readonly text: string;
  readonly sha256: string;
  /** Lower-case hex. */
  readonly signature: string;
  readonly content: DigestContent;
  readonly signingKey: SigningKey;
  readonly logs: readonly SignedLog[];
}

export interface SignedTrail {
  /** Digests and logs, lane by lane, in the order of delivery. */
  readonly objects: readonly TrailObject[];
  /** Standard ones, oldest first in each lane. */
  readonly digests: readonly SignedDigest[];
  readonly backfillDigests: readonly SignedDigest[];
  /** All, those of backfill digests too. */
  readonly logs: readonly SignedLog[];
  /** Every key that was used, once for each region, valid around the digests. */
  readonly publicKeys: readonly PublicKey[];
  /** From the first digest's start to the last one's end. */
  readonly start: EpochMs;
  readonly end: EpochMs;
  /** `arn:aws:cloudtrail:<home>:<account>:trail/<name>` of the first account. */
  readonly arn: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
export const defaultStart = Date.UTC(2026, 0, 15, 0, 1, 31);

export function newSignedTrail(options: SignedTrailOptions = {}): SignedTrail {
  const {
    accounts = ['111122223333'],
    regions = ['us-east-1'],
    trail = 'management',
    homeRegion = 'us-east-1',
  } = options;
  const lanes = accounts.flatMap((account) => regions.map((region) => newLane(options, account, region)));
  const digests = lanes.flatMap((lane) => lane.digests);
  const backfillDigests = lanes.flatMap((lane) => lane.backfill);
  const all = lanes.flatMap((lane) => [...lane.digests, ...lane.backfill]);
  const logs = all.flatMap((digest) => digest.logs);
  const start = Math.min(...digests.map((digest) => digest.start));
  const end = Math.max(...digests.map((digest) => digest.end));
  return {
    objects: all.flatMap((digest) => [...digest.logs, digest]),
    digests,
    backfillDigests,
    logs,
    publicKeys: toPublicKeys(all),
    start,
    end,
    arn: `arn:aws:cloudtrail:${homeRegion}:${accounts[0] ?? ''}:trail/${trail}`,
  };
}

/** The ring that proves everything in these trails. */
export function newKeyRing(...trails: readonly SignedTrail[]): KeyRing {
  return new KeyRing(trails.flatMap((trail) => trail.publicKeys));
}

function toPublicKeys(digests: readonly SignedDigest[]): readonly PublicKey[] {
  const keys = new Map<string, PublicKey>();
  for (const { signingKey, at, start, end } of digests) {
    const known = keys.get(`${at.region} ${signingKey.fingerprint}`);
    const validFrom = Math.min(known?.validFrom ?? Infinity, start - dayMs);
    const validTo = Math.max(known?.validTo ?? -Infinity, end + dayMs);
    const key = toPublicKey(signingKey, { region: at.region, validFrom, validTo });
    keys.set(`${at.region} ${signingKey.fingerprint}`, key);
  }
  return [...keys.values()];
}

interface LaneDigests {
  readonly digests: readonly SignedDigest[];
  readonly backfill: readonly SignedDigest[];
}

function newLane(options: SignedTrailOptions, account: string, region: string): LaneDigests {
  const { seed = '1', trail = 'management', hours = 4, logsPerHour = 2 } = options;
  const random = newRandom(`signed trail ${seed} ${trail} ${account} ${region}`);
  const digests: SignedDigest[] = [];
  let start = options.start ?? defaultStart;
  for (let index = 0; index < hours; index++) {
    const at = { account, region, index, isBackfill: false };
    const restart = options.restarts?.find((one) => one.index === index);
    start += restart?.pauseMs ?? 0;
    const end = start + (options.spanOf?.(at) ?? hourMs);
    const count = typeof logsPerHour === 'number' ? logsPerHour : logsPerHour(at);
    const previous = restart === undefined ? digests.at(-1) : undefined;
    digests.push(newDigest(options, random, at, { start, end }, count, previous));
    start = end;
  }
  const backfill: SignedDigest[] = [];
  for (const plan of options.backfill ?? []) {
    const standard = digests[plan.index];
    if (standard === undefined) throw new Error(`No digest ${plan.index} to fill in`);
    const at = { account, region, index: plan.index, isBackfill: true };
    backfill.push(newDigest(options, random, at, standard, plan.logs, backfill.at(-1), plan.generatedTime));
  }
  return { digests, backfill };
}

function newDigest(
  options: SignedTrailOptions,
  random: Random,
  at: DigestPlace,
  { start, end }: { readonly start: EpochMs; readonly end: EpochMs },
  logCount: number,
  previous: SignedDigest | undefined,
  generatedTime?: EpochMs,
): SignedDigest {
  const signingKey = options.keyOf?.(at) ?? newSigningKey();
  const bucket = options.bucketOf?.(at) ?? options.bucket ?? 'trail-logs';
  const logs = newLogs(options, random, at, { start, end }, logCount, bucket);
  const key = toDigestKey(options, at, end);
  const plain: DigestContent = {
    awsAccountId: at.account,
    digestStartTime: toSecondsText(start),
    digestEndTime: toSecondsText(end),
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: signingKey.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: logs.length === 0 ? null : toSecondsText(end),
    oldestEventTime: logs.length === 0 ? null : toSecondsText(start),
    previousDigestS3Bucket: previous?.bucket ?? null,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous?.sha256 ?? null,
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs.map((log) => ({
      s3Bucket: log.bucket,
      s3Object: log.key,
      hashValue: log.sha256,
      hashAlgorithm: 'SHA-256',
      newestEventTime: toSecondsText(log.minute),
      oldestEventTime: toSecondsText(log.minute - 5 * minuteMs),
    })),
  };
  const content = options.alterDigest?.(plain, at) ?? plain;
  const json = JSON.stringify(content);
  const text = options.alterText?.(json, at) ?? json;
  const sha256 = toSha256(text);
  // The string to sign, as the CloudTrail user guide defines it for custom validation: not by the code under test.
  const signed = `${content.digestEndTime}\n${content.digestS3Bucket}/${content.digestS3Object}\n${sha256}\n${content.previousDigestSignature ?? 'null'}`;
  const signature = Buffer.from(
    options.sign?.(signed, signingKey, at) ?? sign('sha256', Buffer.from(signed, 'utf8'), signingKey.privateKey),
  ).toString('hex');
  const metadata = {
    signature,
    'signature-algorithm': 'SHA256withRSA',
    ...(generatedTime === undefined ? {} : { 'backfill-generation-timestamp': toSecondsText(generatedTime) }),
  };
  const lastModified = (generatedTime ?? end) + 2 * minuteMs;
  const bytes = gzipSync(text);
  return {
    bucket,
    key,
    bytes,
    metadata,
    lastModified,
    at,
    start,
    end,
    text,
    sha256,
    signature,
    content,
    signingKey,
    logs,
  };
}

function newLogs(
  options: SignedTrailOptions,
  random: Random,
  at: DigestPlace,
  { start, end }: { readonly start: EpochMs; readonly end: EpochMs },
  count: number,
  bucket: string,
): readonly SignedLog[] {
  const logs: SignedLog[] = [];
  let last: { readonly text: string; readonly bytes: Uint8Array; readonly sha256: string } | undefined;
  for (let logIndex = 0; logIndex < count; logIndex++) {
    const place = { ...at, logIndex, start, end };
    const minute = options.logMinute?.(place) ?? pickMinute(random, start, end);
    const kind = options.logKind?.(place) ?? 'CloudTrail';
    const unique = random.text(alphanumerics, 16);
    const name = `${at.account}_${kind}_${at.region}_${toStamp(minute, false)}_${unique}.json.gz`;
    const key = `${toDayFolder(options, at, kind, minute)}${name}`;
    const text = options.logText?.(place) ?? newLogText(random, at, minute, options.recordsPerLog ?? 3);
    if (last?.text !== text) last = { text, bytes: gzipSync(text), sha256: toSha256(text) };
    const { bytes, sha256 } = last;
    logs.push({ bucket, key, bytes, metadata: {}, lastModified: minute + minuteMs, sha256, at: place, minute });
  }
  return logs;
}

/** A full minute within the time, so that a log's name lies in the hour that names it. */
function pickMinute(random: Random, start: EpochMs, end: EpochMs): EpochMs {
  const first = Math.ceil(start / minuteMs);
  const last = Math.ceil(end / minuteMs) - 1;
  return minuteMs * (last < first ? Math.floor(start / minuteMs) : random.whole(first, last));
}

function newLogText(random: Random, at: DigestPlace, minute: EpochMs, records: number): string {
  const list = Array.from({ length: records }, () => ({
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${at.account}:user/alice`, accountId: at.account },
    eventTime: toSecondsText(minute - random.whole(1, 300) * 1000),
    eventSource: 's3.amazonaws.com',
    eventName: random.pick(['GetBucketAcl', 'PutObject', 'ListBuckets', 'DeleteObject']),
    awsRegion: at.region,
    sourceIPAddress: `203.0.113.${random.whole(1, 254)}`,
    requestParameters: { bucketName: 'invoices', key: random.hex(12) },
    responseElements: null,
    eventID: random.guid(),
    eventType: 'AwsApiCall',
    recipientAccountId: at.account,
  }));
  return JSON.stringify({ Records: list });
}

/** `AWSLogs/…/<kind>/<region>/YYYY/MM/DD/` */
export function toDayFolder(
  options: Pick<SignedTrailOptions, 'prefix' | 'organizationId'>,
  at: { readonly account: string; readonly region: string },
  kind: string,
  time: EpochMs,
): string {
  const before = options.prefix === undefined || options.prefix === '' ? '' : `${options.prefix}/`;
  const organization = options.organizationId === undefined ? '' : `${options.organizationId}/`;
  const day = new Date(time).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${before}AWSLogs/${organization}${at.account}/${kind}/${at.region}/${day}/`;
}

export function toDigestKey(
  options: Pick<SignedTrailOptions, 'prefix' | 'organizationId' | 'trail' | 'homeRegion'>,
  at: { readonly account: string; readonly region: string; readonly isBackfill: boolean },
  end: EpochMs,
): string {
  const { trail = 'management', homeRegion = 'us-east-1' } = options;
  const tail = `${toStamp(end, true)}${at.isBackfill ? '_backfill' : ''}.json.gz`;
  const name = `${at.account}_CloudTrail-Digest_${at.region}_${trail}_${homeRegion}_${tail}`;
  return `${toDayFolder(options, at, 'CloudTrail-Digest', end)}${name}`;
}

/** `20260115T010131Z`, without seconds in a log's name. */
export function toStamp(time: EpochMs, hasSeconds: boolean): string {
  const text = new Date(time).toISOString().replaceAll('-', '').replaceAll(':', '');
  return `${text.slice(0, hasSeconds ? 15 : 13)}Z`;
}

function toSecondsText(time: EpochMs): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

function toSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
