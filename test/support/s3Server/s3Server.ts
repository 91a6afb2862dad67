import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AwsError, newAnswer, speaksJson, type AwsAnswer } from './awsAnswer';
import { readRequest, type AwsRequest } from './awsRequest';
import { Bucket, type PutOptions, type StoredEntry } from './bucketStore';
import { answerCloudTrail, type ServerPublicKey, type ServerTrail } from './cloudTrailService';
import { FaultPlan, newRedirectError, newScopeError, type Fault, type FaultEffect } from './faults';
import { listObjects } from './listing';
import { putObject, readObject } from './objectAnswer';
import { answerOrganizations } from './organizationsService';
import { verifySignature, type ServerCredential } from './sigv4';
import { answerSts, type MfaCodes } from './stsService';
import { toErrorBody, xmlHeaders } from './xml';

export interface S3ServerOptions {
  /** Any free port when absent. */
  readonly port?: number;
  /** Region of buckets that name none; `us-east-1` when absent. */
  readonly region?: string;
  /** Who may call; `defaultCredential` when absent. */
  readonly credentials?: readonly ServerCredential[];
  readonly mfaCodes?: MfaCodes;
  readonly trails?: readonly ServerTrail[];
  /** What DescribeOrganization answers; absent: the account is in none. */
  readonly organizationId?: string;
}

export const defaultCredential: ServerCredential = {
  accessKeyId: 'AKIATESTTESTTEST0001',
  secretAccessKey: 'testSecretKey/0001+abcdefghijklmnopqrst',
  arn: 'arn:aws:iam::111122223333:user/analyst',
};

export interface LoggedRequest {
  readonly method: string;
  readonly operation: string;
  readonly bucket: string;
  readonly key: string;
  /** Decoded path and query. */
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Starts an S3-speaking server on loopback. It checks signatures and speaks some STS and CloudTrail on the same port. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3TestServer> {
  const server = new S3TestServer(options);
  await server.listen(options.port ?? 0);
  return server;
}

/** Owns the listening socket, the buckets and the faults to come. Address buckets by path, not by host. */
export class S3TestServer {
  /** Every request, in the order of arrival. */
  readonly requests: LoggedRequest[] = [];
  readonly trails: ServerTrail[];
  /** What ListPublicKeys answers in each region. */
  readonly publicKeys = new Map<string, readonly ServerPublicKey[]>();
  /** Connections accepted so far. */
  connectionCount = 0;
  /** Requests that were being answered at once, at most. */
  mostUnderWay = 0;
  private underWay = 0;
  private readonly buckets = new Map<string, Bucket>();
  private readonly faults = new FaultPlan();
  private readonly credentials: ServerCredential[];
  private readonly waiting: ((request: LoggedRequest) => void)[] = [];
  private readonly http: Server;
  private readonly region: string;
  private readonly mfaCodes: MfaCodes;
  private readonly organizationId: string | undefined;

  constructor(options: S3ServerOptions) {
    this.region = options.region ?? 'us-east-1';
    this.credentials = [...(options.credentials ?? [defaultCredential])];
    this.mfaCodes = options.mfaCodes ?? {};
    this.organizationId = options.organizationId;
    this.trails = [...(options.trails ?? [])];
    this.http = createServer((request, response) => {
      this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
      response.once('close', () => this.underWay--);
      this.handle(request, response).catch(() => response.destroy());
    });
    this.http.on('connection', () => this.connectionCount++);
  }

  /** `http://127.0.0.1:port`, without a final `/`. */
  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}`; // listening on TCP: an AddressInfo
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.http.listen(port, '127.0.0.1', resolve));
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    await new Promise((resolve) => this.http.close(resolve));
  }

  createBucket(name: string, region = this.region): void {
    this.buckets.set(name, new Bucket(name, region));
  }

  /** Stores an object without HTTP; a bucket that does not exist is made in the server's region. */
  put(bucket: string, key: string, bytes: Uint8Array | string, options: PutOptions = {}): StoredEntry {
    if (!this.buckets.has(bucket)) this.createBucket(bucket);
    return this.getBucket(bucket).put(key, typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes, options);
  }

  remove(bucket: string, key: string): void {
    this.getBucket(bucket).remove(key);
  }

  addCredential(credential: ServerCredential): void {
    this.credentials.push(credential);
  }

  addFault(fault: Fault): void {
    this.faults.add(fault);
  }

  /** Forgets faults and logged requests; buckets stay. */
  reset(): void {
    this.faults.clear();
    this.requests.length = 0;
    this.mostUnderWay = 0;
  }

  count(operation: string): number {
    return this.requests.filter((request) => request.operation === operation).length;
  }

  /** Resolves when the next request has arrived. */
  nextRequest(): Promise<LoggedRequest> {
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private async handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    const { method, operation, bucket, key, text, headers } = request;
    const logged: LoggedRequest = { method, operation, bucket, key, text, headers };
    this.requests.push(logged);
    for (const resolve of this.waiting.splice(0)) resolve(logged);
    const effect = this.faults.take(request);
    if (effect?.kind === 'hang') return;
    if (effect?.kind === 'reset') {
      message.socket.destroy();
      return;
    }
    if (effect?.kind === 'delay') await new Promise((resolve) => setTimeout(resolve, effect.delayMs));
    this.write(request, response, this.answer(request, effect), effect);
  }

  private answer(request: AwsRequest, effect: FaultEffect | undefined): AwsAnswer {
    try {
      if (effect?.kind === 'error') throw effect.error;
      return this.dispatch(request);
    } catch (error) {
      const known = error instanceof AwsError ? error : new AwsError(500, 'InternalError', String(error));
      const requestId = `TESTREQUEST${this.requests.length}`;
      const type = speaksJson(request.service) ? { 'content-type': 'application/x-amz-json-1.1' } : xmlHeaders;
      return newAnswer(toErrorBody(known, request.service, requestId), { ...type, ...known.headers }, known.status);
    }
  }

  private dispatch(request: AwsRequest): AwsAnswer {
    const { credential, region } = verifySignature(request, this.credentials);
    if (request.service === 'cloudtrail') {
      const publicKeys = this.publicKeys.get(region) ?? [];
      return answerCloudTrail(request, region, { trails: this.trails, publicKeys });
    }
    if (request.service === 'organizations') return answerOrganizations(request, this.organizationId);
    if (request.service === 'sts') {
      return answerSts(request, credential, this.mfaCodes, (issued) => {
        this.addCredential(issued);
      });
    }
    return this.dispatchS3(request, region);
  }

  private dispatchS3(request: AwsRequest, signedRegion: string): AwsAnswer {
    const bucket = this.getBucket(request.bucket);
    // The bucket's name alone leads a client of us-east-1 to the right region; other endpoints answer with a redirect.
    if (signedRegion !== bucket.region) {
      throw signedRegion === 'us-east-1'
        ? newScopeError(signedRegion, bucket.region)
        : newRedirectError(bucket.name, bucket.region);
    }
    switch (request.operation) {
      case 'ListObjects':
      case 'ListObjectsV2':
        return listObjects(request, bucket);
      case 'GetObject':
      case 'HeadObject':
        return readObject(request, bucket);
      case 'PutObject':
        return putObject(request, bucket);
      case 'HeadBucket':
        return newAnswer('', { 'x-amz-bucket-region': bucket.region });
      case 'GetBucketLocation': {
        const location = bucket.region === 'us-east-1' ? '' : bucket.region;
        return newAnswer(
          `<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${location}</LocationConstraint>`,
          xmlHeaders,
        );
      }
      default:
        throw new AwsError(501, 'NotImplemented', `${request.method} ${request.text}`);
    }
  }

  private write(
    request: AwsRequest,
    response: ServerResponse,
    answer: AwsAnswer,
    effect: FaultEffect | undefined,
  ): void {
    const body = effect?.kind === 'corrupt' ? toCorrupted(answer.body) : answer.body;
    response.writeHead(answer.status, {
      ...answer.headers,
      'content-length': String(effect?.kind === 'announce' ? effect.sizeBytes : body.length),
      'x-amz-request-id': `TESTREQUEST${this.requests.length}`,
    });
    if (effect?.kind === 'stall' || effect?.kind === 'announce') {
      response.write(effect.kind === 'stall' ? body.subarray(0, effect.keepBytes) : body);
      return;
    }
    if (effect?.kind === 'truncate') {
      response.write(body.subarray(0, effect.keepBytes), () => response.destroy());
      return;
    }
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  private getBucket(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket !== undefined) return bucket;
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { fields: { BucketName: name } });
  }
}

function toCorrupted(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  if (copy.length > 0) copy[0] = (copy[0] ?? 0) ^ 0xff;
  return copy;
}
