import type { EpochMs } from '../../base/time';
import type { RecordRef, RoleChain } from '../session/session';

/** A value with the records that carry it. `query` finds exactly these records (in Trailcase's query language). */
export interface CountedValue {
  /** Untrusted text; `''`: the records do not say. */
  readonly value: string;
  readonly records: number;
  readonly errors: number;
  /** Part of `errors`. */
  readonly denied: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
  readonly query: string;
  /** The first and the last of them. */
  readonly samples: readonly RecordRef[];
}

export interface CountedValues {
  /** Most records first. */
  readonly values: readonly CountedValue[];
  /** How many different values there are; more than `values` when the list is cut. */
  readonly total: number;
}

/** A call that was refused and later allowed: something was granted in between, or another way was found. */
export interface DeniedThenAllowed {
  readonly eventSource: string;
  readonly eventName: string;
  readonly denied: number;
  readonly firstDenied: RecordRef;
  readonly lastDenied: RecordRef;
  readonly firstAllowed: RecordRef;
  /** What was done by the same key in between that changes permissions. */
  readonly between: readonly RecordRef[];
  readonly query: string;
}

/** Objects and rows read and written in one store. */
export interface DataUse {
  readonly service: string;
  /** Bucket, table, queue, secret … as the record's resources name it. */
  readonly store: string;
  readonly reads: number;
  readonly writes: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Of reads and writes: how many records say no bytes. */
  readonly withoutBytes: number;
  readonly query: string;
  readonly samples: readonly RecordRef[];
}

export type RemnantKind =
  | 'user'
  | 'accessKey'
  | 'loginProfile'
  | 'role'
  | 'trustPolicy'
  | 'policy'
  | 'policyAttachment'
  | 'groupMembership'
  | 'mfaDevice'
  | 'identityProvider'
  | 'snapshotShared'
  | 'imageShared'
  | 'bucketPolicy'
  | 'resourcePolicy'
  | 'securityGroupRule'
  | 'instance'
  | 'function'
  | 'other';

/** Something that was made or changed, and whether the logs show that it was taken back. */
export interface Remnant {
  readonly kind: RemnantKind;
  /** `user svc-metrics`, `key AKIA… of svc-metrics` … Untrusted text. */
  readonly name: string;
  /** One sentence: what was done. */
  readonly text: string;
  readonly record: RecordRef;
  /** The record that took it back; undefined: the logs do not show one. */
  readonly revertedBy: RecordRef | undefined;
  /** What that record did: `deleted`, `made inactive`, `changed again` … A thing that was changed again is not undone. */
  readonly revertedHow?: string;
  /** Which access key did it: the dossier's own, or that of a session that was assumed. */
  readonly accessKeyId: string;
}

export interface KeyDossier {
  readonly accessKeyId: string;
  /** `temporary credentials (STS)`, `access key of an IAM user` …: from its first letters. */
  readonly keyKind: string;
  /** Keys that are counted: the key, and where asked for those of sessions that were assumed with it. */
  readonly keys: readonly string[];
  /** Incoming edges up to a human, federation or instance, and what was assumed in turn. */
  readonly chain: RoleChain;
  readonly records: number;
  readonly errors: number;
  readonly denied: number;
  readonly firstUse: RecordRef | undefined;
  readonly lastUse: RecordRef | undefined;
  readonly query: string;
  readonly addresses: CountedValues;
  readonly agents: CountedValues;
  readonly regions: CountedValues;
  readonly services: CountedValues;
  readonly events: CountedValues;
  readonly deniedThenAllowed: readonly DeniedThenAllowed[];
  readonly data: readonly DataUse[];
  readonly dataTotal: {
    readonly reads: number;
    readonly writes: number;
    readonly bytesOut: number;
    readonly bytesIn: number;
    readonly withoutBytes: number;
  };
  /** Not reverted first; at most 2,000. */
  readonly remnants: readonly Remnant[];
  /** Calls that change what is logged: StopLogging, DeleteTrail, PutEventSelectors, DeleteFlowLogs … also failed ones. */
  readonly loggingChanges: readonly (RecordRef & { readonly errorCode: string | undefined; readonly text: string })[];
  /** Sentences on what was not seen: not indexed, unreadable, originals that could not be opened. */
  readonly notSeen: readonly string[];
  /** What there is beyond the lists, which are cut. */
  readonly leftOut?: { readonly remnants: number; readonly loggingChanges: number };
  /** How many originals could not be read: what they made or took back is not known. */
  readonly unreadOriginals?: number;
  readonly coverage: { readonly isComplete: boolean; readonly text: string };
}
