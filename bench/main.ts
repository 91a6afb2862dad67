import { cpus } from 'node:os';
import { benchOpening } from './opening';
import { benchTree } from './tree';
import { printTable } from './benchTable';

/** `npm run bench`: every figure is a ratio of two measurements of one run, since absolute times depend on the machine. */
async function main(): Promise<void> {
  process.stdout.write(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  printTable('Opening: stored bytes to text and spans, against JSON.stringify(JSON.parse())', await benchOpening());
  printTable('Tree: 17 regions × 400 days × 4 files, against a full listing of the bucket', await benchTree());
}

void main();
