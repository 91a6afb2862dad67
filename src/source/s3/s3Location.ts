import { toDisplayText } from '../../base/displayText';
import { UserError } from '../../base/errors';
import { getPartition } from './awsPartition';

/** A place in S3 where log files lie. */
export interface S3Location {
  /** A bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  /** `''`, or ending in `/`. For an object: the folder it lies in. */
  readonly prefix: string;
  /** Present when the location names one log file. */
  readonly objectKey?: string;
}

const accessPointPattern = /^arn:aws[a-z-]*:s3:([a-z0-9-]+):\d{12}:accesspoint[/:][a-z0-9][a-z0-9-]{1,48}[a-z0-9]/;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const ipAddressPattern = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/**
 * Parses `s3://bucket/prefix` (taken as it is: nothing is percent-decoded, since a key may hold `%`).
 * Throws a UserError `invalidInput` that says what is wrong.
 */
export function parseS3Location(text: string): S3Location {
  const rest = /^s3:\/\/(.*)$/is.exec(text.trim())?.[1];
  if (rest === undefined) throw newInvalidError(text, 'It does not begin with s3://.');
  const bucket = accessPointPattern.exec(rest)?.[0] ?? rest.split('/', 1)[0] ?? '';
  const problem = findBucketProblem(bucket);
  if (problem !== undefined) throw newInvalidError(text, problem);
  const path = rest.slice(bucket.length + 1);
  if (path === '' || path.endsWith('/')) return { bucket, prefix: path };
  if (!path.endsWith('.json.gz')) return { bucket, prefix: `${path}/` };
  return { bucket, prefix: path.slice(0, path.lastIndexOf('/') + 1), objectKey: path };
}

/** Region of an access point's ARN; undefined for a bucket's name, which does not tell. */
export function findAccessPointRegion(bucket: string): string | undefined {
  return accessPointPattern.exec(bucket)?.[1];
}

export function toS3Uri(bucket: string, key: string): string {
  return `s3://${bucket}/${key}`;
}

/** `arn:aws:s3:::bucket/key`, in the partition of the region. */
export function toObjectArn(bucket: string, key: string, region: string | undefined): string {
  if (isAccessPoint(bucket)) return `${bucket}/object/${key}`;
  return `${toBucketArn(bucket, region)}/${key}`;
}

export function toBucketArn(bucket: string, region: string | undefined): string {
  return isAccessPoint(bucket) ? bucket : `arn:${getPartition(region).id}:s3:::${bucket}`;
}

/** Page of an object, or of a prefix (`''`, or ending in `/`), in the AWS console, which has none for access points. */
export function toConsoleUrl(bucket: string, key: string, region: string | undefined): string | undefined {
  if (isAccessPoint(bucket)) return undefined;
  const query = [...(region === undefined ? [] : [`region=${region}`]), `prefix=${encodeURIComponent(key)}`];
  const kind = key === '' || key.endsWith('/') ? 'buckets' : 'object';
  return `https://${getPartition(region).consoleHost}/s3/${kind}/${bucket}?${query.join('&')}`;
}

function isAccessPoint(bucket: string): boolean {
  return bucket.startsWith('arn:');
}

function findBucketProblem(bucket: string): string | undefined {
  if (bucket === '') return 'The name of the bucket is missing.';
  if (accessPointPattern.test(bucket)) return undefined;
  if (isAccessPoint(bucket)) return 'Of ARNs, only those of S3 access points can be used.';
  if (bucket.length < 3 || bucket.length > 63) return "A bucket's name has 3 to 63 characters.";
  if (!bucketPattern.test(bucket) || bucket.includes('..') || ipAddressPattern.test(bucket)) {
    return "A bucket's name consists of lower-case letters, digits, dots and hyphens, and begins and ends with a letter or digit.";
  }
  return undefined;
}

function newInvalidError(text: string, problem: string): UserError {
  return new UserError('invalidInput', `“${toDisplayText(text)}” is not an S3 location. ${problem}`, {
    nextStep: 'Write it as s3://bucket/prefix.',
  });
}
