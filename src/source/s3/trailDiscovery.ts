import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  type GetTrailStatusResponse,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { mapConcurrent } from '../../base/concurrency';
import { newAbortError } from '../../base/errors';
import type { DiscoveredTrail } from '../../engine/ports';
import { toUserError, type AwsCall } from './awsErrors';
import { getPartition } from './awsPartition';
import type { AwsSession, AwsSessions } from './awsSession';
import { toClientOptions } from './clientOptions';
import { newCallReport, callReportOptions } from './callReport';

const maxStatusCalls = 4;

export interface DiscoveryRequest {
  readonly profile?: string;
  /** Where to ask; absent: the region of the environment or the profile. */
  readonly region?: string;
}

export interface Discovery {
  readonly region: string;
  readonly identity?: string;
  /** By name. */
  readonly trails: readonly DiscoveredTrail[];
}

/**
 * The trails that can be seen in a region, with multi-region trails of other regions and those of the organization.
 * Rejects with a UserError when DescribeTrails fails; a status that cannot be had is told in `statusProblem`.
 */
export async function discoverTrails(
  request: DiscoveryRequest,
  sessions: AwsSessions,
  signal: AbortSignal,
): Promise<Discovery> {
  const session = sessions.get(request.profile);
  const region = request.region ?? (await session.findRegion()) ?? getPartition(undefined).defaultRegion;
  const clients = new RegionalClients(session);
  const call = { operation: 'cloudtrail:DescribeTrails', target: `the trails of ${region}`, profile: session.profile };
  try {
    const found = await send(call, session, region, signal, () =>
      clients.get(region).send(new DescribeTrailsCommand({ includeShadowTrails: true }), { abortSignal: signal }),
    );
    const trails = await mapConcurrent(
      found.trailList ?? [],
      maxStatusCalls,
      (trail) => describe(trail, region, clients, session, signal),
      signal,
    );
    const identity = await session.findIdentity(region);
    const sorted = trails.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return { region, ...(identity === undefined ? {} : { identity }), trails: sorted };
  } finally {
    clients.dispose();
  }
}

/** A trail's status is known only in its home region. */
async function describe(
  trail: Trail,
  askedRegion: string,
  clients: RegionalClients,
  session: AwsSession,
  signal: AbortSignal,
): Promise<DiscoveredTrail> {
  const arn = trail.TrailARN ?? '';
  const homeRegion = trail.HomeRegion ?? askedRegion;
  const call = { operation: 'cloudtrail:GetTrailStatus', target: arn, profile: session.profile };
  const plain = toDiscoveredTrail(trail, homeRegion);
  try {
    const status = await send(call, session, homeRegion, signal, () =>
      clients.get(homeRegion).send(new GetTrailStatusCommand({ Name: arn }), { abortSignal: signal }),
    );
    return { ...plain, ...toStatus(status) };
  } catch (error) {
    if (signal.aborted) throw newAbortError();
    return { ...plain, statusProblem: error instanceof Error ? error.message : String(error) };
  }
}

function toDiscoveredTrail(trail: Trail, homeRegion: string): DiscoveredTrail {
  return {
    name: trail.Name ?? '',
    arn: trail.TrailARN ?? '',
    homeRegion,
    bucket: trail.S3BucketName ?? '',
    ...(trail.S3KeyPrefix === undefined || trail.S3KeyPrefix === '' ? {} : { prefix: trail.S3KeyPrefix }),
    isMultiRegion: trail.IsMultiRegionTrail ?? false,
    isOrganization: trail.IsOrganizationTrail ?? false,
    hasLogFileValidation: trail.LogFileValidationEnabled ?? false,
    ...(trail.KmsKeyId === undefined ? {} : { kmsKeyId: trail.KmsKeyId }),
  };
}

function toStatus(status: GetTrailStatusResponse): Partial<DiscoveredTrail> {
  const { IsLogging: isLogging, LatestDeliveryTime: time, LatestDeliveryError: problem } = status;
  return {
    ...(isLogging === undefined ? {} : { isLogging }),
    ...(time === undefined ? {} : { latestDeliveryTime: time.getTime() }),
    ...(problem === undefined || problem === '' ? {} : { latestDeliveryError: problem }),
  };
}

async function send<T>(
  call: AwsCall,
  session: AwsSession,
  region: string,
  signal: AbortSignal,
  run: () => Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (signal.aborted) throw newAbortError();
    throw await toUserError(error, call, () => session.findIdentity(region));
  }
}

/** Owns one client per region, for as long as one discovery lasts. */
class RegionalClients {
  private readonly clients = new Map<string, CloudTrailClient>();

  constructor(private readonly session: AwsSession) {}

  get(region: string): CloudTrailClient {
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

  dispose(): void {
    for (const client of this.clients.values()) client.destroy();
  }
}
