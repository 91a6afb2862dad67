import fs from 'node:fs';
import path from 'node:path';
import { readJson, root } from './repository.mjs';

/**
 * The licences of all packages whose code went into the bundles: MIT, ISC, BSD and Apache ask for them to be shipped.
 * `inputs` are esbuild's: paths relative to the repository.
 */
export function toNotices(inputs) {
  const folders = new Set([...inputs].map(toPackageFolder).filter((folder) => folder !== undefined));
  const sections = [...folders].sort().map(toSection);
  const intro = 'Trailcase contains code of these packages, under their licences.\n';
  return [intro, ...new Set(sections), toDuckDbSection()].join(`\n${'-'.repeat(80)}\n`);
}

/** The native files come from npm packages that hold DuckDB's licence, but not those of what is built into DuckDB. */
function toDuckDbSection() {
  const folder = path.join('node_modules', '@duckdb', 'node-bindings');
  const { version } = readJson(path.join(root, folder, 'package.json'));
  const release = `v${version.split('-')[0]}`;
  return `${toSection(folder)}
The files in dist/native are those of the package @duckdb/node-bindings-<platform> ${version}, unchanged. They hold
DuckDB ${release} and what DuckDB has built in. The licences of these parts are in DuckDB's source, in the folders
third_party and extension: https://github.com/duckdb/duckdb/tree/${release}

${duckDbParts.map((part) => `  ${part}\n`).join('')}`;
}

const duckDbParts = [
  'Apache Arrow ADBC and nanoarrow (Apache-2.0), Apache Parquet and Thrift (Apache-2.0)',
  'brotli (MIT), concurrentqueue (BSD-2-Clause), cpp-httplib (MIT), fast_float (MIT), FastPFor (Apache-2.0)',
  'fmt (MIT), FSST (MIT), HyperLogLog (MIT), ICU (Unicode), jaro_winkler (MIT), jemalloc (BSD-2-Clause)',
  'libpg_query (BSD-3-Clause) with parts of PostgreSQL (PostgreSQL), LZ4 (BSD-2-Clause), Mbed TLS (Apache-2.0)',
  'miniz (MIT), pcg (MIT), pdqsort (Zlib), RE2 (BSD-3-Clause), Roaring (Apache-2.0), ska_sort (BSL-1.0)',
  'skiplist (MIT), Snappy (BSD-3-Clause), t-digest (Apache-2.0), utf8proc (MIT, Unicode), vergesort (MIT)',
  'yyjson (MIT), Zstandard (BSD-3-Clause)',
];

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c` */
function toPackageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input.replaceAll('\\', '/'))?.[0];
}

function toSection(folder) {
  const { name, version, license } = readJson(path.join(root, folder, 'package.json'));
  const entries = fs.readdirSync(path.join(root, folder));
  const readFirst = (pattern) => {
    const file = entries.find((entry) => pattern.test(entry));
    return file === undefined ? '' : `\n${fs.readFileSync(path.join(root, folder, file), 'utf8').trim()}\n`;
  };
  // The Apache licence asks for a NOTICE file to be passed on, where there is one.
  const texts = [/^(licen[cs]e|copying)(\.|-|$)/i, /^notice(\.|$)/i].map(readFirst);
  return `${name} ${version} (${typeof license === 'string' ? license : 'see below'})\n${texts.join('')}`;
}
