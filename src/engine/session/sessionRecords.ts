import type { EpochMs } from '../../base/time';
import type { NodeUse, RecordRef } from './session';

/** What the index says of a record that has to do with sessions. Names are CloudTrail's; undefined: not there. */
export interface SessionRecord extends RecordRef {
  readonly eventSource: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly sharedEventId: string | undefined;
  readonly region: string | undefined;
  readonly sourceAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly eventType: string | undefined;
  readonly identity: SessionIdentity;
  /** `requestParameters` */
  readonly roleArn: string | undefined;
  readonly roleSessionName: string | undefined;
  readonly requestSourceIdentity: string | undefined;
  readonly mfaSerial: string | undefined;
  readonly durationSeconds: string | undefined;
  /** `responseElements` */
  readonly issuedKeyId: string | undefined;
  readonly createdKeyId: string | undefined;
  readonly assumedRoleArn: string | undefined;
  readonly federatedUserArn: string | undefined;
  readonly expiration: string | undefined;
}

/** `userIdentity`, and what the index derived from it. */
export interface SessionIdentity {
  readonly type: string | undefined;
  readonly arn: string | undefined;
  readonly principalId: string | undefined;
  readonly accountId: string | undefined;
  readonly accessKeyId: string | undefined;
  readonly userName: string | undefined;
  readonly invokedBy: string | undefined;
  readonly identityProvider: string | undefined;
  readonly onBehalfOfUserId: string | undefined;
  readonly issuerType: string | undefined;
  readonly issuerArn: string | undefined;
  readonly issuerAccountId: string | undefined;
  readonly issuerUserName: string | undefined;
  readonly creationTime: EpochMs | undefined;
  readonly mfaAuthenticated: string | undefined;
  readonly sourceIdentity: string | undefined;
  readonly ec2RoleDelivery: string | undefined;
  readonly issuedTo: string | undefined;
  readonly signInSessionArn: string | undefined;
  readonly isFromConsole: boolean;
  /** The derived columns `principal` and `principalId`. */
  readonly name: string;
  readonly id: string;
}

/** One identity that records with a key carry. A key of sound logs has one. */
export interface KeyIdentity {
  readonly accessKeyId: string | undefined;
  readonly identity: SessionIdentity;
  readonly use: NodeUse;
  readonly firstRecord: RecordRef;
}

/**
 * What a chain asks of the index. Every list is without further deliveries of the same record, in order of time, and at
 * most `limit` long; `isCut` says that there are more. Rejects with an AbortError when the signal aborts.
 */
export interface SessionRecords {
  /** Successful and failed records whose response names one of these keys as issued or created. */
  issuersOf(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Records signed by one of these keys that issue credentials or switch roles. */
  issuedWith(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Issuing records by callers of this ARN (a user, root or session), whatever their key. */
  issuedByArn(arn: string, signal: AbortSignal): Promise<SessionRecordList>;
  /** Issuing records for this role (ARN), within a span of time. */
  issuersOfRole(roleArn: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<SessionRecordList>;
  /** Records of `signin.amazonaws.com` of this ARN within a span of time: ConsoleLogin, SwitchRole … */
  signIns(arn: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<SessionRecordList>;
  /** The other accounts' records of the same actions. */
  twinsOf(sharedEventIds: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Who used these keys. */
  identitiesOf(keys: readonly string[], signal: AbortSignal): Promise<readonly KeyIdentity[]>;
  /** The sessions (key, creation time) of an ARN, newest first. */
  sessionsOf(arn: string, signal: AbortSignal): Promise<readonly KeyIdentity[]>;
  /** The stretch of eventTimes that the index holds of an account (of all when undefined). */
  indexedSpan(
    account: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly from: EpochMs; readonly to: EpochMs } | undefined>;
}

export interface SessionRecordList {
  readonly records: readonly SessionRecord[];
  readonly isCut: boolean;
}
