import type { EpochMs } from '../base/time';
import { type Role, hour, toRoleArn } from './demoWorld';
import { type Actor, newRoleSession, type Origin, type SessionDetails, toForeignCaller } from './identities';
import type { JsonObject } from './jsonText';
import { alphanumerics, base32, type Random } from './prng';
import { newRecord, type PendingRecord } from './recordBuilder';

export interface SessionStart {
  readonly time: EpochMs;
  readonly caller: Actor;
  readonly role: Role;
  readonly sessionName: string;
  /** Where the session is used from; the caller's origin unless it says so. */
  readonly origin?: Origin;
  readonly options?: Partial<
    Pick<SessionDetails, 'hasMfa' | 'isOnInstance' | 'federatedProvider' | 'isConsole' | 'sourceIdentity'>
  >;
  readonly extraRequest?: JsonObject;
  readonly action?: 'AssumeRole' | 'AssumeRoleWithWebIdentity' | 'AssumeRoleWithSAML';
}

export interface StartedSession {
  readonly session: Actor;
  readonly records: readonly PendingRecord[];
}

/** The records of a successful AssumeRole, one in each account that sees it, and the session it opened. */
export function startSession(random: Random, start: SessionStart): StartedSession {
  const { role, sessionName, time, caller } = start;
  const accessKeyId = `ASIA${random.text(base32, 16)}`;
  const details = { role, sessionName, accessKeyId, createdAt: time, ...start.options };
  const session = newRoleSession(details, start.origin ?? caller);
  const isCrossAccount = caller.account !== undefined && caller.account !== role.account;
  const call = {
    time,
    region: 'us-east-1' as const,
    service: 'sts',
    name: start.action ?? 'AssumeRole',
    request: { roleArn: toRoleArn(role), roleSessionName: sessionName, ...start.extraRequest },
    response: {
      credentials: {
        accessKeyId,
        sessionToken: random.text(alphanumerics, 96),
        expiration: toExpirationText(time + toDurationMs(start.extraRequest)),
      },
      assumedRoleUser: { assumedRoleId: session.principalId, arn: session.arn },
    },
    resources: [{ accountId: role.account, type: 'AWS::IAM::Role', ARN: toRoleArn(role) }],
    requestId: random.guid(),
    ...(isCrossAccount || caller.identity['type'] === 'AWSService' ? { sharedEventId: random.guid() } : {}),
  };
  const seenByOwner = newRecord(random, {
    ...call,
    actor: isCrossAccount ? toForeignCaller(caller) : caller,
    account: role.account,
  });
  // A caller outside the organization has a log of its own, which is not ours to see.
  const hasOwnLog = isCrossAccount && caller.arn !== undefined;
  return { session, records: hasOwnLog ? [newRecord(random, { ...call, actor: caller }), seenByOwner] : [seenByOwner] };
}

/** What was asked for, or an hour. */
function toDurationMs(request: JsonObject | undefined): number {
  const seconds = request?.['durationSeconds'];
  return typeof seconds === 'number' ? seconds * 1000 : hour;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Jan 14, 2026, 11:21:40 PM`: STS and IAM write dates inside a response this way. */
export function toExpirationText(time: EpochMs): string {
  const date = new Date(time);
  const hours = date.getUTCHours();
  const clock = date.toISOString().slice(13, 19);
  const half = hours < 12 ? 'AM' : 'PM';
  return `${months[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}, ${date.getUTCFullYear()}, ${hours % 12 || 12}${clock} ${half}`;
}
