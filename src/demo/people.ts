import type { EpochMs } from '../base/time';
import {
  exportBucket,
  managementAccount,
  minute,
  officeAddress,
  type Region,
  regions,
  second,
  toUniqueId,
  utc,
} from './demoWorld';
import { type Actor, newIamUser, type Origin, newFederatedUser, newIdentityCenterUser, newRoot } from './identities';
import { base32, type Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { newS3Record } from './s3Call';
import { type Engineer, newConsoleLogin, signInEngineer, browser } from './signIn';
import { toExpirationText } from './stsSession';

const lookedAt = [
  ['ec2', 'DescribeInstances'],
  ['ec2', 'DescribeSecurityGroups'],
  ['monitoring', 'DescribeAlarms'],
  ['logs', 'DescribeLogGroups'],
  ['lambda', 'ListFunctions20150331'],
  ['dynamodb', 'ListTables'],
  ['ecr', 'DescribeRepositories'],
  ['rds', 'DescribeDBInstances'],
  ['health', 'DescribeEventAggregates'],
  ['cloudformation', 'DescribeStacks'],
] as const;

/** An engineer's hour: sign-in, then looks around, reads logs, sometimes changes something, sometimes fails. */
export function* newEngineerHour(random: Random, time: EpochMs, engineer: Engineer): Generator<PendingRecord> {
  const where = random.chance(0.75) ? 'workload' : 'management';
  const session = yield* signInEngineer(random, time, engineer, where, random.chance(0.6));
  const region = random.pick<Region>(['us-east-1', 'us-east-1', 'eu-west-1', 'eu-west-1', 'ap-southeast-2']);
  let at = time + 10 * second;
  const looks = random.whole(16, 32);
  for (let n = 0; n < looks; n++) {
    at += random.whole(2, 25) * second;
    const [service, name] = random.pick(lookedAt);
    yield newRecord(random, { time: at, actor: session, region, service, name });
  }
  if (random.chance(0.5)) yield* readLogs(random, at + 20 * second, session, region);
  if (random.chance(0.3)) {
    yield newRecord(random, {
      time: at + 50 * second,
      actor: session,
      region,
      service: 'iam',
      name: 'ListUsers',
      error: {
        code: 'AccessDenied',
        message: `User: ${session.arn ?? ''} is not authorized to perform: iam:ListUsers because no identity-based policy allows the iam:ListUsers action`,
      },
    });
  }
}

function* readLogs(random: Random, time: EpochMs, actor: Actor, region: Region): Generator<PendingRecord> {
  const logGroupName = '/aws/lambda/order-report';
  const pages = random.whole(1, 3);
  for (let n = 0; n < pages; n++) {
    const request = { logGroupName, startTime: time - 60 * minute, endTime: time, interleaved: true };
    yield newRecord(random, {
      time: time + n * 3 * second,
      actor,
      region,
      service: 'logs',
      name: 'FilterLogEvents',
      request,
    });
  }
}

/** An administrator with an IAM user and MFA, who sometimes mistypes the password. */
export function* newMfaSignIn(random: Random, time: EpochMs): Generator<PendingRecord> {
  const origin = { sourceAddress: officeAddress, userAgent: browser };
  const user = newIamUser(managementAccount, 'ingrid.holm', origin);
  if (random.chance(0.5)) yield newConsoleLogin(random, time - 30 * second, user, 'No', true);
  yield newConsoleLogin(random, time, user, 'Yes');
  const actor = {
    ...newIamUser(managementAccount, 'ingrid.holm', origin, `ASIA${random.text(base32, 16)}`),
    isConsole: true,
  };
  for (const [service, name] of [
    ['ce', 'GetCostAndUsage'],
    ['organizations', 'ListAccounts'],
    ['health', 'DescribeEventAggregates'],
    ['cloudtrail', 'DescribeTrails'],
  ] as const) {
    yield newRecord(random, { time: time + random.whole(5, 90) * second, actor, region: 'us-east-1', service, name });
  }
}

/** The yearly look at the root user: planned, from the office, with MFA. */
export function* newRootCheck(random: Random): Generator<PendingRecord> {
  const time = utc('2026-01-13T14:20:11Z');
  const root = newRoot(managementAccount, { sourceAddress: officeAddress, userAgent: browser }, time);
  yield newConsoleLogin(random, time, root, 'Yes');
  yield newRecord(random, {
    time: time + 41 * second,
    actor: root,
    region: 'us-east-1',
    service: 'iam',
    name: 'GetAccountSummary',
  });
}

const partnerOrigin: Origin = {
  sourceAddress: '198.51.100.90',
  userAgent: 'aws-sdk-go-v2/1.32.7 os/linux lang/go#1.23.4',
};

/** A partner's tool gets a federated session and fetches the day's export: the bucket's ordinary use. */
export function* newPartnerExport(random: Random, time: EpochMs): Generator<PendingRecord> {
  const broker = newIamUser(managementAccount, 'export-broker', partnerOrigin, toUniqueId('AKIA', 'export-broker'));
  const accessKeyId = `ASIA${random.text(base32, 16)}`;
  const federated = newFederatedUser(broker, 'partner-northfield', accessKeyId, time, partnerOrigin);
  yield newRecord(random, {
    time,
    actor: broker,
    region: 'us-east-1',
    service: 'sts',
    name: 'GetFederationToken',
    request: { name: 'partner-northfield', durationSeconds: 3600 },
    response: {
      credentials: { accessKeyId, expiration: toExpirationText(time + 60 * minute) },
      federatedUser: { federatedUserId: federated.principalId, arn: federated.arn },
    },
  });
  for (const key of ['daily/orders.csv', 'daily/returns.csv']) {
    yield newS3Record(random, {
      time: time + random.whole(3, 20) * second,
      actor: federated,
      region: 'eu-west-1',
      bucket: exportBucket,
      bucketOwner: managementAccount,
      name: 'GetObject',
      key,
      bytesOut: random.whole(200_000, 900_000),
    });
  }
}

/** The access portal asks for somebody's accounts and roles. */
export function* newPortalVisit(random: Random): Generator<PendingRecord> {
  const time = utc('2026-01-14T08:02:33Z');
  const actor = newIdentityCenterUser(managementAccount, '90671c2d4e-5b8f1a77-demo-4c10-9a55-2f0e6d318b42', {
    sourceAddress: officeAddress,
    userAgent: browser,
  });
  for (const [index, name] of ['ListAccounts', 'ListAccountRoles', 'GetRoleCredentials'].entries()) {
    yield newRecord(random, { time: time + index * 4 * second, actor, region: regions[0], service: 'sso', name });
  }
}
