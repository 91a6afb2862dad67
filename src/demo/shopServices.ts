import type { EpochMs } from '../base/time';
import { appBucket, newRole, type Region, second, workloadAccount } from './demoWorld';
import { type Actor, newAwsService } from './identities';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { newS3Record } from './s3Call';
import { startSession } from './stsSession';

const appRole = newRole(workloadAccount, 'shop-api-instance');
const appInstances = { 'us-east-1': 'i-0a41c7d20be95f311', 'eu-west-1': 'i-07f3be19c64a0d825' } as const;
const sdkAgent = 'aws-sdk-java/2.29.45 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.119 lang/java#21.0.5 exec-env/EC2';

/** An hour's work of the shop's API server: fresh credentials, secrets, uploads. */
export function* newAppServerHour(
  random: Random,
  time: EpochMs,
  region: 'us-east-1' | 'eu-west-1',
): Generator<PendingRecord> {
  const origin = { sourceAddress: region === 'us-east-1' ? '192.0.2.110' : '192.0.2.130', userAgent: sdkAgent };
  const { session, records } = startSession(random, {
    time,
    caller: newAwsService('ec2.amazonaws.com'),
    role: appRole,
    sessionName: appInstances[region],
    origin,
    options: { isOnInstance: true },
  });
  yield* records;
  const call = { actor: session, region };
  yield newRecord(random, {
    ...call,
    time: time + 9 * second,
    service: 'ssm',
    name: 'GetParameters',
    request: { names: ['/shop/api/db-host', '/shop/api/feature-flags'], withDecryption: true },
  });
  yield newDecrypt(random, time + 10 * second, session, region, 'ssm');
  yield newRecord(random, {
    ...call,
    time: time + 11 * second,
    service: 'dynamodb',
    name: 'DescribeTable',
    request: { tableName: 'shop-orders' },
    resources: [{ accountId: workloadAccount, type: 'AWS::DynamoDB::Table', ARN: tableArn(region, 'shop-orders') }],
  });
  const uploads = random.whole(6, 12);
  for (let n = 0; n < uploads; n++) {
    const key = `uploads/${random.hex(2)}/${random.guid()}.jpg`;
    const at = { time: time + (15 + n * 11) * second, actor: session, region, bucket: appBucket, key };
    const size = random.whole(18_000, 940_000);
    yield n % 3 === 2
      ? newS3Record(random, { ...at, bucketOwner: workloadAccount, name: 'GetObject', bytesOut: size })
      : newS3Record(random, { ...at, bucketOwner: workloadAccount, name: 'PutObject', bytesIn: size });
  }
}

function tableArn(region: Region, table: string): string {
  return `arn:aws:dynamodb:${region}:${workloadAccount}:table/${table}`;
}

function newDecrypt(random: Random, time: EpochMs, actor: Actor, region: Region, service: string): PendingRecord {
  const keyArn = `arn:aws:kms:${region}:${workloadAccount}:key/5d2c60aa-91be-4f07-8a55-0c9e37d1f4b2`;
  return newRecord(random, {
    time,
    actor: {
      ...actor,
      identity: { ...actor.identity, invokedBy: `${service}.amazonaws.com` },
      sourceAddress: `${service}.amazonaws.com`,
      userAgent: `${service}.amazonaws.com`,
    },
    region,
    service: 'kms',
    name: 'Decrypt',
    request: {
      encryptionContext: { PARAMETER_ARN: `arn:aws:ssm:${region}:${workloadAccount}:parameter/shop/api/db-host` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    },
    resources: [{ accountId: workloadAccount, type: 'AWS::KMS::Key', ARN: keyArn }],
  });
}

const reportRole = newRole(workloadAccount, 'nightly-report-lambda', '/service-role/');

/** One run of a scheduled Lambda function that reads a table and stores a report. */
export function* newLambdaRun(random: Random, time: EpochMs, region: Region): Generator<PendingRecord> {
  const { session, records } = startSession(random, {
    time,
    caller: newAwsService('lambda.amazonaws.com'),
    role: reportRole,
    sessionName: 'order-report',
    origin: {
      sourceAddress: '192.0.2.201',
      userAgent: 'Boto3/1.35.90 md/Botocore#1.35.90 os/linux#5.10 lang/python#3.13.1 exec-env/AWS_Lambda_python3.13',
    },
  });
  yield* records;
  const call = { actor: session, region };
  const stream = `${new Date(time).toISOString().slice(0, 10).replaceAll('-', '/')}/[$LATEST]${random.hex(32)}`;
  yield newRecord(random, {
    ...call,
    time: time + second,
    service: 'logs',
    name: 'CreateLogStream',
    request: { logGroupName: '/aws/lambda/order-report', logStreamName: stream },
  });
  yield newDecrypt(random, time + 2 * second, session, region, 'lambda');
  yield newRecord(random, {
    ...call,
    time: time + 3 * second,
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: { secretId: 'shop/report/warehouse' },
  });
  if (random.chance(0.12)) {
    const arn = tableArn(region, 'shop-returns');
    yield newRecord(random, {
      ...call,
      time: time + 4 * second,
      service: 'dynamodb',
      name: 'DescribeTable',
      request: { tableName: 'shop-returns' },
      error: { code: 'ResourceNotFoundException', message: `Requested resource not found: Table: ${arn} not found` },
    });
  }
  yield newS3Record(random, {
    time: time + 6 * second,
    actor: session,
    region,
    bucket: appBucket,
    bucketOwner: workloadAccount,
    name: 'PutObject',
    key: `reports/${new Date(time).toISOString().slice(0, 13)}.csv`,
    bytesIn: random.whole(2_000, 60_000),
  });
}
