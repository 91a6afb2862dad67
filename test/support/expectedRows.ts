import { createHash } from 'node:crypto';
import { compactText } from '../../src/engine/record/compactText';
import type { LogText } from '../../src/engine/record/logText';
import { findPrincipal } from '../../src/engine/record/principal';
import { recordColumns } from '../../src/engine/record/recordColumns';
import { RecordFields } from '../../src/engine/record/recordFields';
import { listResources } from '../../src/engine/record/resource';
import { parseRecordTime } from '../../src/engine/record/recordTime';

/** A row of records.parquet as the engine's slow and simple readers have it; times in ms, without its addresses. */
export type ExpectedRow = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export function toExpectedRow(log: LogText, record: number, object: number, ordinal: number): ExpectedRow {
  const fields = new RecordFields(log, record);
  const row: Record<string, string | number | boolean | null | readonly string[]> = {};
  for (const { name, kind } of recordColumns) {
    const text = toStored(fields.text(...name.split('.')));
    if (kind === 'time') row[name] = text === null ? null : (parseRecordTime(text) ?? null);
    else if (kind === 'boolean') row[name] = text === 'true' ? true : text === 'false' ? false : null;
    else row[name] = text;
  }
  const principal = findPrincipal(log, record);
  row['principal'] = toStored(principal.name);
  row['principalId'] = toStored(principal.id);
  const resources = new Set(
    listResources(log, record).flatMap(({ id, name }) => [id, name].map((text) => toStored(text) ?? '')),
  );
  row['resources'] = [...resources];
  const time = fields.text('eventTime');
  const isUsual =
    time === undefined || (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time) && parseRecordTime(time) !== undefined);
  row['eventTimeText'] = isUsual ? null : time;
  const compact = compactText(log, record);
  row['object'] = object;
  row['ordinal'] = ordinal;
  row['sizeBytes'] = compact.length;
  row['contentHash'] = createHash('sha256').update(compact).digest().readBigUInt64BE(0).toString();
  return row;
}

/** DuckDB keeps UTF-8, which has no half surrogate pairs. */
function toStored(text: string | undefined): string | null {
  return text === undefined ? null : Buffer.from(text).toString('utf8');
}
