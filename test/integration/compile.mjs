import esbuild from 'esbuild';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../../scripts/repository.mjs';

const sourceFolder = import.meta.dirname;
const outputFolder = path.join(root, 'out', 'test', 'integration');

/** Bundles index.ts and every *.test.ts for the extension host; returns the path for `extensionTestsPath`. */
export async function compileTests() {
  fs.rmSync(outputFolder, { recursive: true, force: true });
  const names = fs.readdirSync(sourceFolder, { recursive: true });
  const tests = names.filter((name) => name.endsWith('.test.ts'));
  await esbuild.build({
    entryPoints: ['index.ts', ...tests].map((name) => path.join(sourceFolder, name)),
    outdir: outputFolder,
    outbase: sourceFolder,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha'],
    mainFields: ['module', 'main'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return path.join(outputFolder, 'index');
}
