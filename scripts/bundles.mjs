import fs from 'node:fs';
import path from 'node:path';
import { distFolder, root } from './repository.mjs';

/** The programs that Trailcase ships, one file each. */
const bundles = [
  { name: 'extension', entry: 'src/extension.ts', external: ['vscode'] },
  { name: 'server', entry: 'src/server/main.ts' },
  { name: 'worker', entry: 'src/server/logWorker.ts' },
  { name: 'cli', entry: 'src/cli/main.ts', banner: '#!/usr/bin/env node' },
];

export function findBundles() {
  const isThere = (bundle) => fs.existsSync(path.join(root, bundle.entry));
  return { present: bundles.filter(isThere), missing: bundles.filter((bundle) => !isThere(bundle)) };
}

export function outputOf(bundle) {
  return path.join(distFolder, `${bundle.name}.js`);
}

/** esbuild's options. `isDev`: readable code that a debugger can follow; else small code, its source map beside it. */
export function toBuildOptions(bundle, { isDev = false } = {}) {
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: outputOf(bundle),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: bundle.external ?? [],
    // jsonc-parser and the packages of vscode-languageserver have a UMD `main`, which no bundler can follow.
    mainFields: ['module', 'main'],
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
