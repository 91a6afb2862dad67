import fs from 'node:fs';
import path from 'node:path';
import { checkBinary, listNativeFiles } from './duckDbBinding.mjs';
import { ScriptError } from './lifetime.mjs';
import { runToExit } from './processGroup.mjs';
import { createTemporaryFolder } from './temporaryFolder.mjs';
import { openZip } from './zipEntries.mjs';

const maxMegabytes = 40;

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
  'extension.vsixmanifest',
  ...['package.json', 'readme.md', 'changelog.md', 'LICENSE.txt'].map((name) => `extension/${name}`),
  ...['extension', 'server', 'worker', 'scanWorker', 'checkWorker', 'cli', 'duckdb'].map(
    (name) => `extension/dist/${name}.js`,
  ),
  'extension/dist/THIRD-PARTY-NOTICES.txt',
];

/** Throws unless the VSIX holds what it must, nothing else, and is small enough. Returns its entries. */
export function checkVsix(file, target) {
  const entries = openZip(file);
  const native = ['native.json', ...listNativeFiles(target)].map((name) => `extension/dist/native/${name}`);
  checkNames(
    entries.map((entry) => entry.name),
    native,
  );
  const read = (name) => entries.find((entry) => entry.name === name).read();
  for (const name of listNativeFiles(target)) checkBinary(target, name, read(`extension/dist/native/${name}`));
  checkManifests(target, read);
  checkNotices(read('extension/dist/THIRD-PARTY-NOTICES.txt').toString());
  const megabytes = fs.statSync(file).size / 1024 ** 2;
  if (megabytes > maxMegabytes)
    throw new ScriptError(`${path.basename(file)} has ${megabytes.toFixed(1)} MB, more than ${maxMegabytes}`);
  return entries;
}

/** Throws unless DuckDB can be loaded from the VSIX and answers, here: for a VSIX that is made for this machine. */
export async function tryVsix(lifetime, file) {
  const folder = createTemporaryFolder(lifetime, 'tc-try-');
  for (const entry of openZip(file)) {
    if (!/^extension\/dist\/(duckdb\.js$|native\/)/.test(entry.name)) continue;
    const to = path.join(folder, ...entry.name.split('/'));
    fs.mkdirSync(path.dirname(to), { recursive: true });
    fs.writeFileSync(to, entry.read());
  }
  const code = await runToExit(lifetime, process.execPath, ['-e', trial], {
    cwd: path.join(folder, 'extension', 'dist'),
  });
  if (code !== 0) throw new ScriptError(`DuckDB does not run from ${path.basename(file)} (exit code ${code})`);
}

const trial = `
  const duckDb = require('./duckdb.js');
  (async () => {
    const instance = await duckDb.DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run("COPY (SELECT range AS n FROM range(1000)) TO 'trial.parquet'");
    const reader = await connection.runAndReadAll("SELECT sum(n)::INTEGER FROM 'trial.parquet'");
    if (reader.getRows()[0][0] !== 499500) throw new Error('DuckDB cannot count');
    console.log('DuckDB ' + duckDb.version() + ' runs here');
  })();
`;

function checkNames(names, native) {
  const strangers = names.filter((name) => !native.includes(name) && !allowed.some((pattern) => pattern.test(name)));
  if (strangers.length > 0) throw new ScriptError(`The VSIX holds what it must not: ${strangers.join(', ')}`);
  const absent = [...required, ...native].filter((name) => !names.includes(name));
  if (absent.length > 0) throw new ScriptError(`The VSIX lacks ${absent.join(', ')}: run npm run build`);
}

function checkManifests(target, read) {
  if (!read('extension.vsixmanifest').toString().includes(`TargetPlatform="${target.name}"`))
    throw new ScriptError(`The VSIX is not marked as made for ${target.name}`);
  const native = JSON.parse(read('extension/dist/native/native.json').toString());
  if (native.target !== target.name) throw new ScriptError(`native.json is for ${native.target}`);
}

/** What goes in everywhere. The build takes the rest from what was bundled. */
function checkNotices(text) {
  const missing = ['vscode-languageclient', '@aws-sdk/client-s3', '@duckdb/node-api', 'Stichting DuckDB Foundation'];
  const absent = missing.filter((name) => !text.includes(name));
  if (absent.length > 0) throw new ScriptError(`THIRD-PARTY-NOTICES.txt lacks ${absent.join(', ')}`);
}
