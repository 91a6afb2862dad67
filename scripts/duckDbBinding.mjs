import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { ScriptError } from './lifetime.mjs';
import { describeBinary } from './nativeBinary.mjs';
import { run } from './processGroup.mjs';
import { readJson, root, workFolder } from './repository.mjs';
import { targets } from './targets.mjs';

/** DuckDB's native files, one npm package a platform, exactly as their makers published them. */

const bindingFile = 'duckdb.node';
/** VS Code itself asks for glibc 2.28 (code.visualstudio.com/docs/supporting/requirements). */
const oldestGlibcMinor = 28;

export function listNativeFiles(target) {
  return [bindingFile, target.library];
}

/** The folder of the target's package in node_modules; undefined when npm did not install it, as on other platforms. */
export function findInstalledBinding(target) {
  const folder = path.join(root, 'node_modules', toPackageName(target));
  const version = fs.existsSync(folder) ? readJson(path.join(folder, 'package.json')).version : undefined;
  return version !== undefined && version === findLocked(target)?.version ? folder : undefined;
}

/** The folder of the target's package: the installed one, or else fetched and checked against package-lock.json. */
export async function getBinding(lifetime, target) {
  const folder = findInstalledBinding(target) ?? (await fetchBinding(lifetime, target));
  for (const file of listNativeFiles(target)) checkBinary(target, file, fs.readFileSync(path.join(folder, file)));
  return folder;
}

/**
 * Copies the native files, and beside them `native.json`, which says what they are: `loadDuckDb` looks at it first,
 * because loading a library that was cut short kills the process.
 */
export function copyBinding(target, from, to) {
  fs.mkdirSync(to, { recursive: true });
  const files = {};
  for (const file of listNativeFiles(target)) {
    fs.copyFileSync(path.join(from, file), path.join(to, file), fs.constants.COPYFILE_FICLONE);
    files[file] = fs.statSync(path.join(to, file)).size;
  }
  const { version } = readJson(path.join(from, 'package.json'));
  fs.writeFileSync(path.join(to, 'native.json'), `${JSON.stringify({ target: target.name, version, files })}\n`);
}

/** Throws unless the file is a program for the target, and for its C library. */
export function checkBinary(target, name, bytes) {
  const found = describeBinary(bytes);
  const isRight =
    found?.format === target.format && found.machines.includes(target.machine) && found.libc === target.libc;
  if (!isRight)
    throw new ScriptError(`${name} is not made for ${target.name}: ${JSON.stringify(found) ?? 'no program'}`);
  if (found.glibc !== undefined && Number(found.glibc.split('.')[1]) > oldestGlibcMinor)
    throw new ScriptError(`${name} needs glibc ${found.glibc}, which is newer than what VS Code needs`);
}

/** What of DuckDB's packages package-lock.json does not name: npm leaves out what the registry did not have. */
export function listUnlocked() {
  return targets.filter((target) => findLocked(target) === undefined).map(toPackageName);
}

function toPackageName(target) {
  return `@duckdb/node-bindings-${target.binding}`;
}

function findLocked(target) {
  const { packages } = readJson(path.join(root, 'package-lock.json'));
  const { version, integrity } = packages[`node_modules/${toPackageName(target)}`] ?? {};
  // All of them are of one version; a binding of another would crash at the first call.
  const isUsable = integrity !== undefined && version === packages['node_modules/@duckdb/node-bindings'].version;
  return isUsable ? { version, integrity } : undefined;
}

async function fetchBinding(lifetime, target) {
  const name = toPackageName(target);
  const locked = findLocked(target);
  if (locked === undefined) throw new ScriptError(`package-lock.json lacks ${name} in DuckDB's version`);
  const cache = path.join(workFolder, 'duckdb', locked.version);
  const folder = path.join(cache, target.binding);
  fs.mkdirSync(folder, { recursive: true });
  const archive = path.join(cache, `${name.slice(1).replace('/', '-')}-${locked.version}.tgz`);
  if (!fs.existsSync(archive)) await download(lifetime, `${name}@${locked.version}`, cache);
  if (!hasIntegrity(archive, locked.integrity)) {
    fs.rmSync(archive);
    throw new ScriptError(`${name} is not the file that package-lock.json names (${locked.integrity}): removed`);
  }
  await run(lifetime, 'tar', ['-xzf', path.basename(archive), '-C', target.binding, '--strip-components=1'], {
    cwd: cache,
  });
  return folder;
}

async function download(lifetime, specifier, folder) {
  const isWindows = process.platform === 'win32';
  // npm is a script for cmd.exe there. Nothing in the arguments needs quotes.
  await run(lifetime, isWindows ? 'npm.cmd' : 'npm', ['pack', '--silent', '--ignore-scripts', specifier], {
    cwd: folder,
    shell: isWindows,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Subresource integrity, as npm writes it: `sha512-<base64>`. */
function hasIntegrity(file, integrity) {
  const [algorithm] = integrity.split('-', 1);
  const digest = crypto.createHash(algorithm).update(fs.readFileSync(file)).digest('base64');
  return integrity === `${algorithm}-${digest}`;
}
