import { laneFields, type TimelineSubject } from '../src/engine/timeline/timeline';
import type { Scope } from '../src/index/scope';
import type { SearchOptions, TrailIndex } from '../src/index/trailIndex';
import { openTimeline, type OpenTimeline } from '../src/search/openTimeline';
import { ms, times, type BenchRow } from './benchTable';
import { measurePaired, median, timeMs } from './paired';

const { signal } = new AbortController();
const turns = 9;
const firstPicture = { buckets: 300, laneBy: 'service', maxLanes: 30 } as const;
const shownColumns = ['eventTime', 'eventName', 'principal', 'sourceIPAddress', 'awsRegion', 'errorCode'];
/** What a histogram by class and lane follows from. */
const readColumns = ['eventTime', 'eventSource', 'eventName', 'errorCode', 'errorMessage', 'readOnly', 'sharedEventID'];

/** An index as timelines want it. */
function asTrail(index: TrailIndex): Parameters<typeof openTimeline>[0] {
  return {
    index: () => Promise.resolve(index),
    search: (query, scope: Scope, options: Omit<SearchOptions, 'verifier'>) =>
      index.search(query, scope, options, signal),
  };
}

/** From the question to the first picture. */
async function openOnce(index: TrailIndex, subject: TimelineSubject): Promise<void> {
  const opened = await openTimeline(asTrail(index), subject, {}, {}, signal);
  await opened.timeline.picture(firstPicture, signal);
  await opened.result.dispose();
}

/** The same picture without a timeline: the search's rows, read and counted here. */
async function countRows(index: TrailIndex, opened: OpenTimeline): Promise<void> {
  const result = await index.search(opened.result.query, {}, {}, signal);
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  const sort = { column: 'eventTime', descending: false };
  for await (const rows of result.rows({ sort, columns: readColumns }, signal)) {
    for (const { cells } of rows) {
      const [time, source, name, code, message, readOnly, shared] = cells.map((cell) =>
        cell === null ? '' : String(cell),
      );
      const twin = `${shared ?? ''} ${source ?? ''} ${name ?? ''}`;
      if (shared !== '' && seen.has(twin)) continue;
      if (shared !== '') seen.add(twin);
      const recordClass = `${code ?? ''}${message ?? ''}` === '' ? readOnly : 'error';
      const bucket = `${time?.slice(0, 13) ?? ''} ${source ?? ''} ${recordClass ?? ''}`;
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
  }
  await result.dispose();
}

/** Nothing but the numbers of the histogram, by a statement over the index's files. */
async function countBySql(index: TrailIndex, arn: string): Promise<void> {
  const text =
    `SELECT time_bucket(INTERVAL 1 HOUR, eventTime), eventSource, errorCode IS NULL, readOnly, count(*) FROM records ` +
    `WHERE userIdentity.arn = '${arn.replaceAll("'", "''")}' GROUP BY ALL`;
  await index.runSql(text, { maxRows: 100_000 }, signal);
}

/** Timelines of the busiest principal of an index, and of all of it. */
export async function benchTimelines(index: TrailIndex): Promise<readonly BenchRow[]> {
  const [busiest] = await index.values('userIdentity.arn', '', 1, {}, signal);
  if (busiest === undefined) throw new Error('nobody in the index has an ARN');
  const { value: arn, count } = busiest;
  const subject: TimelineSubject = { kind: 'principal', id: arn };
  const records = index.status().records;
  const opened = await openTimeline(asTrail(index), subject, {}, {}, signal);
  const what = `data of a principal with ${count} of ${records} records: search, summary, first picture`;
  const rows = await measurePaired(
    () => openOnce(index, subject),
    () => countRows(index, opened),
    turns,
    1,
  );
  const sql = await measurePaired(
    () => openOnce(index, subject),
    () => countBySql(index, arn),
    turns,
    1,
  );
  return [
    [`${what}, against counting the search’s rows`, ms(rows.oursMs), ms(rows.theirsMs), times(rows.ratio), '≤ 300 ms'],
    ['the same, against SQL for the histogram alone', ms(sql.oursMs), ms(sql.theirsMs), times(sql.ratio), ''],
    ...(await benchPictures(opened)),
    ...(await benchRows(opened)),
    await benchAll(index),
  ];
}

async function benchPictures({ timeline, summary }: OpenTimeline): Promise<readonly BenchRow[]> {
  const { firstTime = 0, lastTime = 0 } = summary;
  const span = lastTime - firstTime;
  const rows: BenchRow[] = [];
  for (const laneBy of laneFields) {
    const first = await timeline.picture({ ...firstPicture, laneBy }, signal);
    const lanes = first.lanes.map(({ value }) => value);
    const zoomed = { ...firstPicture, laneBy, lanes, from: firstTime + span * 0.4, to: firstTime + span * 0.5 };
    const paired = await measurePaired(
      () => timeline.picture(zoomed, signal),
      () => timeline.picture({ ...firstPicture, laneBy }, signal),
      turns,
      1,
    );
    const what = `zoom to a tenth, lanes by ${laneBy}, against the whole picture`;
    rows.push([what, ms(paired.oursMs), ms(paired.theirsMs), times(paired.ratio), '≤ 100 ms']);
  }
  return rows;
}

/** The table under the picture, and the way from a mark to its row. */
async function benchRows({ timeline, summary, result }: OpenTimeline): Promise<readonly BenchRow[]> {
  const page: number[] = [];
  const places: number[] = [];
  for (let at = 0; at < 20; at++) {
    const offset = Math.floor((summary.count * at) / 20);
    let id: number | undefined;
    page.push(
      await timeMs(async () => {
        const { rows } = await timeline.rows({}, offset, 200, false, shownColumns, signal);
        id = rows[0]?.id;
      }),
    );
    const wanted = id;
    if (wanted !== undefined) places.push(await timeMs(() => timeline.rowOf(wanted, {}, false, signal)));
  }
  await result.dispose();
  return [
    [`200 rows anywhere in ${summary.count}`, ms(median(page)), '', '', '≤ 50 ms'],
    ['the row of a record', ms(median(places)), '', '', '≤ 50 ms'],
  ];
}

async function benchAll(index: TrailIndex): Promise<BenchRow> {
  const taken: number[] = [];
  for (let turn = 0; turn < 5; turn++) taken.push(await timeMs(() => openOnce(index, { kind: 'query', text: '' })));
  return [`data of all ${index.status().records} records`, ms(median(taken)), '', '', ''];
}
