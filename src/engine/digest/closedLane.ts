import type { EpochMs } from '../../base/time';
import type { DigestBook } from './digestBook';
import { toStanding } from './digestStanding';
import { isLogInWindow } from './digestTimes';
import { coverHours, type Coverage } from './hourCoverage';
import type { KeyRing } from './keyRing';
import { toChainId, toChains, type LaneChain } from './laneChain';
import { contentOf, isAuthentic, type AuthenticDigest, type LaneDigest } from './laneDigest';
import { parseLogKey } from './laneKey';
import type { LogTable } from './logTable';
import type { TrailFilter } from './trailFilter';
import type { LanePlace, TimeWindow } from './validation';

export interface ClosingInput {
  readonly place: LanePlace;
  readonly window: TimeWindow;
  readonly now: EpochMs;
  readonly isWindowOpen: boolean;
  readonly trail?: TrailFilter;
  readonly keys: KeyRing;
  readonly isCopy: boolean;
  readonly book: DigestBook;
  readonly logs: LogTable;
  /** By chain: end of the newest digest that is listed and older than the window. */
  readonly olderEnds: ReadonlyMap<string, EpochMs>;
  readonly isUnlisted: (time: TimeWindow) => boolean;
}

export interface ClosedChain extends LaneChain {
  /** Absent of names that nothing shows to be a trail's: there may be any number of them. */
  readonly coverage?: Coverage;
}

/** What is known of a lane once all digests were read and everything was listed. */
export interface ClosedLane {
  readonly chains: readonly ClosedChain[];
  /** By digest: rows of the logs that it names and no digest before it did, in its order. */
  readonly rows: ReadonlyMap<LaneDigest, readonly number[]>;
}

/** Decides how every digest stands, tells the logs which digest names them, and covers the hours. */
export function closeLane(input: ClosingInput): ClosedLane {
  const chains = toChains(input.book.digests, input.olderEnds.keys(), input.place, input.trail);
  const hasProof = input.book.digests.some(isAuthentic);
  for (const chain of chains) {
    standAll(chain.standard, input, hasProof);
    standAll(chain.backfill, input, hasProof);
  }
  const rows = nameLogs(chains, input);
  const coverages = coverChains(chains, input);
  const closed = chains.map((chain) => {
    const coverage = coverages.get(chain);
    return { ...chain, ...(coverage === undefined ? {} : { coverage }) };
  });
  return { chains: closed, rows };
}

/** Anyone who can write to the bucket can make up trails: of those with no proven digest so many get hours. */
const maxUnprovenChains = 16;

function coverChains(chains: readonly LaneChain[], input: ClosingInput): ReadonlyMap<LaneChain, Coverage> {
  const logs = input.logs.listedMinutes();
  const unnamedLogs = input.logs.unnamedMinutes();
  const { place, window, now, isWindowOpen, isUnlisted, olderEnds, book } = input;
  const { account, region } = place;
  const isVouched = (digest: LaneDigest): boolean => book.findNext(digest).some(isAuthentic);
  const proven = chains.filter((chain) => inOrder(chain).length > 0);
  const unproven = chains
    .filter((chain) => inOrder(chain).length === 0)
    .sort((a, b) => b.standard.length - a.standard.length)
    .slice(0, maxUnprovenChains);
  const covered = [...proven, ...unproven].map((chain) => {
    const { trail, homeRegion, standard: digests } = chain;
    const owner = { trail, homeRegion, account, region };
    const olderEnd = olderEnds.get(toChainId(chain));
    const facts = { owner, window, now, isWindowOpen, digests, olderEnd, logs, unnamedLogs, isVouched, isUnlisted };
    return [chain, coverHours(facts)] as const;
  });
  return new Map(covered);
}

/** `digests` are newest first. */
function standAll(digests: readonly LaneDigest[], { book, keys, isCopy }: ClosingInput, hasProof: boolean): void {
  let older: LaneDigest | undefined;
  let olderEnd: EpochMs | undefined;
  for (const digest of digests.toReversed()) {
    if (older !== undefined && older.name.end < digest.name.end) olderEnd = older.name.end;
    digest.standing = toStanding(digest, { book, keys, hasProof, isCopy, olderEnd });
    if (isAuthentic(digest)) older = digest;
  }
}

/** In the order in which they are reported: a log belongs to the first digest that names it. */
function nameLogs(chains: readonly LaneChain[], input: ClosingInput): ReadonlyMap<LaneDigest, readonly number[]> {
  const rows = new Map<LaneDigest, readonly number[]>();
  const asked = chains.filter((chain) => chain.isReported);
  for (const digest of asked.flatMap(inOrder)) rows.set(digest, nameLogsOf(digest, input));
  for (const digest of chains.filter((chain) => !chain.isReported).flatMap(inOrder)) {
    for (const log of digest.reading.logs.entries()) input.logs.nameElsewhere(input.book.toPlace(log));
    digest.reading.logs.release();
  }
  for (const digest of input.book.digests) contentOf(digest)?.logs.release();
  return rows;
}

function nameLogsOf(digest: AuthenticDigest, { book, logs, window, place }: ClosingInput): readonly number[] {
  const rows: number[] = [];
  for (const log of digest.reading.logs.entries()) {
    const at = book.toPlace(log);
    // A later digest may name a log of the window: then that one counts, and not the rest of it.
    if (digest.isBeyond && !isLogInWindow(parseLogKey(at.key, place).minute ?? NaN, window)) continue;
    const row = logs.name(at, log.hash, digest.id);
    if (row !== undefined) rows.push(row);
  }
  digest.reading.logs.release();
  return rows;
}

function inOrder({ standard, backfill }: LaneChain): readonly AuthenticDigest[] {
  return [...standard, ...backfill].filter(isAuthentic);
}
