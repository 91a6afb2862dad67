import type { EpochMs } from '../base/time';
import { UserError } from '../base/errors';
import { countBuckets, toBucketMs, toBucketStart } from '../engine/timeline/timeBuckets';
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
import { maxBuckets, type PictureOptions } from './timeline';
import { laneColumn, toWholeMs } from './timelineFilter';
import type { TimelineTable } from './timelineTable';

/** Marks of all lanes together: more are no picture, and slow to hand over. They are then wider than the buckets. */
const maxMarks = 40_000;

interface View {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly bucketMs: number;
}

/** Counts what one view shows. Every number comes out of one statement, over a table that nothing changes. */
export async function readPicture(
  table: TimelineTable,
  options: PictureOptions,
  signal: AbortSignal,
): Promise<TimelinePicture> {
  const { from, to } = await readView(table, options, signal);
  const bucketMs = chooseBucketMs(from, to, options);
  const { buckets, lanes, laneTotal } = await readCells(table, { from, to, bucketMs }, options, signal);
  const classes = sumClasses(buckets);
  const shown = sumClasses(lanes.map((lane) => lane.classes));
  return {
    from,
    to,
    bucketMs,
    buckets,
    laneBy: options.laneBy,
    lanes,
    rest: {
      lanes: laneTotal - lanes.filter(({ count }) => count > 0).length,
      classes: mapClasses((name) => classes[name] - shown[name]),
    },
    total: countAll(classes),
  };
}

function chooseBucketMs(from: EpochMs, to: EpochMs, { buckets, bucketMs }: PictureOptions): number {
  if (bucketMs === undefined) return toBucketMs(from, to, clamp(buckets, 20, maxBuckets));
  const count = countBuckets(from, to, bucketMs);
  if (Number.isSafeInteger(bucketMs) && bucketMs > 0 && count <= maxBuckets) return bucketMs;
  throw new UserError('invalidInput', `Buckets of ${bucketMs} ms are too narrow for this time.`);
}

/** The table is in order of time, so that only its ends are looked at. */
async function readView(
  { database, name }: TimelineTable,
  options: PictureOptions,
  signal: AbortSignal,
): Promise<Pick<View, 'from' | 'to'>> {
  const isGiven = options.from !== undefined && options.to !== undefined;
  const [row] = isGiven ? [] : await database.rows(`SELECT min(ms)::DOUBLE, max(ms)::DOUBLE FROM ${name}`, signal);
  const [first, last] = row ?? [];
  const firstTime = typeof first === 'number' ? first : 0;
  const lastTime = typeof last === 'number' ? last : firstTime;
  const from = toWholeMs(options.from ?? Math.min(firstTime, options.to ?? firstTime));
  return { from, to: Math.max(toWholeMs(options.to ?? lastTime + 1), from + 1) };
}

interface PictureParts {
  readonly buckets: readonly TimelineBucket[];
  readonly lanes: readonly TimelineLane[];
  /** Lanes that have a record in the view. */
  readonly laneTotal: number;
}

/** Kinds of rows that `pictureSql` gives. */
const bucketRow = 0;
const laneRow = 1;

async function readCells(
  { database, name }: TimelineTable,
  view: View,
  options: PictureOptions,
  signal: AbortSignal,
): Promise<PictureParts> {
  const most = clamp(options.maxLanes, 1, 200);
  const kept = numbered([...new Set(options.lanes)].slice(0, most));
  const start = toBucketStart(view.from, view.bucketMs);
  const rows = await database.rows(pictureSql(name, view, options.laneBy, kept, most), signal, kept?.values ?? {});
  const buckets = new Map<number, Draft<TimelineBucket>>();
  const lanes: LaneDraft[] = [];
  let laneTotal = 0;
  for (const [kind, at, classNumber, count, value, first, last, id] of rows) {
    const [place, n] = [Number(at), Number(count)];
    const recordClass = recordClasses[Number(classNumber)] ?? 'write';
    if (kind === bucketRow) {
      const bucket = buckets.get(place) ?? { ...noClasses, time: start + place * view.bucketMs };
      bucket[recordClass] = n;
      buckets.set(place, bucket);
    } else if (kind === laneRow) {
      laneTotal = n;
      lanes.push({ value: typeof value === 'string' ? value : null, classes: { ...noClasses }, marks: [] });
    } else {
      const lane = lanes[place];
      if (lane === undefined) continue;
      lane.classes[recordClass] += n;
      lane.marks.push({ recordClass, time: Number(first), lastTime: Number(last), count: n, id: Number(id) });
    }
  }
  const counted = lanes.map(({ value, classes, marks }) => ({ value, count: countAll(classes), classes, marks }));
  return { buckets: [...buckets.values()], lanes: counted, laneTotal };
}

type Draft<T> = { -readonly [Name in keyof T]: T[Name] };
interface LaneDraft {
  readonly value: string | null;
  readonly classes: Draft<ClassCounts>;
  readonly marks: LaneMark[];
}

const noClasses: ClassCounts = { read: 0, write: 0, error: 0, denied: 0 };

/**
 * The records are counted once, by lane, class and bucket; all else is made of these cells. Gives
 * `kind, spot, class, n, value, firstMs, lastMs, id`: buckets, then lanes (with the number of all lanes), then marks in order.
 * Where there would be too many marks, as many neighbouring buckets go into one as leave few enough.
 */
function pictureSql(
  name: string,
  { from, to, bucketMs }: View,
  laneBy: PictureOptions['laneBy'],
  kept: NumberedValues | undefined,
  most: number,
): string {
  const busiest = `SELECT value, row_number() OVER (ORDER BY n DESC, value NULLS LAST) - 1 AS number FROM counted
    QUALIFY number < ${most}`;
  return `WITH cells AS MATERIALIZED (
      SELECT ${laneColumn(laneBy)} AS value, class, ((ms - ${toBucketStart(from, bucketMs)}) // ${bucketMs})::INTEGER AS bucket,
        count(*) AS n, min(ms) AS firstMs, max(ms) AS lastMs, min(rowid) AS place, arg_min(id, rowid) AS id
      FROM ${name} WHERE ms >= ${from} AND ms < ${to} GROUP BY ALL
    ), counted AS MATERIALIZED (SELECT value, sum(n) AS n FROM cells GROUP BY value
    ), chosen AS MATERIALIZED (${kept?.sql ?? busiest}
    ), shown AS MATERIALIZED (
      SELECT number, c.* EXCLUDE (value) FROM cells c JOIN chosen k ON c.value IS NOT DISTINCT FROM k.value
    ), width AS (
      SELECT CASE WHEN count(*) <= ${maxMarks} THEN 1 ELSE
        ceil((max(bucket) + 1) / (${maxMarks} // count(DISTINCT number * 4 + class)))::INTEGER END AS buckets FROM shown
    ), marks AS (
      SELECT number, class, sum(n) AS n, min(firstMs) AS firstMs, max(lastMs) AS lastMs, min(place) AS place, arg_min(id, place) AS id
      FROM shown, width GROUP BY number, class, bucket // buckets
    )
    SELECT kind, spot::INTEGER, class, n::INTEGER, value, firstMs::DOUBLE, lastMs::DOUBLE, id FROM (
      SELECT ${bucketRow} AS kind, bucket AS spot, class, sum(n) AS n, NULL AS value, NULL AS firstMs, NULL AS lastMs,
        bucket AS place, NULL AS id FROM cells GROUP BY bucket, class
      UNION ALL SELECT ${laneRow}, number, NULL, (SELECT count(*) FROM counted), value, NULL, NULL, number, NULL FROM chosen
      UNION ALL SELECT ${laneRow + 1}, number, class, n, NULL, firstMs, lastMs, place, id FROM marks
    ) ORDER BY kind, place`;
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

function countAll(counts: ClassCounts): number {
  return recordClasses.reduce((sum, name) => sum + counts[name], 0);
}

function sumClasses(counts: readonly ClassCounts[]): ClassCounts {
  return mapClasses((name) => counts.reduce((sum, one) => sum + one[name], 0));
}

function mapClasses(count: (name: RecordClass) => number): ClassCounts {
  return { read: count('read'), write: count('write'), error: count('error'), denied: count('denied') };
}
