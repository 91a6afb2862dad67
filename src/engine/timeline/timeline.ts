import type { EpochMs } from '../../base/time';

/** What a record did, as timelines colour and shape it. `denied` is an error too, and counts as `denied` alone. */
export const recordClasses = ['read', 'write', 'error', 'denied'] as const;
export type RecordClass = (typeof recordClasses)[number];

/** What lanes of a timeline stand for. */
export const laneFields = ['service', 'event', 'principal', 'address', 'region', 'account'] as const;
export type LaneField = (typeof laneFields)[number];

/** Whom or what a timeline is about. Ids are as records spell them: untrusted text. */
export type TimelineSubject =
  /** A user's, role's or session's ARN, a principal id, or a service's name. A role stands for all of its sessions. */
  | { readonly kind: 'principal'; readonly id: string }
  | { readonly kind: 'key'; readonly id: string }
  /** An ARN, or a name such as a bucket or an instance id. */
  | { readonly kind: 'resource'; readonly id: string }
  | { readonly kind: 'address'; readonly id: string }
  | { readonly kind: 'account'; readonly id: string }
  | ChainSubject
  | { readonly kind: 'query'; readonly text: string };

/** A role chain: everything that these access keys signed, and the calls that issued them. `title` is for people. */
export interface ChainSubject {
  readonly kind: 'chain';
  readonly keys: readonly string[];
  readonly title: string;
  /** Of the edges' records: sign-ins and role switches name no key of the chain. */
  readonly eventIds?: readonly string[];
  /** Sessions whose records carry no access key. */
  readonly sessions?: readonly { readonly arn: string; readonly creationTime?: EpochMs }[];
}

export type ClassCounts = Readonly<Record<RecordClass, number>>;

export interface TimelineBucket extends ClassCounts {
  /** Its beginning; its width is the picture's `bucketMs`. */
  readonly time: EpochMs;
}

/** Records of one class that stand so near each other in a lane that they are drawn as one mark. */
export interface LaneMark {
  readonly recordClass: RecordClass;
  /** Of the first and the last of them. */
  readonly time: EpochMs;
  readonly lastTime: EpochMs;
  readonly count: number;
  /** The first of them: a hit's id in its result. */
  readonly id: number;
}

export interface TimelineLane {
  /** `null`: the records without a value. */
  readonly value: string | null;
  /** In the view. */
  readonly count: number;
  readonly classes: ClassCounts;
  readonly marks: readonly LaneMark[];
}

/** What one view of a timeline shows. Everything adds up: buckets and lanes (with `rest`) count the same records. */
export interface TimelinePicture {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bucketMs: number;
  /** Those that hold a record, in order. */
  readonly buckets: readonly TimelineBucket[];
  readonly laneBy: LaneField;
  /** Busiest first. */
  readonly lanes: readonly TimelineLane[];
  /** Lanes beyond those asked for, as one: how many, and their records. */
  readonly rest: { readonly lanes: number; readonly classes: ClassCounts };
  /** Records in the view; twins and further deliveries count once. */
  readonly total: number;
}

export type FirstSeenField = 'event' | 'address' | 'region' | 'agent';

/** The first record of the index in which a principal used a value. Its very first record is none: all is new there. */
export interface FirstSeen {
  readonly field: FirstSeenField;
  /** Of `event`: `s3:PutObject`; what stands behind the first colon is the event lane's value. */
  readonly value: string;
  /** ARN of a user, or of a role with all its sessions (of a person's session for roles of IAM Identity Center). */
  readonly principal: string;
  readonly time: EpochMs;
  /** A hit's id in its result. */
  readonly id: number;
}

/** How much of a stretch of time is known. Never drawn as silence. */
export type TimelineGapKind =
  /** Nothing was listed or read for it. */
  | 'notIndexed'
  /** Listed and not all read yet. */
  | 'partlyIndexed'
  /** Objects or records could not be read. */
  | 'unreadable'
  /** Digests prove that no log was delivered: silence that is proven. */
  | 'provenQuiet'
  /** No digest covers it: logging was off, or the proof is gone. */
  | 'unproven';

export interface TimelineGap {
  readonly kind: TimelineGapKind;
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** One sentence, for people: what is not known where. */
  readonly text: string;
  /** Empty: everywhere in the scope. */
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
}

/** A timeline as a whole, whatever is in view. */
export interface TimelineSummary {
  /** Distinct records; twins count once. */
  readonly count: number;
  readonly classes: ClassCounts;
  /** Further records of the same actions in other accounts (same `sharedEventID`), counted with them. */
  readonly twins: number;
  /** Records without a readable time: they are in the table and in no picture. */
  readonly untimed: number;
  readonly firstTime: EpochMs | undefined;
  readonly lastTime: EpochMs | undefined;
  /** In time order, at most `maxFirstSeen`. */
  readonly firstSeen: readonly FirstSeen[];
  readonly firstSeenTotal: number;
  /** Set where not every principal was looked at, in words. */
  readonly firstSeenNote?: string;
}

export const maxFirstSeen = 1000;
