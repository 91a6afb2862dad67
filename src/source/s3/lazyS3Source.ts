import type { Disposable } from '../../base/lifecycle';
import type {
  BulkAddress,
  BulkCredentials,
  ListingOptions,
  ListingPage,
  LogFileSource,
  RecursivePage,
  StoredObject,
} from '../../engine/ports';
import type { AwsSessions } from './awsSession';
import { toS3Uri } from './s3Location';
import type { S3Source, S3SourceOptions } from './s3Source';

/** Gives the sessions, once the AWS SDK is loaded. */
export type GetSessions = () => Promise<AwsSessions>;

/** A bucket whose first call loads the AWS SDK: a few hundred milliseconds that local folders need not wait for. */
export class LazyS3Source implements LogFileSource, Disposable {
  private opening: Promise<S3Source> | undefined;
  private opened: S3Source | undefined;
  private isDisposed = false;

  constructor(
    private readonly options: S3SourceOptions,
    private readonly getSessions: GetSessions,
  ) {}

  /** The bucket's region, once it was configured or found. */
  get region(): string | undefined {
    return this.opened?.region ?? this.options.region;
  }

  async listFolder(prefix: string, options: ListingOptions, signal: AbortSignal): Promise<ListingPage> {
    return (await this.open()).listFolder(prefix, options, signal);
  }

  async *listRecursive(prefix: string, options: ListingOptions, signal: AbortSignal): AsyncGenerator<RecursivePage> {
    yield* (await this.open()).listRecursive(prefix, options, signal);
  }

  async readObject(key: string, signal: AbortSignal): Promise<StoredObject> {
    return (await this.open()).readObject(key, signal);
  }

  /** See S3Source. */
  async bulkAddress(signal: AbortSignal): Promise<BulkAddress> {
    return (await this.open()).bulkAddress(signal);
  }

  /** See S3Source. */
  bulkCredentials(): BulkCredentials {
    const open = async (): Promise<BulkCredentials> => (await this.open()).bulkCredentials();
    return {
      get: async () => (await open()).get(),
      renew: async (used) => (await open()).renew(used),
      findIdentity: async () => (await open()).findIdentity(),
    };
  }

  toUri(key: string): string {
    return toS3Uri(this.options.bucket, key);
  }

  async findIdentity(): Promise<string | undefined> {
    return (await this.open()).findIdentity();
  }

  dispose(): void {
    this.isDisposed = true;
    this.opened?.dispose();
  }

  private open(): Promise<S3Source> {
    this.opening ??= this.load();
    return this.opening;
  }

  private async load(): Promise<S3Source> {
    const [{ createS3Source }, sessions] = await Promise.all([import('./s3Source.js'), this.getSessions()]);
    this.opened = createS3Source(this.options, sessions);
    if (this.isDisposed) this.opened.dispose();
    return this.opened;
  }
}

/** Loads the SDK at the first call, and makes the sessions once. */
export function lazySessions(services: ConstructorParameters<typeof AwsSessions>[0]): GetSessions {
  let sessions: Promise<AwsSessions> | undefined;
  return () => {
    sessions ??= import('./awsSession.js').then((module) => new module.AwsSessions(services));
    return sessions;
  };
}
