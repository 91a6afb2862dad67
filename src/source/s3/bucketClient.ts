import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { getPartition } from './awsPartition';
import { findBucketRegion, parseFailure } from './awsFailure';
import type { AwsSession } from './awsSession';
import { toClientOptions } from './clientOptions';
import { newCallReport, callReportOptions } from './callReport';
import { findAccessPointRegion } from './s3Location';

/** Where a bucket is, as configured. */
export interface BucketAddress {
  readonly bucket: string;
  readonly region?: string;
  /** Endpoint of an S3-compatible store. */
  readonly endpoint?: string;
  /** `https://endpoint/bucket/key` instead of `https://bucket.endpoint/key`. */
  readonly pathStyle?: boolean;
}

/** Owns the S3 client of one bucket: made at first use, in the bucket's own region, made anew when that was wrong. */
export class BucketClient {
  private opening: Promise<S3Client> | undefined;
  private knownRegion: string | undefined;
  private readonly clients: S3Client[] = [];

  constructor(
    private readonly address: BucketAddress,
    private readonly session: AwsSession,
  ) {
    this.knownRegion = address.region ?? findAccessPointRegion(address.bucket);
  }

  /** Undefined until it was configured or found. */
  get region(): string | undefined {
    return this.knownRegion;
  }

  get(): Promise<S3Client> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  /** S3 said that the bucket is in another region: later calls go there. */
  moveTo(region: string): void {
    if (region === this.knownRegion) return;
    const from = this.knownRegion;
    this.session.services.log.info(
      `Bucket ${this.address.bucket} is in ${region}, not in ${from ?? 'the region tried'}`,
    );
    this.knownRegion = region;
    this.opening = undefined;
  }

  dispose(): void {
    this.opening = undefined;
    for (const client of this.clients.splice(0)) client.destroy();
  }

  private async open(): Promise<S3Client> {
    const region = this.knownRegion ?? (await this.discoverRegion());
    this.knownRegion = region;
    return this.newClient(region);
  }

  /** An endpoint of one's own is taken at its word: only a refusal makes us ask for another region. */
  private async discoverRegion(): Promise<string> {
    const start = (await this.session.findRegion()) ?? getPartition(undefined).defaultRegion;
    if (this.address.endpoint !== undefined) return start;
    const client = this.newClient(start);
    try {
      const { BucketRegion: found } = await client.send(new HeadBucketCommand({ Bucket: this.address.bucket }));
      return found ?? start;
    } catch (error) {
      const told = findBucketRegion(error);
      if (told === undefined && !isRefusal(error)) throw error;
      return told ?? start;
    }
  }

  private newClient(region: string): S3Client {
    const { endpoint, pathStyle } = this.address;
    const { profile, credentials, services } = this.session;
    const client = new S3Client({
      ...toClientOptions(services.log, region),
      credentials,
      useArnRegion: true,
      ...(profile === undefined ? {} : { profile }),
      ...(endpoint === undefined ? {} : { endpoint }),
      ...(pathStyle === undefined ? {} : { forcePathStyle: pathStyle }),
    });
    client.middlewareStack.add(newCallReport(services), callReportOptions);
    this.clients.push(client);
    return client;
  }
}

/** HEAD answers carry no reason: the call that follows will get one. */
function isRefusal(error: unknown): boolean {
  const { status } = parseFailure(error);
  return status !== undefined && status >= 400 && status < 500;
}
