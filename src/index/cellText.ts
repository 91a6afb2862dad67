import type { DuckDBValue } from '@duckdb/node-api';
import { recordColumns } from '../engine/record/recordColumns';
import { sqlName } from './queryDatabase';
import type { CellValue } from './cellValue';

/** The SQL that reads a column so that `toCell` understands it: times as milliseconds. */
export function cellSql(column: string): string {
  return isTimeColumn(column) ? `epoch_ms(${sqlName(column)})::DOUBLE` : sqlName(column);
}

export function isTimeColumn(column: string): boolean {
  return recordColumns.some(({ name, kind }) => name === column && kind === 'time');
}

export function isRecordColumn(column: string): boolean {
  return recordColumns.some(({ name }) => name === column);
}

export function toCell(column: string, value: DuckDBValue | undefined): CellValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && isTimeColumn(column)) return toTimeText(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'object' && 'items' in value && Array.isArray(value.items)) return value.items.map(String);
  return String(value);
}

/** `2026-01-15T14:05:09Z`; milliseconds only where there are some. */
export function toTimeText(time: number): string {
  return new Date(time).toISOString().replace('.000Z', 'Z');
}
