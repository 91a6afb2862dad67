import { readFileSync } from 'node:fs';
import { parseQuery } from '../src/engine/query/parseQuery';
import type { Query } from '../src/engine/query/query';
import { openTrailIndex } from '../src/index/openTrailIndex';
import type { TrailIndex } from '../src/index/trailIndex';
import { ms, type BenchRow } from './benchTable';
import { median, timeMs } from './paired';
import { compareWithTruth, type TrailTruth } from './searchTruth';

const { signal } = new AbortController();
const rounds = 15;
const pageRows = 200;
const newestFirst = { column: 'eventTime', descending: true };
const shownColumns = [
  'eventTime',
  'eventName',
  'eventSource',
  'awsRegion',
  'principal',
  'sourceIPAddress',
  'errorCode',
];

function toQuery(text: string): Query {
  const { query, errors } = parseQuery(text, { now: Date.now() });
  if (query === undefined) throw new Error(`${text}: ${errors.map(({ message }) => message).join(' ')}`);
  return query;
}

/** Queries of each kind, with values that occur in the index: frequent, middling and rare ones. */
async function listQueries(index: TrailIndex): Promise<ReadonlyMap<string, readonly string[]>> {
  const pick = async (column: string): Promise<readonly string[]> => {
    const values = await index.values(column, '', 1000, {}, signal);
    return [0, values.length >> 2, values.length - 1].flatMap((at) => values[at]?.value ?? []);
  };
  const addresses = (await pick('sourceIPAddress')).filter((value) => /^\d+\.\d+\.\d+\.\d+$/.test(value));
  const ids = (await index.runSql('SELECT eventID FROM records USING SAMPLE 3', { maxRows: 3 }, signal)).rows;
  const fields = ['eventName', 'eventSource', 'errorCode', 'userIdentity.arn', 'userIdentity.accessKeyId'];
  const byField = await Promise.all(
    fields.map(async (name) => (await pick(name)).map((value) => `${name}:${JSON.stringify(value)}`)),
  );
  return new Map([
    ['field', [...byField.flat(), 'eventName:Put*', 'errorCode:*', 'readOnly:false -errorCode:*']],
    ['eventID', ids.map(([id]) => `eventID:"${String(id)}"`)],
    ['CIDR', [...addresses.map((value) => `ip:${value.replace(/\d+$/, '0')}/24`), 'ip:10.0.0.0/8', 'ip:2001:db8::/32']],
    ['mention', [...(await pick('userIdentity.accessKeyId')), ...(await pick('userIdentity.arn'))]],
  ]);
}

/** Count and first page of the newest hits, as the results view asks for them. */
async function searchOnce(index: TrailIndex, text: string): Promise<void> {
  const result = await index.search(toQuery(text), {}, {}, signal);
  await result.whenDone;
  await result.page({ offset: 0, limit: pageRows, sort: newestFirst, columns: shownColumns }, signal);
  await result.dispose();
}

async function benchSearching(index: TrailIndex): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [kind, texts] of await listQueries(index)) {
    const times: number[] = [];
    for (const text of texts) await searchOnce(index, text);
    for (let round = 0; round < rounds; round++) {
      for (const text of texts) times.push(await timeMs(() => searchOnce(index, text)));
    }
    times.sort((a, b) => a - b);
    const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
    rows.push([`${kind}: count and first ${pageRows}, p95 (median ${ms(median(times))})`, ms(p95), '', '', '≤ 100 ms']);
  }
  rows.push(...(await benchPages(index)));
  return rows;
}

/** Pages anywhere in a result of all records. */
async function benchPages(index: TrailIndex): Promise<readonly BenchRow[]> {
  const all = await index.search(toQuery(''), {}, {}, signal);
  const { count } = await all.whenDone;
  const rows: BenchRow[] = [];
  for (const column of ['eventTime', 'principal']) {
    const sort = { column, descending: true };
    const page = (offset: number): Promise<unknown> =>
      all.page({ offset, limit: pageRows, sort, columns: shownColumns }, signal);
    const first = await timeMs(() => page(Math.floor(count / 2)));
    const times: number[] = [];
    for (let at = 0; at < 40; at++) times.push(await timeMs(() => page(Math.floor((count * at) / 40))));
    const what = `page of ${pageRows} anywhere in ${count} by ${column} (first time ${ms(first)})`;
    rows.push([what, ms(median(times)), '', '', '≤ 50 ms']);
  }
  await all.dispose();
  return rows;
}

/** Opens an index and searches it; with what a generator wrote about the trail, every count is compared with that. */
export async function benchIndex(folder: string, truthFile: string | undefined): Promise<readonly BenchRow[]> {
  const start = performance.now();
  const index = await openTrailIndex(folder);
  try {
    const opened: BenchRow = ['opening an index for the first time', ms(performance.now() - start), '', '', ''];
    const rows = [opened, ...(await benchSearching(index))];
    if (truthFile === undefined) return rows;
    // As the generator writes it.
    const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as TrailTruth;
    const wrong = await compareWithTruth(index, truth, toQuery);
    if (wrong.length > 0) throw new Error(wrong.join('\n'));
    return [...rows, ['every count against the generator’s truth', 'equal', '', '', 'equal']];
  } finally {
    await index.dispose();
  }
}
