import type { EpochMs } from '../base/time';
import type { KeyUser, OwnedKey } from '../engine/dossier/sharedKeys';
import type { RecordRef } from '../engine/session/session';
import type { RecordLocation } from './resultSet';

/** What some records say together. */
export interface FactCount {
  readonly records: number;
  /** With an errorCode, or with an errorMessage alone. */
  readonly errors: number;
  /** Part of `errors`: what `error:denied` finds. */
  readonly denied: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
  /** The first and the last of them; one where they are the same. */
  readonly samples: readonly RecordRef[];
}

/** Records that have one value of a column in common, or of two. */
export interface FactValue extends FactCount {
  /** In the order of the columns; `null`: the records do not say. */
  readonly values: readonly (string | null)[];
}

export interface FactValues {
  /** Most records first. */
  readonly values: readonly FactValue[];
  /** How many there are in all. */
  readonly total: number;
}

/** A record that has to be looked at itself. */
export interface FactRecord extends RecordRef {
  readonly call: string;
  readonly region: string | undefined;
  readonly errorCode: string | undefined;
  readonly errorMessage: string | undefined;
  readonly accessKeyId: string | undefined;
  /** ARNs and names that the index knows it by. */
  readonly resources: readonly string[];
  /** Where it stands: the place that it counts by, then those of its further deliveries. */
  readonly places: readonly RecordLocation[];
}

export interface FactRecords {
  /** In order of time, at most as many as were asked for: successful ones before failed ones. */
  readonly records: readonly FactRecord[];
  /** How many there are in all. */
  readonly total: number;
}

/** A call that was refused before it was allowed for the first time, to the same keys. */
export interface DeniedFact {
  readonly eventSource: string | null;
  readonly eventName: string | null;
  /** Refusals before the first success. */
  readonly denied: number;
  readonly firstDenied: RecordRef;
  readonly lastDenied: RecordRef;
  readonly firstAllowed: RecordRef;
  /** Successful calls of `granting` in between, at most 20. */
  readonly between: readonly RecordRef[];
}

/** Successful reads and writes of one store. */
export interface StoreFact {
  readonly eventSource: string | null;
  /** Of S3 the bucket, else the first ARN or name of the records' resources; `null`: they name none. */
  readonly store: string | null;
  readonly eventNames: readonly string[];
  readonly reads: number;
  readonly writes: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Records that say no bytes. */
  readonly withoutBytes: number;
  readonly samples: readonly RecordRef[];
}

export interface StoreFacts {
  /** Most bytes got first, then most records. */
  readonly stores: readonly StoreFact[];
  readonly storeCount: number;
  /** Of all stores. */
  readonly total: Pick<StoreFact, 'reads' | 'writes' | 'bytesOut' | 'bytesIn' | 'withoutBytes'>;
}

/**
 * What is asked of the records of some keys. Calls are named `iam:CreateUser`: the service's name, and the event's
 * without the version that some services write behind it (`AddPermission20150331v2`).
 */
export interface KeyFactOptions {
  /** Of these keys only what their owners did. */
  readonly owned?: readonly OwnedKey[];
  /** Values of each kind, stores, and calls refused and later allowed. */
  readonly maxValues: number;
  readonly maxRecords: number;
  /** Calls that make or change something lasting. */
  readonly making: readonly string[];
  /** Calls that change what is logged. */
  readonly logging: readonly string[];
  /** Calls that change what the caller may do. */
  readonly granting: readonly string[];
  /** Calls that read or write data beside those that CloudTrail calls data events. */
  readonly dataCalls: readonly string[];
}

/** What the index says of everything that some access keys signed. Each action counts once. */
export interface KeySheet extends FactCount {
  /** Records of further accounts of actions that count already (same sharedEventID), and the eventIDs of the first of them. */
  readonly twins: number;
  readonly twinIds: readonly string[];
  readonly addresses: FactValues;
  readonly agents: FactValues;
  readonly regions: FactValues;
  readonly services: FactValues;
  /** By eventSource and eventName. */
  readonly events: FactValues;
  readonly deniedThenAllowed: readonly DeniedFact[];
  readonly data: StoreFacts;
  /** Any record of the category Data, also a failed one. */
  readonly hasDataEvents: boolean;
  /** Successful calls of `making`. */
  readonly making: FactRecords;
  /** Calls of `logging`, also failed ones. */
  readonly logging: FactRecords;
  /** Successful calls that by their names make or change something and are neither `making` nor `logging`; most first. */
  readonly otherChanges: {
    readonly calls: readonly { readonly call: string; readonly records: number }[];
    readonly total: number;
  };
}

/** Successful calls of any principal that may take something back. */
export interface LaterCalls {
  /** Calls whose records name what they are about so that the index finds it: at least one of `names`. */
  readonly named: readonly string[];
  readonly names: readonly string[];
  readonly unnamed: readonly string[];
  /** Only records that these accounts got (`''`: records that name none); undefined: any. */
  readonly accounts: readonly string[] | undefined;
  /** Not before. */
  readonly from: EpochMs;
}

/** What a dossier asks of the index. Further deliveries of a record are merged. Rejects with an AbortError. */
export interface KeyFacts {
  /** `keys`: access key ids, compared exactly. Not empty. */
  read(keys: readonly string[], options: KeyFactOptions, signal: AbortSignal): Promise<KeySheet>;
  /** Who signed with them, each once, at most 200 of each key; '' counts as none. */
  usersOf(keys: readonly string[], signal: AbortSignal): Promise<readonly KeyUser[]>;
  later(calls: LaterCalls, maxRecords: number, signal: AbortSignal): Promise<FactRecords>;
}
