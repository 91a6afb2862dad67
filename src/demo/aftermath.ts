import {
  attackerAccount,
  auditRole,
  backdoorKeyId,
  backdoorUserName,
  breakGlassKeyId,
  breakGlassUserName,
  homeRegion,
  intruderIpv6Address,
  leakedKeyId,
  loggingRestarted,
  managementAccount,
  minute,
  releaseRole,
  second,
  secondIntruderAddress,
  toUniqueId,
  trailArn,
  utc,
} from './demoWorld';
import { newForeignCaller, newIamUser } from './identities';
import type { JsonObject } from './jsonText';
import { signInEngineer } from './signIn';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { startSession } from './stsSession';

/** Logging comes back, the team cleans up what it can see, and two doors it does not see are used. */
export function* newAftermath(random: Random): Generator<PendingRecord> {
  yield* newCleanUp(random);
  yield* newReturn(random);
}

/** The sign-in falls into the silence: the session is there, its start is not. */
function* newCleanUp(random: Random): Generator<PendingRecord> {
  const admin = yield* signInEngineer(random, loggingRestarted - 3 * minute, 'mira.osei', 'management', false);
  const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
  const steps: readonly (readonly [minutes: number, service: string, name: string, request: JsonObject])[] = [
    [0, 'cloudtrail', 'StartLogging', { name: trailArn }],
    [2, 'cloudtrail', 'GetTrailStatus', { name: trailArn }],
    [14, 'iam', 'UpdateAccessKey', { userName: backdoorUserName, accessKeyId: backdoorKeyId, status: 'Inactive' }],
    [15, 'iam', 'DeleteLoginProfile', { userName: backdoorUserName }],
    [16, 'iam', 'DetachUserPolicy', { userName: backdoorUserName, policyArn }],
    [18, 'iam', 'DetachRolePolicy', { roleName: releaseRole.name, policyArn }],
    [
      21,
      'iam',
      'PutRolePolicy',
      { roleName: releaseRole.name, policyName: 'AWSRevokeOlderSessions', policyDocument: revocation },
    ],
  ];
  for (const [minutes, service, name, request] of steps) {
    const time = loggingRestarted + minutes * minute;
    yield newRecord(random, { time, actor: admin, region: homeRegion, service, name, request });
  }
  const developer = yield* signInEngineer(random, loggingRestarted + 24 * minute, 'mira.osei', 'workload', false);
  yield newRecord(random, {
    time: loggingRestarted + 25 * minute,
    actor: developer,
    region: homeRegion,
    service: 'iam',
    name: 'UpdateAccessKey',
    request: { userName: 'deploy-bot', accessKeyId: leakedKeyId, status: 'Inactive' },
  });
}

const revocation = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Action: ['*'],
      Resource: ['*'],
      Condition: { DateLessThan: { 'aws:TokenIssueTime': '2026-01-15T09:04:00.000Z' } },
    },
  ],
});

function* newReturn(random: Random): Generator<PendingRecord> {
  const origin = {
    sourceAddress: secondIntruderAddress,
    userAgent: 'Boto3/1.35.76 md/Botocore#1.35.76 os/linux lang/python#3.12.7',
  };
  const breakGlass = newIamUser(managementAccount, breakGlassUserName, origin, breakGlassKeyId);
  const call = { actor: breakGlass, region: homeRegion } as const;
  const time = utc('2026-01-15T13:37:48Z');
  yield newRecord(random, { ...call, time, service: 'sts', name: 'GetCallerIdentity' });
  yield newRecord(random, { ...call, time: time + 19 * second, service: 'iam', name: 'ListUsers' });

  const stranger = newForeignCaller(attackerAccount, toUniqueId('AIDA', 'stranger'), {
    sourceAddress: intruderIpv6Address,
    userAgent: 'aws-cli/2.18.5 ua/2.0 os/linux lang/python#3.12.7',
  });
  const start = utc('2026-01-15T15:20:31Z');
  const { session, records } = startSession(random, {
    time: start,
    caller: stranger,
    role: auditRole,
    sessionName: 'config-check',
  });
  yield* records;
  yield newRecord(random, {
    time: start + 26 * second,
    actor: session,
    region: homeRegion,
    service: 'iam',
    name: 'GetAccountAuthorizationDetails',
  });
}
