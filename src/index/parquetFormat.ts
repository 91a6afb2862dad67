/**
 * How the files of segments are written. Without Bloom filters: DuckDB 1.5 hashes a BLOB as it is stored but looks it
 * up as it is printed (with `\x00`), so that `=` found none of the addresses in a column that had one.
 */
export const parquetFormat = 'FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, WRITE_BLOOM_FILTER false';
