// npm run bench: the figures of the README. The engine is measured as it ships: bundled.
//   -- --engine                without VS Code
//   -- --trail FOLDER [TRUTH]  only indexing and searching, of a trail of one's own
//   -- --validate              only validating, against the AWS CLI
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as esbuild from 'esbuild';
import { runScript } from './lifetime.mjs';
import { run } from './processGroup.mjs';
import { root } from './repository.mjs';

await runScript(async (lifetime) => {
  const options = { engine: { type: 'boolean' }, trail: { type: 'boolean' }, validate: { type: 'boolean' } };
  const { values: flags, positionals } = parseArgs({ options, allowPositionals: true });
  const trailWords = flags.trail ? ['trail', ...positionals.map((word) => path.resolve(word))] : [];
  const words = flags.validate ? ['validate'] : trailWords;
  const bundle = path.join(root, 'out', 'bench.cjs');
  await esbuild.build({
    entryPoints: [path.join(root, 'bench', 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    outfile: bundle,
    external: ['@duckdb/*'],
    logLevel: 'warning',
  });
  // The command line is measured as a whole process.
  if (!flags.trail) await run(lifetime, process.execPath, ['scripts/build.mjs'], { cwd: root, stdio: 'ignore' });
  await run(lifetime, process.execPath, ['--no-warnings', bundle, ...words], { cwd: root, stdio: 'inherit' });
  if (flags.engine || flags.trail || flags.validate) return 0;
  await run(lifetime, process.execPath, ['scripts/package.mjs'], { cwd: root, stdio: 'ignore' });
  await run(lifetime, process.execPath, ['--import=tsx', 'bench/editor.mjs'], { cwd: root, stdio: 'inherit' });
  return 0;
});
