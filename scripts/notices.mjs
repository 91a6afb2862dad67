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
  return [intro, ...new Set(sections)].join(`\n${'-'.repeat(80)}\n`);
}

/** `node_modules/a/node_modules/@b/c/d.js` → `node_modules/a/node_modules/@b/c` */
function toPackageFolder(input) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input.replaceAll('\\', '/'))?.[0];
}

function toSection(folder) {
  const { name, version, license } = readJson(path.join(root, folder, 'package.json'));
  const file = fs.readdirSync(path.join(root, folder)).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
  const text = file === undefined ? '' : `\n${fs.readFileSync(path.join(root, folder, file), 'utf8').trim()}\n`;
  return `${name} ${version} (${typeof license === 'string' ? license : 'see below'})\n${text}`;
}
