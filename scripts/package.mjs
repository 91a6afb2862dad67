// npm run package: packs dist/ and media/ for this machine into trailcase.vsix, and checks what went in.
//   -- --all     for every target instead (npm run package:all): trailcase-<target>.vsix
//   -- --check   packs nothing, checks what is there; what is made for this machine is tried out, too
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { getBinding, listUnlocked } from './duckDbBinding.mjs';
import { runScript, ScriptError } from './lifetime.mjs';
import { vsixFile } from './repository.mjs';
import { findCurrentTarget, targets, toVsixFile } from './targets.mjs';
import { packVsix } from './vsix.mjs';
import { checkVsix, tryVsix } from './vsixCheck.mjs';

const { values: flags } = parseArgs({ options: { all: { type: 'boolean' }, check: { type: 'boolean' } } });
const current = findCurrentTarget();

await runScript(async (lifetime) => {
  const plan = flags.all ? targets.map((target) => ({ target, file: toVsixFile(target) })) : [toCurrentPlan()];
  const unlocked = flags.all && !flags.check ? listUnlocked() : [];
  if (unlocked.length > 0)
    throw new ScriptError(
      `package-lock.json lacks ${unlocked.join(', ')}. Take a version of @duckdb/node-api whose packages are all in the registry.`,
    );
  const rows = [];
  for (const { target, file } of plan) rows.push(await toPackage(lifetime, target, file));
  if (!flags.all) printEntries(rows[0].entries);
  printTable(rows);
});

function toCurrentPlan() {
  if (current === undefined) throw new ScriptError(`No package for ${process.platform}-${process.arch}`);
  return { target: current, file: vsixFile };
}

async function toPackage(lifetime, target, file) {
  if (!flags.check) await packVsix(lifetime, { target, bindingFolder: await getBinding(lifetime, target), file });
  if (!fs.existsSync(file)) throw new ScriptError(`No ${path.basename(file)}: run npm run package`);
  const entries = checkVsix(file, target);
  if (target === current) await tryVsix(lifetime, file);
  return { target, file, entries };
}

function printEntries(entries) {
  for (const { name, sizeBytes } of entries) console.log(`  ${toKilobytes(sizeBytes).padStart(12)}  ${name}`);
}

function printTable(rows) {
  for (const { target, file, entries } of rows) {
    const size = toMegabytes(fs.statSync(file).size);
    const unpacked = toMegabytes(entries.reduce((sum, entry) => sum + entry.sizeBytes, 0));
    const name = path.basename(file).padEnd(28);
    console.log(`${name} ${target.name.padEnd(12)} ${size.padStart(8)}, unpacked ${unpacked.padStart(8)}`);
  }
}

function toKilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} KB`;
}

function toMegabytes(bytes) {
  return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}
