import { AwsError } from './awsAnswer';
import type { AwsRequest } from './awsRequest';

/** What goes wrong. `hang` never answers: for tests of cancelling. */
export type FaultEffect =
  | { readonly kind: 'error'; readonly error: AwsError }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset' }
  /** Content-Length tells the whole size, `keepBytes` are sent, then the connection ends. */
  | { readonly kind: 'truncate'; readonly keepBytes: number }
  /** As `truncate`, but the connection stays open and silent. */
  | { readonly kind: 'stall'; readonly keepBytes: number }
  /** Content-Length tells this size, whatever the body has. */
  | { readonly kind: 'announce'; readonly sizeBytes: number }
  /** The body's first byte is another one. */
  | { readonly kind: 'corrupt' };

export interface Fault {
  readonly effect: FaultEffect;
  readonly method?: string;
  /** `GetObject`, `ListObjectsV2`, `GetCallerIdentity` …; any when absent. */
  readonly operation?: string;
  /** Tested against the decoded path and query, `/bucket/key?list-type=2&prefix=a/`; any when absent. */
  readonly path?: RegExp;
  /** Tested against the Authorization header, which names the key, the region and the service; any when absent. */
  readonly authorization?: RegExp;
  /** How many requests it spoils; 1 when absent, `Infinity` for all. */
  readonly times?: number;
}

/** The faults that are still to happen. */
export class FaultPlan {
  private readonly pending: { readonly fault: Fault; timesLeft: number }[] = [];

  add(fault: Fault): void {
    this.pending.push({ fault, timesLeft: fault.times ?? 1 });
  }

  clear(): void {
    this.pending.length = 0;
  }

  /** The first fault that fits the request, used up by one. */
  take(request: AwsRequest): FaultEffect | undefined {
    const entry = this.pending.find(({ fault, timesLeft }) => timesLeft > 0 && fits(fault, request));
    if (entry === undefined) return undefined;
    entry.timesLeft--;
    return entry.fault.effect;
  }
}

function fits(fault: Fault, request: AwsRequest): boolean {
  return (
    (fault.method === undefined || fault.method === request.method) &&
    (fault.operation === undefined || fault.operation === request.operation) &&
    (fault.path === undefined || fault.path.test(request.text)) &&
    (fault.authorization === undefined || fault.authorization.test(request.headers['authorization'] ?? ''))
  );
}

function toEffect(error: AwsError): FaultEffect {
  return { kind: 'error', error };
}

export function failWith(status: number, code: string, message = code): FaultEffect {
  return toEffect(new AwsError(status, code, message));
}

export function slowDown(): FaultEffect {
  return failWith(503, 'SlowDown', 'Please reduce your request rate.');
}

export function serviceUnavailable(): FaultEffect {
  return failWith(503, 'ServiceUnavailable', 'Service is unable to handle request.');
}

/** S3 sends the expired token back in the error. */
export function expiredToken(token = 'TheExpiredToken'): FaultEffect {
  const message = 'The provided token has expired.';
  return toEffect(new AwsError(400, 'ExpiredToken', message, { fields: { 'Token-0': token } }));
}

/** Old style: S3 says no more than this, though it may name the bucket's region in a header. */
export function accessDenied(bucketRegion?: string): FaultEffect {
  const headers = bucketRegion === undefined ? {} : { 'x-amz-bucket-region': bucketRegion };
  return toEffect(new AwsError(403, 'AccessDenied', 'Access Denied', { headers }));
}

/** New style, within one account: who, what, where and which policy. */
export function accessDeniedTo(arn: string, action: string, resource: string): FaultEffect {
  const reason = `because no identity-based policy allows the ${action} action`;
  return failWith(
    403,
    'AccessDenied',
    `User: ${arn} is not authorized to perform: ${action} on resource: "${resource}" ${reason}`,
  );
}

export function kmsDenied(arn: string, keyArn: string): FaultEffect {
  const reason = 'because no resource-based policy allows the kms:Decrypt action';
  const text = `User: ${arn} is not authorized to perform: kms:Decrypt on resource: ${keyArn} ${reason}`;
  return failWith(403, 'AccessDenied', text);
}

/** How S3 answers at the endpoint of another region. */
export function permanentRedirect(bucketRegion: string): FaultEffect {
  return toEffect(newRedirectError('bucket', bucketRegion));
}

export function newRedirectError(bucket: string, bucketRegion: string): AwsError {
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.';
  const fields = { Endpoint: `${bucket}.s3.${bucketRegion}.amazonaws.com`, Bucket: bucket };
  return new AwsError(301, 'PermanentRedirect', message, { fields, headers: { 'x-amz-bucket-region': bucketRegion } });
}

/** How S3 answers when the name of the bucket led to the right region, but the signature names another. */
export function newScopeError(signedRegion: string, bucketRegion: string): AwsError {
  const message = `The authorization header is malformed; the region '${signedRegion}' is wrong; expecting '${bucketRegion}'`;
  const headers = { 'x-amz-bucket-region': bucketRegion };
  return new AwsError(400, 'AuthorizationHeaderMalformed', message, { fields: { Region: bucketRegion }, headers });
}
