import type { EpochMs } from '../base/time';
import type { ListedObject } from '../engine/ports';
import { parseTrailPath } from '../engine/trail/objectKey';
import { PartitionReader, partitionOfFolder, type Partition } from '../engine/trail/partition';
import type { ListingLine } from '../index/runLog';
import { toDay, toDayRange, type DayRange, type ScanScope } from './scanScope';

interface Count {
  readonly partition: Partition;
  readonly prefix: string;
  objects: number;
  bytes: number;
}

/** A region, or a part of one, that was listed to its end. */
interface Branch {
  readonly branch: Partition;
  readonly prefix: string;
  /** Those with objects, in order. */
  readonly days: readonly string[];
}

/** Counts what listing finds, a partition at a time, for the ledger. */
export class ListedPartitions {
  private readonly reader = new PartitionReader();
  private readonly counts = new Map<string, Count>();
  private readonly branches: Branch[] = [];
  /** Prefixes that could not be listed. */
  private readonly problems: string[] = [];
  private readonly days: DayRange;
  private readonly seen = { accounts: new Set<string>(), regions: new Set<string>(), days: new Set<string>() };

  constructor(
    scope: ScanScope,
    private readonly now: EpochMs,
    /** True where logs are still delivered: days up to today without any are then quiet. A copy says nothing of them. */
    private readonly isLive: boolean,
  ) {
    this.days = toDayRange(scope);
  }

  get accountCount(): number {
    return this.seen.accounts.size;
  }

  get regionCount(): number {
    return this.seen.regions.size;
  }

  /** Days with objects, in order. */
  get listedDays(): readonly string[] {
    return [...this.seen.days].sort();
  }

  add(object: ListedObject): void {
    const partition = this.reader.read(object.key);
    const { account, kind, region, day } = partition;
    const id = `${account ?? ''}|${kind ?? ''}|${region ?? ''}|${day ?? ''}`;
    let count = this.counts.get(id);
    if (count === undefined) {
      const prefix = object.key.slice(0, object.key.lastIndexOf('/') + 1);
      this.counts.set(id, (count = { partition, prefix, objects: 0, bytes: 0 }));
      if (account !== null) this.seen.accounts.add(account);
      if (region !== null) this.seen.regions.add(region);
      if (day !== null) this.seen.days.add(day);
    }
    count.objects++;
    count.bytes += object.sizeBytes;
  }

  /** The lines of what was counted below a prefix that was listed to its end. */
  takeListed(prefix: string): ListingLine[] {
    const lines = this.takeCounts(prefix, {});
    const branch = partitionOfFolder(prefix);
    if (branch.region !== null) {
      const days = lines.flatMap(({ day }) => (day === null ? [] : [day])).sort();
      this.branches.push({ branch, prefix, days });
    }
    return lines;
  }

  /** The lines of a prefix that could not be listed, or not to its end: what was counted there is a lower bound. */
  takeProblem(prefix: string, problem: string): ListingLine[] {
    this.problems.push(prefix);
    const { now: listedTime } = this;
    const line = { ...partitionOfFolder(prefix), prefix, objects: 0, bytes: 0, listedTime, problem };
    return [...this.takeCounts(prefix, { problem }), line];
  }

  private takeCounts(prefix: string, extra: { readonly problem?: string }): ListingLine[] {
    const lines: ListingLine[] = [];
    for (const [id, { partition, prefix: folder, objects, bytes }] of this.counts) {
      if (!folder.startsWith(prefix)) continue;
      this.counts.delete(id);
      lines.push({ ...partition, prefix: folder, objects, bytes, listedTime: this.now, ...extra });
    }
    return lines;
  }

  /**
   * Days on which a listed region holds nothing are known to be quiet, which is not the same as unknown. Told at the
   * end, because the days that the other regions hold say how far the listing reaches.
   */
  takeQuietDays(): ListingLine[] {
    const ranges = this.findRanges();
    return this.branches.splice(0).flatMap(({ branch, prefix, days }) => {
      const refused = this.problems
        .filter((problem) => problem.startsWith(prefix))
        .map((problem) => partitionOfFolder(problem).day);
      // Of a month that was refused nobody knows which of its days are quiet.
      if (refused.includes(null)) return [];
      const known = [...days, ...refused.filter((day) => day !== null)].sort();
      const own =
        branch.day === null
          ? ranges.flatMap((range) => clipDays(range, prefix))
          : [{ first: branch.day, last: branch.day }];
      const common = { ...branch, prefix, objects: 0, bytes: 0, listedTime: this.now };
      return own.flatMap(({ first, last }) =>
        quietRuns(first, last, known).map(([day, lastDay]) => ({ ...common, day, lastDay })),
      );
    });
  }

  /** The days that the listing speaks for. One stray day of 1970 does not make decades quiet. */
  private findRanges(): { readonly first: string; readonly last: string }[] {
    const { first: askedFirst, last: askedLast } = this.days;
    const today = toDay(this.now);
    const end = askedLast === undefined ? (this.isLive ? today : undefined) : askedLast > today ? today : askedLast;
    const days = [askedFirst, ...this.listedDays, end].filter((day) => day !== undefined);
    if (askedFirst !== undefined && end !== undefined) return [{ first: askedFirst, last: end }];
    const ranges: { first: string; last: string }[] = [];
    for (const day of days) {
      const range = ranges.at(-1);
      if (range === undefined || Date.parse(day) - Date.parse(range.last) > maxQuietMs)
        ranges.push({ first: day, last: day });
      else if (day > range.last) range.last = day;
    }
    return ranges;
  }
}

/** Between days further apart than this the trail is taken for two. */
const maxQuietMs = 400 * 86_400_000;

/** What of a range lies below a prefix, which may be that of a year or a month. */
function clipDays(
  { first, last }: { readonly first: string; readonly last: string },
  prefix: string,
): { readonly first: string; readonly last: string }[] {
  const { year, month } = parseTrailPath(prefix);
  if (year === undefined) return [{ first, last }];
  const start = `${year}-${month ?? '01'}-01`;
  const end = toDay(Date.UTC(Number(year), Number(month ?? '12'), 0));
  const clipped = { first: first > start ? first : start, last: last < end ? last : end };
  return clipped.first <= clipped.last ? [clipped] : [];
}

/** What lies between the days of a range, as first and last days. */
function quietRuns(first: string, last: string, days: readonly string[]): [string, string][] {
  const runs: [string, string][] = [];
  let from = first;
  for (const day of [...days.filter((known) => known <= last), nextDay(last)]) {
    if (day < from) continue;
    const to = previousDay(day);
    if (from <= to) runs.push([from, to]);
    from = nextDay(day);
  }
  return runs;
}

const dayMs = 86_400_000;

function nextDay(day: string): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) + dayMs);
}

function previousDay(day: string): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) - dayMs);
}
