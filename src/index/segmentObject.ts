import type { EpochMs } from '../base/time';
import type { LogProblem } from '../engine/record/logProblem';

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
