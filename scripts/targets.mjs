import path from 'node:path';
import { root } from './repository.mjs';

/**
 * The platforms that Trailcase is packaged for. `name` is VS Code's word (`vsce package --target`), `binding` the end of
 * the name of DuckDB's package for it, `library` what that package holds beside `duckdb.node`.
 */
export const targets = [
  { name: 'linux-x64', binding: 'linux-x64', library: 'libduckdb.so', format: 'elf', machine: 'x64', libc: 'glibc' },
  {
    name: 'linux-arm64',
    binding: 'linux-arm64',
    library: 'libduckdb.so',
    format: 'elf',
    machine: 'arm64',
    libc: 'glibc',
  },
  {
    name: 'alpine-x64',
    binding: 'linux-x64-musl',
    library: 'libduckdb.so',
    format: 'elf',
    machine: 'x64',
    libc: 'musl',
  },
  {
    name: 'alpine-arm64',
    binding: 'linux-arm64-musl',
    library: 'libduckdb.so',
    format: 'elf',
    machine: 'arm64',
    libc: 'musl',
  },
  { name: 'darwin-x64', binding: 'darwin-x64', library: 'libduckdb.dylib', format: 'macho', machine: 'x64' },
  { name: 'darwin-arm64', binding: 'darwin-arm64', library: 'libduckdb.dylib', format: 'macho', machine: 'arm64' },
  { name: 'win32-x64', binding: 'win32-x64', library: 'duckdb.dll', format: 'pe', machine: 'x64' },
  { name: 'win32-arm64', binding: 'win32-arm64', library: 'duckdb.dll', format: 'pe', machine: 'arm64' },
];

/** This machine's target; undefined where DuckDB has no binaries. */
export function findCurrentTarget() {
  const platform = process.platform === 'linux' && isMusl() ? 'alpine' : process.platform;
  return findTarget(`${platform}-${process.arch}`);
}

export function findTarget(name) {
  return targets.find((target) => target.name === name);
}

export function toVsixFile(target) {
  return path.join(root, `trailcase-${target.name}.vsix`);
}

/** Only glibc says its version in Node's report. */
function isMusl() {
  return process.report.getReport().header.glibcVersionRuntime === undefined;
}
