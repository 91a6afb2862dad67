import type { Partition } from '../engine/trail/partition';
import type { CoverageSums, ReasonCount, UnreadableObject } from './coverage';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { partitionName } from './partitions';
import type { QueryDatabase } from './queryDatabase';
import type { Scope } from './scope';
import { daysOfScope } from './partitions';
import { objectCondition } from './scopeSql';

/** What the segments say of a partition's objects. */
export interface LedgerSums
  extends
    Partition,
    Pick<
      CoverageSums,
      'read' | 'skipped' | 'failed' | 'found' | 'indexed' | 'unreadable' | 'copies' | 'storedBytes' | 'rawBytes'
    > {
  readonly reasons: readonly ReasonCount[];
  /** Rows of `records.parquet`: should be `indexed`. */
  readonly rows: number;
}

/** The ledger's rows that count, with the columns of `objects.parquet`. Undefined: there are none. */
export function ledgerRows(snapshot: IndexSnapshot, columns: string): string | undefined {
  const { segments, excluded, hasExcluded } = snapshot;
  if (segments.length === 0) return undefined;
  const rows = segmentRows(segments, 'objects.parquet', allNumbers(segments), columns);
  if (!hasExcluded) return rows;
  return `(SELECT o.* FROM ${rows} o ANTI JOIN ${excluded} e ON o.segment = e.segment AND o.object = e.object)`;
}

/** Over the ledger's rows: places, prefix and the days of the keys. */
function ledgerCondition(scope: Scope): string {
  const { first, last } = daysOfScope(scope);
  return [
    objectCondition(scope),
    first === undefined ? undefined : `(day IS NULL OR day >= DATE '${first}')`,
    last === undefined ? undefined : `(day IS NULL OR day <= DATE '${last}')`,
    'true',
  ]
    .filter((condition) => condition !== undefined)
    .join(' AND ');
}

export async function readLedger(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  scope: Scope,
  signal: AbortSignal,
): Promise<readonly LedgerSums[]> {
  const rows = ledgerRows(
    snapshot,
    'object, key, account, kind, region, day, status, reason, sizeBytes, found, indexed, unreadable, rawBytes',
  );
  if (rows === undefined) return [];
  const inScope = `(SELECT * FROM ${rows} WHERE ${ledgerCondition(scope)})`;
  const records = segmentRows(snapshot.segments, 'records.parquet', allNumbers(snapshot.segments), 'object');
  const copies = snapshot.hasCopies
    ? `(SELECT segment, object, count(*) AS copies FROM ${snapshot.copies} WHERE kind = 'copy' GROUP BY ALL)`
    : '(SELECT 0 AS segment, 0 AS object, 0 AS copies WHERE false)';
  const count = (status: string): string => `count(*) FILTER (status = '${status}')::DOUBLE`;
  const sums = await database.rows(
    `SELECT account, kind, region, day::VARCHAR, ${count('read')}, ${count('skipped')}, ${count('failed')},
       sum(found)::DOUBLE, sum(indexed)::DOUBLE, sum(unreadable)::DOUBLE, coalesce(sum(copies), 0)::DOUBLE,
       coalesce(sum(sizeBytes) FILTER (status = 'read'), 0)::DOUBLE, sum(rawBytes)::DOUBLE, coalesce(sum(n), 0)::DOUBLE
     FROM ${inScope} o LEFT JOIN ${copies} c ON o.segment = c.segment AND o.object = c.object
     LEFT JOIN (SELECT segment, object, count(*) AS n FROM ${records} GROUP BY ALL) r ON o.segment = r.segment AND o.object = r.object
     GROUP BY account, kind, region, day ORDER BY ALL`,
    signal,
  );
  const reasons = await readReasons(database, inScope, signal);
  return sums.map(([account, kind, region, day, ...counts]) => {
    const partition = { account: toText(account), kind: toText(kind), region: toText(region), day: toText(day) };
    const [read = 0, skipped = 0, failed = 0, found = 0, indexed = 0, unreadable = 0, copied = 0, ...bytes] =
      counts.map(Number);
    const [storedBytes = 0, rawBytes = 0, rowCount = 0] = bytes;
    const objects = { read, skipped, failed, storedBytes, rawBytes };
    const numbers = { found, indexed, unreadable, copies: copied, rows: rowCount };
    return { ...partition, ...objects, ...numbers, reasons: reasons.get(partitionName(partition)) ?? [] };
  });
}

async function readReasons(
  database: QueryDatabase,
  rows: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly ReasonCount[]>> {
  const found = await database.rows(
    `SELECT account, kind, region, day::VARCHAR, status, coalesce(reason, 'no reason told'), count(*)::DOUBLE
     FROM ${rows} WHERE status <> 'read' GROUP BY ALL ORDER BY ALL`,
    signal,
  );
  const reasons = new Map<string, ReasonCount[]>();
  for (const [account, kind, region, day, status, reason, objects] of found) {
    const name = partitionName({
      account: toText(account),
      kind: toText(kind),
      region: toText(region),
      day: toText(day),
    });
    const entry = {
      status: status === 'failed' ? ('failed' as const) : ('skipped' as const),
      reason: String(reason),
      objects: Number(objects),
    };
    reasons.set(name, [...(reasons.get(name) ?? []), entry]);
  }
  return reasons;
}

/** Failed ones first, then those with unreadable places, then those that were skipped; by key. */
export async function listUnreadable(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  scope: Scope,
  limit: number,
  signal: AbortSignal,
): Promise<readonly UnreadableObject[]> {
  const rows = ledgerRows(snapshot, 'object, key, account, kind, region, day, status, reason, unreadable, problems');
  if (rows === undefined) return [];
  const found = await database.rows(
    `SELECT key, status, reason, problems FROM ${rows}
     WHERE ${ledgerCondition(scope)} AND (status <> 'read' OR unreadable > 0 OR problems LIKE '%"error"%')
     ORDER BY CASE status WHEN 'failed' THEN 0 WHEN 'read' THEN 1 ELSE 2 END, key LIMIT ${Math.max(0, Math.floor(limit))}`,
    signal,
  );
  return found.flatMap(([key, status, reason, problems]): readonly UnreadableObject[] => {
    if (status !== 'read') {
      const kind = status === 'failed' ? ('failed' as const) : ('skipped' as const);
      return [{ key: String(key), status: kind, reason: toText(reason) ?? 'no reason told' }];
    }
    return parseProblems(toText(problems)).map((problem) => ({
      key: String(key),
      status: 'read' as const,
      ...problem,
    }));
  });
}

interface StoredProblem {
  readonly reason: string;
  readonly offset?: number;
  readonly count?: number;
}

/** The problems of a ledger's row that mean that something could not be read. */
function parseProblems(text: string | null): readonly StoredProblem[] {
  const value: unknown = JSON.parse(text ?? '[]');
  const problems = Array.isArray(value) ? (value as readonly Readonly<Record<string, unknown>>[]) : []; // as SegmentWriter wrote it
  const damaging = problems.filter(({ severity, kind }) => severity === 'error' || kind === 'notARecord');
  const listed = damaging.map(({ message, offset, count }) => ({
    reason: typeof message === 'string' ? message : 'no reason told',
    ...(typeof offset === 'number' ? { offset } : {}),
    ...(typeof count === 'number' ? { count } : {}),
  }));
  return listed.length > 0 ? listed : [{ reason: 'parts of it could not be read' }];
}

function toText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
