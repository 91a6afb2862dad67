import { rmSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { printTable } from './benchTable';
import { benchFetching, serveObjects, serverFlag } from './fetching';
import { partFlag, runIndexingPart } from './indexing';
import { benchOpening } from './opening';
import { benchTrail } from './trail';
import { writeBenchTrail } from './trailFiles';
import { benchTree } from './tree';
import { benchValidating, serveValidation, validatingServerFlag } from './validating';

const trailRecords = 200_000;
const builtCli = path.resolve('dist', 'cli.js');

/**
 * `npm run bench`: every figure is a ratio of two measurements of one run, since absolute times depend on the machine.
 * Without words all of it; `trail FOLDER [TRUTH]` indexes and searches a trail of one's own, `validate [CLI]` only
 * validates.
 */
async function main(): Promise<void> {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  printTable('Opening: stored bytes to text and spans, against JSON.stringify(JSON.parse())', await benchOpening());
  printTable('Fetching: objects of an S3 server on loopback', await benchFetching());
  printTable('Tree: 17 regions × 400 days × 4 files, against a full listing of the bucket', await benchTree());
  await printValidating(builtCli);
  const trail = writeBenchTrail(trailRecords);
  try {
    await benchTrail(trail.folder, `${trailRecords / 1000},000 records in ${trail.objects} logs`);
  } finally {
    rmSync(trail.folder, { recursive: true, force: true });
  }
}

/** `cli`: the built program to measure. */
async function printValidating(cli: string): Promise<void> {
  printTable('Validating: whole processes, against aws cloudtrail validate-logs', await benchValidating(cli));
}

const [word, ...words] = process.argv.slice(2);
const [folder = '', truthFile] = words;
if (word === serverFlag) void serveObjects(Number(folder));
else if (word === validatingServerFlag) void serveValidation(folder);
else if (word === 'validate') void printValidating(folder === '' ? builtCli : folder);
else if (word === partFlag) void runIndexingPart(words);
else if (word === 'trail') void benchTrail(folder, folder, truthFile);
else void main();
