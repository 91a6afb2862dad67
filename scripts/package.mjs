// npm run package: packs dist/ and media/ into trailcase.vsix and checks that nothing else went in.
import fs from 'node:fs';
import path from 'node:path';
import { runScript, ScriptError } from './lifetime.mjs';
import { run } from './processGroup.mjs';
import { root, vsixFile } from './repository.mjs';
import { listZipEntries } from './zipEntries.mjs';

/** Names as vsce writes them: it lower-cases README and CHANGELOG and appends .txt to LICENSE. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/(package\.json|package\.nls(\.[\w-]+)?\.json|readme\.md|changelog\.md|LICENSE(\.txt|\.md)?)$/i,
  /^extension\/dist\/(webview\/)?[\w-]+\.(js|css)$/,
  /^extension\/dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^extension\/media\/([\w-]+\/)?[\w.-]+\.(svg|png|css|json|md)$/,
];
const required = [
  ...['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt'].map((name) => `extension/${name}`),
  ...['extension', 'server', 'worker', 'cli'].map((name) => `extension/dist/${name}.js`),
  'extension/dist/THIRD-PARTY-NOTICES.txt',
];

await runScript(async (lifetime) => {
  fs.rmSync(vsixFile, { force: true });
  await packVsix(lifetime);
  const entries = listZipEntries(vsixFile);
  checkContents(entries.map((entry) => entry.name));
  for (const { name, sizeBytes } of entries) console.log(`  ${toKilobytes(sizeBytes).padStart(10)}  ${name}`);
  console.log(`${path.basename(vsixFile)}: ${entries.length} entries, ${toKilobytes(fs.statSync(vsixFile).size)}`);
});

/** `--no-dependencies`: everything is bundled. vsce asks no questions when its output is no terminal, hence the pipe. */
async function packVsix(lifetime) {
  const vsce = path.join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  const options = ['--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const log = path.join(path.dirname(vsixFile), 'out', 'vsce.log');
  fs.mkdirSync(path.dirname(log), { recursive: true });
  const output = fs.openSync(log, 'w');
  try {
    await run(lifetime, process.execPath, [vsce, 'package', ...options, '-o', vsixFile], {
      cwd: root,
      stdio: ['ignore', output, output],
    });
  } catch (error) {
    console.error(fs.readFileSync(log, 'utf8'));
    throw error;
  } finally {
    fs.closeSync(output);
  }
}

function checkContents(names) {
  const strangers = names.filter((name) => !allowed.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) throw new ScriptError(`The VSIX holds what it must not: ${strangers.join(', ')}`);
  const absent = required.filter((name) => !names.includes(name));
  if (absent.length > 0) throw new ScriptError(`The VSIX lacks ${absent.join(', ')}: run npm run build`);
}

function toKilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}
