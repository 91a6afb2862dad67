import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { recordColumns } from '../engine/record/recordColumns';
import type { SegmentObjectPlace } from './excludedObjects';
import { segmentRows } from './indexSnapshot';
import { parquetFormat } from './parquetFormat';
import { QueryDatabase, sqlList, sqlName, sqlText } from './queryDatabase';
import type { Segment } from './segmentCatalog';
import { makeSegmentFolder, measureFiles, publishFolder } from './segmentFolder';
import { rowColumns, segmentSchema, toSegmentId, type SegmentCounts, type SupersededObjects } from './segmentSchema';
import type { StoredSummary } from './storedSummary';

const memoryMegabytes = 512;

/** Writes one segment that stands for some; its id is the answer. `excluded`: objects of any segment that no longer count. */
export async function mergeSegments(
  indexFolder: string,
  segments: readonly Segment[],
  group: readonly number[],
  excluded: readonly SegmentObjectPlace[],
  generator: string,
  signal: AbortSignal,
): Promise<string> {
  const id = toSegmentId(Date.now(), randomBytes(4).readUInt32BE());
  const folder = makeSegmentFolder(indexFolder, id);
  const bases = toBases(segments, group);
  const database = await QueryDatabase.open({
    threads: '1',
    memory_limit: `${memoryMegabytes}MB`,
    temp_directory: path.join(folder, 'spill'),
  });
  try {
    await database.run(toTables(segments, group, bases, excluded), signal);
    await writeFiles(database, folder, segments, group, signal);
    const summary = await summarize(database, segments, group, bases, signal);
    await rm(path.join(folder, 'spill'), { recursive: true, force: true });
    const files = measureFiles(folder);
    const createdTime = new Date().toISOString();
    publishFolder(folder, indexFolder, { schema: segmentSchema, id, createdTime, generator, ...summary, files });
    return id;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  } finally {
    database.dispose();
  }
}

/** Object `n` of the segment becomes object `base + n`: none is numbered anew, so places in it can be followed. */
function toBases(segments: readonly Segment[], group: readonly number[]): readonly number[] {
  let base = 0;
  return group.map((number) => {
    const own = base;
    const summary = segments[number]?.summary;
    // Numbers of a merged segment have gaps: its own parts' bases tell how far they may go.
    base += Math.max(summary?.counts.objects ?? 0, summary?.objectLimit ?? 0);
    return own;
  });
}

function toTables(
  segments: readonly Segment[],
  group: readonly number[],
  bases: readonly number[],
  excluded: readonly SegmentObjectPlace[],
): string {
  const places = excluded.filter(({ segment }) => group.includes(segment));
  const records = segmentRows(segments, 'records.parquet', group, 'object');
  return `
    CREATE TABLE bases AS SELECT unnest(${sqlList(group)})::INTEGER AS segment, unnest(${sqlList(bases)})::INTEGER AS base;
    CREATE TABLE excluded AS SELECT unnest(${sqlList(places.map(({ segment }) => segment))}::INTEGER[]) AS segment,
      unnest(${sqlList(places.map(({ object }) => object))}::INTEGER[]) AS object;
    CREATE TABLE kept AS SELECT segment, "row", (row_number() OVER (ORDER BY segment, "row") - 1)::INTEGER AS newRow
      FROM ${records} r ANTI JOIN excluded e ON r.segment = e.segment AND r.object = e.object;
    CREATE TABLE ledger AS SELECT o.* EXCLUDE ("row", segment) REPLACE ((o.object + b.base)::INTEGER AS object)
      FROM ${segmentRows(segments, 'objects.parquet', group)} o JOIN bases b ON o.segment = b.segment
      ANTI JOIN excluded e ON o.segment = e.segment AND o.object = e.object;`;
}

async function writeFiles(
  database: QueryDatabase,
  folder: string,
  segments: readonly Segment[],
  group: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  const columns = [...recordColumns.map(({ name }) => name), ...rowColumns.map(([name]) => name)];
  const fields = columns.map((name) =>
    name === 'object' ? '(r.object + b.base)::INTEGER AS object' : `r.${sqlName(name)}`,
  );
  const format = `${parquetFormat}, ROW_GROUP_SIZE 131072`;
  const copy = (statement: string, name: string): Promise<void> =>
    database.run(`COPY (${statement}) TO ${sqlText(path.join(folder, name))} (${format})`, signal);
  await copy(
    `SELECT ${fields.join(', ')} FROM ${segmentRows(segments, 'records.parquet', group)} r
     JOIN bases b ON r.segment = b.segment JOIN kept k ON r.segment = k.segment AND r."row" = k."row" ORDER BY k.newRow`,
    'records.parquet',
  );
  const mentions = `SELECT mention, segment, unnest("rows") AS "row" FROM (SELECT mention, "rows", segment FROM ${segmentRows(segments, 'mentions.parquet', group)})`;
  await copy(
    `SELECT mention, list(k.newRow ORDER BY k.newRow)::INTEGER[] AS "rows" FROM (${mentions}) m
     JOIN kept k ON m.segment = k.segment AND m."row" = k."row" GROUP BY mention ORDER BY mention`,
    'mentions.parquet',
  );
  await copy('FROM ledger ORDER BY object', 'objects.parquet');
}

async function summarize(
  database: QueryDatabase,
  segments: readonly Segment[],
  group: readonly number[],
  bases: readonly number[],
  signal: AbortSignal,
): Promise<Pick<StoredSummary, 'counts' | 'time' | 'keys' | 'supersedes' | 'replaces' | 'bases' | 'objectLimit'>> {
  const [row = []] = await database.rows(
    `SELECT count(*)::DOUBLE, count(*) FILTER (status = 'read')::DOUBLE, count(*) FILTER (status = 'skipped')::DOUBLE,
       count(*) FILTER (status = 'failed')::DOUBLE, coalesce(sum(found), 0)::DOUBLE, coalesce(sum(indexed), 0)::DOUBLE,
       coalesce(sum(unreadable), 0)::DOUBLE, coalesce(sum(rawBytes), 0)::DOUBLE,
       coalesce(sum(sizeBytes) FILTER (status = 'read'), 0)::DOUBLE, min(key), max(key) FROM ledger`,
    signal,
  );
  const [objects = 0, read = 0, skipped = 0, failed = 0, found = 0, indexed = 0, unreadable = 0, ...bytes] = row
    .slice(0, 9)
    .map(Number);
  const [rawBytes = 0, storedBytes = 0] = bytes;
  const counts: SegmentCounts = { objects, read, skipped, failed, found, indexed, unreadable, rawBytes, storedBytes };
  const [, , , , , , , , , first, last] = row;
  const parts = group.flatMap((number) => segments[number] ?? []);
  return {
    counts,
    // May be wider than what is left: it only says where to look.
    time: toTimes(parts),
    keys: typeof first === 'string' && typeof last === 'string' ? { first, last } : null,
    supersedes: listSupersedesOutside(parts),
    replaces: parts.flatMap(({ id, summary }) => [id, ...summary.replaces]),
    bases: parts.flatMap(({ summary }, at) => [
      bases[at] ?? 0,
      ...summary.bases.map((base) => (bases[at] ?? 0) + base),
    ]),
    objectLimit: limitOf(parts, bases),
  };
}

function limitOf(parts: readonly Segment[], bases: readonly number[]): number {
  const last = parts[parts.length - 1]?.summary;
  return (bases[bases.length - 1] ?? 0) + Math.max(last?.counts.objects ?? 0, last?.objectLimit ?? 0);
}

function toTimes(parts: readonly Segment[]): StoredSummary['time'] {
  const times = parts.flatMap(({ summary }) => summary.time ?? []);
  if (times.length === 0) return null;
  const sorted = (pick: 'from' | 'to'): readonly string[] => times.map((time) => time[pick]).sort();
  return { from: sorted('from')[0] ?? '', to: sorted('to').at(-1) ?? '' };
}

/** What the parts superseded in each other is gone; what they supersede elsewhere still counts. */
function listSupersedesOutside(parts: readonly Segment[]): readonly SupersededObjects[] {
  const own = new Set(parts.flatMap(({ id, summary }) => [id, ...summary.replaces]));
  const joined = new Map<string, Set<number>>();
  for (const { segment, objects } of parts.flatMap(({ summary }) => summary.supersedes)) {
    if (own.has(segment)) continue;
    const known = joined.get(segment) ?? new Set<number>();
    for (const object of objects) known.add(object);
    joined.set(segment, known);
  }
  return [...joined].map(([segment, objects]) => ({ segment, objects: [...objects] }));
}
