import { maxFirstSeen, type FirstSeen, type FirstSeenField, type TimelineSummary } from '../engine/timeline/timeline';
import { allNumbers, segmentRows } from './indexSnapshot';
import { actorColumns, actorSql, type TimelineTable } from './timelineTable';

/** Principals whose first uses are looked for, the busiest first. */
const maxActors = 200;
/** What stands for records without a caller: nobody whose habits could be told. */
const nobody = `('no identity', 'CloudTrail Insights')`;

/** In the order of their numbers in the statement: the column, and the value that is shown. */
const fields: readonly { readonly name: FirstSeenField; readonly field: string; readonly sql: string }[] = [
  {
    name: 'event',
    field: 'eventName',
    sql: "replace(coalesce(eventSource, ''), '.amazonaws.com', '') || ':' || eventName",
  },
  { name: 'address', field: 'sourceIPAddress', sql: 'sourceIPAddress' },
  { name: 'region', field: 'awsRegion', sql: 'awsRegion' },
  // S3 writes in brackets what others write without.
  { name: 'agent', field: 'userAgent', sql: "regexp_replace(userAgent, '^\\[(.+)\\]$', '\\1', 's')" },
];

/**
 * The records of a timeline that are the first in the whole index in which their principal used a value; further
 * deliveries count as the record they repeat, and objects that were read anew count once.
 */
export async function readFirstSeen(
  table: TimelineTable,
  signal: AbortSignal,
): Promise<Pick<TimelineSummary, 'firstSeen' | 'firstSeenTotal' | 'firstSeenNote'>> {
  if (table.snapshot.segments.length === 0) return { firstSeen: [], firstSeenTotal: 0 };
  const { database, name } = table;
  const [all] = await database.rows(
    `SELECT count(DISTINCT actor)::INTEGER FROM ${name} WHERE ms IS NOT NULL AND actor NOT IN ${nobody}`,
    signal,
  );
  const rows = await database.rows(firstSeenSql(table), signal);
  const actors = Number(all?.[0] ?? 0);
  const firstSeen = rows.flatMap(([, number, value, principal, time, id]): FirstSeen[] => {
    const field = fields[Number(number)]?.name;
    if (field === undefined) return [];
    return [{ field, value: String(value), principal: String(principal), time: Number(time), id: Number(id) }];
  });
  const note = `First uses were looked for of the ${maxActors} busiest of ${actors.toLocaleString('en')} principals.`;
  return {
    firstSeen,
    firstSeenTotal: Number(rows[0]?.[0] ?? 0),
    ...(actors > maxActors ? { firstSeenNote: note } : {}),
  };
}

/**
 * Of two records of one moment the one that the index has first is the first. `place` is both in one number, since a
 * struct is slow to compare: the milliseconds, then 63 bits of segment and row.
 */
const locations = 2n ** 63n;
const locationSql = `(((place % ${locations}) + ${locations}) % ${locations})::BIGINT`;

/** Gives `total, field, value, actor, ms, id`. */
function firstSeenSql({ name, twins, hits, snapshot: { copies, hasCopies } }: TimelineTable): string {
  const perField = fields.map(
    ({ field, sql }, number) =>
      `SELECT actor, ${number} AS field, ${sql} AS value, min(place) AS place FROM uses WHERE ${field} IS NOT NULL GROUP BY ALL`,
  );
  // Where the scope leaves out the delivery that a record counts by, the hit is another one.
  const otherPlaces = hasCopies
    ? `UNION ALL SELECT n.* EXCLUDE (location), (c.segment::BIGINT << 32) + c."row" FROM news n JOIN ${copies} c
         ON c.kind = 'copy' AND (c.primarySegment::BIGINT << 32) + c.primaryRow = n.location`
    : '';
  return `WITH actors AS MATERIALIZED (
      SELECT actor FROM ${name} WHERE ms IS NOT NULL AND actor NOT IN ${nobody}
      GROUP BY actor ORDER BY count(*) DESC, actor LIMIT ${maxActors}
    ), uses AS MATERIALIZED (${usesSql(hits)}
    ), beginnings AS (SELECT actor, min(place) AS place FROM uses GROUP BY actor
    ), news AS MATERIALIZED (
      SELECT f.actor, f.field, f.value, ${locationSql.replaceAll('place', 'f.place')} AS location
      FROM (${perField.join(' UNION ALL ')}) f JOIN beginnings b ON f.actor = b.actor AND f.place <> b.place
    ), standing AS (SELECT actor, field, value, location FROM news ${otherPlaces}
    )
    SELECT (count(*) OVER ())::INTEGER, s.field, s.value, s.actor, t.ms::DOUBLE, t.id
    FROM standing s JOIN ${hits.name} h ON (h.segment::BIGINT << 32) + h."row" = s.location
    LEFT JOIN ${twins} w ON w.id = h.rowid
    JOIN ${name} t ON t.id = coalesce(w.counted, h.rowid) AND t.actor = s.actor
    ORDER BY t.rowid, s.field, s.value LIMIT ${maxFirstSeen}`;
}

/** What these actors did in the whole index, each record once: the first of each way in which they did it. */
function usesSql({ snapshot: { segments, excluded, copies, hasExcluded, hasCopies } }: TimelineTable['hits']): string {
  const used = ['eventSource', ...fields.map(({ field }) => field)].join(', ');
  const columns = ['eventTime', 'object', used, ...actorColumns].join(', ');
  const records = segmentRows(segments, 'records.parquet', allNumbers(segments), columns);
  const leftOut = [
    hasExcluded ? `ANTI JOIN ${excluded} e ON r.segment = e.segment AND r.object = e.object` : '',
    hasCopies
      ? `ANTI JOIN (SELECT segment, "row" FROM ${copies} WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row"`
      : '',
  ];
  return `SELECT r.actor, ${used},
      min(epoch_ms(eventTime)::HUGEINT * ${locations} + (r.segment::BIGINT << 32) + r."row") AS place
    FROM (SELECT *, ${actorSql} AS actor FROM ${records} WHERE eventTime IS NOT NULL) r
    SEMI JOIN actors a ON r.actor = a.actor ${leftOut.join(' ')} GROUP BY r.actor, ${used}`;
}
