import { allNumbers, segmentRows } from './indexSnapshot';
import { QueryDatabase, sqlList } from './queryDatabase';
import type { Segment } from './segmentCatalog';

/** An object of a segment, by the segment's number in its set. */
export interface SegmentObjectPlace {
  readonly segment: number;
  readonly object: number;
}

/**
 * Objects that segments say were read anew elsewhere. Segments that were merged meanwhile are followed into the one
 * that stands for them; what is not there any more is left out.
 */
function listSuperseded(segments: readonly Segment[]): readonly SegmentObjectPlace[] {
  const places = new Map<string, { readonly segment: number; readonly base: number }>();
  for (const [segment, { id, summary }] of segments.entries()) {
    places.set(id, { segment, base: 0 });
    for (const [at, replaced] of summary.replaces.entries()) {
      const base = summary.bases[at];
      if (base !== undefined) places.set(replaced, { segment, base });
    }
  }
  return segments.flatMap(({ summary }) =>
    summary.supersedes.flatMap(({ segment: id, objects }) => {
      const place = places.get(id);
      if (place === undefined) return [];
      return objects.map((object) => ({ segment: place.segment, object: place.base + object }));
    }),
  );
}

/** Makes the table `excluded(segment, object)` of all objects that no longer count. */
export async function fillExcluded(
  database: QueryDatabase,
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<void> {
  const superseded = listSuperseded(segments);
  const numbers = sqlList(superseded.map(({ segment }) => segment));
  const objects = sqlList(superseded.map(({ object }) => object));
  await database.run(
    `CREATE TABLE excluded AS SELECT DISTINCT unnest(${numbers}::INTEGER[]) AS segment, unnest(${objects}::INTEGER[]) AS object`,
    signal,
  );
  if (segments.length === 0) return;
  const rows = segmentRows(segments, 'objects.parquet', allNumbers(segments), 'object, key, status');
  await database.run(excludeSameKeys(rows), signal);
}

/** The same as a list, worked out in a DuckDB of its own. */
export async function listExcluded(
  segments: readonly Segment[],
  signal: AbortSignal,
): Promise<readonly SegmentObjectPlace[]> {
  const database = await QueryDatabase.open({ threads: '1', memory_limit: '256MB' });
  try {
    await fillExcluded(database, segments, signal);
    const rows = await database.rows('SELECT segment, object FROM excluded ORDER BY ALL', signal);
    return rows.map(([segment, object]) => ({ segment: Number(segment), object: Number(object) }));
  } finally {
    database.dispose();
  }
}

/**
 * Two processes may have read one object at the same time: of rows of one key, one counts. A row that was read stands
 * before one that failed, and a newer one before an older one. `objects` is a table expression over all rows.
 */
function excludeSameKeys(objects: string): string {
  const counted = `${objects} o ANTI JOIN excluded e ON o.segment = e.segment AND o.object = e.object`;
  return `
    INSERT INTO excluded SELECT segment, object FROM (
      SELECT o.segment, o.object, row_number() OVER (
        PARTITION BY o.key ORDER BY o.status = 'failed', o.segment DESC, o.object DESC
      ) AS place
      FROM ${counted}
      WHERE hash(o.key) IN (SELECT hash(o.key) FROM ${counted} GROUP BY hash(o.key) HAVING count(*) > 1)
    ) WHERE place > 1`;
}
