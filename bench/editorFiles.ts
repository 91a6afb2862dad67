import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readLogText } from '../src/engine/record/logText';
import { oneLog } from './opening';

/** A log as CloudTrail stores it, and its text as a plain file beside it. */
export interface EditorPair {
  readonly name: string;
  /** Label of the log in Trailcase's tree. */
  readonly logItem: string;
  readonly logFile: string;
  readonly plainFile: string;
}

/** Writes pairs whose texts have about 100 KB, 1 MB and 10 MB. */
export function writeEditorPairs(folder: string): readonly EditorPair[] {
  const day = path.join(folder, 'trail', 'AWSLogs', '111122223333', 'CloudTrail', 'us-east-1', '2026', '01', '15');
  mkdirSync(day, { recursive: true });
  return [
    ['100 KB', 75_000],
    ['1 MB', 750_000],
    ['10 MB', 7_500_000],
  ].map(([name, bytes], index) => {
    const log = oneLog(Number(bytes));
    const logFile = `111122223333_CloudTrail_us-east-1_20260115T000${index}Z_BenchBenchBench0.json.gz`;
    const plainFile = `plain${index}.json`;
    writeFileSync(path.join(day, logFile), gzipSync(log));
    writeFileSync(path.join(folder, plainFile), readLogText(log, { maxLogBytes: 1024 ** 3, maxGzipRatio: 1100 }).bytes);
    return { name: String(name), logItem: `00:0${index} UTC`, logFile, plainFile };
  });
}
