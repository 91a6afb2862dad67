import { parseQuery } from '../engine/query/parseQuery';
import { toSql } from '../engine/query/toSql';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlText, type QueryDatabase, type SqlValues } from './queryDatabase';

/** `iam:CreateUser`; without the version of the API that Lambda, CloudFront and others write behind the event's name. */
export const callSql = `(split_part("eventSource", '.', 1) || ':' ||
  regexp_replace("eventName", '(20[0-9]{6}(v[0-9]+)?|20[0-9]{2}_[0-9]{2}_[0-9]{2})$', ''))`;
export const isErrorSql = `("errorCode" IS NOT NULL OR "errorMessage" IS NOT NULL)`;
/** Records of older versions do not say whether a call only reads: its name does. */
const isReadSql = `coalesce("readOnly", regexp_matches(coalesce("eventName", ''),
  '^(Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|Select|Check|Validate|Preview|Estimate|Simulate|View|Download)'))`;

const columns = [
  'eventTime',
  'eventName',
  'eventSource',
  'awsRegion',
  'sourceIPAddress',
  'sourceAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'readOnly',
  'managementEvent',
  'eventID',
  'sharedEventID',
  'eventCategory',
  'recipientAccountId',
  'userIdentity.arn',
  'userIdentity.accessKeyId',
  'additionalEventData.bytesTransferredIn',
  'additionalEventData.bytesTransferredOut',
  'resources',
  'object',
  'ordinal',
];

/** Rows that count: no object that was read anew, no further delivery. `numbers` must not be empty. */
export function countedRows(
  snapshot: IndexSnapshot,
  numbers: readonly number[] = allNumbers(snapshot.segments),
): string {
  const names = columns.map((name) => `"${name}"`).join(', ');
  const excluded = snapshot.hasExcluded
    ? `ANTI JOIN ${snapshot.excluded} e ON r.segment = e.segment AND r.object = e.object`
    : '';
  const copies = snapshot.hasCopies
    ? `ANTI JOIN (SELECT segment, "row" FROM ${snapshot.copies} WHERE kind = 'copy') c ON r.segment = c.segment AND r."row" = c."row"`
    : '';
  return `${segmentRows(snapshot.segments, 'records.parquet', numbers, names)} r ${excluded} ${copies}`;
}

/**
 * The records that some keys signed as a table, in order of time: the smaller `rowid` is the earlier record. Without the
 * records of further accounts of one action, which `twins` counts.
 */
export class KeyFactsTable {
  private constructor(
    private readonly database: QueryDatabase,
    readonly name: string,
    readonly twins: number,
    readonly twinIds: readonly string[],
  ) {}

  static async create(
    database: QueryDatabase,
    snapshot: IndexSnapshot,
    name: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<KeyFactsTable> {
    const denied = deniedCondition();
    const sql = `CREATE TABLE ${name} AS SELECT segment, "row", object, ordinal, "eventTime" AS time, "eventName", "eventSource",
        ${callSql} AS call, "awsRegion", "sourceIPAddress", "sourceAddress", "userAgent", "errorCode", "errorMessage",
        ${isErrorSql} AS isError, coalesce(${denied.sql}, false) AS isDenied, ${isReadSql} AS isRead,
        coalesce("eventCategory" = 'Data' OR "managementEvent" = false, false) AS isData, "eventCategory", "eventID", "sharedEventID",
        "recipientAccountId" AS account, "userIdentity.arn" AS arn, "userIdentity.accessKeyId" AS accessKeyId,
        ${bytesSql('In')} AS bytesIn, ${bytesSql('Out')} AS bytesOut, resources
      FROM ${countedRows(snapshot)} WHERE "userIdentity.accessKeyId" IN (${sqlTexts(keys)}) ORDER BY time NULLS LAST, segment, "row"`;
    try {
      await database.run(sql, signal, denied.values);
      return await KeyFactsTable.withoutTwins(database, name, signal);
    } catch (error) {
      await dropTable(database, name);
      throw error;
    }
  }

  private static async withoutTwins(
    database: QueryDatabase,
    name: string,
    signal: AbortSignal,
  ): Promise<KeyFactsTable> {
    const twins = await database.rows(
      `SELECT eventID, (count(*) OVER ())::INTEGER FROM (${twinRows(name)}) LIMIT ${maxTwinIds}`,
      signal,
    );
    if (twins.length > 0)
      await database.run(`DELETE FROM ${name} WHERE rowid IN (SELECT id FROM (${twinRows(name)}))`, signal);
    const ids = twins.flatMap(([id]) => (typeof id === 'string' ? [id] : []));
    return new KeyFactsTable(database, name, Number(twins[0]?.[1] ?? 0), ids);
  }

  async drop(): Promise<void> {
    await dropTable(this.database, this.name);
  }
}

/** A search for the records can leave these out one by one; more would make a query that nobody reads. */
const maxTwinIds = 500;

async function dropTable(database: QueryDatabase, name: string): Promise<void> {
  await database.run(`DROP TABLE IF EXISTS ${name}`, new AbortController().signal);
}

/** Records of other accounts than that of the action's first record: the one with an ARN before those without. */
function twinRows(name: string): string {
  return `SELECT id, eventID FROM (
      SELECT rowid AS id, eventID, account, first_value(account) OVER (
        PARTITION BY "sharedEventID", "eventSource", "eventName" ORDER BY arn IS NULL, segment, "row") AS firstAccount
      FROM ${name} WHERE "sharedEventID" IS NOT NULL AND "eventCategory" IS DISTINCT FROM 'Insight')
    WHERE account IS DISTINCT FROM firstAccount ORDER BY id`;
}

/** A number of bytes is text in the index, spelled as in the record (`791.0`); anything else counts as none. */
function bytesSql(direction: 'In' | 'Out'): string {
  const value = `TRY_CAST("additionalEventData.bytesTransferred${direction}" AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) AND ${value} >= 0 THEN ${value} END`;
}

/** What `error:denied` means in searches. */
function deniedCondition(): { readonly sql: string; readonly values: SqlValues } {
  const { query } = parseQuery('error:denied', { now: 0 });
  if (query === undefined) throw new Error('error:denied is no query');
  const { where } = toSql(query);
  return { sql: where.sql, values: { ...where.parameters } };
}

/** For IN ( … ): no list may be empty, and one with NULL would hide what is not in it. No call, key or name is ''. */
export function sqlTexts(texts: readonly string[]): string {
  return texts.length === 0 ? "''" : texts.map(sqlText).join(', ');
}
