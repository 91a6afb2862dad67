import type { ListedObject } from '../ports';
import type { DigestFile, DigestReading, ReadingProblem } from './lane';
import type { DigestName } from './laneKey';
import { NamedLogs, packLogs, type PackedLogs } from './namedLogs';
import type { SourcePlace } from './sourcePlace';
import type { ObjectStatus, ReasonCode } from './validation';

/** A digest of the lane: listed, or named by the pointer of another one. Filled in as more is known of it. */
export interface LaneDigest {
  /** Its place in the book. */
  readonly id: number;
  readonly name: DigestName;
  readonly place: SourcePlace;
  /** Absent when only a pointer names it. */
  readonly listed?: ListedObject;
  /** Ends so far behind the window that it is read only for what it says of earlier ones. */
  readonly isBeyond: boolean;
  reading?: DigestContent | ReadingProblem;
  /** Why its text cannot be that of a digest of this place, whoever signed it. */
  flaw?: Flaw;
  /** With which signature its text was proven. */
  proof?: 'own' | 'recovered';
  /** Once everything was read. */
  standing?: DigestStanding;
}

/** A digest's JSON, its logs packed. */
export interface DigestContent {
  readonly kind: 'digest';
  readonly digest: Omit<DigestFile, 'logs'>;
  readonly logs: NamedLogs;
  readonly sha256: string;
  readonly signature?: string;
  readonly signatureAlgorithm?: string;
  readonly backfillGeneratedTime?: number;
}

export interface Flaw {
  readonly code: ReasonCode;
  readonly reason: string;
}

/** What was found out about a digest in the end. */
export interface DigestStanding {
  readonly status: ObjectStatus & ('valid' | 'invalid' | 'missing' | 'unreachable');
  readonly code?: ReasonCode;
  readonly reason?: string;
  readonly expectedHash?: string;
  readonly foundHash?: string;
}

/** A digest that was read, as one thread hands it to another. Plain data. */
export type PackedReading =
  | (Omit<DigestContent, 'kind' | 'logs'> & { readonly kind: 'packedDigest'; readonly logs: PackedLogs })
  | ReadingProblem;

export function toPackedReading(reading: DigestReading): PackedReading {
  if (reading.kind === 'problem') return reading;
  const { logs, ...digest } = reading.digest;
  return { ...reading, kind: 'packedDigest', digest, logs: packLogs(logs) };
}

export function toContent(reading: DigestReading | PackedReading): DigestContent | ReadingProblem {
  const packed = reading.kind === 'digest' ? toPackedReading(reading) : reading;
  if (packed.kind === 'problem') return packed;
  return { ...packed, kind: 'digest', logs: new NamedLogs(packed.logs) };
}

export function contentOf({ reading }: LaneDigest): DigestContent | undefined {
  return reading?.kind === 'digest' ? reading : undefined;
}

/** A digest whose text AWS signed: what it says is so, even where something else is wrong with it. */
export interface AuthenticDigest extends LaneDigest {
  readonly reading: DigestContent;
  readonly proof: 'own' | 'recovered';
}

export function isAuthentic(digest: LaneDigest): digest is AuthenticDigest {
  return digest.proof !== undefined;
}

/** The digest's time: as it says, when that is proven; its end stands in its name anyway. */
export function startOf({ reading }: AuthenticDigest): number {
  return reading.digest.startTime;
}
