import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@smithy/types';
import { parseFailure } from './awsFailure';
import { findProfile } from './awsProfiles';
import type { AwsServices } from './awsServices';
import { toClientOptions } from './clientOptions';
import { loadCredentials } from './credentialChain';
import { CredentialCache } from './credentialCache';

/** How long an error message may wait for the name of the caller. */
const identityTimeoutMs = 5_000;

/** One identity: a profile (or the default chain) with its credentials, shared by every client that uses it. */
export class AwsSession {
  /** For `credentials` of a client. `memoized` keeps each client from adding a cache of its own. */
  readonly credentials: (() => Promise<AwsCredentialIdentity>) & { readonly memoized: true };
  private readonly cache: CredentialCache;
  private identity: { readonly accessKeyId: string; readonly name: Promise<string> } | undefined;

  constructor(
    /** Undefined: the SDK's default chain. */
    readonly profile: string | undefined,
    readonly services: AwsServices,
  ) {
    this.cache = new CredentialCache(() => loadCredentials(profile, services));
    this.credentials = Object.assign(() => this.cache.get(), { memoized: true as const });
  }

  /** See CredentialCache.renew. */
  renew(refused: AwsCredentialIdentity): Promise<boolean> {
    return this.cache.renew(refused);
  }

  /** The region that the environment or the profile names. */
  async findRegion(): Promise<string | undefined> {
    const named = process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'];
    return named ?? (await findProfile(this.profile ?? 'default'))?.region;
  }

  /**
   * Who these credentials are: an ARN from STS, asked for once per access key; the access key id where STS does not
   * answer; undefined without credentials. Never rejects.
   */
  async findIdentity(region: string): Promise<string | undefined> {
    const credentials = await this.findCredentials();
    if (credentials === undefined) return undefined;
    if (this.identity?.accessKeyId !== credentials.accessKeyId) {
      this.identity = { accessKeyId: credentials.accessKeyId, name: this.askSts(credentials, region) };
    }
    return this.identity.name;
  }

  /** The access key id, without asking anybody: for stores that are not AWS. Never rejects. */
  async findAccessKeyId(): Promise<string | undefined> {
    return (await this.findCredentials())?.accessKeyId;
  }

  private async findCredentials(): Promise<AwsCredentialIdentity | undefined> {
    try {
      return await this.cache.get();
    } catch (error) {
      this.services.log.debug(`No credentials, so no identity: ${parseFailure(error).name}`);
      return undefined;
    }
  }

  private async askSts(credentials: AwsCredentialIdentity, region: string): Promise<string> {
    const client = new STSClient({
      ...toClientOptions(this.services.log, region),
      ...(this.profile === undefined ? {} : { profile: this.profile }),
      credentials,
      maxAttempts: 2,
    });
    try {
      const abortSignal = AbortSignal.timeout(identityTimeoutMs);
      const { Arn: arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal });
      return arn ?? credentials.accessKeyId;
    } catch (error) {
      this.services.log.debug(`STS did not say who is calling: ${parseFailure(error).name}`);
      return credentials.accessKeyId;
    } finally {
      client.destroy();
    }
  }
}

/** Hands out one session per profile, so that an MFA code is asked for once. */
export class AwsSessions {
  private readonly sessions = new Map<string | undefined, AwsSession>();

  constructor(private readonly services: AwsServices) {}

  /** Without a profile: that of AWS_PROFILE, else the SDK's default chain. Costs nothing until it is used. */
  get(profile: string | undefined): AwsSession {
    const name = profile ?? process.env['AWS_PROFILE'];
    const session = this.sessions.get(name) ?? new AwsSession(name, this.services);
    this.sessions.set(name, session);
    return session;
  }
}
