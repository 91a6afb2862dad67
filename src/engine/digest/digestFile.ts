import type { EpochMs } from '../../base/time';
import type { DigestFile, NamedLog } from './lane';

/** The digest, or what is wrong with it: the end of a sentence. Throws on no input. */
export function parseDigest(text: string): DigestFile | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return 'it is not JSON';
    throw error;
  }
  if (!isObject(value)) return 'it is no JSON object';
  const fields = value;
  for (const name of requiredTexts) {
    if (typeof fields[name] !== 'string')
      return fields[name] === undefined ? `${name} is missing` : `${name} is no text`;
  }
  const long = findLong(fields);
  if (long !== undefined) return `${long} is longer than any digest’s`;
  // Every required member was just found to be text.
  const texts = fields as Readonly<Record<(typeof requiredTexts)[number], string>>;
  const startTime = parseDigestTime(texts.digestStartTime);
  if (startTime === undefined) return 'digestStartTime is no time';
  const endTime = parseDigestTime(texts.digestEndTime);
  if (endTime === undefined) return 'digestEndTime is no time';
  if (startTime > endTime) return 'digestStartTime is after digestEndTime';
  const previous = readPrevious(fields);
  if (typeof previous === 'string') return previous;
  const logs = readLogs(fields['logFiles']);
  if (typeof logs === 'string') return logs;
  const algorithm = fields['digestSignatureAlgorithm'];
  return {
    account: texts.awsAccountId,
    startTimeText: texts.digestStartTime,
    endTimeText: texts.digestEndTime,
    startTime,
    endTime,
    bucket: texts.digestS3Bucket,
    key: texts.digestS3Object,
    fingerprint: texts.digestPublicKeyFingerprint,
    signatureAlgorithm: typeof algorithm === 'string' ? algorithm : '',
    ...(previous === undefined ? {} : { previous }),
    logs,
  };
}

const requiredTexts = [
  'awsAccountId',
  'digestStartTime',
  'digestEndTime',
  'digestS3Bucket',
  'digestS3Object',
  'digestPublicKeyFingerprint',
] as const;

type Fields = Readonly<Record<string, unknown>>;

/** Characters: S3's keys have 1,024 bytes, and a signature 512. What is longer is forged, and must not fill memory. */
const maxTextLength = 1024;

/** The member of the digest itself that is too long. */
function findLong(fields: Fields): string | undefined {
  return [...requiredTexts, ...previousNames, 'digestSignatureAlgorithm'].find((name) => isLong(fields[name]));
}

function isLong(value: unknown): boolean {
  return typeof value === 'string' && value.length > maxTextLength;
}

/** Undefined of a starting digest; text says what is wrong. */
function readPrevious(fields: Fields): DigestFile['previous'] | string {
  const [bucket, key, hash, hashAlgorithm, signature] = previousNames.map((name) => fields[name] ?? null);
  if (fields['previousDigestSignature'] === undefined) return 'previousDigestSignature is missing';
  if (bucket === null && key === null && signature === null && hash === null && hashAlgorithm === null)
    return undefined;
  if (typeof bucket !== 'string') return 'previousDigestS3Bucket is no text';
  if (typeof key !== 'string') return 'previousDigestS3Object is no text';
  if (typeof signature !== 'string') return 'previousDigestSignature is no text';
  if (hash !== null && typeof hash !== 'string') return 'previousDigestHashValue is no text';
  if (hashAlgorithm !== null && typeof hashAlgorithm !== 'string') return 'previousDigestHashAlgorithm is no text';
  return { bucket, key, hash: hash ?? undefined, hashAlgorithm: hashAlgorithm ?? undefined, signature };
}

const previousNames = [
  'previousDigestS3Bucket',
  'previousDigestS3Object',
  'previousDigestHashValue',
  'previousDigestHashAlgorithm',
  'previousDigestSignature',
];

function readLogs(value: unknown): readonly NamedLog[] | string {
  if (!Array.isArray(value)) return value === undefined ? 'logFiles is missing' : 'logFiles is no list';
  const logs: NamedLog[] = [];
  let sharedBucket = '';
  for (const [index, entry] of (value as readonly unknown[]).entries()) {
    if (!isObject(entry)) return `logFiles[${index}] is no object`;
    const { s3Bucket: bucket, s3Object: key, hashValue: hash, hashAlgorithm } = entry;
    if (typeof bucket !== 'string') return `s3Bucket of logFiles[${index}] is no text`;
    if (typeof key !== 'string') return `s3Object of logFiles[${index}] is no text`;
    if (typeof hash !== 'string') return `hashValue of logFiles[${index}] is no text`;
    if (typeof hashAlgorithm !== 'string') return `hashAlgorithm of logFiles[${index}] is no text`;
    if ([bucket, key, hash, hashAlgorithm].some(isLong)) {
      return `logFiles[${index}] is longer than any log’s`;
    }
    // One text for all logs of a bucket: a digest may name very many.
    if (bucket !== sharedBucket) sharedBucket = bucket;
    logs.push({ bucket: sharedBucket, key, hash: hash.toLowerCase(), hashAlgorithm });
  }
  return logs;
}

/** `2026-01-15T14:05:09Z`, with or without a fraction: always UTC. Undefined when there is no such time. */
export function parseDigestTime(text: string): EpochMs | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text)) return undefined;
  const time = Date.parse(text);
  // Date.parse takes 30 February for 2 March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 19) !== text.slice(0, 19)) return undefined;
  return time;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
