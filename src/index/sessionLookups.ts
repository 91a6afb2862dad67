import type { DuckDBValue } from '@duckdb/node-api';
import type { NodeUse, RecordRef } from '../engine/session/session';
import {
  maxIdentities,
  type HeldSpan,
  type HeldTime,
  type KeyIdentity,
  type KeyOwner,
  type PrincipalFilter,
  type SessionRecordList,
  type SessionRecords,
  type SessionWindow,
} from '../engine/session/sessionRecords';
import type { CoverageQueries } from './coverage';
import { loadDuckDb } from './duckDb';
import type { SqlValues } from './queryDatabase';
import type { RecordLocation } from './resultSet';
import { findLocations } from './sessionLocations';
import { identitySelection, recordSelection, toKeyIdentity, toSessionRecord } from './sessionRows';
import type { SessionTables } from './sessionTables';
import { heldSql, newCoverageTest, toHeldTime, toNodeUse, useSql } from './sessionUse';

/** Looks up what sessions are joined by, and where the originals of records lie. */
export interface SessionLookups extends SessionRecords {
  /** In the order of `records`; undefined where the index no longer has the object. For reading originals. */
  locationsOf(
    records: readonly Pick<RecordRef, 'key' | 'ordinal'>[],
    signal: AbortSignal,
  ): Promise<readonly (RecordLocation | undefined)[]>;
  /** Makes what the first question needs, so that it need not wait. */
  prepare(signal: AbortSignal): Promise<void>;
}

/** Does something with the tables of the index as it is now. */
export type UseSessionTables = <T>(work: (tables: SessionTables) => Promise<T>, signal: AbortSignal) => Promise<T>;

const maxRecords = 5_000;

/** `SessionLookups` over an index. */
export class IndexSessionLookups implements SessionLookups {
  constructor(
    private readonly use: UseSessionTables,
    private readonly coverage: CoverageQueries['coverage'],
  ) {}

  prepare(signal: AbortSignal): Promise<void> {
    return this.use(async (tables) => {
      if (!tables.isEmpty) await tables.names(signal);
    }, signal);
  }

  issuersOf(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    const condition = 'issuedKeyId IN (SELECT unnest($keys)) OR createdKeyId IN (SELECT unnest($keys))';
    return this.records({ keys }, condition, signal);
  }

  issuedWith(keys: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    return this.records({ keys }, 'who_accessKeyId IN (SELECT unnest($keys))', signal);
  }

  issuedBy(arns: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    return this.records({ arns }, 'who_arn IN (SELECT unnest($arns))', signal);
  }

  issuedFor(roleArns: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    return this.records({ arns: roleArns }, 'roleArn IN (SELECT unnest($arns))', signal, 'DESC');
  }

  async issuersNear(windows: readonly SessionWindow[], signal: AbortSignal): Promise<SessionRecordList> {
    const condition = `EXISTS (FROM (${windowRows}) w WHERE epoch_ms(t.time) BETWEEN w.first AND w.last
      AND ((t.roleArn = w.roleArn AND coalesce(t.roleSessionName, w.name) = w.name) OR t.assumedRoleArn = w.arn OR t.federatedUserArn = w.arn
        OR (t.who_arn = w.arn AND (t.eventSource = 'signin.amazonaws.com' OR t.eventName = 'GetSessionToken'))))`;
    return this.records(toWindowLists(windows), condition, signal);
  }

  signInsOf(signInSessionArns: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    const condition = "eventSource = 'signin.amazonaws.com' AND who_signInSessionArn IN (SELECT unnest($arns))";
    return this.records({ arns: signInSessionArns }, condition, signal);
  }

  twinsOf(sharedEventIds: readonly string[], signal: AbortSignal): Promise<SessionRecordList> {
    return this.records({ ids: sharedEventIds }, 'sharedEventId IN (SELECT unnest($ids))', signal);
  }

  identitiesOf(keys: readonly string[], signal: AbortSignal): Promise<readonly KeyIdentity[]> {
    return this.identities({ keys }, 'who_accessKeyId IN (SELECT unnest($keys))', maxIdentities, signal);
  }

  sessionsNear(windows: readonly SessionWindow[], signal: AbortSignal): Promise<readonly KeyIdentity[]> {
    const condition = `EXISTS (FROM (${windowRows}) w
      WHERE t.who_arn = w.arn AND epoch_ms(t.creationTime) BETWEEN w.first AND w.last)`;
    return this.identities(toWindowLists(windows), condition, maxIdentities, signal);
  }

  identitiesBy(filter: PrincipalFilter, limit: number, signal: AbortSignal): Promise<readonly KeyIdentity[]> {
    const { arns = [], roleArns = [], principalIds = [] } = filter;
    const condition = `who_arn IN (SELECT unnest($arns)) OR who_issuerArn IN (SELECT unnest($roleArns))
      OR who_principalId IN (SELECT unnest($principalIds))`;
    return this.identities({ arns, roleArns, principalIds }, condition, limit, signal);
  }

  useOf(owners: readonly KeyOwner[], signal: AbortSignal): Promise<readonly NodeUse[]> {
    return this.use(async (tables) => {
      if (tables.isEmpty || owners.length === 0) return owners.map(() => toNodeUse(undefined));
      const { sql, lists, values } = useSql(tables, owners);
      const rows = await tables.database.rows(sql, signal, { ...values, ...(await bindLists(lists)) });
      const found = new Map(rows.map((row) => [Number(row[0]), row]));
      return owners.map((_, at) => toNodeUse(found.get(at)));
    }, signal);
  }

  async heldOf(spans: readonly HeldSpan[], signal: AbortSignal): Promise<readonly HeldTime[]> {
    if (spans.length === 0) return [];
    const { rows: covered } = await this.coverage({ accounts: spans.map(({ account }) => account) }, signal);
    return this.use(async (tables) => {
      if (tables.isEmpty) return spans.map(() => toHeldTime(undefined, false));
      const { sql, lists, values } = heldSql(tables, spans);
      const rows = await tables.database.rows(sql, signal, { ...values, ...(await bindLists(lists)) });
      const found = new Map(rows.map((row) => [Number(row[0]), row]));
      const isWhole = newCoverageTest(covered);
      return spans.map((span, at) => toHeldTime(found.get(at), isWhole(span)));
    }, signal);
  }

  locationsOf(
    records: readonly Pick<RecordRef, 'key' | 'ordinal'>[],
    signal: AbortSignal,
  ): Promise<readonly (RecordLocation | undefined)[]> {
    return this.use((tables) => findLocations(tables, records, signal), signal);
  }

  /** `condition` over the table of records as `t`. Nothing is asked when every list is empty. */
  private records(
    lists: Lists,
    condition: string,
    signal: AbortSignal,
    direction: 'ASC' | 'DESC' = 'ASC',
  ): Promise<SessionRecordList> {
    return this.use(async (tables) => {
      if (tables.isEmpty || isEmpty(lists)) return { records: [], isCut: false };
      const { records } = await tables.names(signal);
      const rows = await tables.database.rows(
        `SELECT ${recordSelection} FROM ${records} t WHERE ${condition}
         ORDER BY time ${direction} NULLS LAST, objectKey, ordinal LIMIT ${maxRecords + 1}`,
        signal,
        await bindLists(lists),
      );
      return { records: rows.slice(0, maxRecords).map(toSessionRecord), isCut: rows.length > maxRecords };
    }, signal);
  }

  private identities(
    lists: Lists,
    condition: string,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly KeyIdentity[]> {
    return this.use(async (tables) => {
      if (tables.isEmpty || isEmpty(lists)) return [];
      const { identities } = await tables.names(signal);
      const rows = await tables.database.rows(
        `SELECT ${identitySelection} FROM ${identities} t WHERE ${condition}
         ORDER BY coalesce(creationTime, firstTime) DESC NULLS LAST, firstTime DESC NULLS LAST, who_accessKeyId, who_arn, who_principalId LIMIT ${limit}`,
        signal,
        await bindLists(lists),
      );
      return rows.map(toKeyIdentity);
    }, signal);
  }
}

type Lists = Readonly<Record<string, readonly (string | number)[]>>;

const windowRows =
  'SELECT unnest($arns) AS arn, unnest($roleArns) AS roleArn, unnest($sessionNames) AS name, unnest($firsts) AS first, unnest($lasts) AS last';

/** Windows of one name that overlap are one: somebody may have assumed a role thousands of times. */
function joinWindows(windows: readonly SessionWindow[]): readonly SessionWindow[] {
  const joined: SessionWindow[] = [];
  const last = new Map<string, number>();
  for (const window of [...windows].sort((a, b) => a.from - b.from)) {
    const name = JSON.stringify([window.arn, window.roleArn, window.sessionName]);
    const at = last.get(name);
    const before = at === undefined ? undefined : joined[at];
    if (at !== undefined && before !== undefined && window.from <= before.to) {
      joined[at] = { ...before, to: Math.max(before.to, window.to) };
      continue;
    }
    last.set(name, joined.length);
    joined.push(window);
  }
  return joined;
}

function toWindowLists(all: readonly SessionWindow[]): Lists {
  const windows = joinWindows(all);
  return {
    arns: windows.map(({ arn }) => arn),
    roleArns: windows.map(({ roleArn }) => roleArn ?? ''),
    sessionNames: windows.map(({ sessionName }) => sessionName ?? ''),
    firsts: windows.map(({ from }) => from),
    lasts: windows.map(({ to }) => to),
  };
}

function isEmpty(lists: Lists): boolean {
  return Object.values(lists).every((list) => list.length === 0);
}

/** Values of logs are bound, never written into SQL. DuckDB takes no empty list: one value stands there that nothing has. */
async function bindLists(lists: Lists): Promise<SqlValues> {
  const { DuckDBListValue } = await loadDuckDb();
  const bound: Record<string, DuckDBValue> = {};
  for (const [name, values] of Object.entries(lists)) {
    const none = numberLists.has(name) ? -1 : '';
    bound[name] = new DuckDBListValue(values.length === 0 ? [none] : [...values]);
  }
  return bound;
}

const numberLists = new Set(['firsts', 'lasts', 'keyOwners', 'keylessOwners', 'created', 'numbers']);
