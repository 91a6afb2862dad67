import type { EpochMs } from '../base/time';
import { managementAccount, newRole, officeAddress, second, workloadAccount } from './demoWorld';
import type { Actor } from './identities';
import type { Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';
import { startSession } from './stsSession';

export const browser =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const terminal =
  'aws-cli/2.22.26 md/awscrt#0.23.4 ua/2.0 os/macos#24.2.0 md/arch#arm64 lang/python#3.12.6 cfg/retry-mode#standard';

export type Engineer = 'mira.osei' | 'jonas.beck' | 'tamsin.ruiz' | 'lena.park';

const developerRole = newRole(
  workloadAccount,
  'AWSReservedSSO_Developer_6f1c0a9d2b7e4853',
  '/aws-reserved/sso.amazonaws.com/',
);
const administratorRole = newRole(
  managementAccount,
  'AWSReservedSSO_Administrator_b02d97e1c3a65f48',
  '/aws-reserved/sso.amazonaws.com/',
);

/** An engineer signs in through the identity provider and gets a session of a role. */
export function* signInEngineer(
  random: Random,
  time: EpochMs,
  engineer: Engineer,
  where: 'workload' | 'management',
  isConsole: boolean,
): Generator<PendingRecord, Actor> {
  const origin = { sourceAddress: officeAddress, userAgent: isConsole ? browser : terminal };
  const role = where === 'workload' ? developerRole : administratorRole;
  const provider = `arn:aws:iam::${role.account}:saml-provider/AWSSSO_4be2`;
  const { session, records } = startSession(random, {
    time,
    caller: {
      identity: {
        type: 'SAMLUser',
        principalId: `${random.hex(24)}:${engineer}@example.com`,
        userName: `${engineer}@example.com`,
        identityProvider: provider,
      },
      ...origin,
    },
    role,
    sessionName: `${engineer}@example.com`,
    options: { isConsole },
    extraRequest: { principalArn: provider, durationSeconds: 28_800 },
    action: 'AssumeRoleWithSAML',
  });
  yield* records;
  if (isConsole) yield newConsoleLogin(random, time + 2 * second, session, 'No');
  return session;
}

/** `mfa` is `No` where the identity provider already asked for it. */
export function newConsoleLogin(
  random: Random,
  time: EpochMs,
  actor: Actor,
  mfa: 'Yes' | 'No',
  hasFailed = false,
): PendingRecord {
  return newRecord(random, {
    time,
    actor,
    region: 'us-east-1',
    service: 'signin',
    name: 'ConsoleLogin',
    eventType: 'AwsConsoleSignIn',
    response: { ConsoleLogin: hasFailed ? 'Failure' : 'Success' },
    additional: { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: mfa },
    ...(hasFailed ? { error: { message: 'Failed authentication' } } : {}),
  });
}
