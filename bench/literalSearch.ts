import { gunzipSync } from 'node:zlib';
import { parseQuery } from '../src/engine/query/parseQuery';
import { RawTextFilter } from '../src/engine/query/rawTextFilter';
import { gunzipLog } from '../src/engine/record/gunzip';
import { ms, type BenchRow } from './benchTable';
import { measurePaired } from './paired';

const limits = { maxLogBytes: 256 * 1024 * 1024, maxGzipRatio: 300 };
const queries = ['"nobody-has-this-name"', 'requestParameters.bucketName:no-such-bucket-*', 'zzqy'];

/** What a search in originals does for logs without a match, against nothing but gunzip of the same logs. */
export async function benchLiteralSearch(what: string, logs: readonly Uint8Array[]): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const text of queries) {
    const { query } = parseQuery(text, { now: 0 });
    if (query === undefined) throw new Error(`No query: ${text}`);
    const filter = new RawTextFilter(query);
    let matches = 0;
    const { oursMs, theirsMs } = await measurePaired(
      () => {
        for (const log of logs) if (filter.mayMatch(gunzipLog(log, limits).bytes)) matches++;
      },
      () => {
        for (const log of logs) gunzipSync(log);
      },
      9,
    );
    const passed = matches === 0 ? '' : `, ${matches} logs not passed by`;
    const rate = `${(theirsMs / oursMs).toFixed(2)} of the rate`;
    rows.push([`${what}: search for ${text}${passed}`, ms(oursMs), ms(theirsMs), rate, '≥ 0.7']);
  }
  return rows;
}
