import type { EpochMs } from '../../../src/base/time';
import type { EdgeJoin } from '../../../src/engine/session/session';

/** What truly happened: who issued what to whom, whether or not the logs say so. */
export interface TrueEdge {
  /** Node ids, as `ChainNode.id` spells them. */
  readonly from: string;
  readonly to: string;
  readonly action: string;
  /** The best that can be known from the records; undefined: none was logged. */
  readonly join: EdgeJoin | undefined;
  /** The issuing record of the target's account first (the caller's, where that is the only one), then its twin. */
  readonly eventIds: readonly string[];
  readonly time: EpochMs;
}

/** A session, and what was truly done with it. */
export interface TrueSession {
  readonly nodeId: string;
  /** Those that its records carry; empty where they carry none. */
  readonly keys: readonly string[];
  readonly arn: string;
  readonly creationTime: EpochMs;
  /** Of its records, in order; a record of two accounts is one, named by its first. */
  readonly eventIds: readonly string[];
}

export interface SessionTruth {
  readonly edges: readonly TrueEdge[];
  readonly sessions: readonly TrueSession[];
  /** Calls that issued nothing. */
  readonly failedEventIds: readonly string[];
}
