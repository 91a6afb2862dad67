import {
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  type GetTrailStatusResponse,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { mapConcurrent } from '../../base/concurrency';
import { newAbortError } from '../../base/errors';
import type { DiscoveredTrail } from '../../engine/ports';
import { getPartition } from './awsPartition';
import type { AwsSessions } from './awsSession';
import { CloudTrailCalls } from './cloudTrailCalls';

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
  const calls = new CloudTrailCalls(session);
  const call = { operation: 'cloudtrail:DescribeTrails', target: `the trails of ${region}` };
  const command = new DescribeTrailsCommand({ includeShadowTrails: true });
  try {
    const found = await calls.send(call, region, (client) => client.send(command, { abortSignal: signal }), signal);
    const trails = await mapConcurrent(
      found.trailList ?? [],
      maxStatusCalls,
      (trail) => describe(trail, region, calls, signal),
      signal,
    );
    const identity = await session.findIdentity(region);
    const sorted = trails.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    return { region, ...(identity === undefined ? {} : { identity }), trails: sorted };
  } finally {
    calls.dispose();
  }
}

/** A trail's status is known only in its home region. */
async function describe(
  trail: Trail,
  askedRegion: string,
  calls: CloudTrailCalls,
  signal: AbortSignal,
): Promise<DiscoveredTrail> {
  const arn = trail.TrailARN ?? '';
  const homeRegion = trail.HomeRegion ?? askedRegion;
  const call = { operation: 'cloudtrail:GetTrailStatus', target: arn };
  const command = new GetTrailStatusCommand({ Name: arn });
  const plain = toDiscoveredTrail(trail, homeRegion);
  try {
    const status = await calls.send(
      call,
      homeRegion,
      (client) => client.send(command, { abortSignal: signal }),
      signal,
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
