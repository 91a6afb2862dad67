import { deniedQuery, readNamePattern } from '../engine/timeline/recordClass';
import { recordClasses, type LaneField, type RecordClass } from '../engine/timeline/timeline';
import { toSql } from '../engine/query/toSql';
import type { HitTable } from './hitTable';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlName, sqlText, type QueryDatabase } from './queryDatabase';

/**
 * The hits of a result for its timeline, as two tables:
 * - `name(id, ms, class, twins, service, event, principal, address, region, account, actor)`: each action once, by time,
 *   then as the index has them; those without a time last. A row's `rowid` is its place. `class` counts in
 *   `recordClasses`, `ms` is milliseconds, `twins` how many further records the action has.
 * - `twins(id, counted)`: the records of actions that have several; `counted` is the one that stands in the first table.
 */
export class TimelineTable {
  readonly name: string;
  readonly twins: string;

  constructor(
    readonly database: QueryDatabase,
    readonly hits: HitTable,
  ) {
    this.name = `${hits.name}_timeline`;
    this.twins = `${hits.name}_twins`;
  }

  get snapshot(): IndexSnapshot {
    return this.hits.snapshot;
  }

  /** The hits must not change any more: see `HitTable.inTurn`. */
  async fill(signal: AbortSignal): Promise<void> {
    if (this.snapshot.segments.length === 0) {
      await this.database.run(emptyTables(this.name, this.twins), signal);
      return;
    }
    await this.database.run(`CREATE OR REPLACE TABLE ${this.twins} AS ${twinsSql(this.hits)}`, signal);
    const [found] = await this.database.rows(`SELECT count(*)::INTEGER FROM ${this.twins}`, signal);
    const { where } = toSql(deniedQuery);
    const rows = rowsSql(this.hits, where.sql, found?.[0] === 0 ? undefined : this.twins);
    await this.database.run(`CREATE OR REPLACE TABLE ${this.name} AS ${rows}`, signal, where.parameters);
  }

  async drop(): Promise<void> {
    const { signal } = new AbortController();
    await this.database.run(`DROP TABLE IF EXISTS ${this.name}; DROP TABLE IF EXISTS ${this.twins}`, signal);
  }
}

/** CloudTrail's fields behind the lanes; the lane of a principal has the name that the CodeLens gives it. */
const laneColumns: Readonly<Record<LaneField, string>> = {
  service: 'eventSource',
  event: 'eventName',
  principal: 'principal',
  address: 'sourceIPAddress',
  region: 'awsRegion',
  account: 'recipientAccountId',
};
const issuerArn = sqlName('userIdentity.sessionContext.sessionIssuer.arn');

/** Columns that `actorSql` reads. */
export const actorColumns = [issuerArn, 'principalId'];
/**
 * Whose first uses are looked for: a role with all its sessions, but a person's sessions of a role of IAM Identity
 * Center by themselves, since there the role is what many people share.
 */
export const actorSql = `CASE WHEN ${issuerArn} IS NOT NULL AND NOT contains(${issuerArn}, '/AWSReservedSSO_') THEN ${issuerArn} ELSE principalId END`;

/** A record's number of its class in `recordClasses`; says the same as `toRecordClass`. */
function classSql(isDenied: string): string {
  const number = (name: RecordClass): number => recordClasses.indexOf(name);
  return `(CASE
      WHEN errorCode IS NOT NULL THEN CASE WHEN ${isDenied} THEN ${number('denied')} ELSE ${number('error')} END
      WHEN errorMessage IS NOT NULL THEN ${number('error')}
      WHEN coalesce(readOnly, regexp_matches(eventName, ${sqlText(readNamePattern)}), false) THEN ${number('read')}
      ELSE ${number('write')} END)::UTINYINT`;
}

function rowsSql(hits: HitTable, isDenied: string, twins: string | undefined): string {
  const { segments } = hits.snapshot;
  const lanes = Object.entries(laneColumns);
  const read = ['errorCode', 'errorMessage', 'readOnly', ...actorColumns, ...lanes.map(([, column]) => column)];
  const columns = [
    'h.rowid::INTEGER AS id',
    'epoch_ms(h.time) AS ms',
    `${classSql(isDenied)} AS class`,
    `${twins === undefined ? '0' : 'coalesce(w.others, 0)'}::INTEGER AS twins`,
    ...lanes.map(([lane, column]) => `${column} AS ${lane}`),
    `${actorSql} AS actor`,
  ];
  const counted =
    twins === undefined
      ? ''
      : `LEFT JOIN (SELECT *, count(*) OVER (PARTITION BY counted) - 1 AS others FROM ${twins}) w ON w.id = h.rowid
         WHERE w.id IS NULL OR w.id = w.counted`;
  return `SELECT ${columns.join(', ')} FROM ${hits.name} h
    JOIN ${segmentRows(segments, 'records.parquet', allNumbers(segments), read.join(', '))} r
      ON h.segment = r.segment AND h."row" = r."row"
    ${counted} ORDER BY h.time NULLS LAST, h.segment, h."row"`;
}

/**
 * Records that several accounts got of one action. An account may have several records of one `sharedEventID`: then the
 * first of one account goes with the first of the other. Counted is the one that says most of the caller. Insights use
 * the id for their beginning and end.
 */
function twinsSql({ name, snapshot: { segments } }: HitTable): string {
  const accessKey = sqlName('userIdentity.accessKeyId');
  const arn = sqlName('userIdentity.arn');
  const read = `sharedEventID, eventSource, eventName, recipientAccountId, eventCategory, eventType, ${accessKey}, ${arn}`;
  const action = 'sharedEventID, eventSource, eventName';
  return `WITH shared AS MATERIALIZED (
      SELECT h.rowid::INTEGER AS id, h.time, r.* FROM ${name} h
      JOIN ${segmentRows(segments, 'records.parquet', allNumbers(segments), read)} r
        ON h.segment = r.segment AND h."row" = r."row"
      WHERE sharedEventID IS NOT NULL AND recipientAccountId IS NOT NULL
        AND eventCategory IS DISTINCT FROM 'Insight' AND eventType IS DISTINCT FROM 'AwsCloudTrailInsight'
    ), ranked AS (
      SELECT *, row_number() OVER (PARTITION BY ${action}, recipientAccountId ORDER BY time, segment, "row") AS place
      FROM shared WHERE sharedEventID IN (
        SELECT sharedEventID FROM shared GROUP BY ALL HAVING min(recipientAccountId) <> max(recipientAccountId)
      )
    ), paired AS (
      SELECT id, count(*) OVER (PARTITION BY ${action}, place) AS records, first_value(id) OVER (
        PARTITION BY ${action}, place ORDER BY ${accessKey} IS NULL, ${arn} IS NULL, segment, "row"
      ) AS counted FROM ranked
    )
    SELECT id, counted FROM paired WHERE records > 1`;
}

function emptyTables(name: string, twins: string): string {
  const lanes = [...Object.keys(laneColumns), 'actor'].map((column) => `${column} VARCHAR`).join(', ');
  return `CREATE OR REPLACE TABLE ${twins} (id INTEGER, counted INTEGER);
    CREATE OR REPLACE TABLE ${name} (id INTEGER, ms BIGINT, class UTINYINT, twins INTEGER, ${lanes})`;
}
