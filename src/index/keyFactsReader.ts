import type { DuckDBValue } from '@duckdb/node-api';
import type { KeyUser } from '../engine/dossier/sharedKeys';
import type { RecordRef } from '../engine/session/session';
import { allNumbers, segmentRows, type IndexSnapshot } from './indexSnapshot';
import { findDenied, readCount, readOtherChanges, readStores, readValues, type FindRef } from './keyFactsQueries';
import type { FactRecords, KeyFactOptions, KeyFacts, KeySheet, LaterCalls } from './keyFacts';
import { factColumns, readFactRecords, readRefs } from './keyFactsRecords';
import { bindTexts, callSql, countedRows, isErrorSql, KeyFactsTable, sqlTexts } from './keyFactsTable';
import type { QueryDatabase, SqlValues } from './queryDatabase';

/** How questions come to a snapshot that stays while they are answered. */
export interface KeyFactsParts {
  readonly database: QueryDatabase;
  use<T>(work: (snapshot: IndexSnapshot) => Promise<T>, signal: AbortSignal): Promise<T>;
  /** Tells the tables of one question from others. */
  nextNumber(): number;
}

/** KeyFacts over the segments: what keys signed becomes a table in memory, for as long as it is asked. */
export class KeyFactsReader implements KeyFacts {
  constructor(private readonly parts: KeyFactsParts) {}

  async read(keys: readonly string[], options: KeyFactOptions, signal: AbortSignal): Promise<KeySheet> {
    return this.parts.use(async (snapshot) => {
      if (snapshot.segments.length === 0 || keys.length === 0) return emptySheet;
      const { database } = this.parts;
      const name = `hot.key_${this.parts.nextNumber()}`;
      const table = await KeyFactsTable.create(database, snapshot, name, keys, options.owned ?? [], signal);
      try {
        return await readSheet(database, snapshot, table, options, signal);
      } finally {
        await table.drop();
      }
    }, signal);
  }

  async usersOf(keys: readonly string[], signal: AbortSignal): Promise<readonly KeyUser[]> {
    return this.parts.use(async (snapshot) => {
      if (snapshot.segments.length === 0 || keys.length === 0) return [];
      const names = ['accessKeyId', 'arn', 'principalId'].map((name) => `nullif("userIdentity.${name}", '')`);
      const rows = await this.parts.database.rows(
        `SELECT DISTINCT ${names.join(', ')} FROM ${countedRows(snapshot)}
          WHERE "userIdentity.accessKeyId" IN (SELECT unnest($keys))
          QUALIFY row_number() OVER (PARTITION BY "userIdentity.accessKeyId") <= ${maxUsers} ORDER BY ALL`,
        signal,
        await bindTexts({ keys }),
      );
      const toName = (value: DuckDBValue | undefined) => (typeof value === 'string' ? value : undefined);
      return rows.map(([key, arn, id]) => ({
        accessKeyId: toName(key) ?? '',
        arn: toName(arn),
        principalId: toName(id),
      }));
    }, signal);
  }

  async later(calls: LaterCalls, maxRecords: number, signal: AbortSignal): Promise<FactRecords> {
    return this.parts.use(async (snapshot) => {
      const rows = await toLaterSql(snapshot, calls);
      if (rows === undefined) return { records: [], total: 0 };
      const { database } = this.parts;
      const name = `hot.later_${this.parts.nextNumber()}`;
      try {
        await database.run(`CREATE TABLE ${name} AS SELECT ${factColumns} FROM (${rows.sql})`, signal, rows.values);
        const first = `SELECT * FROM ${name} ORDER BY time NULLS LAST, segment, "row" LIMIT ${maxRecords}`;
        const [total] = await database.rows(`SELECT count(*)::INTEGER FROM ${name}`, signal);
        return {
          records: await readFactRecords(database, snapshot, first, signal),
          total: Number(total?.[0] ?? 0),
        };
      } finally {
        await database.run(`DROP TABLE IF EXISTS ${name}`, new AbortController().signal);
      }
    }, signal);
  }
}

/** Of one key; in anonymised logs all may use the same. */
const maxUsers = 200;

async function readSheet(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  table: KeyFactsTable,
  options: KeyFactOptions,
  signal: AbortSignal,
): Promise<KeySheet> {
  const { name, twins, twinIds } = table;
  const { maxValues, making, logging } = options;
  const valuesOf = (columns: readonly string[], by?: string) =>
    readValues(database, name, columns, by ?? columns.join(', '), maxValues, signal);
  // In two parts: each statement listens to the signal, and Node warns of more than ten.
  const [count, addresses, agents, regions, services, events] = await Promise.all([
    readCount(database, name, signal),
    // Two spellings of one address are one address, as they are in searches.
    valuesOf(['"sourceIPAddress"'], `coalesce(hex("sourceAddress"), 'text ' || "sourceIPAddress")`),
    valuesOf(['"userAgent"']),
    valuesOf(['"awsRegion"']),
    valuesOf(['"eventSource"']),
    valuesOf(['"eventSource"', '"eventName"']),
  ]);
  const [denied, data, otherChanges] = await Promise.all([
    findDenied(database, name, options, signal),
    readStores(database, name, options, signal),
    readOtherChanges(database, name, [...making, ...logging], signal),
  ]);
  const ids = new Set<number>();
  const fill = (find: FindRef) => ({
    ...count(find),
    addresses: addresses(find),
    agents: agents(find),
    regions: regions(find),
    services: services(find),
    events: events(find),
    deniedThenAllowed: denied(find),
    data: data(find),
  });
  fill((id) => {
    ids.add(id);
    return noRef;
  });
  const refs = await readRefs(database, snapshot, name, ids, signal);
  const isMade = `call IN (${sqlTexts(making)}) AND NOT isError`;
  const isLogging = `call IN (${sqlTexts(logging)})`;
  return {
    ...fill((id) => refs.get(id) ?? noRef),
    twins,
    twinIds,
    otherChanges,
    making: await readSome(database, snapshot, name, isMade, options.maxRecords, signal),
    logging: await readSome(database, snapshot, name, isLogging, options.maxRecords, signal),
  };
}

const noRef: RecordRef = {
  eventId: undefined,
  eventName: '',
  time: undefined,
  account: undefined,
  key: '',
  ordinal: 0,
};

async function readSome(
  database: QueryDatabase,
  snapshot: IndexSnapshot,
  name: string,
  condition: string,
  maxRecords: number,
  signal: AbortSignal,
): Promise<FactRecords> {
  const [total] = await database.rows(`SELECT count(*)::INTEGER FROM ${name} WHERE ${condition}`, signal);
  if (Number(total?.[0] ?? 0) === 0) return { records: [], total: 0 };
  const rows = `SELECT ${factColumns} FROM ${name} WHERE ${condition} ORDER BY isError, rowid LIMIT ${maxRecords}`;
  return { records: await readFactRecords(database, snapshot, rows, signal), total: Number(total?.[0]) };
}

/** Undefined when nothing can be found. */
async function toLaterSql(
  snapshot: IndexSnapshot,
  calls: LaterCalls,
): Promise<{ readonly sql: string; readonly values: SqlValues } | undefined> {
  const { named, names, unnamed, accounts, from } = calls;
  const isNamed = named.length > 0 && names.length > 0;
  if (snapshot.segments.length === 0 || (!isNamed && unnamed.length === 0)) return undefined;
  const all = [...named, ...unnamed];
  const sources = [...new Set(all.map((call) => `${call.split(':')[0] ?? ''}.amazonaws.com`))];
  // With a version behind it, the name holds a year.
  const isCalled = `("eventName" IN (${sqlTexts(all.map((call) => call.split(':')[1] ?? ''))}) OR contains("eventName", '20'))`;
  const ofAccounts =
    accounts === undefined ? '' : ` AND coalesce("recipientAccountId", '') IN (SELECT unnest($accounts))`;
  const rows = `SELECT segment, "row", object, ordinal, "eventTime" AS time, "eventID", "eventName", "recipientAccountId" AS account,
      ${callSql} AS call, "awsRegion", "errorCode", "errorMessage", "userIdentity.accessKeyId" AS accessKeyId, resources
    FROM ${countedRows(snapshot)} WHERE "eventSource" IN (${sqlTexts(sources)}) AND ${isCalled} AND "eventTime" >= make_timestamp_ms(${Math.floor(from)}::BIGINT)
      AND NOT ${isErrorSql}${ofAccounts}`;
  const parts = unnamed.length === 0 ? [] : [`SELECT * FROM (${rows}) WHERE call IN (${sqlTexts(unnamed)})`];
  if (isNamed) {
    const numbers = allNumbers(snapshot.segments);
    const mentions = segmentRows(snapshot.segments, 'mentions.parquet', numbers, 'mention, "rows"');
    parts.push(`SELECT f.* FROM (SELECT * FROM (${rows}) WHERE call IN (${sqlTexts(named)})) f
      SEMI JOIN (SELECT segment, unnest("rows") AS mentionRow FROM ${mentions} WHERE mention IN (SELECT unnest($names))) m
      ON f.segment = m.segment AND f."row" = m.mentionRow`);
  }
  const lists = { ...(accounts === undefined ? {} : { accounts }), ...(isNamed ? { names } : {}) };
  return { sql: parts.join(' UNION ALL '), values: await bindTexts(lists) };
}

const noCount = { records: 0, errors: 0, denied: 0, firstTime: undefined, lastTime: undefined, samples: [] };
const noValues = { values: [], total: 0 };
const noRecords = { records: [], total: 0 };
const emptySheet: KeySheet = {
  ...noCount,
  twins: 0,
  twinIds: [],
  addresses: noValues,
  agents: noValues,
  regions: noValues,
  services: noValues,
  events: noValues,
  deniedThenAllowed: [],
  data: { stores: [], storeCount: 0, total: { reads: 0, writes: 0, bytesOut: 0, bytesIn: 0, withoutBytes: 0 } },
  making: noRecords,
  logging: noRecords,
  hasDataEvents: false,
  otherChanges: { calls: [], total: 0 },
};
