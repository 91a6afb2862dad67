import type { EpochMs } from '../base/time';

/** Which part of an index is meant. Everything absent: all of it. */
export interface Scope {
  /** Accounts, regions and kinds as the objects' keys say them (`CloudTrail`, `CloudTrail-Insight` …). */
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  readonly kinds?: readonly string[];
  /**
   * First and last moment, inclusive and exclusive. Of a search: `eventTime`; records without a readable one are then
   * left out. Of coverage: the days of the objects' keys that these moments touch.
   */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** Only objects whose key begins like this. */
  readonly prefix?: string;
}
