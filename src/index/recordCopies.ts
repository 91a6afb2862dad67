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
  const located = known === undefined ? undefined : locate(segments, known);
  if (located !== undefined) {
    await keepKnown(database, segments, located, signal);
    await addCopies(database, segments, 'FROM looked', signal);
    return;
  }
  const rows = segments.reduce((sum, { summary }) => sum + summary.counts.indexed, 0);
  const passes = Math.max(1, Math.ceil(rows / maxGroupedRows));
  for (let pass = 0; pass < passes; pass++) {
    const part = passes === 1 ? '' : ` WHERE h % ${passes} = ${pass}`;
    await addCopies(database, segments, `FROM ${countedEvents(segments, numbers)}${part}`, signal);
  }
}

/** Rows that count and have an eventID: `segment, row, object, ordinal, contentHash, h`. */
function countedEvents(segments: readonly Segment[], numbers: readonly number[]): string {
  const events = segmentRows(
    segments,
    'records.parquet',
    numbers,
    'hash(eventID) AS h, eventID, object, ordinal, contentHash',
  );
  return `(SELECT r.* EXCLUDE eventID FROM ${events} r ANTI JOIN excluded e ON r.segment = e.segment AND r.object = e.object
    WHERE r.eventID IS NOT NULL)`;
}

/** Where the segments of earlier stand now; undefined when one of them is gone. */
function locate(segments: readonly Segment[], known: KnownCopies): LocatedCopies | undefined {
  const places = new Map(segments.map(({ id }, number) => [id, number]));
  const old = known.segments.flatMap((id) => places.get(id) ?? []);
  if (old.length < known.segments.length) return undefined;
  const isOld = new Set(old);
  return { ...known, old, added: allNumbers(segments).filter((number) => !isOld.has(number)) };
}

interface LocatedCopies extends KnownCopies {
  /** Present numbers of its segments, in their order; and those of the others. */
  readonly old: readonly number[];
  readonly added: readonly number[];
}

const createTable = `
  CREATE TABLE copies (segment INTEGER, "row" INTEGER, object INTEGER, ordinal INTEGER,
    primarySegment INTEGER, primaryRow INTEGER, kind VARCHAR, eventHash UBIGINT);`;

/**
 * Takes over what is known of eventIDs that no new segment, and no object that was read anew, has; the table `looked`
 * holds all rows of the other eventIDs.
 */
async function keepKnown(
  database: QueryDatabase,
  segments: readonly Segment[],
  { copiesFile, excludedFile, old, added }: LocatedCopies,
  signal: AbortSignal,
): Promise<void> {
  const renumber = (column: string): string => `(${sqlList(old)}::INTEGER[])[${column} + 1]`;
  await database.run(
    `CREATE TABLE touched (h UBIGINT);
     CREATE TABLE anew AS SELECT segment, object FROM excluded WHERE segment IN (SELECT unnest(${sqlList(old)}::INTEGER[]))
       EXCEPT SELECT ${renumber('segment')}, object FROM read_parquet(${sqlText(excludedFile)})`,
    signal,
  );
  if (added.length > 0) {
    await database.run(`INSERT INTO touched SELECT DISTINCT h FROM ${countedEvents(segments, added)}`, signal);
  }
  const [anew] = await database.rows('SELECT count(*)::INTEGER FROM anew', signal);
  if (anew?.[0] !== 0) {
    const events = segmentRows(segments, 'records.parquet', old, 'hash(eventID) AS h, object');
    await database.run(
      `INSERT INTO touched SELECT DISTINCT h FROM ${events} r SEMI JOIN anew a ON r.segment = a.segment AND r.object = a.object`,
      signal,
    );
  }
  await database.run(
    `CREATE TABLE looked AS SELECT r.* FROM ${countedEvents(segments, allNumbers(segments))} r SEMI JOIN touched t ON r.h = t.h;
     INSERT INTO copies SELECT ${renumber('segment')}, "row", object, ordinal, ${renumber('primarySegment')}, primaryRow, kind, eventHash
     FROM read_parquet(${sqlText(copiesFile)}) c ANTI JOIN touched t ON c.eventHash = t.h`,
    signal,
  );
}

/**
 * `events`: FROM clause of the rows to look at, all rows of an eventID together. Only numbers are compared: the content's
 * hash is a cryptographic one and covers the eventID. A row's `place` is its object's rank by key, then its ordinal.
 */
async function addCopies(
  database: QueryDatabase,
  segments: readonly Segment[],
  events: string,
  signal: AbortSignal,
): Promise<void> {
  const objects = segmentRows(segments, 'objects.parquet', allNumbers(segments), 'object, key');
  await database.run(
    `CREATE TABLE repeated AS SELECT h ${events} GROUP BY h HAVING count(*) > 1;
     CREATE TABLE candidates AS SELECT r.* FROM (SELECT * ${events}) r SEMI JOIN repeated d ON r.h = d.h;
     CREATE TABLE ranks AS SELECT o.segment, o.object FROM ${objects} o
       SEMI JOIN candidates c ON o.segment = c.segment AND o.object = c.object ORDER BY o.key, o.segment, o.object;
     CREATE TABLE placed AS SELECT c.*, (k.rowid << 32) + c.ordinal AS place, (c.segment::BIGINT << 32) + c."row" AS location
       FROM candidates c JOIN ranks k ON c.segment = k.segment AND c.object = k.object;
     DROP TABLE repeated; DROP TABLE candidates; DROP TABLE ranks;
     CREATE TABLE contents AS SELECT h, contentHash, min(place) AS place, arg_min(location, place) AS location
       FROM placed GROUP BY h, contentHash;
     CREATE TABLE conflicts AS SELECT h, arg_min(location, place) AS location FROM contents GROUP BY h HAVING count(*) > 1;
     INSERT INTO copies SELECT p.segment, p."row", p.object, p.ordinal, c.location >> 32, c.location & 4294967295, 'copy', p.h
       FROM placed p JOIN contents c ON p.h = c.h AND p.contentHash = c.contentHash WHERE p.place <> c.place;
     INSERT INTO copies SELECT p.segment, p."row", p.object, p.ordinal, f.location >> 32, f.location & 4294967295, 'conflict', p.h
       FROM placed p JOIN contents c ON p.h = c.h AND p.contentHash = c.contentHash AND p.place = c.place
       JOIN conflicts f ON p.h = f.h;
     DROP TABLE placed; DROP TABLE contents; DROP TABLE conflicts;`,
    signal,
  );
}
