import type { Partition } from '../engine/trail/partition';
import type { Coverage, CoverageRow, CoverageSums, Discrepancy, ReasonCount } from './coverage';
import type { LedgerSums } from './ledger';
import { listingsInScope, partitionName } from './partitions';
import type { ListingLine } from './runLog';
import type { Scope } from './scope';

/** Puts what listing found beside what the ledger holds, and checks that the sums are equal. */
export function toCoverage(ledger: readonly LedgerSums[], listings: readonly ListingLine[], scope: Scope): Coverage {
  const listed = joinListings(listings.flatMap((line) => listingsInScope(line, scope)));
  const known = new Map(ledger.map((sums) => [partitionName(sums), sums]));
  const names = new Set([...known.keys(), ...listed.keys()]);
  const rows = [...names].map((name) => toRow(known.get(name), listed.get(name))).filter((row) => row !== undefined);
  rows.sort(compareRows);
  return {
    rows,
    total: sumRows(rows),
    reasons: sumReasons(rows),
    discrepancies: [...rows.flatMap(findDiscrepancies), ...ledger.flatMap(findMissingRows)],
  };
}

/** Of a partition: the newest line of each prefix, added up: two trails may deliver into one bucket. */
interface ListedPartition extends Partition {
  readonly objects: number;
  readonly bytes: number;
  readonly listedTime: number;
  readonly problem: string | undefined;
}

function joinListings(lines: readonly ListingLine[]): ReadonlyMap<string, ListedPartition> {
  const newest = new Map<string, ListingLine>();
  // Oldest first: what was listed later stands for what was listed before.
  for (const line of lines) {
    const name = `${partitionName(line)} ${trailRoot(line)}`;
    const known = newest.get(name);
    // A folder that refused itself to a listing looks like a quiet day to the rest of that listing.
    const isHidden = known?.problem !== undefined && line.problem === undefined && known.listedTime === line.listedTime;
    if (!isHidden) newest.set(name, line);
  }
  const joined = new Map<string, ListedPartition>();
  for (const { account, kind, region, day, objects, bytes, listedTime, problem } of newest.values()) {
    const partition = { account, kind, region, day };
    const name = partitionName(partition);
    const before = joined.get(name);
    joined.set(name, {
      ...partition,
      objects: objects + (before?.objects ?? 0),
      bytes: bytes + (before?.bytes ?? 0),
      listedTime: Math.min(listedTime, before?.listedTime ?? listedTime),
      problem: problem ?? before?.problem,
    });
  }
  return joined;
}

/**
 * What stands before the account is the trail's own: `AWSLogs/` and `AWSLogs/o-…/` are two. What no account is known
 * of was counted folder by folder.
 */
function trailRoot({ account, prefix }: ListingLine): string {
  const at = account === null ? -1 : `/${prefix}`.lastIndexOf(`/${account}/`);
  return at < 0 ? prefix : prefix.slice(0, at);
}

function toRow(ledger: LedgerSums | undefined, listing: ListedPartition | undefined): CoverageRow | undefined {
  const place = ledger ?? listing;
  if (place === undefined) return undefined;
  const known = ledger === undefined ? 0 : ledger.read + ledger.skipped + ledger.failed;
  const listed = listing?.objects ?? known;
  // Written out: an index has tens of thousands of these rows, and spread ones cost ten times as much.
  return {
    account: place.account,
    kind: place.kind,
    region: place.region,
    day: place.day,
    listed,
    listedBytes: listing?.bytes ?? ledger?.storedBytes ?? 0,
    read: ledger?.read ?? 0,
    skipped: ledger?.skipped ?? 0,
    failed: ledger?.failed ?? 0,
    pending: Math.max(0, listed - known),
    gone: Math.max(0, known - listed),
    found: ledger?.found ?? 0,
    indexed: ledger?.indexed ?? 0,
    unreadable: ledger?.unreadable ?? 0,
    copies: ledger?.copies ?? 0,
    distinct: (ledger?.indexed ?? 0) - (ledger?.copies ?? 0),
    storedBytes: ledger?.storedBytes ?? 0,
    rawBytes: ledger?.rawBytes ?? 0,
    listedTime: listing?.listedTime,
    problem: listing?.problem,
    reasons: ledger?.reasons ?? [],
  };
}

type Sums = { -readonly [name in keyof CoverageSums]: number };

function sumRows(rows: readonly CoverageRow[]): CoverageSums {
  const sums: Sums = {
    listed: 0,
    listedBytes: 0,
    read: 0,
    skipped: 0,
    failed: 0,
    pending: 0,
    gone: 0,
    found: 0,
    indexed: 0,
    unreadable: 0,
    copies: 0,
    distinct: 0,
    storedBytes: 0,
    rawBytes: 0,
  };
  // The names of `sums` are those of CoverageSums, as its type says.
  const names = Object.keys(sums) as readonly (keyof CoverageSums)[];
  for (const row of rows) for (const name of names) sums[name] += row[name];
  return sums;
}

function findDiscrepancies(row: CoverageRow): readonly Discrepancy[] {
  const { listed, read, skipped, failed, pending, gone, found, indexed, unreadable, copies, distinct } = row;
  const { account, kind, region, day } = row;
  const list: Discrepancy[] = [];
  const say = (statement: string): number => list.push({ partition: { account, kind, region, day }, statement });
  if (listed !== read + skipped + failed + pending - gone) {
    say(
      `${listed} listed, but ${read} read + ${skipped} skipped + ${failed} failed + ${pending} pending − ${gone} gone`,
    );
  }
  if (found !== indexed + unreadable) say(`${found} records found, but ${indexed} indexed + ${unreadable} unreadable`);
  if (distinct < 0) say(`${indexed} records indexed, but ${copies} copies`);
  let explained = 0;
  for (const { objects } of row.reasons) explained += objects;
  if (explained !== skipped + failed)
    say(`${skipped + failed} objects skipped or failed, but reasons for ${explained}`);
  return list;
}

function findMissingRows({ account, kind, region, day, indexed, rows }: LedgerSums): readonly Discrepancy[] {
  if (indexed === rows) return [];
  return [
    { partition: { account, kind, region, day }, statement: `${indexed} records indexed, but ${rows} rows are there` },
  ];
}

function sumReasons(rows: readonly CoverageRow[]): readonly ReasonCount[] {
  const sums = new Map<string, ReasonCount>();
  for (const { reasons } of rows) {
    for (const reason of reasons) {
      const name = JSON.stringify([reason.status, reason.reason]);
      sums.set(name, { ...reason, objects: reason.objects + (sums.get(name)?.objects ?? 0) });
    }
  }
  return [...sums.values()].sort((a, b) => b.objects - a.objects);
}

function compareRows(a: Partition, b: Partition): number {
  return (
    compareTexts(a.account, b.account) ||
    compareTexts(a.kind, b.kind) ||
    compareTexts(a.region, b.region) ||
    compareTexts(a.day, b.day)
  );
}

function compareTexts(a: string | null, b: string | null): number {
  const [first, second] = [a ?? '', b ?? ''];
  return first < second ? -1 : first > second ? 1 : 0;
}
