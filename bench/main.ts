import { cpus } from 'node:os';
import { benchFetching, serveObjects, serverFlag } from './fetching';
import { benchOpening } from './opening';
import { benchTree } from './tree';
import { printTable } from './benchTable';

/** `npm run bench`: every figure is a ratio of two measurements of one run, since absolute times depend on the machine. */
async function main(): Promise<void> {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  printTable('Opening: stored bytes to text and spans, against JSON.stringify(JSON.parse())', await benchOpening());
  printTable('Fetching: objects of an S3 server on loopback', await benchFetching());
  printTable('Tree: 17 regions × 400 days × 4 files, against a full listing of the bucket', await benchTree());
}

const [flag, delayMs] = process.argv.slice(2);
void (flag === serverFlag ? serveObjects(Number(delayMs)) : main());
