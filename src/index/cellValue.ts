/** Times are `2026-01-15T14:05:09Z` (with milliseconds only where the record has them). */
export type CellValue = string | number | boolean | null | readonly string[];
