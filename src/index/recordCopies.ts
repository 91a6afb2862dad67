import { allNumbers, segmentRows } from './indexSnapshot';
import { fillExcluded } from './excludedObjects';
import { sqlList, sqlText, type QueryDatabase } from './queryDatabase';
import type { Segment } from './segmentCatalog';

/** Of an earlier set of segments, whose copies are still known. */
export interface KnownCopies {
  /** Ids of its segments, in order. */
  readonly segments: readonly string[];
  readonly copiesFile: string;
  readonly excludedFile: string;
}

/** Rows that are grouped at a time: their hashes take some 60 bytes each. */
const maxGroupedRows = 2_000_000;

/**
 * Finds the records that stand in several places and fills two tables of `database`:
 * - `excluded(segment, object)`: objects that no longer count, see `excludeSameKeys`.
 * - `copies(segment, row, object, ordinal, primarySegment, primaryRow, kind, eventHash)`. Records with the same eventID
 *   and the same content are one record: the one with the smallest key, then ordinal, is the primary; the others are of
 *   kind `copy`. Where contents differ, each content's primary is of kind `conflict`. Records without an eventID are
 *   never merged. `eventHash` is DuckDB's own hash, which may change with its version.
 */
export async function findCopies(
  database: QueryDatabase,
  segments: readonly Segment[],
  known: KnownCopies | undefined,
  signal: AbortSignal,
): Promise<void> {
  await fillExcluded(database, segments, signal);
  await database.run(createTable, signal);
  if (segments.length === 0) return;
  const numbers = allNumbers(segments);
  const events = segmentRows(segments, 'records.parquet', numbers, 'eventID, object, ordinal, contentHash');
  const counted = `${events} r ANTI JOIN excluded e ON r.segment = e.segment AND r.object = e.object`;
  const oldNumbers =
    known === undefined ? [] : known.segments.map((id) => segments.findIndex((segment) => segment.id === id));
  if (known !== undefined && !oldNumbers.includes(-1)) {
    await keepKnown(database, known, oldNumbers, events, signal);
    await addCopies(
      database,
      segments,
      `SELECT r.* FROM ${counted} SEMI JOIN touched t ON hash(r.eventID) = t.h`,
      signal,
    );
    return;
  }
  const rows = segments.reduce((sum, { summary }) => sum + summary.counts.indexed, 0);
  const passes = Math.max(1, Math.ceil(rows / maxGroupedRows));
  for (let pass = 0; pass < passes; pass++) {
    const part = passes === 1 ? '' : ` WHERE hash(r.eventID) % ${passes} = ${pass}`;
    await addCopies(database, segments, `SELECT r.* FROM ${counted}${part}`, signal);
  }
}

const createTable = `
  CREATE TABLE copies (segment INTEGER, "row" INTEGER, object INTEGER, ordinal INTEGER,
    primarySegment INTEGER, primaryRow INTEGER, kind VARCHAR, eventHash UBIGINT);`;

/** Takes over what is known of eventIDs that no new segment, and no object that was read anew, has. */
async function keepKnown(
  database: QueryDatabase,
  known: KnownCopies,
  numbers: readonly number[],
  events: string,
  signal: AbortSignal,
): Promise<void> {
  const renumber = (column: string): string => `(${sqlList(numbers)}[${column} + 1])::INTEGER`;
  await database.run(
    `CREATE TABLE touched AS SELECT DISTINCT hash(r.eventID) AS h FROM ${events} r
     WHERE r.eventID IS NOT NULL AND (r.segment NOT IN ${toTuple(numbers)} OR (r.segment, r.object) IN (
       SELECT (segment, object) FROM excluded
       EXCEPT SELECT (${renumber('segment')}, object) FROM read_parquet(${sqlText(known.excludedFile)})));
     INSERT INTO copies SELECT ${renumber('segment')}, "row", object, ordinal, ${renumber('primarySegment')}, primaryRow, kind, eventHash
     FROM read_parquet(${sqlText(known.copiesFile)}) c ANTI JOIN touched t ON c.eventHash = t.h`,
    signal,
  );
}

function toTuple(numbers: readonly number[]): string {
  return `(${numbers.length === 0 ? '-1' : numbers.join(', ')})`;
}

/** `events`: a statement that gives the rows to look at, all rows of an eventID together. */
async function addCopies(
  database: QueryDatabase,
  segments: readonly Segment[],
  events: string,
  signal: AbortSignal,
): Promise<void> {
  const objects = segmentRows(segments, 'objects.parquet', allNumbers(segments), 'object, key');
  await database.run(
    `CREATE OR REPLACE TABLE repeated AS SELECT hash(eventID) AS h FROM (${events})
     WHERE eventID IS NOT NULL GROUP BY h HAVING count(*) > 1;
     CREATE OR REPLACE TABLE candidates AS SELECT r.* FROM (${events}) r SEMI JOIN repeated d ON hash(r.eventID) = d.h;
     INSERT INTO copies
     SELECT segment, "row", object, ordinal, if(isCopy, same.segment, first.segment), if(isCopy, same."row", first."row"),
       if(isCopy, 'copy', 'conflict'), hash(eventID)
     FROM (
       SELECT *, (segment, "row") <> (same.segment, same."row") AS isCopy FROM (
         SELECT c.*, first_value({'segment': c.segment, 'row': c."row"}) OVER (PARTITION BY eventID, contentHash ORDER BY key, ordinal, c.segment, c."row") AS same,
           first_value({'segment': c.segment, 'row': c."row"}) OVER (PARTITION BY eventID ORDER BY key, ordinal, c.segment, c."row") AS first,
           min(contentHash) OVER (PARTITION BY eventID) <> max(contentHash) OVER (PARTITION BY eventID) AS isConflict
         FROM candidates c JOIN ${objects} o ON c.segment = o.segment AND c.object = o.object
       )
     ) WHERE isCopy OR isConflict;
     DROP TABLE repeated; DROP TABLE candidates;`,
    signal,
  );
}
