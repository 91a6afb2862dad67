import type { DuckDBValue } from '@duckdb/node-api';
import type { EpochMs } from '../base/time';
import type { KeyIdentity, SessionIdentity, SessionRecord } from '../engine/session/sessionRecords';
import { sqlName, type SqlRow } from './queryDatabase';
import { identityColumnNames, recordColumnNames, type IdentityColumn, type RecordColumnName } from './sessionTables';

const identityTexts = identityColumnNames.map((name) => sqlName(`who_${name}`));
const creation = 'epoch_ms(creationTime)::DOUBLE, isFromConsole';

/** What `toSessionRecord` reads, in its order. */
export const recordSelection = [
  ...identityTexts,
  creation,
  'epoch_ms(time)::DOUBLE, objectKey, ordinal',
  ...recordColumnNames.map(sqlName),
].join(', ');

/** What `toKeyIdentity` reads, in its order. */
export const identitySelection = [
  ...identityTexts,
  creation,
  'records, epoch_ms(firstTime)::DOUBLE, epoch_ms(lastTime)::DOUBLE',
].join(', ');

export function toSessionRecord(row: SqlRow): SessionRecord {
  const at = identityColumnNames.length + 2;
  const texts = readTexts<RecordColumnName>(recordColumnNames, row, at + 3);
  const { eventName, ...others } = texts;
  return {
    ...others,
    eventName: eventName ?? '',
    time: toTime(row[at]),
    key: toText(row[at + 1]) ?? '',
    ordinal: Number(row[at + 2]),
    identity: toIdentity(row),
  };
}

export function toKeyIdentity(row: SqlRow): KeyIdentity {
  const at = identityColumnNames.length + 2;
  return {
    identity: toIdentity(row),
    records: Number(row[at]),
    firstTime: toTime(row[at + 1]),
    lastTime: toTime(row[at + 2]),
  };
}

function toIdentity(row: SqlRow): SessionIdentity {
  const { name, id, ...texts } = readTexts<IdentityColumn>(identityColumnNames, row, 0);
  const at = identityColumnNames.length;
  return {
    ...texts,
    creationTime: toTime(row[at]),
    isFromConsole: row[at + 1] === true,
    name: name ?? '',
    id: id ?? '',
  };
}

function readTexts<Name extends string>(
  names: readonly string[],
  row: SqlRow,
  from: number,
): Readonly<Record<Name, string | undefined>> {
  const entries = names.map((name, at) => [name, toText(row[from + at])] as const);
  // The names are the keys of the table that `Name` is made of.
  return Object.fromEntries(entries) as Record<Name, string | undefined>;
}

export function toTime(value: DuckDBValue | undefined): EpochMs | undefined {
  return typeof value === 'number' ? value : undefined;
}

function toText(value: DuckDBValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
