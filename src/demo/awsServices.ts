import type { EpochMs } from '../base/time';
import {
  managementAccount,
  minute,
  newRole,
  type Region,
  second,
  trailBucket,
  utc,
  workloadAccount,
} from './demoWorld';
import { newAwsService, newRoleSession } from './identities';
import { base32, type Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';

const configCalls = [
  ['ec2', 'DescribeSecurityGroups'],
  ['ec2', 'DescribeVpcs'],
  ['ec2', 'DescribeVolumes'],
  ['rds', 'DescribeDBInstances'],
  ['lambda', 'ListFunctions20150331'],
  ['elasticloadbalancing', 'DescribeLoadBalancers'],
  ['dynamodb', 'ListTables'],
] as const;

/** AWS Config looks at what exists. */
export function* newConfigSweep(
  random: Random,
  time: EpochMs,
  account: string,
  region: Region,
): Generator<PendingRecord> {
  const session = newRoleSession(
    {
      role: newRole(account, 'AWSServiceRoleForConfig', '/aws-service-role/config.amazonaws.com/'),
      sessionName: 'AWSConfig-Describe',
      accessKeyId: `ASIA${random.text(base32, 16)}`,
      createdAt: time - 2 * minute,
      invokedBy: 'config.amazonaws.com',
    },
    { sourceAddress: 'config.amazonaws.com', userAgent: 'config.amazonaws.com' },
  );
  let offset = 0;
  for (const [service, name] of configCalls) {
    offset += random.whole(1, 4) * second;
    yield newRecord(random, { time: time + offset, actor: session, region, service, name, request: {} });
  }
}

/** CloudTrail checks its bucket before it delivers. */
export function* newTrailBucketCheck(random: Random, time: EpochMs): Generator<PendingRecord> {
  yield newRecord(random, {
    time,
    actor: newAwsService('cloudtrail.amazonaws.com'),
    account: managementAccount,
    region: 'us-east-1',
    service: 's3',
    name: 'GetBucketAcl',
    request: { bucketName: trailBucket, Host: `${trailBucket}.s3.us-east-1.amazonaws.com`, acl: '' },
    additional: { SignatureVersion: 'SigV4', bytesTransferredIn: 0, bytesTransferredOut: 550 },
    resources: [{ accountId: managementAccount, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${trailBucket}` }],
    sharedEventId: random.guid(),
  });
}

/** KMS rotates a key by itself: an event without a caller's type. */
export function newKeyRotation(random: Random): PendingRecord {
  const keyId = '5d2c60aa-91be-4f07-8a55-0c9e37d1f4b2';
  return newRecord(random, {
    time: utc('2026-01-13T13:04:55Z'),
    actor: {
      identity: { accountId: workloadAccount, invokedBy: 'AWS Internal' },
      sourceAddress: 'AWS Internal',
      userAgent: 'AWS Internal',
    },
    account: workloadAccount,
    region: 'eu-west-1',
    service: 'kms',
    name: 'RotateKey',
    eventType: 'AwsServiceEvent',
    serviceEventDetails: { keyId, rotationType: 'AUTOMATIC', backingKeyId: random.hex(64) },
    resources: [
      {
        accountId: workloadAccount,
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:eu-west-1:${workloadAccount}:key/${keyId}`,
      },
    ],
  });
}
