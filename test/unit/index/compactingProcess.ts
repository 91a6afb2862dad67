import { compactIndex } from '../../../src/index/compaction';

/** Merges the segments of the index over and over, until it is killed. */
async function main(): Promise<void> {
  const [, , folder = ''] = process.argv;
  process.stdout.write('ready\n');
  for (;;) {
    await compactIndex(folder, { generator: 'child', minSegments: 2, graceMs: 0 }, new AbortController().signal);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

void main();
