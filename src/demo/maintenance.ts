import type { EpochMs } from '../base/time';
import { managementAccount, newRole, officeAddress, second, toIsoSeconds, utc, workloadAccount } from './demoWorld';
import { type Actor, newIamUser, newRoleSession } from './identities';
import type { JsonObject } from './jsonText';
import { base32, type Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { browser, newConsoleLogin, signInEngineer } from './signIn';
import { startSession } from './stsSession';

const operations = newRole(managementAccount, 'operations');
const maintenance = newRole(workloadAccount, 'shop-maintenance');
const migration = newRole(workloadAccount, 'orders-migration');
const operator = newRole(workloadAccount, 'shop-operator');

type Look = readonly [service: string, name: string, request: JsonObject | null];

/** Planned work, the afternoon before: who it really was stands several roles, or a switch of roles, further back. */
export function* newMaintenance(random: Random): Generator<PendingRecord> {
  yield* newMigration(random, utc('2026-01-13T14:06:08Z'));
  yield* newRoleSwitch(random, utc('2026-01-13T15:06:10Z'));
}

/** From a person through three more roles into the other account. */
function* newMigration(random: Random, time: EpochMs): Generator<PendingRecord> {
  const sourceIdentity = 'lena.park@example.com';
  let session = yield* signInEngineer(random, time, 'lena.park', 'management', false);
  const hops = [
    { at: 70, role: operations, sessionName: 'lena.park', extraRequest: { sourceIdentity } },
    {
      at: 320,
      role: maintenance,
      sessionName: 'change-4711',
      extraRequest: {
        sourceIdentity,
        externalId: 'change-board',
        tags: [{ key: 'change', value: '4711' }],
        transitiveTagKeys: ['change'],
      },
    },
    { at: 400, role: migration, sessionName: 'change-4711-orders', extraRequest: { durationSeconds: 900 } },
  ];
  for (const { at, ...hop } of hops) {
    const started = startSession(random, {
      ...hop,
      time: time + at * second,
      caller: session,
      options: { sourceIdentity },
    });
    yield* started.records;
    session = started.session;
  }
  yield* newLooks(random, time + 410 * second, session, [
    ['dynamodb', 'DescribeTable', { tableName: 'orders' }],
    ['ssm', 'GetParameter', { name: '/shop/orders/schema', withDecryption: false }],
    ['dynamodb', 'UpdateTable', { tableName: 'orders', deletionProtectionEnabled: true }],
    ['ssm', 'PutParameter', { name: '/shop/orders/schema', type: 'String', overwrite: true }],
  ]);
}

/**
 * An administrator signs in to the console and switches to a role of the other account. The console assumes the role for
 * her, with a key that nothing ever uses, and works with another one of the same session.
 */
function* newRoleSwitch(random: Random, time: EpochMs): Generator<PendingRecord> {
  const origin = { sourceAddress: officeAddress, userAgent: browser };
  const userName = 'ingrid.holm';
  const user = newIamUser(managementAccount, userName, origin);
  yield newConsoleLogin(random, time, user, 'Yes');
  const attributes = { creationDate: toIsoSeconds(time), mfaAuthenticated: 'true' };
  const identity = { ...user.identity, accessKeyId: newKey(random), sessionContext: { attributes } };
  const atConsole: Actor = { ...user, identity, isConsole: true };
  yield* newLooks(random, time + 20 * second, atConsole, [['organizations', 'DescribeOrganization', null]]);

  const switchedAt = time + 112 * second;
  const internal = { sourceAddress: 'AWS Internal', userAgent: 'AWS Internal' };
  const { records } = startSession(random, {
    time: switchedAt,
    caller: { ...user, ...internal, identity: { ...identity, invokedBy: 'AWS Internal' } },
    role: operator,
    sessionName: userName,
    options: { hasMfa: true },
  });
  yield* records;
  const session = newRoleSession(
    {
      role: operator,
      sessionName: userName,
      accessKeyId: newKey(random),
      createdAt: switchedAt,
      hasMfa: true,
      isConsole: true,
    },
    origin,
  );
  const { type, principalId, arn, accountId } = session.identity;
  yield newRecord(random, {
    time: switchedAt,
    actor: { ...session, identity: { type, principalId, arn, accountId } },
    region: 'us-east-1',
    service: 'signin',
    name: 'SwitchRole',
    eventType: 'AwsConsoleSignIn',
    response: { SwitchRole: 'Success' },
    additional: { SwitchFrom: user.arn, RedirectTo: 'https://console.aws.amazon.com/console/home' },
  });
  yield* newLooks(random, switchedAt + 30 * second, session, [
    ['ec2', 'DescribeInstances', { maxResults: 100, instancesSet: {}, filterSet: {} }],
    ['ec2', 'RebootInstances', { instancesSet: { items: [{ instanceId: 'i-0a1b2c3d4e5f60718' }] } }],
  ]);
}

function* newLooks(random: Random, start: EpochMs, actor: Actor, looks: readonly Look[]): Generator<PendingRecord> {
  for (const [at, [service, name, request]] of looks.entries()) {
    const time = start + at * 17 * second;
    yield newRecord(random, { time, actor, region: 'us-east-1', service, name, request });
  }
}

function newKey(random: Random): string {
  return `ASIA${random.text(base32, 16)}`;
}
