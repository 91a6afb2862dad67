import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import esbuild, { type BuildOptions } from 'esbuild';
import { importScript } from './scripts';

interface Bundle {
  readonly name: string;
}
interface Bundles {
  readonly findBundles: () => { readonly present: readonly Bundle[] };
  readonly toBuildOptions: (bundle: Bundle, options: { readonly folder: string }) => BuildOptions;
}
interface Binding {
  readonly findInstalledBinding: (target: unknown) => string;
  readonly copyBinding: (target: unknown, from: string, to: string) => void;
}
interface Targets {
  readonly findCurrentTarget: () => unknown;
}

/** Programs as they are shipped, in a folder of their own: worker threads and child processes cannot run TypeScript. */
export interface BuiltPrograms {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds the named programs with DuckDB beside them. */
export async function buildPrograms(...names: readonly string[]): Promise<BuiltPrograms> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trailcase-programs-'));
  const { findBundles, toBuildOptions } = (await importScript('bundles.mjs')) as Bundles; // see scripts/bundles.mjs
  const { copyBinding, findInstalledBinding } = (await importScript('duckDbBinding.mjs')) as Binding; // likewise
  const { findCurrentTarget } = (await importScript('targets.mjs')) as Targets; // likewise
  const wanted = findBundles().present.filter(({ name }) => name === 'duckdb' || names.includes(name));
  await Promise.all(wanted.map((bundle) => esbuild.build(toBuildOptions(bundle, { folder }))));
  const target = findCurrentTarget();
  copyBinding(target, findInstalledBinding(target), path.join(folder, 'native'));
  // The command line names its version, which stands in package.json.
  await symlink(path.resolve('package.json'), path.join(folder, 'package.json'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
