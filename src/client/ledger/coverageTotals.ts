import type { EpochMs } from '../../base/time';
import type { CoverageRow } from '../../protocol/searchRequests';

/** Rows added up. */
export interface CoverageTotals {
  readonly listed: number;
  readonly read: number;
  readonly skipped: number;
  readonly failed: number;
  readonly pending: number;
  readonly found: number;
  readonly indexed: number;
  readonly unreadable: number;
  readonly copies: number;
  readonly bytes: number;
  /** The oldest of the listings: what came later than that is not known of. */
  readonly listedTime?: EpochMs;
  /** Distinct, in order of appearance. */
  readonly problems: readonly string[];
  readonly reasons: ReadonlyMap<string, number>;
}

/**
 * How much of a part is in the index.
 * - `failed`: logs could not be fetched, or a level could not be listed.
 * - `partial`: logs are still to be read, or were left out on purpose that may hold records.
 * - `unreadable`: all was read, and something in it is no record.
 */
export type CoverageState = 'whole' | 'partial' | 'none' | 'failed' | 'unreadable';

const counts = [
  'listed',
  'read',
  'skipped',
  'failed',
  'pending',
  'found',
  'indexed',
  'unreadable',
  'copies',
  'bytes',
] as const;

/** Skipping for such a reason loses no record: digest files hold none, and CloudTrail writes none under other names. */
export function isHarmless(reason: string): boolean {
  return isDigest(reason) || reason === 'not the name of a log';
}

/** What is of no interest among that which was not read. */
export function isDigest(reason: string): boolean {
  return /digest/i.test(reason);
}

export function sumRows(rows: readonly CoverageRow[]): CoverageTotals {
  const sums = {
    listed: 0,
    read: 0,
    skipped: 0,
    failed: 0,
    pending: 0,
    found: 0,
    indexed: 0,
    unreadable: 0,
    copies: 0,
    bytes: 0,
  };
  const problems = new Set<string>();
  const reasons = new Map<string, number>();
  let listedTime: EpochMs | undefined;
  for (const row of rows) {
    for (const name of counts) sums[name] += row[name];
    for (const { reason, objects } of row.reasons) reasons.set(reason, (reasons.get(reason) ?? 0) + objects);
    if (row.problem !== undefined) problems.add(row.problem);
    if (row.listedTime !== undefined) listedTime = Math.min(listedTime ?? Infinity, row.listedTime);
  }
  return { ...sums, problems: [...problems], reasons, ...(listedTime === undefined ? {} : { listedTime }) };
}

export function toState(totals: CoverageTotals): CoverageState {
  if (totals.failed > 0 || totals.problems.length > 0) return 'failed';
  const lost = countLost(totals);
  if (totals.read === 0 && (totals.pending > 0 || lost > 0)) return 'none';
  if (totals.pending > 0 || lost > 0) return 'partial';
  return totals.unreadable > 0 ? 'unreadable' : 'whole';
}

/** Skipped objects that may hold records. Those for which no reason was told count. */
export function countLost({ skipped, reasons }: CoverageTotals): number {
  let harmless = 0;
  for (const [reason, objects] of reasons) if (isHarmless(reason)) harmless += objects;
  return Math.max(0, skipped - harmless);
}
