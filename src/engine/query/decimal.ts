/** What counts as a number: read the same, and without overflow, by JavaScript and by DuckDB. */
export const decimalPattern = '-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?';
