import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { newAbortError } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import { toUserError, type AwsCall } from './awsErrors';
import type { AwsSession } from './awsSession';
import { callReportOptions, newCallReport } from './callReport';
import { toClientOptions } from './clientOptions';

/** Calls CloudTrail as one session. Owns one client per region. */
export class CloudTrailCalls implements Disposable {
  private readonly clients = new Map<string, CloudTrailClient>();

  constructor(private readonly session: AwsSession) {}

  /** Rejects with a UserError, or an AbortError. */
  async send<T>(
    call: Omit<AwsCall, 'profile'>,
    region: string,
    run: (client: CloudTrailClient) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const { session } = this;
    try {
      return await run(this.get(region));
    } catch (error) {
      if (signal.aborted) throw newAbortError();
      throw await toUserError(error, { ...call, profile: session.profile }, () => session.findIdentity(region));
    }
  }

  dispose(): void {
    for (const client of this.clients.values()) client.destroy();
    this.clients.clear();
  }

  private get(region: string): CloudTrailClient {
    const known = this.clients.get(region);
    if (known !== undefined) return known;
    const { profile, credentials, services } = this.session;
    const options = {
      ...toClientOptions(services.log, region),
      credentials,
      ...(profile === undefined ? {} : { profile }),
    };
    const client = new CloudTrailClient(options);
    client.middlewareStack.add(newCallReport(services), callReportOptions);
    this.clients.set(region, client);
    return client;
  }
}
