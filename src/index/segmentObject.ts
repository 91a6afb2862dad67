import type { EpochMs } from '../base/time';
import type { LogProblem } from '../engine/record/logProblem';
import { fileNameOf, parseObjectName, parseTrailPath, stampTime } from '../engine/trail/objectKey';

/** A stored object as a listing or a download describes it. */
export interface SegmentObject {
  /** Its key in the bucket, or the path below a local folder. */
  readonly key: string;
  /** As stored. */
  readonly sizeBytes: number;
  readonly etag?: string | undefined;
  readonly lastModified?: EpochMs | undefined;
  readonly versionId?: string | undefined;
}

export interface ObjectCounts {
  /** Always indexed + unreadable. */
  readonly found: number;
  readonly indexed: number;
  /** Entries of `Records` that are no record, and places where text could not be read. */
  readonly unreadable: number;
  /** Bytes after gunzip. */
  readonly rawBytes: number;
}

export interface ObjectPartition {
  readonly account: string | undefined;
  readonly kind: string | undefined;
  readonly region: string | undefined;
  /** Days since 1970-01-01. */
  readonly day: number | undefined;
}

/** Of each folder once: most objects share one with thousands. For keys that follow each other. */
export class Partitions {
  private folder: string | undefined;
  private partition: ObjectPartition = { account: undefined, kind: undefined, region: undefined, day: undefined };

  /** What a key's path says, and where the path says nothing, its file name. */
  of(key: string): ObjectPartition {
    const folder = key.slice(0, key.lastIndexOf('/') + 1);
    if (folder !== this.folder) {
      this.folder = folder;
      this.partition = toPathPartition(folder);
    }
    const { account, kind, region, day } = this.partition;
    const isWhole = account !== undefined && kind !== undefined && region !== undefined && day !== undefined;
    return isWhole ? this.partition : withName(this.partition, fileNameOf(key));
  }
}

function toPathPartition(folder: string): ObjectPartition {
  const path = parseTrailPath(folder);
  const day = pathDay(path.year, path.month, path.day);
  return { account: path.accountId, kind: path.kind, region: path.region, day };
}

function withName(partition: ObjectPartition, fileName: string): ObjectPartition {
  const name = parseObjectName(fileName);
  const stamp = name.stamp === undefined ? undefined : stampTime(name.stamp);
  return {
    account: partition.account ?? name.accountId,
    kind: partition.kind ?? name.logKind,
    region: partition.region ?? name.region,
    day: partition.day ?? (stamp === undefined ? undefined : toDay(stamp)),
  };
}

function pathDay(year?: string, month?: string, day?: string): number | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const time = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : toDay(time);
}

function toDay(time: EpochMs): number {
  return Math.floor(time / 86_400_000);
}

/** Kinds of problems where text was not read as records; other errors (a wrong checksum) are read all the same. */
const cutting = new Set<LogProblem['kind']>([
  'gzipTruncated',
  'gzipCorrupt',
  'tooLarge',
  'syntax',
  'truncated',
  'trailingText',
  'csv',
]);

/** How many entries and places of a log could not be read as records. */
export function countUnreadable(problems: readonly LogProblem[]): number {
  return problems
    .filter(({ kind, severity }) => kind === 'notARecord' || (severity === 'error' && cutting.has(kind)))
    .reduce((sum, { count = 1 }) => sum + count, 0);
}

const maxListedProblems = 20;

/** A problem as the ledger keeps it: the kinds of logs' problems, and those of indexing. */
export type LedgerProblem = Omit<LogProblem, 'kind' | 'offset'> & {
  readonly kind: LogProblem['kind'] | 'mentions' | 'tooManyRecords';
  readonly offset?: number;
};

/** `[{kind, severity, message, offset?, count?}]`: equal messages once, with the first offset and their count. */
export function toProblemsText(problems: readonly LedgerProblem[]): string | undefined {
  if (problems.length === 0) return undefined;
  const grouped = new Map<string, LedgerProblem & { count: number }>();
  for (const problem of problems) {
    const key = `${problem.kind} ${problem.message}`;
    const group = grouped.get(key);
    const { count = 1 } = problem;
    if (group === undefined) grouped.set(key, { ...problem, count });
    else group.count += count;
  }
  const listed = [...grouped.values()].slice(0, maxListedProblems);
  return JSON.stringify(listed.map(({ count, ...problem }) => (count === 1 ? problem : { ...problem, count })));
}
