import assert from 'node:assert/strict';
import { discoverTrails } from '../../../../src/source/s3/trailDiscovery';
import type { ServerTrail } from '../../../support/s3Server/cloudTrailService';
import { accessDeniedTo, failWith } from '../../../support/s3Server/faults';
import { defaultCredential } from '../../../support/s3Server/s3Server';
import { expectAbort, expectUserError, keyVariables, newSignal, startS3Fixture, type S3Fixture } from './s3Fixture';

function newTrail(
  name: string,
  region: string,
  more: Record<string, unknown> = {},
  status: Record<string, unknown> = {},
): ServerTrail {
  const TrailARN = `arn:aws:cloudtrail:${region}:111122223333:trail/${name}`;
  return { description: { Name: name, TrailARN, HomeRegion: region, S3BucketName: `${name}-logs`, ...more }, status };
}

const main = newTrail(
  'main',
  'us-east-1',
  {
    S3KeyPrefix: 'org',
    IsMultiRegionTrail: true,
    IsOrganizationTrail: true,
    LogFileValidationEnabled: true,
    KmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/0a1b',
  },
  { IsLogging: true, LatestDeliveryTime: 1_767_225_600.5 },
);
const shadow = newTrail('europe', 'eu-west-1', {}, { IsLogging: false, LatestDeliveryError: 'AccessDenied' });

describe('trail discovery', function () {
  this.timeout(20_000); // for busy machines: the SDK's back-off is random, up to a second
  let fixture: S3Fixture;
  before(async () => {
    fixture = await startS3Fixture({ variables: { ...keyVariables, AWS_REGION: 'us-east-1' } });
  });
  after(() => fixture.dispose());
  beforeEach(() => {
    fixture.server.reset();
    fixture.server.trails.splice(0, Infinity, main, shadow);
  });

  it('tells of every trail, and asks for each status in its home region', async () => {
    const found = await discoverTrails({}, fixture.sessions, newSignal());
    assert.deepEqual(found, {
      region: 'us-east-1',
      identity: defaultCredential.arn,
      trails: [
        {
          name: 'europe',
          arn: shadow.description.TrailARN,
          homeRegion: 'eu-west-1',
          bucket: 'europe-logs',
          isMultiRegion: false,
          isOrganization: false,
          hasLogFileValidation: false,
          isLogging: false,
          latestDeliveryError: 'AccessDenied',
        },
        {
          name: 'main',
          arn: main.description.TrailARN,
          homeRegion: 'us-east-1',
          bucket: 'main-logs',
          prefix: 'org',
          isMultiRegion: true,
          isOrganization: true,
          hasLogFileValidation: true,
          kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/0a1b',
          isLogging: true,
          latestDeliveryTime: 1_767_225_600_500,
        },
      ],
    });
  });

  it('asks in the region it is told', async () => {
    const { region, trails } = await discoverTrails({ region: 'eu-west-1' }, fixture.sessions, newSignal());
    assert.equal(region, 'eu-west-1');
    assert.equal(trails.length, 2);
    const [described] = fixture.server.requests;
    assert.match(described!.headers['authorization']!, /\/eu-west-1\/cloudtrail\//);
  });

  it('keeps a trail whose status is denied, and says why', async () => {
    const { arn } = defaultCredential;
    const denied = accessDeniedTo(arn, 'cloudtrail:GetTrailStatus', shadow.description.TrailARN);
    fixture.server.trails.splice(0, Infinity, shadow);
    fixture.server.addFault({ operation: 'GetTrailStatus', effect: denied, times: Infinity });
    const { trails } = await discoverTrails({}, fixture.sessions, newSignal());
    assert.equal(trails.length, 1);
    assert.equal(trails[0]!.isLogging, undefined);
    assert.match(
      trails[0]!.statusProblem!,
      /^Cannot get the status of arn:aws:cloudtrail:eu-west-1:.*: cloudtrail:GetTrailStatus is denied to arn:aws:iam::111122223333:user\/analyst/,
    );
  });

  it('fails when the trails themselves are denied', async () => {
    fixture.server.addFault({
      operation: 'DescribeTrails',
      effect: failWith(
        400,
        'AccessDeniedException',
        `User: ${defaultCredential.arn} is not authorized to perform: cloudtrail:DescribeTrails on resource: * because no identity-based policy allows it`,
      ),
      times: Infinity,
    });
    const error = await expectUserError(discoverTrails({}, fixture.sessions, newSignal()), 'accessDenied');
    assert.match(error.message, /^Cannot describe the trails of us-east-1: cloudtrail:DescribeTrails is denied/);
    assert.equal(error.operation, 'cloudtrail:DescribeTrails');
  });

  it('gets over throttling, and tells of it', async () => {
    fixture.retries.length = 0;
    fixture.server.addFault({
      operation: 'DescribeTrails',
      effect: failWith(400, 'ThrottlingException', 'Rate exceeded'),
    });
    await discoverTrails({}, fixture.sessions, newSignal());
    const told = { operation: 'cloudtrail:DescribeTrails', reason: 'CloudTrail asks to slow down', attempt: 2 };
    assert.deepEqual(fixture.retries, [told]);
  });

  it('answers an empty list where there is no trail', async () => {
    fixture.server.trails.length = 0;
    assert.deepEqual((await discoverTrails({}, fixture.sessions, newSignal())).trails, []);
  });

  it('stops when aborted, also among the statuses', async () => {
    await expectAbort(discoverTrails({}, fixture.sessions, AbortSignal.abort()));
    fixture.server.trails.splice(0, Infinity, main);
    fixture.server.addFault({ operation: 'GetTrailStatus', effect: { kind: 'hang' } });
    const controller = new AbortController();
    fixture.services.onRetry = () => assert.fail('nothing is to be tried again');
    const work = discoverTrails({}, fixture.sessions, controller.signal);
    assert.equal((await fixture.server.nextRequest()).operation, 'DescribeTrails');
    assert.equal((await fixture.server.nextRequest()).operation, 'GetTrailStatus');
    controller.abort();
    await expectAbort(work);
  });
});
