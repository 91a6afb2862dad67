import type * as duckDbModule from '@duckdb/node-api';
import type * as duckDbBindings from '@duckdb/node-bindings';
import path from 'node:path';
import { checkNativeFiles, toLoadError } from './duckDbFiles';

/** The module `@duckdb/node-api`. */
export type DuckDb = typeof duckDbModule;

/** Only in a bundle is there such a folder; from sources, DuckDB's own package finds its native files. */
const nativeFolder = path.join(__dirname, 'native');

let loading: Promise<DuckDb> | undefined;

/**
 * DuckDB, loaded at the first call: it is 70 MB, and browsing and reading do without it. Works in worker threads, too.
 * Where it cannot be loaded, throws a UserError `indexUnavailable`; the next call tries again.
 */
export function loadDuckDb(): Promise<DuckDb> {
  loading ??= load();
  return loading;
}

/** DuckDB's own version, such as `v1.5.6`; as `loadDuckDb`, it throws a UserError. */
export async function duckDbVersion(): Promise<string> {
  return (await loadDuckDb()).version();
}

async function load(): Promise<DuckDb> {
  try {
    await checkNativeFiles(nativeFolder);
    return await import('@duckdb/node-api');
  } catch (error) {
    loading = undefined;
    throw toLoadError(error, nativeFolder);
  }
}

/** The calls of DuckDB's C interface, which copy whole columns at once. */
export type DuckDbBindings = typeof duckDbBindings;

/** For those who write millions of values, which the objects of `@duckdb/node-api` take one at a time. Fails as `loadDuckDb`. */
export async function loadDuckDbBindings(): Promise<DuckDbBindings> {
  await loadDuckDb();
  const loaded: DuckDbBindings & { readonly default?: DuckDbBindings } = await import('@duckdb/node-bindings');
  // A native module has no named exports for `import()`: all of it is the default one.
  return loaded.default ?? loaded;
}
