import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { DerivedFiles } from './derivedFiles';
import { duckDbVersion } from './duckDb';
import type { IndexSnapshot } from './indexSnapshot';
import { QueryDatabase, sqlText } from './queryDatabase';
import { findCopies } from './recordCopies';
import type { SegmentSet } from './segmentCatalog';

export interface SnapshotOptions {
  readonly indexFolder: string;
  readonly scratchFolder: string;
  readonly threads: number;
}

/** Finding copies in millions of records stays within this: the rest goes to the scratch folder. */
const copiesMegabytes = 192;

/**
 * Loads what is known of the set's copies into tables of `database`, which are named after `number`; works it out where
 * nobody has yet, and keeps it for others.
 */
export async function loadSnapshot(
  database: QueryDatabase,
  set: SegmentSet,
  number: number,
  options: SnapshotOptions,
  signal: AbortSignal,
): Promise<IndexSnapshot> {
  const excluded = `hot.excluded_${number}`;
  const copies = `hot.copies_${number}`;
  const files = new DerivedFiles(options.indexFolder, await duckDbVersion());
  const load = async (copiesFile: string, excludedFile: string): Promise<IndexSnapshot> => {
    await database.run(
      `CREATE OR REPLACE TABLE ${excluded} AS SELECT segment, object FROM read_parquet(${sqlText(excludedFile)});
       CREATE OR REPLACE TABLE ${copies} AS SELECT * EXCLUDE eventHash FROM read_parquet(${sqlText(copiesFile)})`,
      signal,
    );
    const [counts] = await database.rows(
      `SELECT (SELECT count(*) FROM ${excluded})::INTEGER, (SELECT count(*) FROM ${copies})::INTEGER`,
      signal,
    );
    return {
      set,
      segments: set.segments,
      excluded,
      copies,
      hasExcluded: counts?.[0] !== 0,
      hasCopies: counts?.[1] !== 0,
    };
  };
  const known = await files.find(set.setId);
  if (known !== undefined) return load(known.copiesFile, known.excludedFile);
  const ids = set.segments.map(({ id }) => id);
  const found = await writeCopies(set, await files.findBest(ids), options, signal);
  const snapshot = await load(found.copiesFile, found.excludedFile);
  await files.keep(set.setId, ids, found.copiesFile, found.excludedFile);
  return snapshot;
}

async function writeCopies(
  set: SegmentSet,
  known: Parameters<typeof findCopies>[2],
  options: SnapshotOptions,
  signal: AbortSignal,
): Promise<{ readonly copiesFile: string; readonly excludedFile: string }> {
  const name = path.join(options.scratchFolder, randomBytes(4).toString('hex'));
  const copiesFile = `${name}.copies.parquet`;
  const excludedFile = `${name}.excluded.parquet`;
  const database = await QueryDatabase.open({
    memory_limit: `${copiesMegabytes}MB`,
    threads: String(options.threads),
    temp_directory: `${name}.spill`,
    preserve_insertion_order: 'false',
  });
  try {
    await findCopies(database, set.segments, known, signal);
    await database.run(
      `COPY (FROM copies ORDER BY segment, "row") TO ${sqlText(copiesFile)} (FORMAT parquet, COMPRESSION zstd);
       COPY (FROM excluded ORDER BY segment, object) TO ${sqlText(excludedFile)} (FORMAT parquet, COMPRESSION zstd)`,
      signal,
    );
  } finally {
    database.dispose();
  }
  return { copiesFile, excludedFile };
}
