// npm run build: bundles every program of src/ into dist/.
//   --dev    readable code with source maps     --watch  builds again on every change (implies --dev)
//   --meta   prints the largest inputs of each bundle
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findBundles, outputOf, toBuildOptions } from './bundles.mjs';
import { copyBinding, findInstalledBinding } from './duckDbBinding.mjs';
import { toNotices } from './notices.mjs';
import { distFolder } from './repository.mjs';
import { findCurrentTarget } from './targets.mjs';

const { values: flags } = parseArgs({
  options: { dev: { type: 'boolean' }, watch: { type: 'boolean' }, meta: { type: 'boolean' } },
});
const isDev = flags.dev === true || flags.watch === true;
const { present, missing } = findBundles();
for (const bundle of missing) console.log(`Skipped ${bundle.name}: ${bundle.entry} is not there`);

if (flags.watch) await watch();
else await build();

async function build() {
  fs.rmSync(distFolder, { recursive: true, force: true });
  const results = await Promise.all(present.map((bundle) => esbuild.build(toBuildOptions(bundle, { isDev }))));
  const inputs = new Set();
  for (const [i, bundle] of present.entries()) {
    const { metafile } = results[i];
    for (const input of Object.keys(metafile.inputs)) inputs.add(input);
    makeExecutable(bundle);
    console.log(`${toRelative(outputOf(bundle))}  ${toKilobytes(fs.statSync(outputOf(bundle)).size)}`);
    if (flags.meta) printLargestInputs(metafile);
  }
  fs.writeFileSync(path.join(distFolder, 'THIRD-PARTY-NOTICES.txt'), toNotices(inputs));
  copyNativeFiles();
}

async function watch() {
  copyNativeFiles();
  for (const bundle of present) {
    const options = toBuildOptions(bundle, { isDev });
    const executable = { name: 'executable', setup: (setup) => setup.onEnd(() => makeExecutable(bundle)) };
    const plugins = [...(options.plugins ?? []), executable];
    const context = await esbuild.context({ ...options, plugins, logLevel: 'info' });
    await context.watch();
  }
}

/** This machine's, so that dist/ runs as it is. Packaging brings each target's own. */
function copyNativeFiles() {
  const target = findCurrentTarget();
  const installed = target === undefined ? undefined : findInstalledBinding(target);
  if (installed === undefined) console.log('Skipped native/: npm has installed no DuckDB for this machine');
  else copyBinding(target, installed, path.join(distFolder, 'native'));
}

function makeExecutable(bundle) {
  const file = outputOf(bundle);
  if (bundle.banner !== undefined && fs.existsSync(file)) fs.chmodSync(file, 0o755);
}

function printLargestInputs(metafile) {
  const [output] = Object.values(metafile.outputs).filter((candidate) => candidate.entryPoint !== undefined);
  const sizes = Object.entries(output.inputs).map(([file, { bytesInOutput }]) => ({ file, bytes: bytesInOutput }));
  for (const { file, bytes } of sizes.sort((a, b) => b.bytes - a.bytes).slice(0, 15)) {
    console.log(`  ${toKilobytes(bytes).padStart(10)}  ${file}`);
  }
}

function toKilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

function toRelative(file) {
  return path.relative(path.dirname(distFolder), file);
}
