import type { CellValue } from './cellValue';

export interface SqlOptions {
  /** Further rows are not handed out; the result says so. */
  readonly maxRows: number;
  readonly timeoutMs?: number;
}

export interface SqlResult {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly CellValue[])[];
  /** True when there are more rows than are handed out. */
  readonly isCut: boolean;
  readonly elapsedMs: number;
}
