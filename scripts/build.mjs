// npm run build: bundles every program of src/ into dist/.
//   --dev    readable code with source maps     --watch  builds again on every change (implies --dev)
//   --meta   prints the largest inputs of each bundle
import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { findBundles, outputOf, toBuildOptions } from './bundles.mjs';
import { distFolder } from './repository.mjs';
import { toNotices } from './notices.mjs';

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
  if (present.length > 0) fs.writeFileSync(path.join(distFolder, 'THIRD-PARTY-NOTICES.txt'), toNotices(inputs));
}

async function watch() {
  for (const bundle of present) {
    const plugins = [{ name: 'executable', setup: (setup) => setup.onEnd(() => makeExecutable(bundle)) }];
    const context = await esbuild.context({ ...toBuildOptions(bundle, { isDev }), plugins, logLevel: 'info' });
    await context.watch();
  }
}

function makeExecutable(bundle) {
  if (bundle.banner !== undefined && fs.existsSync(outputOf(bundle))) fs.chmodSync(outputOf(bundle), 0o755);
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
