import fs from 'node:fs';
import path from 'node:path';
import { distFolder, root } from './repository.mjs';

/** The programs that Trailcase ships, one file each. */
const programs = [
  { name: 'extension', entry: 'src/extension.ts', external: ['vscode'] },
  { name: 'server', entry: 'src/server/main.ts' },
  { name: 'worker', entry: 'src/server/logWorker.ts' },
  { name: 'scanWorker', entry: 'src/worker/scanWorker.ts' },
  { name: 'checkWorker', entry: 'src/worker/checkWorker.ts' },
  { name: 'cli', entry: 'src/cli/main.ts', banner: '#!/usr/bin/env node' },
  // Its JavaScript alone. The others share it and load it at its first use.
  { name: 'duckdb', entry: 'node_modules/@duckdb/node-api/lib/index.js' },
];

export function findBundles() {
  const bundles = [...programs, ...listViews()];
  const isThere = (bundle) => fs.existsSync(path.join(root, bundle.entry));
  return { present: bundles.filter(isThere), missing: bundles.filter((bundle) => !isThere(bundle)) };
}

export function outputOf(bundle, folder = distFolder) {
  return path.join(folder, `${bundle.name}.js`);
}

/** Every file directly in src/webview is the script of a view; what they share lies in folders below. */
function listViews() {
  const folder = path.join(root, 'src', 'webview');
  const files = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const views = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts')).sort();
  return views.map((file) => ({
    name: `webview/${path.basename(file, '.ts')}`,
    entry: `src/webview/${file}`,
    isView: true,
  }));
}

/** esbuild's options. `isDev`: readable code that a debugger can follow; else small code, its source map beside it. */
export function toBuildOptions(bundle, { isDev = false, folder = distFolder } = {}) {
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: outputOf(bundle, folder),
    bundle: true,
    ...(bundle.isView ? viewOptions : programOptions),
    external: bundle.external ?? [],
    minify: !isDev,
    // `external`: written, but not mentioned in the code, because the VSIX does not hold it.
    sourcemap: isDev ? 'linked' : 'external',
    legalComments: 'none', // The licences are in THIRD-PARTY-NOTICES.txt.
    define: { 'process.env.NODE_ENV': '"production"' },
    ...(bundle.banner === undefined ? {} : { banner: { js: bundle.banner } }),
    metafile: true,
    logLevel: 'warning',
  };
}

/** DuckDB stays beside the bundles: its JavaScript in duckdb.js, its native files in native/. */
const duckDbBeside = {
  name: 'duckdb-beside',
  setup(setup) {
    setup.onResolve({ filter: /^@duckdb\/node-api$/ }, () => ({ path: './duckdb.js', external: true }));
    setup.onResolve({ filter: /^@duckdb\/node-bindings$/ }, () => ({ path: './native/duckdb.node', external: true }));
  },
};

const programOptions = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // An `import()` of what stays beside becomes a late `require`.
  supported: { 'dynamic-import': false },
  // jsonc-parser and the packages of vscode-languageserver have a UMD `main`, which no bundler can follow.
  mainFields: ['module', 'main'],
  plugins: [duckDbBeside],
};

const viewOptions = {
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  tsconfig: 'src/webview/tsconfig.json',
};
