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

/** `userIdentity`, and what the index derived from it. Empty texts are undefined. */
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

/**
 * Records that carry one key (or none) and one identity: the same ARN, principal id and creation date. `invokedBy` is
 * given only where all of them have one, `isFromConsole` and `issuedTo` where any of them has.
 */
export interface KeyIdentity {
  readonly identity: SessionIdentity;
  readonly records: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
}

/** A span of time, both ends included, and whose session is looked for there. */
export interface SessionWindow {
  /** Of the session. */
  readonly arn: string;
  readonly roleArn: string | undefined;
  readonly sessionName: string | undefined;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Whose records are counted. */
export interface KeyOwner {
  readonly keys: readonly string[];
  /** Where a key was used by several identities: only records of these ARNs, or principal ids. */
  readonly identities?: readonly string[];
  /** Records without any key, of this ARN and creation date, count as well. */
  readonly keyless?: { readonly arn: string; readonly creationTime: EpochMs | undefined };
}

/** Which records of users of keys are looked for: those that agree in any of these. */
export interface PrincipalFilter {
  /** Of users, of root, of sessions. */
  readonly arns?: readonly string[];
  /** Of roles: all of their sessions. */
  readonly roleArns?: readonly string[];
  readonly principalIds?: readonly string[];
}

/** A list of identities that is as long as this may be cut. */
export const maxIdentities = 5_000;

/**
 * What a chain asks of the index. Further deliveries of a record are left out; lists are in order of time. A list holds
 * at most some thousands of records; `isCut` says that there are more. Rejects with an AbortError when the signal aborts.
 */
export interface SessionRecords {
  /** Records whose response names one of these keys as issued or created; failed ones too. */
  issuersOf(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Records signed by one of these keys that issue credentials, or try to. */
  issuedWith(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Issuing records and sign-ins by callers of one of these ARNs, whatever their key. */
  issuedBy(arns: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Issuing records for one of these roles, newest first. */
  issuedFor(roleArns: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /**
   * For each window: issuing records for its role and session name, those whose response names its ARN, and sign-ins and GetSessionToken
   * by its ARN.
   */
  issuersNear(windows: readonly SessionWindow[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Sign-ins that name one of these sign-in sessions. */
  signInsOf(signInSessionArns: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** All accounts' records of these shared events. */
  twinsOf(sharedEventIds: readonly string[], signal: AbortSignal): Promise<SessionRecordList>;
  /** Who used these keys. */
  identitiesOf(keys: readonly string[], signal: AbortSignal): Promise<readonly KeyIdentity[]>;
  /** Sessions of the windows' ARNs whose creation date lies in them. */
  sessionsNear(windows: readonly SessionWindow[], signal: AbortSignal): Promise<readonly KeyIdentity[]>;
  /** Newest first, by creation date or else first use. */
  identitiesBy(filter: PrincipalFilter, limit: number, signal: AbortSignal): Promise<readonly KeyIdentity[]>;
  /** In the order of `owners`. */
  useOf(owners: readonly KeyOwner[], signal: AbortSignal): Promise<readonly NodeUse[]>;
  /** What the index holds of an account between two moments, in the order of `spans`. */
  heldOf(spans: readonly HeldSpan[], signal: AbortSignal): Promise<readonly HeldTime[]>;
}

/** Both ends included. */
export interface HeldSpan {
  readonly account: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
}

export interface HeldTime {
  /** In the span. */
  readonly records: number;
  /** Of the account, in the whole index. */
  readonly first: EpochMs | undefined;
  readonly last: EpochMs | undefined;
  /** All of the account's logs of the span were listed and read, in all regions where it has some. */
  readonly isWhole: boolean;
}

export interface SessionRecordList {
  readonly records: readonly SessionRecord[];
  readonly isCut: boolean;
}
