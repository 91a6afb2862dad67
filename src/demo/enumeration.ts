import type { EpochMs } from '../base/time';
import {
  artifactBucket,
  leakedKeyId,
  managementAccount,
  type Region,
  regions,
  second,
  trailName,
  utc,
  workloadAccount,
} from './demoWorld';
import { type Actor, newIamUser, type Origin } from './identities';
import type { JsonValue } from './jsonText';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';

/** The calls of the first minutes: service, name, action as IAM spells it when it is refused, request. */
const looks: readonly (readonly [service: string, name: string, refused: string | undefined, request?: JsonValue])[] = [
  ['s3', 'ListBuckets', undefined],
  ['iam', 'ListUsers', 'iam:ListUsers'],
  ['iam', 'ListRoles', 'iam:ListRoles'],
  ['iam', 'GetAccountAuthorizationDetails', 'iam:GetAccountAuthorizationDetails'],
  ['iam', 'ListAttachedUserPolicies', undefined, { userName: 'deploy-bot' }],
  ['iam', 'ListUserPolicies', undefined, { userName: 'deploy-bot' }],
  ['iam', 'GetUserPolicy', undefined, { userName: 'deploy-bot', policyName: 'deploy-and-release' }],
  ['iam', 'ListGroupsForUser', 'iam:ListGroupsForUser'],
  ['iam', 'ListAccessKeys', 'iam:ListAccessKeys'],
  ['iam', 'GetAccountSummary', 'iam:GetAccountSummary'],
  ['organizations', 'DescribeOrganization', undefined],
  ['organizations', 'ListAccounts', 'organizations:ListAccounts'],
  ['s3', 'GetBucketPolicy', undefined, { bucketName: artifactBucket, policy: '' }],
  ['rds', 'DescribeDBInstances', 'rds:DescribeDBInstances'],
  ['kms', 'ListKeys', 'kms:ListKeys'],
  ['ssm', 'DescribeParameters', 'ssm:DescribeParameters'],
  ['cloudtrail', 'DescribeTrails', undefined, { trailNameList: [], includeShadowTrails: true }],
  ['cloudtrail', 'GetTrailStatus', 'cloudtrail:GetTrailStatus', { name: trailName }],
  ['guardduty', 'ListDetectors', 'guardduty:ListDetectors'],
  ['ses', 'GetSendQuota', 'ses:GetSendQuota'],
];

const regionalLooks: readonly (readonly [service: string, name: string, refused: string | undefined])[] = [
  ['ec2', 'DescribeInstances', 'ec2:DescribeInstances'],
  ['ec2', 'DescribeSecurityGroups', undefined],
  ['secretsmanager', 'ListSecrets', 'secretsmanager:ListSecrets'],
  ['lambda', 'ListFunctions20150331', undefined],
  ['dynamodb', 'ListTables', 'dynamodb:ListTables'],
];

/** The leaked key is tried out: who am I, and what may I see? */
export function* newEnumeration(random: Random, origin: Origin): Generator<PendingRecord> {
  const actor = newIamUser(workloadAccount, 'deploy-bot', origin, leakedKeyId);
  let time = utc('2026-01-14T21:47:12Z');
  yield newRecord(random, { time, actor, region: 'us-east-1', service: 'sts', name: 'GetCallerIdentity' });
  for (const [service, name, refused, request] of looks) {
    time += random.whole(3, 14) * second;
    yield newLook(random, { time, actor, region: 'us-east-1', service, name, refused, request });
  }
  for (const region of regions) {
    for (const [service, name, refused] of regionalLooks) {
      time += random.whole(2, 6) * second;
      yield newLook(random, { time, actor, region, service, name, refused });
    }
  }
}

interface Look {
  readonly time: EpochMs;
  readonly actor: Actor;
  readonly region: Region;
  readonly service: string;
  readonly name: string;
  readonly refused: string | undefined;
  readonly request?: JsonValue | undefined;
}

function newLook(random: Random, look: Look): PendingRecord {
  const { time, actor, region, service, name, refused } = look;
  const call = { time, actor, region, service, name };
  if (refused === undefined) return newRecord(random, { ...call, request: look.request ?? null });
  return newRecord(random, { ...call, error: toRefusal(service, actor, refused) });
}

/** Each service has its own words for "no". */
function toRefusal(service: string, actor: Actor, action: string): { code: string; message: string } {
  const reason = `User: ${actor.arn ?? ''} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
  if (service === 'ec2') {
    return {
      code: 'Client.UnauthorizedOperation',
      message: `You are not authorized to perform this operation. ${reason}`,
    };
  }
  const hasLongCode = ['organizations', 'ssm', 'cloudtrail', 'dynamodb', 'kms', 'guardduty'].includes(service);
  return { code: hasLongCode ? 'AccessDeniedException' : 'AccessDenied', message: reason };
}

const guessedRoles = [
  ...[
    'admin',
    'Admin',
    'administrator',
    'OrganizationAccountAccessRole',
    'org-admin',
    'root-admin',
    'deploy',
    'deployer',
  ],
  ...[
    'deploy-role',
    'deployment',
    'ci',
    'ci-admin',
    'ci-deploy',
    'cd',
    'pipeline',
    'pipeline-admin',
    'jenkins',
    'terraform',
  ],
  ...['terraform-admin', 'infra', 'infra-admin', 'ops', 'ops-admin', 'devops', 'automation', 'deploy-automation'],
  ...['build-automation', 'release', 'release-admin', 'release-role', 'release-bot', 'release-manager', 'releaser'],
];

export const firstGuess = utc('2026-01-14T22:05:02Z');

/** Names of roles in the other account are guessed; each refusal is logged in the caller's account only. */
export function* newRoleGuessing(random: Random, origin: Origin): Generator<PendingRecord> {
  const actor = newIamUser(workloadAccount, 'deploy-bot', origin, leakedKeyId);
  let time = firstGuess;
  for (const roleName of guessedRoles) {
    const resource = `arn:aws:iam::${managementAccount}:role/${roleName}`;
    yield newRecord(random, {
      time,
      actor,
      region: 'us-east-1',
      service: 'sts',
      name: 'AssumeRole',
      error: {
        code: 'AccessDenied',
        message: `User: ${actor.arn ?? ''} is not authorized to perform: sts:AssumeRole on resource: ${resource}`,
      },
    });
    time += random.whole(15, 32) * second;
  }
}
