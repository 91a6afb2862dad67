import type { DuckDBResult, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { loadDuckDb, type DuckDb } from './duckDb';
import { toTimeText } from './cellText';
import type { CellValue } from './cellValue';
import type { SqlResult } from './sqlQuery';

/** More text than this is not handed out, however few the rows. */
const maxCharacters = 32_000_000;
const maxCellCharacters = 1_000_000;

/** Reads at most `maxRows` rows. Structs and the like become JSON, numbers that JavaScript cannot hold become text. */
export async function readSqlResult(result: DuckDBResult, maxRows: number): Promise<Omit<SqlResult, 'elapsedMs'>> {
  const duckDb = await loadDuckDb();
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, at) => ({ name, type: types[at]?.toString() ?? '' }));
  const rows: (readonly CellValue[])[] = [];
  let characters = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return { columns, rows, isCut: false };
    for (const values of chunk.getRows()) {
      if (rows.length >= maxRows || characters > maxCharacters) return { columns, rows, isCut: true };
      const cells = values.map((value, at) => toSqlCell(duckDb, value, types[at]));
      for (const cell of cells) characters += sizeOf(cell);
      rows.push(cells);
    }
  }
}

function toSqlCell(duckDb: DuckDb, value: DuckDBValue, type: DuckDBType | undefined): CellValue {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return cut(value);
  if (typeof value === 'bigint') {
    return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : String(value);
  }
  if (value instanceof duckDb.DuckDBTimestampValue && value.isFinite) return toTimeText(Number(value.micros / 1000n));
  if (value instanceof duckDb.DuckDBListValue && value.items.every((item) => typeof item === 'string')) {
    return value.items.map(cut);
  }
  const isNested =
    value instanceof duckDb.DuckDBListValue ||
    value instanceof duckDb.DuckDBStructValue ||
    value instanceof duckDb.DuckDBMapValue ||
    value instanceof duckDb.DuckDBArrayValue;
  if (!isNested || type === undefined) return cut(String(value));
  return cut(JSON.stringify(duckDb.JsonDuckDBValueConverter(value, type, duckDb.JsonDuckDBValueConverter)));
}

function cut(text: string): string {
  return text.length > maxCellCharacters ? `${text.slice(0, maxCellCharacters)}…` : text;
}

function sizeOf(cell: CellValue): number {
  if (typeof cell === 'string') return cell.length;
  if (typeof cell !== 'object' || cell === null) return 8;
  return cell.reduce((sum, text) => sum + text.length, 0);
}
