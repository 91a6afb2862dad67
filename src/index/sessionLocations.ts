import type { RecordRef } from '../engine/session/session';
import { loadDuckDb } from './duckDb';
import { allNumbers, segmentRows } from './indexSnapshot';
import type { RecordLocation } from './resultSet';
import type { SessionTables } from './sessionTables';

/** Where records lie, so that their originals can be read and compared with what was indexed. */
export async function findLocations(
  tables: SessionTables,
  records: readonly Pick<RecordRef, 'key' | 'ordinal'>[],
  signal: AbortSignal,
): Promise<readonly (RecordLocation | undefined)[]> {
  const { database, snapshot } = tables;
  if (tables.isEmpty || records.length === 0) return records.map(() => undefined);
  const { DuckDBListValue } = await loadDuckDb();
  const { segments, hasExcluded, excluded } = snapshot;
  const columns = 'object, key, etag, versionId, sizeBytes';
  const rows = await database.rows(
    `SELECT o.key, o.etag, o.versionId, o.sizeBytes::DOUBLE
     FROM ${segmentRows(segments, 'objects.parquet', allNumbers(segments), columns)} o
     ${hasExcluded ? `ANTI JOIN ${excluded} e ON o.segment = e.segment AND o.object = e.object` : ''}
     WHERE o.key IN (SELECT unnest($keys))`,
    signal,
    { keys: new DuckDBListValue([...new Set(records.map(({ key }) => key))]) },
  );
  const objects = new Map(
    rows.map(([key, etag, versionId, sizeBytes]) => [
      String(key),
      {
        etag: typeof etag === 'string' ? etag : undefined,
        versionId: typeof versionId === 'string' ? versionId : undefined,
        sizeBytes: Number(sizeBytes),
      },
    ]),
  );
  return records.map(({ key, ordinal }) => {
    const object = objects.get(key);
    return object === undefined ? undefined : { key, ordinal, ...object };
  });
}
