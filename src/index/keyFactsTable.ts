import type { OwnedKey } from '../engine/dossier/sharedKeys';
import { toSql } from '../engine/query/toSql';
import { deniedQuery, readNamePattern } from '../engine/timeline/recordClass';
import { loadDuckDb } from './duckDb';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { sqlText, type QueryDatabase, type SqlValues } from './queryDatabase';

/** `iam:CreateUser`; without the version of the API that Lambda, CloudFront and others write behind the event's name. */
export const callSql = `(split_part("eventSource", '.', 1) || ':' ||
  regexp_replace("eventName", '(20[0-9]{6}(v[0-9]+)?|20[0-9]{2}_[0-9]{2}_[0-9]{2})$', ''))`;
export const isErrorSql = `("errorCode" IS NOT NULL OR "errorMessage" IS NOT NULL)`;
/** Records of older versions do not say whether a call only reads: its name does. */
const isReadSql = `coalesce("readOnly", regexp_matches(coalesce("eventName", ''), ${sqlText(readNamePattern)}))`;

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
  'userIdentity.principalId',
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
    owned: readonly OwnedKey[],
    signal: AbortSignal,
  ): Promise<KeyFactsTable> {
    const { where: denied } = toSql(deniedQuery);
    const sql = `CREATE TABLE ${name} AS SELECT segment, "row", object, ordinal, "eventTime" AS time, "eventName", "eventSource",
        ${callSql} AS call, "awsRegion", "sourceIPAddress", "sourceAddress", "userAgent", "errorCode", "errorMessage",
        ${isErrorSql} AS isError, coalesce(${denied.sql}, false) AS isDenied, ${isReadSql} AS isRead,
        coalesce("eventCategory" = 'Data' OR "managementEvent" = false, false) AS isData, "eventCategory", "eventID", "sharedEventID",
        "recipientAccountId" AS account, "userIdentity.arn" AS arn, "userIdentity.accessKeyId" AS accessKeyId,
        ${bytesSql('In')} AS bytesIn, ${bytesSql('Out')} AS bytesOut, resources
      FROM ${countedRows(snapshot)} WHERE "userIdentity.accessKeyId" IN (SELECT unnest($keys))${owned.length === 0 ? '' : ` AND ${ofOwnersSql}`} ORDER BY time NULLS LAST, segment, "row"`;
    try {
      await database.run(sql, signal, { ...denied.parameters, ...(await bindTexts({ keys, ...toOwnerLists(owned) })) });
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

/**
 * Records of an action that counts already. An account may have several records of one sharedEventID: then the first of
 * one account goes with the first of the other, as on timelines. The one with an ARN counts before those without.
 */
function twinRows(name: string): string {
  const action = '"sharedEventID", "eventSource", "eventName"';
  return `SELECT id, eventID FROM (
      SELECT *, first_value(id) OVER (PARTITION BY ${action}, place ORDER BY arn IS NULL, segment, "row") AS counted FROM (
        SELECT rowid AS id, *, row_number() OVER (PARTITION BY ${action}, account ORDER BY time, segment, "row") AS place
        FROM ${name} WHERE "sharedEventID" IS NOT NULL AND account IS NOT NULL AND "eventCategory" IS DISTINCT FROM 'Insight'))
    WHERE id <> counted ORDER BY id`;
}

/** A record without an ARN says by its principal id whose it is. */
const ofOwnersSql = `("userIdentity.accessKeyId" NOT IN (SELECT unnest($ownedKeys)) OR
  ("userIdentity.accessKeyId", CASE WHEN nullif("userIdentity.arn", '') IS NULL THEN 'id ' || coalesce("userIdentity.principalId", '')
    ELSE 'arn ' || "userIdentity.arn" END) IN (SELECT (unnest($ownerKeys), unnest($owners))))`;

function toOwnerLists(owned: readonly OwnedKey[]): Readonly<Record<string, readonly string[]>> {
  if (owned.length === 0) return {};
  const owners = owned.flatMap(({ accessKeyId, arns, principalIds }) =>
    [...arns.map((arn) => `arn ${arn}`), ...principalIds.map((id) => `id ${id}`)].map((owner) => ({
      accessKeyId,
      owner,
    })),
  );
  return {
    ownedKeys: owned.map(({ accessKeyId }) => accessKeyId),
    ownerKeys: owners.map(({ accessKeyId }) => accessKeyId),
    owners: owners.map(({ owner }) => owner),
  };
}

/** A number of bytes is text in the index, spelled as in the record (`791.0`); anything else counts as none. */
function bytesSql(direction: 'In' | 'Out'): string {
  const value = `TRY_CAST("additionalEventData.bytesTransferred${direction}" AS DOUBLE)`;
  return `CASE WHEN isfinite(${value}) AND ${value} >= 0 THEN ${value} END`;
}

/** Texts of logs for `IN (SELECT unnest($name))`: they are bound, never written into SQL. DuckDB takes no empty list. */
export async function bindTexts(lists: Readonly<Record<string, readonly string[]>>): Promise<SqlValues> {
  const { DuckDBListValue } = await loadDuckDb();
  return Object.fromEntries(
    Object.entries(lists).map(([name, texts]) => [name, new DuckDBListValue(texts.length === 0 ? [''] : [...texts])]),
  );
}

/** Names of calls, which are ours, for IN ( … ): no list may be empty. No call is ''. */
export function sqlTexts(texts: readonly string[]): string {
  return texts.length === 0 ? "''" : texts.map(sqlText).join(', ');
}
