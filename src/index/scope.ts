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

/** One place where listing and reading are accounted for. `null`: the objects' keys do not say. */
export interface Partition {
  readonly account: string | null;
  readonly kind: string | null;
  readonly region: string | null;
  /** `2026-01-15`, the day of delivery. */
  readonly day: string | null;
}
