import { dayMs, type EpochMs } from '../base/time';
import { toSql } from '../engine/query/toSql';
import type { NodeUse } from '../engine/session/session';
import type { HeldSpan, HeldTime, KeyOwner } from '../engine/session/sessionRecords';
import { deniedQuery } from '../engine/timeline/recordClass';
import { toCoverageGaps } from '../engine/timeline/timelineGaps';
import type { Coverage, CoverageRow } from './coverage';
import type { SqlRow, SqlValues } from './queryDatabase';
import { toTime } from './sessionRows';
import type { SessionTables } from './sessionTables';

/** No creation date is as old as this. */
const noTime = -1e15;

interface ListedSql {
  readonly sql: string;
  readonly lists: Readonly<Record<string, readonly (string | number)[]>>;
  /** Bound as they are. */
  readonly values: SqlValues;
}

/**
 * Counts what each owner's records say. One action that several accounts recorded (same `sharedEventID`, source and
 * name) counts once.
 */
export function useSql(tables: SessionTables, owners: readonly KeyOwner[]): ListedSql {
  const keys = owners.flatMap(({ keys: own, identities }, owner) =>
    own.flatMap((key) => (identities ?? ['']).map((who) => ({ owner, key, who }))),
  );
  const keyless = owners.flatMap(({ keyless: own }, owner) => (own === undefined ? [] : [{ owner, ...own }]));
  const columns = `"userIdentity.accessKeyId" AS k, "userIdentity.arn" AS arn, "userIdentity.principalId" AS principal,
    "userIdentity.sessionContext.attributes.creationDate" AS created, eventTime, errorCode, errorMessage, sourceIPAddress,
    awsRegion, sharedEventID, eventSource, eventName, recipientAccountId, object`;
  const keyedRows = `
    SELECT o.owner, r.* FROM (SELECT * FROM ${tables.countedRows(columns)} WHERE k IN (SELECT unnest($keys))) r
      JOIN (SELECT unnest($keyOwners) AS owner, unnest($keys) AS key, unnest($whos) AS who) o
      ON r.k = o.key AND (o.who = '' OR r.arn = o.who OR (nullif(r.arn, '') IS NULL AND r.principal = o.who))`;
  const keylessRows = `
    UNION ALL SELECT o.owner, r.* FROM (SELECT * FROM ${tables.countedRows(columns)}
        WHERE nullif(k, '') IS NULL AND arn IN (SELECT unnest($arns))) r
      JOIN (SELECT unnest($keylessOwners) AS owner, unnest($arns) AS arn, unnest($created) AS created) o
      ON r.arn = o.arn AND coalesce(epoch_ms(r.created), ${noTime}) = o.created`;
  const owned = keyedRows + (keyless.length === 0 ? '' : keylessRows);
  const isError = `(nullif(errorCode, '') IS NOT NULL OR nullif(errorMessage, '') IS NOT NULL)`;
  const { where: denied } = toSql(deniedQuery);
  const sql = `
    WITH owned AS MATERIALIZED (${owned}),
    -- An account may have several records of one event: the first goes with the first of the other account.
    placed AS (
      SELECT *, CASE WHEN sharedEventID IS NULL THEN 0 ELSE row_number() OVER (
        PARTITION BY owner, sharedEventID, eventSource, eventName, recipientAccountId ORDER BY eventTime
      ) END AS place FROM owned),
    actions AS (
      SELECT owner, eventTime, sourceIPAddress, awsRegion, ${isError} AS failed, coalesce(nullif(errorCode, '') IS NOT NULL AND (${denied.sql}), false) AS denied
      FROM placed
      QUALIFY sharedEventID IS NULL OR recipientAccountId IS NULL OR recipientAccountId IS NOT DISTINCT FROM
        min(recipientAccountId) OVER (PARTITION BY owner, sharedEventID, eventSource, eventName, place))
    SELECT owner, count(*)::INTEGER, count_if(failed)::INTEGER, count_if(denied)::INTEGER,
      epoch_ms(min(eventTime))::DOUBLE, epoch_ms(max(eventTime))::DOUBLE,
      count(DISTINCT nullif(sourceIPAddress, ''))::INTEGER, count(DISTINCT nullif(awsRegion, ''))::INTEGER
    FROM actions GROUP BY owner`;
  const keyLists = {
    keyOwners: keys.map(({ owner }) => owner),
    keys: keys.map(({ key }) => key),
    whos: keys.map(({ who }) => who),
  };
  const keylessLists = {
    keylessOwners: keyless.map(({ owner }) => owner),
    arns: keyless.map(({ arn }) => arn),
    created: keyless.map(({ creationTime }) => creationTime ?? noTime),
  };
  return {
    sql,
    // DuckDB refuses values that the statement does not name.
    lists: { ...keyLists, ...(keyless.length === 0 ? {} : keylessLists) },
    values: denied.parameters,
  };
}

export function toNodeUse(row: SqlRow | undefined): NodeUse {
  return {
    records: Number(row?.[1] ?? 0),
    errors: Number(row?.[2] ?? 0),
    denied: Number(row?.[3] ?? 0),
    firstTime: toTime(row?.[4]),
    lastTime: toTime(row?.[5]),
    addresses: Number(row?.[6] ?? 0),
    regions: Number(row?.[7] ?? 0),
  };
}

/** Of each account and span: how many records the index holds, and the account's first and last eventTime in it. */
export function heldSql(tables: SessionTables, spans: readonly HeldSpan[]): ListedSql {
  const rows = tables.countedRows('recipientAccountId AS account, eventTime, object');
  const sql = `
    SELECT s.number, count_if(epoch_ms(r.eventTime) BETWEEN s.first AND s.last)::INTEGER,
      epoch_ms(min(r.eventTime))::DOUBLE, epoch_ms(max(r.eventTime))::DOUBLE
    FROM (SELECT account, eventTime FROM ${rows} WHERE account IN (SELECT unnest($accounts))) r
    JOIN (SELECT unnest($numbers) AS number, unnest($accounts) AS account, unnest($firsts) AS first, unnest($lasts) AS last) s
    ON r.account = s.account GROUP BY s.number`;
  return {
    sql,
    lists: {
      numbers: spans.map((_, at) => at),
      accounts: spans.map(({ account }) => account),
      firsts: spans.map(({ from }) => from),
      lasts: spans.map(({ to }) => to),
    },
    values: {},
  };
}

export function toHeldTime(row: SqlRow | undefined, isWhole: boolean): HeldTime {
  return { records: Number(row?.[1] ?? 0), first: toTime(row?.[2]), last: toTime(row?.[3]), isWhole };
}

/** Where the global endpoint of STS records. Other partitions have none. */
const globalRegion = 'us-east-1';
const otherPartitions = /^(?:cn|us-gov|us-iso\w*|eu-isoe?|eusc)-/;

/**
 * Whether all of an account's logs of a span are in the index, as far as listings know. An account without logs of the
 * global region may have some.
 */
export function newCoverageTest(rows: Coverage['rows']): (span: HeldSpan) => boolean {
  const byAccount = new Map<string, CoverageRow[]>();
  for (const row of rows) {
    if (row.account === null || row.kind !== 'CloudTrail') continue;
    const own = byAccount.get(row.account);
    if (own === undefined) byAccount.set(row.account, [row]);
    else own.push(row);
  }
  const known = new Map<string, boolean>();
  return ({ account, from, to }) => {
    const own = byAccount.get(account) ?? [];
    if (!own.some(({ region }) => region === globalRegion || otherPartitions.test(region ?? ''))) return false;
    // Coverage tells days, so that sessions of one day share the answer unless they began near its ends.
    const days = { from: toDayStart(from), to: toDayStart(to) + dayMs };
    const name = `${account} ${days.from} ${days.to}`;
    const isWhole = known.get(name) ?? toCoverageGaps(own, days).length === 0;
    known.set(name, isWhole);
    return isWhole;
  };
}

function toDayStart(time: EpochMs): EpochMs {
  return Math.floor(time / dayMs) * dayMs;
}
