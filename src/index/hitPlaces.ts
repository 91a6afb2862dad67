import type { HitTable } from './hitTable';
import type { IndexSnapshot } from './indexSnapshot';
import { sqlList, type QueryDatabase } from './queryDatabase';
import { groupNumbers, readObjects, readOrdinals, toKey, type RecordPlace } from './recordCells';
import type { HitLocations } from './resultSet';

interface NumberedPlace extends RecordPlace {
  readonly object: number;
  readonly ordinal: number;
}

/** Every place where the records of these hits stand, in the order of `ids`; ids that are none are left out. */
export async function findPlaces(
  database: QueryDatabase,
  hits: HitTable,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<readonly HitLocations[]> {
  if (ids.length === 0) return [];
  const rows = await database.rows(
    `SELECT rowid::INTEGER, segment, "row" FROM ${hits.name} WHERE rowid IN (${ids.map(Number).join(', ')})`,
    signal,
  );
  const places = new Map(
    rows.map(([id, segment, row]) => [Number(id), { segment: Number(segment), row: Number(row) }]),
  );
  const own = await number(database, hits.snapshot, [...places.values()], signal);
  const others = await findOthers(database, hits.snapshot, [...places.values()], signal);
  const all = [...own.values(), ...[...others.values()].flat()];
  const objects = await readObjects(
    database,
    hits.snapshot,
    groupNumbers(all.map(({ segment, object }) => [segment, object])),
    signal,
  );
  return ids.flatMap((id) => {
    const place = places.get(id);
    if (place === undefined) return [];
    const name = toKey(place.segment, place.row);
    const first = own.get(name);
    const standing = [...(first === undefined ? [] : [first]), ...(others.get(name) ?? [])];
    const found = standing.flatMap(({ segment, object, ordinal }) => {
      const facts = objects.get(toKey(segment, object));
      if (facts === undefined) return [];
      const { key, etag, versionId, sizeBytes } = facts;
      return [{ key, etag, versionId, sizeBytes, ordinal }];
    });
    return [{ id, places: found }];
  });
}

async function number(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  places: readonly RecordPlace[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, NumberedPlace>> {
  const found = await readOrdinals(database, snapshot, places, signal);
  return new Map(
    places.flatMap((place, at) => {
      const numbers = found[at];
      return numbers === undefined ? [] : [[toKey(place.segment, place.row), { ...place, ...numbers }] as const];
    }),
  );
}

/** The other places of each record, by its `toKey`: its copies, and its primary where it is a copy itself. */
async function findOthers(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  places: readonly RecordPlace[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly NumberedPlace[]>> {
  const others = new Map<string, NumberedPlace[]>();
  if (!snapshot.hasCopies || places.length === 0) return others;
  const { copies } = snapshot;
  const rows = await database.rows(
    `WITH h AS (
       SELECT p.s, p.r, coalesce(c.primarySegment, p.s) AS ps, coalesce(c.primaryRow, p.r) AS pr
       FROM (SELECT unnest(${sqlList(places.map(({ segment }) => segment))}) AS s, unnest(${sqlList(places.map(({ row }) => row))}) AS r) p
       LEFT JOIN ${copies} c ON c.kind = 'copy' AND c.segment = p.s AND c."row" = p.r)
     SELECT h.s, h.r, c.segment, c."row" FROM h JOIN ${copies} c ON c.primarySegment = h.ps AND c.primaryRow = h.pr
       WHERE c.kind = 'copy' AND (c.segment, c."row") <> (h.s, h.r)
     UNION ALL SELECT s, r, ps, pr FROM h WHERE (s, r) <> (ps, pr)
     ORDER BY ALL`,
    signal,
  );
  const found = await number(
    database,
    snapshot,
    rows.map(([, , segment, row]) => ({ segment: Number(segment), row: Number(row) })),
    signal,
  );
  for (const [s, r, segment, row] of rows) {
    const place = found.get(toKey(Number(segment), Number(row)));
    if (place === undefined) continue;
    const name = toKey(Number(s), Number(r));
    others.set(name, [...(others.get(name) ?? []), place]);
  }
  return others;
}
