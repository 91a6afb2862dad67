import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialIdentity } from '@smithy/types';
import { rejectOnAbort } from '../../base/abort';
import { newAbortError, type UserError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type {
  BulkAddress,
  BulkCredentials,
  BulkKeys,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../engine/ports';
import { toUserError } from './awsErrors';
import { findBucketRegion, isExpired } from './awsFailure';
import { getPartition } from './awsPartition';
import type { AwsSession, AwsSessions } from './awsSession';
import { BucketClient, type BucketAddress } from './bucketClient';
import { findBulkAddress } from './bulkAddress';
import { readListingPage, readRecursivePage } from './folderListing';
import { readStoredObject } from './objectReader';
import { toS3Uri } from './s3Location';

export interface S3SourceOptions extends BucketAddress {
  /** Name of a profile in the user's AWS config; absent: AWS_PROFILE or the SDK's default chain. */
  readonly profile?: string;
}

/** Costs nothing: clients, credentials and the bucket's region are sought at the first call. */
export function createS3Source(options: S3SourceOptions, sessions: AwsSessions): S3Source {
  return new S3Source(options, sessions.get(options.profile));
}

/** A bucket as a source of log files. Only ever reads. Owns the connections to the bucket. */
export class S3Source implements LogFileSource, Disposable {
  private readonly client: BucketClient;

  constructor(
    private readonly options: S3SourceOptions,
    private readonly session: AwsSession,
  ) {
    this.client = new BucketClient(options, session);
  }

  /** The bucket's region, once it was configured or found. */
  get region(): string | undefined {
    return this.client.region;
  }

  listFolder(prefix: string, options: ListingOptions, signal: AbortSignal): Promise<ListingPage> {
    return this.call('s3:ListBucket', prefix, signal, (client) =>
      readListingPage(client, this.options.bucket, prefix, options, signal),
    );
  }

  async *listRecursive(prefix: string, options: ListingOptions, signal: AbortSignal): AsyncGenerator<RecursivePage> {
    let next: ListingOptions | undefined = options;
    while (next !== undefined) {
      const current: ListingOptions = next;
      const page: RecursivePage = await this.call('s3:ListBucket', prefix, signal, (client) =>
        readRecursivePage(client, this.options.bucket, prefix, current, signal),
      );
      next = page.nextToken === undefined ? undefined : { token: page.nextToken };
      yield page;
    }
  }

  readObject(key: string, signal: AbortSignal): Promise<StoredObject> {
    const { services } = this.session;
    const onRetry = services.onRetry.bind(services);
    return this.call('s3:GetObject', key, signal, (client) =>
      readStoredObject(client, { bucket: this.options.bucket, key }, onRetry, signal),
    );
  }

  /** How a BulkReader reaches this bucket. Finds the region and loads credentials, as a first call would. */
  bulkAddress(signal: AbortSignal): Promise<BulkAddress> {
    const { profile } = this.session;
    return this.call('s3:GetObject', '', signal, (client) => findBulkAddress(client, this.options.bucket, profile));
  }

  /** Answers for BulkReaders out of this source's session. */
  bulkCredentials(): BulkCredentials {
    const { session } = this;
    const told = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work;
      } catch (error) {
        throw await this.toError(error, 's3:GetObject', '');
      }
    };
    return {
      get: async () => toKeys(await told(session.credentials())),
      renew: (used) => told(session.renew(used)),
      findIdentity: () => this.findIdentity(),
    };
  }

  toUri(key: string): string {
    return toS3Uri(this.options.bucket, key);
  }

  /** A store that is not AWS has no STS, and AWS's STS must not hear of its keys. */
  findIdentity(): Promise<string | undefined> {
    const hasOwnSts = process.env['AWS_ENDPOINT_URL_STS'] ?? process.env['AWS_ENDPOINT_URL'];
    if (this.options.endpoint !== undefined && hasOwnSts === undefined) return this.session.findAccessKeyId();
    return this.session.findIdentity(this.region ?? getPartition(undefined).defaultRegion);
  }

  dispose(): void {
    this.client.dispose();
  }

  private async call<T>(
    operation: string,
    path: string,
    signal: AbortSignal,
    run: (client: S3Client) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.callCorrected(signal, run);
    } catch (error) {
      if (signal.aborted) throw newAbortError();
      throw await rejectOnAbort(this.toError(error, operation, path), signal);
    }
  }

  private toError(error: unknown, operation: string, path: string): Promise<UserError> {
    const call = { operation, target: this.toUri(path), profile: this.session.profile };
    return toUserError(error, call, () => this.findIdentity());
  }

  /** Calls again, once each, when S3 named another region, and when expired credentials could be renewed. */
  private async callCorrected<T>(signal: AbortSignal, run: (client: S3Client) => Promise<T>): Promise<T> {
    let hasMoved = false;
    let hasRenewed = false;
    for (;;) {
      const client = await rejectOnAbort(this.client.get(), signal);
      const { region } = this.client;
      const used = await rejectOnAbort(this.session.credentials(), signal);
      try {
        return await run(client);
      } catch (error) {
        if (signal.aborted) throw newAbortError();
        const told = findBucketRegion(error);
        if (!hasMoved && told !== undefined && told !== region) {
          hasMoved = true;
          this.client.moveTo(told);
        } else if (!hasRenewed && isExpired(error)) {
          hasRenewed = true;
          if (!(await rejectOnAbort(this.session.renew(used), signal))) throw error;
        } else {
          throw error;
        }
      }
    }
  }
}

/** Without what else the SDK notes: keys are posted to other threads. */
function toKeys({ accessKeyId, secretAccessKey, sessionToken, expiration }: AwsCredentialIdentity): BulkKeys {
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration }),
  };
}
