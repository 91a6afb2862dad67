import type { EpochMs } from '../base/time';
import { artifactBucket, buildHostAddress, leakedKeyId, newRole, second, workloadAccount } from './demoWorld';
import { newIamUser, newWebIdentity, type Origin } from './identities';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { newS3Record } from './s3Call';
import { startSession } from './stsSession';

const oidcProvider = `arn:aws:iam::${workloadAccount}:oidc-provider/oidc.ci.example.com`;
const ciOrigin: Origin = {
  sourceAddress: '198.51.100.61',
  userAgent:
    'aws-cli/2.22.26 md/awscrt#0.23.4 ua/2.0 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.6 cfg/retry-mode#standard',
};

/** One build: web identity, image layers, a new version of a function. */
export function* newBuild(random: Random, time: EpochMs): Generator<PendingRecord> {
  const project = random.pick(['shop-api', 'shop-web', 'order-report']);
  const { session, records } = startSession(random, {
    time,
    caller: newWebIdentity(oidcProvider, `project:example/${project}:ref:main`, ciOrigin),
    role: newRole(workloadAccount, 'ci-build'),
    sessionName: `build-${random.whole(4_000, 9_999)}`,
    origin: ciOrigin,
    options: { federatedProvider: oidcProvider },
    action: 'AssumeRoleWithWebIdentity',
  });
  yield* records;
  const region = random.pick(['us-east-1', 'eu-west-1'] as const);
  const call = { actor: session, region, service: 'ecr' };
  const repository = { registryId: workloadAccount, repositoryName: project };
  const repositoryArn = `arn:aws:ecr:${region}:${workloadAccount}:repository/${project}`;
  const resources = [{ accountId: workloadAccount, ARN: repositoryArn }];
  let at = time + 5 * second;
  yield newRecord(random, { ...call, time: at, name: 'GetAuthorizationToken' });
  const layers = random.whole(2, 4);
  for (let n = 0; n < layers; n++) {
    for (const name of ['BatchCheckLayerAvailability', 'InitiateLayerUpload', 'CompleteLayerUpload'] as const) {
      at += random.whole(1, 5) * second;
      const layerDigests = [`sha256:${random.hex(64)}`];
      const request = name === 'InitiateLayerUpload' ? repository : { ...repository, layerDigests };
      yield newRecord(random, { ...call, time: at, name, request, resources });
    }
  }
  const imageTag = `main-${random.hex(8)}`;
  yield newRecord(random, {
    ...call,
    time: at + second,
    name: 'PutImage',
    request: { ...repository, imageTag },
    resources,
  });
  const uri = `${workloadAccount}.dkr.ecr.${region}.amazonaws.com/${project}:${imageTag}`;
  yield newRecord(random, {
    actor: session,
    region,
    time: at + 8 * second,
    service: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    request: { functionName: project, imageUri: uri, publish: false, dryRun: false },
    response: { functionName: project, version: '$LATEST', lastUpdateStatus: 'InProgress', memorySize: 512 },
  });
}

/** The long-lived key of the old deployment job, used the way it always is. */
export function* newDeployment(random: Random, time: EpochMs): Generator<PendingRecord> {
  const origin = {
    sourceAddress: buildHostAddress,
    userAgent: 'Boto3/1.34.162 md/Botocore#1.34.162 ua/2.0 os/linux#5.15.0 md/arch#x86_64 lang/python#3.10.12',
  };
  const actor = newIamUser(workloadAccount, 'deploy-bot', origin, leakedKeyId);
  const call = { actor, region: 'us-east-1' as const };
  yield newRecord(random, { ...call, time, service: 'sts', name: 'GetCallerIdentity' });
  for (const part of ['app.zip', 'assets.zip', 'manifest.json']) {
    const key = `releases/${random.hex(8)}/${part}`;
    const at = time + random.whole(4, 30) * second;
    const object = { time: at, ...call, bucket: artifactBucket, bucketOwner: workloadAccount, key };
    yield newS3Record(random, { ...object, name: 'PutObject', bytesIn: random.whole(900, 4_000_000) });
  }
  yield newRecord(random, {
    ...call,
    time: time + 40 * second,
    service: 'elasticbeanstalk',
    name: 'UpdateEnvironment',
    request: { environmentName: 'shop-web-prod', versionLabel: random.hex(8) },
  });
}
