import {
  auditRole,
  attackerAccount,
  backdoorKeyId,
  backdoorUserName,
  breakGlassKeyId,
  breakGlassUserName,
  homeRegion,
  intruderAddress,
  leakedKeyId,
  loggingStopped,
  managementAccount,
  releaseRole,
  toUniqueId,
  trailArn,
  trailName,
  utc,
  workloadAccount,
} from './demoWorld';
import { newEnumeration, newRoleGuessing } from './enumeration';
import { newExfiltration } from './exfiltration';
import { newAftermath } from './aftermath';
import { type Actor, newIamUser } from './identities';
import { newRandom, type Random } from './prng';
import { type Call, newRecord, type PendingRecord } from './recordBuilder';
import { startSession, toExpirationText } from './stsSession';

export const intruderOrigin = {
  sourceAddress: intruderAddress,
  userAgent:
    'aws-cli/2.18.5 md/awscrt#0.22.0 ua/2.0 os/linux#6.11.2-amd64 md/arch#x86_64 lang/python#3.12.7 md/distrib#kali.2024.4 cfg/retry-mode#standard',
};

/** The story, from the first use of the leaked key to what is still open at the end. */
export function* newIntrusion(): Generator<PendingRecord> {
  const random = newRandom('intrusion');
  const deployBot = newIamUser(workloadAccount, 'deploy-bot', intruderOrigin, leakedKeyId);
  yield* newEnumeration(random, intruderOrigin);
  yield* newRoleGuessing(random, intruderOrigin);

  const sessionName = 'deploy-bot-release';
  const first = startSession(random, {
    time: utc('2026-01-14T22:21:40Z'),
    caller: deployBot,
    role: releaseRole,
    sessionName,
    extraRequest: { durationSeconds: 3600 },
  });
  yield* first.records;
  yield* newEscalation(random, first.session);
  yield* newBackdoors(random, first.session);
  yield* newExfiltration(random, intruderOrigin);

  const second = startSession(random, {
    time: utc('2026-01-15T02:50:16Z'),
    caller: deployBot,
    role: releaseRole,
    sessionName,
    extraRequest: { durationSeconds: 3600 },
  });
  yield* second.records;
  yield* newTrailAttack(random, second.session);
  yield* newAftermath(random);
}

type Step = Omit<Call, 'actor' | 'region' | 'time'> & { readonly at: string };

function toRecord(random: Random, actor: Actor, { at, ...call }: Step): PendingRecord {
  return newRecord(random, { ...call, actor, region: homeRegion, time: utc(at) });
}

function* newEscalation(random: Random, actor: Actor): Generator<PendingRecord> {
  const steps: readonly Step[] = [
    { at: '2026-01-14T22:22:03Z', service: 'sts', name: 'GetCallerIdentity' },
    {
      at: '2026-01-14T22:22:41Z',
      service: 'iam',
      name: 'ListAttachedRolePolicies',
      request: { roleName: releaseRole.name },
    },
    {
      at: '2026-01-14T22:25:09Z',
      service: 'iam',
      name: 'AttachRolePolicy',
      request: { roleName: releaseRole.name, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
    { at: '2026-01-14T22:26:30Z', service: 'organizations', name: 'ListAccounts' },
    { at: '2026-01-14T22:27:12Z', service: 'iam', name: 'ListUsers' },
    { at: '2026-01-14T22:27:55Z', service: 'iam', name: 'ListRoles', request: { maxItems: 1000 } },
    { at: '2026-01-14T22:28:20Z', service: 's3', name: 'ListBuckets' },
  ];
  for (const step of steps) yield toRecord(random, actor, step);
}

/** Three ways to come back: a new user, a second key for an old one, and a role that trusts a stranger. */
function* newBackdoors(random: Random, actor: Actor): Generator<PendingRecord> {
  const userName = backdoorUserName;
  const userArn = `arn:aws:iam::${managementAccount}:user/${userName}`;
  const userId = toUniqueId('AIDA', `${managementAccount} ${userName}`);
  yield toRecord(random, actor, {
    at: '2026-01-14T22:31:04Z',
    service: 'iam',
    name: 'CreateUser',
    request: { userName, tags: [{ key: 'team', value: 'platform-metrics' }] },
    response: {
      user: { path: '/', arn: userArn, userName, userId, createDate: toExpirationText(utc('2026-01-14T22:31:04Z')) },
    },
  });
  yield toRecord(random, actor, {
    at: '2026-01-14T22:31:38Z',
    service: 'iam',
    name: 'AttachUserPolicy',
    request: { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
  });
  yield newKeyRecord(random, actor, '2026-01-14T22:32:15Z', userName, backdoorKeyId);
  yield { ...newKeyRecord(random, actor, '2026-01-14T22:33:02Z', breakGlassUserName, breakGlassKeyId), fate: 'erased' };
  const createDate = toExpirationText(utc('2026-01-14T22:33:40Z'));
  yield toRecord(random, actor, {
    at: '2026-01-14T22:33:40Z',
    service: 'iam',
    name: 'CreateLoginProfile',
    request: { userName, passwordResetRequired: false },
    response: { loginProfile: { userName, createDate, passwordResetRequired: false } },
  });
  yield toRecord(random, actor, {
    at: '2026-01-14T22:36:51Z',
    service: 'iam',
    name: 'UpdateAssumeRolePolicy',
    request: { roleName: auditRole.name, policyDocument: trustOfStranger },
  });
}

/** IAM logs a policy as the JSON text that was sent, line breaks and all. */
const trustOfStranger = JSON.stringify(
  {
    Version: '2012-10-17',
    Statement: [
      { Sid: 'Auditors', Effect: 'Allow', Principal: { Service: 'config.amazonaws.com' }, Action: 'sts:AssumeRole' },
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${attackerAccount}:root` }, Action: 'sts:AssumeRole' },
    ],
  },
  null,
  4,
);

function newKeyRecord(random: Random, actor: Actor, at: string, userName: string, accessKeyId: string): PendingRecord {
  return toRecord(random, actor, {
    at,
    service: 'iam',
    name: 'CreateAccessKey',
    request: { userName },
    response: { accessKey: { userName, accessKeyId, status: 'Active', createDate: toExpirationText(utc(at)) } },
  });
}

/** A careful policy on the role forbids two of the three ways to silence a trail. */
function* newTrailAttack(random: Random, actor: Actor): Generator<PendingRecord> {
  const toDenial = (action: string) => ({
    code: 'AccessDeniedException',
    message: `User: ${actor.arn ?? ''} is not authorized to perform: ${action} on resource: ${trailArn} with an explicit deny in an identity-based policy`,
  });
  const steps: readonly Step[] = [
    { at: '2026-01-15T02:51:30Z', service: 'cloudtrail', name: 'DescribeTrails' },
    { at: '2026-01-15T02:52:02Z', service: 'cloudtrail', name: 'GetTrailStatus', request: { name: trailArn } },
    { at: '2026-01-15T02:52:40Z', service: 'cloudtrail', name: 'GetEventSelectors', request: { trailName } },
    {
      at: '2026-01-15T02:55:13Z',
      service: 'cloudtrail',
      name: 'DeleteTrail',
      error: toDenial('cloudtrail:DeleteTrail'),
    },
    {
      at: '2026-01-15T02:56:27Z',
      service: 'cloudtrail',
      name: 'UpdateTrail',
      error: toDenial('cloudtrail:UpdateTrail'),
    },
  ];
  for (const step of steps) yield toRecord(random, actor, step);
  const call = { time: loggingStopped, actor, region: homeRegion, service: 'cloudtrail', name: 'StopLogging' } as const;
  yield newRecord(random, { ...call, request: { name: trailArn } });
}
