import { gunzipSync, gzipSync } from 'node:zlib';
import { demoCaseObjects } from '../src/demo/demoCase';
import { LogIndex } from '../src/engine/record/logIndex';
import { readLogText } from '../src/engine/record/logText';
import { toPages } from '../src/engine/record/logPages';
import { provideCodeLenses } from '../src/server/features/codeLens';
import { ms, times, type BenchRow } from './benchTable';
import { measurePaired } from './paired';

const limits = { maxLogBytes: 1024 ** 3, maxGzipRatio: 1100 };

/** Logs of the demo case as CloudTrail delivers them, and the same records as one log of about `bytes` bytes. */
export function demoLogs(): readonly Uint8Array[] {
  return [...demoCaseObjects()].filter(({ key }) => key.includes('/CloudTrail/')).map(({ bytes }) => bytes);
}

export function oneLog(bytes: number): Uint8Array {
  const records: string[] = [];
  for (let size = 0; size < bytes;) {
    for (const log of demoLogs()) {
      const { Records } = JSON.parse(gunzipSync(log).toString()) as { Records: unknown[] };
      for (const record of Records) {
        const text = JSON.stringify(record);
        records.push(text);
        size += text.length;
      }
      if (size >= bytes) break;
    }
  }
  return Buffer.from(`{"Records":[${records.join(',')}]}`);
}

/** Bytes → text and spans, against parsing and printing the same text. */
export async function benchOpening(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, bytes, turns] of [
    ['100 KB', 100_000, 60],
    ['1 MB', 1_000_000, 30],
    ['10 MB', 10_000_000, 15],
    ['50 MB', 50_000_000, 5],
  ] as const) {
    const log = oneLog(bytes);
    const pair = await measurePaired(
      () => toText(log),
      () => JSON.stringify(JSON.parse(Buffer.from(log).toString('utf8'))),
      turns,
      turns,
    );
    rows.push([`one log of ${name}: text and spans`, ms(pair.oursMs), ms(pair.theirsMs), times(pair.ratio), '≤ 1.3×']);
  }
  const small = demoLogs();
  const pair = await measurePaired(
    () => {
      for (const log of small) toText(log);
    },
    () => {
      for (const log of small) JSON.stringify(JSON.parse(gunzipSync(log).toString('utf8')));
    },
    15,
  );
  rows.push([
    `${small.length} small gzip logs, gunzip included`,
    ms(pair.oursMs),
    ms(pair.theirsMs),
    times(pair.ratio),
    '≤ 1.3×',
  ]);
  rows.push(await benchLenses());
  return rows;
}

/** What the server adds to the text until CodeLens can be shown. */
async function benchLenses(): Promise<BenchRow> {
  const stored = gzipSync(oneLog(7_000_000));
  const pair = await measurePaired(
    () => {
      const log = readLogText(stored, limits);
      provideCodeLenses({
        uri: 'x',
        log,
        index: new LogIndex(log),
        pages: toPages(log),
        pageNumber: 1,
        pageUri: String,
      });
    },
    () => JSON.stringify(JSON.parse(gunzipSync(stored).toString('utf8'))),
    10,
  );
  return [
    '10 MB of text: gunzip, text, spans and all CodeLenses',
    ms(pair.oursMs),
    ms(pair.theirsMs),
    times(pair.ratio),
    '',
  ]; // no goal set
}

function toText(stored: Uint8Array): string {
  const { bytes } = readLogText(stored, limits);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}
