import fs from 'node:fs';
import path from 'node:path';
import { copyBinding } from './duckDbBinding.mjs';
import { run } from './processGroup.mjs';
import { distFolder, logsFolder, root } from './repository.mjs';
import { createTemporaryFolder } from './temporaryFolder.mjs';

/** What vsce may see; .vscodeignore says what of it goes in. */
const staged = ['package.json', '.vscodeignore', 'README.md', 'CHANGELOG.md', 'LICENSE', 'media'];

/** Packs dist/ and media/ for a target, with the native files of `bindingFolder` and no others. dist/ stays as it is. */
export async function packVsix(lifetime, { target, bindingFolder, file }) {
  const stage = createTemporaryFolder(lifetime, 'tc-vsix-');
  for (const name of staged) fs.cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  const nativeFolder = path.join(distFolder, 'native');
  const isShipped = (source) => source !== nativeFolder && !source.endsWith('.map');
  fs.cpSync(distFolder, path.join(stage, 'dist'), { recursive: true, filter: isShipped });
  copyBinding(target, bindingFolder, path.join(stage, 'dist', 'native'));
  fs.rmSync(file, { force: true });
  await runVsce(lifetime, stage, ['--target', target.name, '-o', file]);
  fs.rmSync(stage, { recursive: true, force: true });
}

/** `--no-dependencies`: everything is bundled. vsce asks no questions when its output is no terminal, hence the file. */
async function runVsce(lifetime, folder, args) {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const log = path.join(logsFolder, 'vsce.log');
  fs.mkdirSync(logsFolder, { recursive: true });
  const output = fs.openSync(log, 'w');
  try {
    await run(lifetime, process.execPath, [vsce, 'package', ...options, ...args], {
      cwd: folder,
      stdio: ['ignore', output, output],
    });
  } catch (error) {
    console.error(fs.readFileSync(log, 'utf8'));
    throw error;
  } finally {
    fs.closeSync(output);
  }
}
