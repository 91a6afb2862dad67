import { AwsError, newAnswer, type AwsAnswer } from './awsAnswer';
import { findQueryValue, type AwsRequest } from './awsRequest';
import type { Bucket, StoredEntry } from './bucketStore';
import { toElement, toListingEscaped, toXmlText, xmlHeaders } from './xml';

interface ListingQuery {
  readonly prefix: string;
  readonly delimiter: string;
  readonly startAfter: string;
  readonly token: string | undefined;
  readonly maxKeys: number;
  readonly isUrlEncoded: boolean;
  /** ListObjects rather than ListObjectsV2: pages go on behind a marker, which is a key. */
  readonly isFirstVersion: boolean;
}

interface ListingResult {
  readonly objects: readonly StoredEntry[];
  readonly folders: readonly string[];
  /** Where the next page begins; undefined on the last page. */
  readonly next: Position | undefined;
}

/** `key`: behind this key. `folder`: behind everything in this folder. */
interface Position {
  readonly kind: 'key' | 'folder';
  readonly after: string;
}

/** Above every byte of UTF-8: a folder's end. */
const beyond = Buffer.from([0xff]);

/**
 * ListObjectsV2, and ListObjects, which the AWS CLI's validation uses.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listObjects(request: AwsRequest, bucket: Bucket): AwsAnswer {
  const query = parseListingQuery(request);
  return newAnswer(toListingXml(bucket, query, collect(bucket.listSorted(), query)), xmlHeaders);
}

function parseListingQuery(request: AwsRequest): ListingQuery {
  const maxKeys = findQueryValue(request, 'max-keys') ?? '1000';
  if (!/^\d+$/.test(maxKeys)) throw new AwsError(400, 'InvalidArgument', 'Provided max-keys not an integer');
  const isFirstVersion = request.operation === 'ListObjects';
  if (isFirstVersion && findQueryValue(request, 'delimiter')) {
    throw new AwsError(501, 'NotImplemented', 'ListObjects with a delimiter');
  }
  return {
    prefix: findQueryValue(request, 'prefix') ?? '',
    delimiter: findQueryValue(request, 'delimiter') ?? '',
    startAfter: findQueryValue(request, isFirstVersion ? 'marker' : 'start-after') ?? '',
    token: isFirstVersion ? undefined : findQueryValue(request, 'continuation-token'),
    maxKeys: Math.min(1000, Number(maxKeys)),
    isUrlEncoded: findQueryValue(request, 'encoding-type') === 'url',
    isFirstVersion,
  };
}

/** A token wins over `start-after`, as in S3. */
function findStart(query: ListingQuery): Position {
  if (query.token === undefined) return { kind: 'key', after: query.startAfter };
  const [, kind, after] = /^(key|folder):(.+)$/s.exec(Buffer.from(query.token, 'base64url').toString('utf8')) ?? [];
  if (after === undefined || (kind !== 'key' && kind !== 'folder')) {
    throw new AwsError(400, 'InvalidArgument', 'The continuation token provided is incorrect');
  }
  return { kind, after };
}

function collect(sorted: readonly StoredEntry[], query: ListingQuery): ListingResult {
  const objects: StoredEntry[] = [];
  const folders: string[] = [];
  let index = findStartIndex(sorted, query);
  let last: Position = { kind: 'key', after: '' };
  while (index < sorted.length) {
    const entry = sorted[index]!;
    if (!entry.key.startsWith(query.prefix)) break;
    if (objects.length + folders.length >= query.maxKeys) {
      return { objects, folders, next: query.maxKeys === 0 ? undefined : last };
    }
    const cut = query.delimiter === '' ? -1 : entry.key.indexOf(query.delimiter, query.prefix.length);
    if (cut < 0) {
      objects.push(entry);
      last = { kind: 'key', after: entry.key };
      index++;
    } else {
      const folder = entry.key.slice(0, cut + query.delimiter.length);
      folders.push(folder);
      last = { kind: 'folder', after: folder };
      index = findBehindFolder(sorted, folder);
    }
  }
  return { objects, folders, next: undefined };
}

/** `start-after` inside a folder still shows that folder, as long as a later key lies in it. */
function findStartIndex(sorted: readonly StoredEntry[], query: ListingQuery): number {
  const { kind, after } = findStart(query);
  const atPrefix = findFirst(sorted, Buffer.from(query.prefix, 'utf8'), false);
  if (after === '') return atPrefix;
  const start =
    kind === 'folder' ? findBehindFolder(sorted, after) : findFirst(sorted, Buffer.from(after, 'utf8'), true);
  return Math.max(atPrefix, start);
}

function findBehindFolder(sorted: readonly StoredEntry[], folder: string): number {
  return findFirst(sorted, Buffer.concat([Buffer.from(folder, 'utf8'), beyond]), false);
}

/** Index of the first key not below `bytes`; with `isExclusive`, of the first key above. */
function findFirst(sorted: readonly StoredEntry[], bytes: Buffer, isExclusive: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = Buffer.compare(sorted[middle]!.keyBytes, bytes);
    if (order < 0 || (isExclusive && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function toListingXml(bucket: Bucket, query: ListingQuery, result: ListingResult): string {
  const escape = (text: string): string => (query.isUrlEncoded ? toListingEscaped(text) : toXmlText(text));
  const { next } = result;
  const parts = [
    '<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">',
    toElement('Name', bucket.name),
    `<Prefix>${escape(query.prefix)}</Prefix>`,
    query.delimiter === '' ? '' : `<Delimiter>${escape(query.delimiter)}</Delimiter>`,
    toElement('MaxKeys', query.maxKeys),
    query.isUrlEncoded ? '<EncodingType>url</EncodingType>' : '',
    query.isFirstVersion ? '' : toElement('KeyCount', result.objects.length + result.folders.length),
    ...(query.isFirstVersion ? [`<Marker>${escape(query.startAfter)}</Marker>`] : toTokenElements(query, next, escape)),
    toElement('IsTruncated', next !== undefined),
    ...result.objects.map((entry) => toContents(entry, escape)),
    ...result.folders.map((folder) => `<CommonPrefixes><Prefix>${escape(folder)}</Prefix></CommonPrefixes>`),
    '</ListBucketResult>',
  ];
  return parts.join('');
}

function toTokenElements(
  query: ListingQuery,
  next: Position | undefined,
  escape: (text: string) => string,
): readonly string[] {
  return [
    query.token === undefined ? '' : toElement('ContinuationToken', query.token),
    query.startAfter === '' ? '' : `<StartAfter>${escape(query.startAfter)}</StartAfter>`,
    next === undefined ? '' : toElement('NextContinuationToken', toToken(next)),
  ];
}

function toToken(position: Position): string {
  return Buffer.from(`${position.kind}:${position.after}`, 'utf8').toString('base64url');
}

function toContents(entry: StoredEntry, escape: (text: string) => string): string {
  return [
    `<Contents><Key>${escape(entry.key)}</Key>`,
    toElement('LastModified', new Date(entry.lastModified).toISOString()),
    toElement('ETag', entry.etag),
    toElement('Size', entry.bytes.length),
    toElement('StorageClass', entry.storageClass),
    '</Contents>',
  ].join('');
}
