import type { EpochMs } from '../base/time';
import { toBucketMs, toBucketStart } from '../engine/timeline/timeBuckets';
import {
  recordClasses,
  type ClassCounts,
  type LaneMark,
  type RecordClass,
  type TimelineBucket,
  type TimelineLane,
  type TimelinePicture,
} from '../engine/timeline/timeline';
import type { SqlValues } from './queryDatabase';
import type { PictureOptions } from './timeline';
import { classCountsSql, laneColumn, toClassCounts, toWholeMs } from './timelineFilter';
import type { TimelineTable } from './timelineTable';

/** Marks of all lanes together: more are no picture, and slow to hand over. They are then wider than the buckets. */
const maxMarkColumns = 40_000;

/** The times of all records of a timeline; none for one without times. */
interface Period {
  readonly firstTime?: EpochMs;
  readonly lastTime?: EpochMs;
}

interface View {
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** Of the table's rows. */
  readonly where: string;
}

/** Counts what one view shows. Every number comes out of one table that nothing changes. */
export async function readPicture(
  table: TimelineTable,
  options: PictureOptions,
  signal: AbortSignal,
): Promise<TimelinePicture> {
  const view = toView(await readPeriod(table, signal), options);
  const maxBuckets = clamp(options.buckets, 20, 2000);
  const bucketMs = toBucketMs(view.from, view.to, maxBuckets);
  const [buckets, lanes] = await Promise.all([
    readBuckets(table, view, bucketMs, signal),
    readLanes(table, view, options, signal),
  ]);
  const markColumns = Math.min(maxBuckets, Math.floor(maxMarkColumns / Math.max(1, lanes.shown.length)));
  const markMs = Math.max(bucketMs, toBucketMs(view.from, view.to, Math.max(1, markColumns)));
  const marks = await readMarks(table, view, markMs, options.laneBy, lanes.shown, signal);
  const classes = sumClasses(buckets);
  const shown = sumClasses(lanes.shown.map((lane) => lane.classes));
  return {
    from: view.from,
    to: view.to,
    bucketMs,
    buckets,
    laneBy: options.laneBy,
    lanes: lanes.shown.map((lane, at) => ({ ...lane, marks: marks.get(at) ?? [] })),
    rest: {
      lanes: lanes.total - lanes.shown.filter(({ count }) => count > 0).length,
      classes: mapClasses((name) => classes[name] - shown[name]),
    },
    total: recordClasses.reduce((sum, name) => sum + classes[name], 0),
  };
}

/** The table is in order of time, so that only its ends are looked at. */
async function readPeriod({ database, name }: TimelineTable, signal: AbortSignal): Promise<Period> {
  const [row] = await database.rows(`SELECT min(ms)::DOUBLE, max(ms)::DOUBLE FROM ${name}`, signal);
  const [first, last] = row ?? [];
  return typeof first === 'number' && typeof last === 'number' ? { firstTime: first, lastTime: last } : {};
}

function toView({ firstTime = 0, lastTime = firstTime }: Period, options: PictureOptions): View {
  const from = toWholeMs(options.from ?? Math.min(firstTime, options.to ?? firstTime));
  const to = Math.max(toWholeMs(options.to ?? lastTime + 1), from + 1);
  return { from, to, where: `ms >= ${from} AND ms < ${to}` };
}

async function readBuckets(
  { database, name }: TimelineTable,
  { from, where }: View,
  bucketMs: number,
  signal: AbortSignal,
): Promise<readonly TimelineBucket[]> {
  const start = toBucketStart(from, bucketMs);
  const rows = await database.rows(
    `SELECT ((ms - ${start}) // ${bucketMs})::INTEGER AS bucket, ${classCountsSql} FROM ${name} WHERE ${where}
     GROUP BY bucket ORDER BY bucket`,
    signal,
  );
  return rows.map(([bucket, ...counts]) => ({ time: start + Number(bucket) * bucketMs, ...toClassCounts(counts) }));
}

type BareLane = Omit<TimelineLane, 'marks'>;

/** The lanes to show, and how many have a record in the view. */
async function readLanes(
  { database, name }: TimelineTable,
  { where }: View,
  { laneBy, maxLanes, lanes }: PictureOptions,
  signal: AbortSignal,
): Promise<{ readonly shown: readonly BareLane[]; readonly total: number }> {
  const most = clamp(maxLanes, 1, 200);
  const kept = numbered([...new Set(lanes)].slice(0, most));
  const counted = `counted AS MATERIALIZED (
    SELECT ${laneColumn(laneBy)} AS value, count(*)::INTEGER AS n, ${classCountsSql} FROM ${name} WHERE ${where} GROUP BY value)`;
  const chosen =
    kept === undefined
      ? `SELECT * FROM counted ORDER BY n DESC, value NULLS LAST LIMIT ${most}`
      : `SELECT k.value, c.* EXCLUDE (value) FROM ${kept.sql} k LEFT JOIN counted c ON c.value IS NOT DISTINCT FROM k.value ORDER BY k.number`;
  const rows = await database.rows(
    `WITH ${counted} SELECT (SELECT count(*) FROM counted)::INTEGER, * FROM (${chosen})`,
    signal,
    kept?.values ?? {},
  );
  const shown = rows.map(([, value, count, ...counts]) => ({
    value: typeof value === 'string' ? value : null,
    count: Number(count ?? 0),
    classes: toClassCounts(counts),
  }));
  return { shown, total: Number(rows[0]?.[0] ?? 0) };
}

/** Marks by the number of their lane among those shown, in order of time. */
async function readMarks(
  { database, name }: TimelineTable,
  { from, where }: View,
  markMs: number,
  laneBy: PictureOptions['laneBy'],
  lanes: readonly BareLane[],
  signal: AbortSignal,
): Promise<ReadonlyMap<number, readonly LaneMark[]>> {
  const marks = new Map<number, LaneMark[]>();
  const shown = numbered(lanes.filter(({ count }) => count > 0).map(({ value }) => value));
  if (shown === undefined) return marks;
  const rows = await database.rows(
    `WITH marks AS (
       SELECT number, class, (ms - ${toBucketStart(from, markMs)}) // ${markMs} AS bucket,
         min(ms) AS first, max(ms) AS last, count(*)::INTEGER AS n, min(t.rowid) AS place
       FROM ${name} t JOIN ${shown.sql} k ON t.${laneColumn(laneBy)} IS NOT DISTINCT FROM k.value
       WHERE ${where} GROUP BY number, class, bucket
     )
     SELECT k.value, m.class, m.first::DOUBLE, m.last::DOUBLE, n, t.id
     FROM marks m JOIN ${shown.sql} k ON m.number = k.number JOIN ${name} t ON t.rowid = m.place ORDER BY m.place`,
    signal,
    shown.values,
  );
  const numbers = new Map(lanes.map(({ value }, number) => [value, number]));
  for (const [value, recordClass, first, last, count, id] of rows) {
    const number = numbers.get(typeof value === 'string' ? value : null) ?? -1;
    const mark: LaneMark = {
      recordClass: recordClasses[Number(recordClass)] ?? 'write',
      time: Number(first),
      lastTime: Number(last),
      count: Number(count),
      id: Number(id),
    };
    const own = marks.get(number);
    if (own === undefined) marks.set(number, [mark]);
    else own.push(mark);
  }
  return marks;
}

interface NumberedValues {
  /** A table expression `(value, number)`. */
  readonly sql: string;
  readonly values: SqlValues;
}

/** Undefined for none: SQL has no empty list of rows. */
function numbered(values: readonly (string | null)[]): NumberedValues | undefined {
  if (values.length === 0) return undefined;
  const rows = values.map((value, at) => `(${value === null ? 'NULL' : `$v${at}`}::VARCHAR, ${at})`);
  const named = values.flatMap((value, at) => (value === null ? [] : [[`v${at}`, value] as const]));
  return {
    sql: `(SELECT * FROM (VALUES ${rows.join(', ')}) v(value, number))`,
    values: Object.fromEntries(named),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Number.isFinite(value) ? Math.min(most, Math.max(least, Math.floor(value))) : least;
}

function sumClasses(counts: readonly ClassCounts[]): ClassCounts {
  return mapClasses((name) => counts.reduce((sum, one) => sum + one[name], 0));
}

function mapClasses(count: (name: RecordClass) => number): ClassCounts {
  return { read: count('read'), write: count('write'), error: count('error'), denied: count('denied') };
}
