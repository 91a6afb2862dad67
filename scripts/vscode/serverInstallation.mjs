import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ScriptError } from '../lifetime.mjs';
import { run } from '../processGroup.mjs';
import { readJson, workFolder } from '../repository.mjs';
import { removeAtEnd } from '../temporaryFolder.mjs';

const packageFolder = path.join(import.meta.dirname, 'server-package');
const shimFile = path.join(import.meta.dirname, 'spdlogShim.cjs');

/**
 * The pinned VS Code server, installed once into .vscode-test (or TRAILCASE_VSCODE_CACHE) from npm alone: no
 * compiler, no download from elsewhere, no install scripts. About 900 MB.
 */
export async function ensureServer(lifetime) {
  const installation = toInstallation(folderOfVersion());
  if (!isComplete(installation)) await install(lifetime, installation);
  return { ...installation, version: readJson(path.join(installation.vscodeFolder, 'package.json')).version };
}

function folderOfVersion() {
  if (process.platform !== 'linux') {
    throw new ScriptError('The VS Code server runs on Linux only. Install VS Code, or set VSCODE_EXECUTABLE to it.');
  }
  const version = readJson(path.join(packageFolder, 'package.json')).dependencies['code-server'];
  const parent = process.env.TRAILCASE_VSCODE_CACHE ?? workFolder;
  return path.join(parent, `server-${version}-${process.platform}-${process.arch}`);
}

function toInstallation(folder) {
  const modules = path.join(folder, 'node_modules');
  return {
    folder,
    node: path.join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node'),
    vscodeFolder: path.join(modules, 'code-server', 'lib', 'vscode'),
  };
}

/** A changed lock file or shim means to install again. */
function stamp() {
  const hash = crypto.createHash('sha256');
  for (const file of [path.join(packageFolder, 'package-lock.json'), shimFile]) hash.update(fs.readFileSync(file));
  return hash.digest('hex');
}

function isComplete({ folder }) {
  const file = path.join(folder, '.ready');
  return fs.existsSync(file) && fs.readFileSync(file, 'utf8') === stamp();
}

/** Installs aside and renames, so that an interrupted or a second installation does no harm. */
async function install(lifetime, installation) {
  console.log(`Installing the VS Code server into ${installation.folder}, once, about 900 MB …`);
  const aside = toInstallation(removeAtEnd(lifetime, `${installation.folder}.${process.pid}`));
  fs.mkdirSync(aside.folder, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) {
    fs.copyFileSync(path.join(packageFolder, file), path.join(aside.folder, file));
  }
  await npm(lifetime, ['ci'], aside.folder);
  // VS Code's own modules, by the shrinkwrap inside the package, with the Node that will run them.
  for (const folder of [aside.vscodeFolder, path.join(aside.vscodeFolder, 'extensions')]) {
    await npm(lifetime, ['install', '--omit=dev'], folder, path.dirname(aside.node));
  }
  fs.copyFileSync(shimFile, path.join(aside.vscodeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js'));
  fs.writeFileSync(path.join(aside.folder, '.ready'), stamp());
  if (isComplete(installation)) return; // Another run was quicker.
  fs.rmSync(installation.folder, { recursive: true, force: true });
  fs.renameSync(aside.folder, installation.folder);
}

async function npm(lifetime, args, cwd, nodeFolder) {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // An outer `npm test` describes its own package in these variables.
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle)_/.test(name));
  const env = Object.fromEntries(kept);
  if (nodeFolder !== undefined) env.PATH = `${nodeFolder}${path.delimiter}${env.PATH}`;
  await run(lifetime, 'npm', [...args, ...quiet], { cwd, env });
}
