import type { EpochMs } from '../../base/time';
import type { ClosedChain, ClosedLane, ClosingInput } from './closedLane';
import type { Coverage } from './hourCoverage';
import { toSummary } from './laneChain';
import { contentOf, isAuthentic, type LaneDigest } from './laneDigest';
import { toDigestObject, toNamedLog, toNamelessObject, toStray, toUnnamedLog } from './laneObjects';
import { findLogStanding, type LogStanding } from './logStanding';
import { toHours } from './stretch';
import type { ChainSummary, ObjectAddress, ValidatedHour, ValidatedObject } from './validation';

export interface LaneResult {
  /**
   * Chain by chain: standard digests newest first, each followed by the logs it names; then the backfill digests; then
   * logs that no digest names, and strays. Made while it is walked.
   */
  readonly objects: Iterable<ValidatedObject>;
  /** Chain by chain, by time. */
  readonly hours: readonly ValidatedHour[];
  /** Those that are reported. */
  readonly chains: readonly ChainSummary[];
  /** All trails that have digests in the window, asked for or not. */
  readonly trails: readonly { readonly trail: string; readonly homeRegion: string }[];
  /** How many reported digests each key proved, by fingerprint in lower case. */
  readonly keys: ReadonlyMap<string, number>;
  /** Of a copy: what was delivered to where the source begins. */
  readonly originalRoot?: ObjectAddress & { readonly isInferred: boolean };
}

/** A stray, by its key. */
export interface Stray {
  readonly key: string;
  readonly sizeBytes: number | undefined;
  readonly kind: 'log' | 'digest';
  readonly code: 'name' | 'place';
}

export function toLaneResult(input: ClosingInput, lane: ClosedLane, strays: readonly Stray[]): LaneResult {
  const { place, book, isCopy } = input;
  const reported = lane.chains.filter((chain) => chain.isReported);
  const covered = lane.chains.filter((chain) => chain.coverage !== undefined);
  const laneHours = toLaneHours(input, lane);
  const { original } = book;
  const originalRoot =
    original === undefined || !isCopy
      ? undefined
      : { bucket: original.bucket, key: original.originalPrefix, isInferred: original.isInferred };
  return {
    objects: { [Symbol.iterator]: () => listObjects(input, lane, laneHours, strays) },
    hours: [...reported.flatMap((chain) => chain.coverage?.hours ?? []), ...laneHours],
    chains: reported.flatMap((chain) =>
      chain.coverage === undefined ? [] : [toSummary(chain, place, chain.coverage.restarts)],
    ),
    trails: covered.map(({ trail, homeRegion }) => ({ trail, homeRegion })),
    keys: countKeys(reported),
    ...(originalRoot === undefined ? {} : { originalRoot }),
  };
}

function* listObjects(
  input: ClosingInput,
  lane: ClosedLane,
  laneHours: readonly ValidatedHour[],
  strays: readonly Stray[],
): Generator<ValidatedObject> {
  const { place, book, logs, now } = input;
  for (const chain of lane.chains) if (chain.isReported) yield* listChain(chain, lane.rows, input);
  const covered = toWitnesses(lane.chains).flatMap((chain) => chain.coverage ?? []);
  const coverages = covered.length > 0 ? covered : [{ hours: laneHours }];
  const byMinute = new Map<EpochMs, LogStanding | undefined>();
  for (const row of logs.unnamedRows()) {
    const minute = logs.minuteOf(row);
    if (minute === undefined) continue;
    if (!byMinute.has(minute)) byMinute.set(minute, findLogStanding(minute, coverages, now));
    const standing = byMinute.get(minute);
    if (standing !== undefined) yield toUnnamedLog(row, standing, logs, book, place);
  }
  for (const stray of strays) yield toStray(stray, stray.kind, stray.code, place);
}

function* listChain(
  { standard, backfill, coverage, trail }: ClosedChain,
  rows: ClosedLane['rows'],
  input: ClosingInput,
): Generator<ValidatedObject> {
  const { place } = input;
  const nameless = coverage?.nameless.toSorted((a, b) => b.to - a.to) ?? [];
  let next = 0;
  for (const digest of standard) {
    for (let one = nameless[next]; one !== undefined && one.to > digest.name.end; one = nameless[++next]) {
      yield toNamelessObject(one, trail, place);
    }
    yield* listDigest(digest, rows, input, coverage?.starts);
  }
  for (const one of nameless.slice(next)) yield toNamelessObject(one, trail, place);
  for (const digest of backfill) yield* listDigest(digest, rows, input, coverage?.starts);
}

function* listDigest(
  digest: LaneDigest,
  rows: ClosedLane['rows'],
  { book, logs }: ClosingInput,
  starts: Coverage['starts'] | undefined,
): Generator<ValidatedObject> {
  if (!digest.isBeyond) yield toDigestObject(digest, book, starts);
  for (const row of rows.get(digest) ?? []) yield toNamedLog(row, digest, logs, book);
}

/** Chains that may have delivered a log. Forged digests alone are no chain, as long as there is another. */
function toWitnesses(chains: readonly ClosedChain[]): readonly ClosedChain[] {
  const witnesses = chains.filter(({ standard, backfill }) =>
    [...standard, ...backfill].some((one) => isAuthentic(one) || one.standing?.status === 'unreachable'),
  );
  return witnesses.length === 0 ? chains : witnesses;
}

/** The hours of a lane in which no digest names the trail that is asked for, or any. */
function toLaneHours(
  { place, window, logs, isUnlisted }: ClosingInput,
  { chains }: ClosedLane,
): readonly ValidatedHour[] {
  if (chains.some((chain) => chain.isReported)) return [];
  // Another trail's lane: of the one that is asked for there is no trace.
  if (chains.length > 0 && logs.unnamedRows().next().done === true) return [];
  const owner = { account: place.account, region: place.region };
  const code = isUnlisted(window) ? 'notListed' : 'noDigests';
  const reason = chains.length > 0 && code === 'noDigests' ? { reason: 'there are no digests of this trail' } : {};
  return toHours({ ...window, status: 'unproven', code, ...reason }, owner, window, logs.listedMinutes());
}

function countKeys(chains: readonly ClosedChain[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const digest of chains.flatMap(({ standard, backfill }) => [...standard, ...backfill])) {
    if (digest.isBeyond || !isAuthentic(digest)) continue;
    const fingerprint = contentOf(digest)?.digest.fingerprint.toLowerCase() ?? '';
    counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  }
  return counts;
}
