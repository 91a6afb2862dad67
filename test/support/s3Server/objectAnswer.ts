import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import type { AwsRequest } from './awsRequest';
import type { Bucket, StoredEntry } from './bucketStore';

const archivedClasses: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

/** GetObject and HeadObject. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function readObject(request: AwsRequest, bucket: Bucket): AwsAnswer {
  const entry = bucket.find(request.key);
  if (entry === undefined) {
    throw new AwsError(404, 'NoSuchKey', 'The specified key does not exist.', { fields: { Key: request.key } });
  }
  if (request.method === 'GET') refuseArchived(entry);
  const range = parseRange(request.headers['range'], entry.bytes.length);
  const headers = toObjectHeaders(entry, request.headers['x-amz-checksum-mode'] === 'ENABLED' && range === undefined);
  if (range === undefined) return newAnswer(entry.bytes, headers);
  const [start, end] = range;
  const contentRange = `bytes ${start}-${end}/${entry.bytes.length}`;
  return newAnswer(entry.bytes.subarray(start, end + 1), { ...headers, 'content-range': contentRange }, 206);
}

/** PutObject, enough to seed a bucket through an SDK: one body, signed or unsigned, not chunked. */
export function putObject(request: AwsRequest, bucket: Bucket): AwsAnswer {
  const encoding = request.headers['content-encoding'];
  if (encoding?.includes('aws-chunked') === true) throw new AwsError(501, 'NotImplemented', 'aws-chunked');
  const metadata = Object.entries(request.headers)
    .filter(([name]) => name.startsWith('x-amz-meta-'))
    .map(([name, value]) => [name.slice('x-amz-meta-'.length), value]);
  const storageClass = request.headers['x-amz-storage-class'];
  const contentType = request.headers['content-type'];
  const entry = bucket.put(request.key, request.body, {
    metadata: Object.fromEntries(metadata) as Record<string, string>, // header values are strings
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(encoding === undefined ? {} : { contentEncoding: encoding }),
  });
  return newAnswer('', { etag: entry.etag });
}

function refuseArchived(entry: StoredEntry): void {
  if (!archivedClasses.includes(entry.storageClass) || entry.isRestored === true) return;
  throw new AwsError(403, 'InvalidObjectState', "The operation is not valid for the object's storage class", {
    fields: { StorageClass: entry.storageClass },
  });
}

function toObjectHeaders(entry: StoredEntry, hasChecksum: boolean): Record<string, string> {
  const metadata = Object.entries(entry.metadata ?? {}).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return {
    etag: entry.etag,
    'last-modified': new Date(entry.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'content-type': entry.contentType ?? 'binary/octet-stream',
    ...Object.fromEntries(metadata),
    ...(entry.storageClass === 'STANDARD' ? {} : { 'x-amz-storage-class': entry.storageClass }),
    ...(entry.contentEncoding === undefined ? {} : { 'content-encoding': entry.contentEncoding }),
    ...(entry.versionId === undefined ? {} : { 'x-amz-version-id': entry.versionId }),
    ...(entry.serverSideEncryption === undefined ? {} : { 'x-amz-server-side-encryption': entry.serverSideEncryption }),
    ...(entry.isRestored === true ? { 'x-amz-restore': 'ongoing-request="false"' } : {}),
    ...(hasChecksum && entry.crc32 !== undefined
      ? { 'x-amz-checksum-crc32': entry.crc32, 'x-amz-checksum-type': 'FULL_OBJECT' }
      : {}),
    ...(hasChecksum ? entry.checksumHeaders : {}),
  };
}

/** First and last byte, both included; undefined without a usable header. */
function parseRange(header: string | undefined, sizeBytes: number): readonly [number, number] | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const start = first === '' ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first !== '' && last !== '' ? Math.min(Number(last), sizeBytes - 1) : sizeBytes - 1;
  if (start > end) throw new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable');
  return [start, end];
}
