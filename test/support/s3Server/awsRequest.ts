import type { IncomingMessage } from 'node:http';
import { speaksJson, type AwsService } from './awsAnswer';

/** A request, taken apart without normalising anything: keys may hold `//`, `.` and `..`. */
export interface AwsRequest {
  readonly method: string;
  /** Path as sent, still percent-encoded. */
  readonly rawPath: string;
  /** Names and values, decoded, in the order sent. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly service: AwsService;
  /** `''` for requests that name no bucket. */
  readonly bucket: string;
  /** `''` for requests that name no object. */
  readonly key: string;
  /** `ListObjectsV2`, `GetObject`, `GetCallerIdentity`, `DescribeTrails` … */
  readonly operation: string;
  /** Decoded path and query in one line, for faults and logs: `/bucket/a key?list-type=2&prefix=a/`. */
  readonly text: string;
}

export async function readRequest(message: IncomingMessage): Promise<AwsRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer); // an IncomingMessage without encoding gives Buffers
  const body = Buffer.concat(chunks);
  const method = message.method ?? 'GET';
  const target = message.url ?? '/';
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  const query = mark < 0 ? [] : parseQuery(target.slice(mark + 1));
  const headers = toHeaders(message);
  const path = decodeURIComponent(rawPath).slice(1);
  const slash = path.indexOf('/');
  const bucket = slash < 0 ? path : path.slice(0, slash);
  const key = slash < 0 ? '' : path.slice(slash + 1);
  const service = findService(headers);
  const operation = findOperation(service, method, bucket, key, query, headers, body);
  const text = `/${path}${query.length === 0 ? '' : `?${query.map(([name, value]) => `${name}=${value}`).join('&')}`}`;
  return { method, rawPath, query, headers, body, service, bucket, key, operation, text };
}

export function findQueryValue(request: Pick<AwsRequest, 'query'>, name: string): string | undefined {
  return request.query.find((pair) => pair[0] === name)?.[1];
}

/** Names and values of an `application/x-www-form-urlencoded` body: STS's query protocol. */
export function parseForm(body: Buffer): URLSearchParams {
  return new URLSearchParams(body.toString('utf8'));
}

function parseQuery(text: string): readonly (readonly [string, string])[] {
  return text
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? ([decodeURIComponent(part), ''] as const)
        : ([decodeURIComponent(part.slice(0, equals)), decodeURIComponent(part.slice(equals + 1))] as const);
    });
}

function toHeaders(message: IncomingMessage): Record<string, string> {
  const pairs = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ]);
  return Object.fromEntries(pairs) as Record<string, string>; // every value was made a string above
}

function findService(headers: Readonly<Record<string, string>>): AwsService {
  const target = headers['x-amz-target'];
  if (target !== undefined) return target.startsWith('AWSOrganizations') ? 'organizations' : 'cloudtrail';
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true ? 'sts' : 's3';
}

function findOperation(
  service: AwsService,
  method: string,
  bucket: string,
  key: string,
  query: readonly (readonly [string, string])[],
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): string {
  if (service === 'sts') return parseForm(body).get('Action') ?? 'Unknown';
  if (speaksJson(service)) return headers['x-amz-target']?.split('.').at(-1) ?? 'Unknown';
  const has = (name: string): boolean => query.some((pair) => pair[0] === name);
  if (key !== '') return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject' }[method] ?? 'Unknown';
  if (bucket === '' || (method !== 'GET' && method !== 'HEAD')) return 'Unknown';
  if (method === 'HEAD') return 'HeadBucket';
  if (has('location')) return 'GetBucketLocation';
  return has('list-type') ? 'ListObjectsV2' : 'ListObjects';
}
