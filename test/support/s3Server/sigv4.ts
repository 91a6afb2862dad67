import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError } from './awsAnswer';
import type { AwsRequest } from './awsRequest';
import { toUriEscaped } from './xml';

/** Someone the server knows. */
export interface ServerCredential {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** When present, requests must carry it. */
  readonly sessionToken?: string;
  /** What GetCallerIdentity answers. */
  readonly arn: string;
}

export interface VerifiedSignature {
  readonly credential: ServerCredential;
  /** The region in the credential scope. */
  readonly region: string;
}

const headerPattern =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks the Authorization header the way AWS does, from the request's own bytes. Throws the AwsError that AWS answers.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */
export function verifySignature(request: AwsRequest, credentials: readonly ServerCredential[]): VerifiedSignature {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) throw new AwsError(403, 'AccessDenied', 'Access Denied');
  const match = headerPattern.exec(authorization);
  const [, accessKeyId, day, region, service, signedHeaders, signature] = match ?? [];
  if (!accessKeyId || !day || !region || !service || !signedHeaders || !signature) {
    throw new AwsError(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed');
  }
  if (service !== request.service) {
    throw new AwsError(400, 'AuthorizationHeaderMalformed', `Credential should be scoped to ${request.service}`);
  }
  const credential = credentials.find((known) => known.accessKeyId === accessKeyId);
  if (credential === undefined) throw newUnknownKeyError(request, accessKeyId);
  if (request.headers['x-amz-security-token'] !== credential.sessionToken) throw newBadTokenError(request);
  const payloadHash = verifyPayload(request);
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = toCanonicalRequest(request, signedHeaders, payloadHash);
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', scope, sha256Hex(canonical)].join('\n');
  const key = ['aws4_request', service, region, day].reduceRight(
    (secret: Buffer, part) => hmac(secret, part),
    Buffer.from(`AWS4${credential.secretAccessKey}`),
  );
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))) {
    throw newSignatureError(request, accessKeyId, toSign, signature);
  }
  return { credential, region };
}

function verifyPayload(request: AwsRequest): string {
  const actual = sha256Hex(request.body);
  const claimed = request.headers['x-amz-content-sha256'];
  if (claimed === undefined || claimed === 'UNSIGNED-PAYLOAD') return claimed ?? actual;
  if (claimed !== actual) {
    throw new AwsError(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match.");
  }
  return claimed;
}

/** S3 signs the path as sent (escaped once); the other services are only ever called at `/`. */
function toCanonicalRequest(request: AwsRequest, signedHeaders: string, payloadHash: string): string {
  const path = request.rawPath
    .split('/')
    .map((segment) => toUriEscaped(decodeURIComponent(segment)))
    .join('/');
  const query = request.query
    .map(([name, value]) => [toUriEscaped(name), toUriEscaped(value)] as const)
    .sort((a, b) => compareAscii(a[0], b[0]) || compareAscii(a[1], b[1]))
    .map((pair) => pair.join('='))
    .join('&');
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`)
    .join('');
  return [request.method, path, query, headers, signedHeaders, payloadHash].join('\n');
}

function newUnknownKeyError(request: AwsRequest, accessKeyId: string): AwsError {
  if (request.service === 'sts') {
    return new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  if (request.service === 'cloudtrail') {
    return new AwsError(400, 'UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const message = 'The AWS Access Key Id you provided does not exist in our records.';
  return new AwsError(403, 'InvalidAccessKeyId', message, { fields: { AWSAccessKeyId: accessKeyId } });
}

function newBadTokenError(request: AwsRequest): AwsError {
  const token = request.headers['x-amz-security-token'] ?? '';
  return request.service === 's3'
    ? new AwsError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.', {
        fields: { 'Token-0': token },
      })
    : new AwsError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
}

/** S3 answers with what it signed, and with the signature it was given: a client must not print either. */
function newSignatureError(request: AwsRequest, accessKeyId: string, toSign: string, signature: string): AwsError {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.';
  if (request.service === 'cloudtrail') return new AwsError(400, 'InvalidSignatureException', message);
  const fields = { AWSAccessKeyId: accessKeyId, StringToSign: toSign, SignatureProvided: signature };
  return new AwsError(403, 'SignatureDoesNotMatch', message, request.service === 's3' ? { fields } : {});
}

function compareAscii(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function sha256Hex(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
