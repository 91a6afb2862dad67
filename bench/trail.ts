import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTrailIndex } from '../src/index/openTrailIndex';
import { SegmentWriter } from '../src/index/segmentWriter';
import { printTable } from './benchTable';
import { benchIndexing } from './indexing';
import { benchLiteralSearch } from './literalSearch';
import { benchIndex } from './searching';
import { benchSessions } from './sessions';
import { benchTimelines } from './timelines';

/** Logs that literal searches are measured with: they stay in memory. */
const maxLiteralBytes = 24e6;

/** Everything about a whole trail in a folder: building its index, asking it, and searching without one. */
export async function benchTrail(folder: string, what: string, truthFile?: string): Promise<void> {
  printTable(`Indexing: ${what}`, await benchIndexing(folder));
  const indexFolder = mkdtempSync(path.join(tmpdir(), 'trailcase-index-'));
  try {
    const literalLogs = await buildIndex(folder, indexFolder);
    printTable(`Searching: ${what}`, await benchIndex(indexFolder, truthFile));
    const index = await openTrailIndex(indexFolder);
    try {
      printTable(`Timelines: ${what}`, await benchTimelines(index));
    } finally {
      await index.dispose();
    }
    printTable(`Role chains: ${what}`, await benchSessions(indexFolder));
    printTable(
      'Searching originals, against nothing but gunzip of the same logs',
      await benchLiteralSearch(what, literalLogs),
    );
  } finally {
    rmSync(indexFolder, { recursive: true, force: true });
  }
}

/** Returns the first of the logs as they are stored. */
async function buildIndex(folder: string, indexFolder: string): Promise<readonly Uint8Array[]> {
  const limits = { maxLogBytes: 256 * 1024 ** 2, maxGzipRatio: 300 };
  const writer = new SegmentWriter({ indexFolder, generator: 'trailcase bench', ...limits });
  const kept: Uint8Array[] = [];
  let keptBytes = 0;
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
  for (const name of names.sort()) {
    const stored = readFileSync(path.join(folder, name));
    if (keptBytes < maxLiteralBytes) kept.push(stored);
    keptBytes += stored.length;
    writer.add({ key: name, sizeBytes: stored.length }, stored);
    if (writer.isFull) await writer.publish();
  }
  await writer.publish();
  return kept;
}
