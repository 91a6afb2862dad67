import assert from 'node:assert/strict';
import { dayMs } from '../../../src/base/time';
import { laneFields, recordClasses, type LaneField } from '../../../src/engine/timeline/timeline';
import type { CandidateVerifier } from '../../../src/index/candidate';
import type { ResultSet } from '../../../src/index/resultSet';
import type { Scope } from '../../../src/index/scope';
import type { Timeline, TimelineFilter } from '../../../src/index/timeline';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, noSignal, toQuery } from '../../support/indexFixture';
import {
  filterRows,
  laneOf,
  timeOf,
  toFirstSeen,
  toRows,
  type ExpectedRow,
} from '../../support/timeline/expectedTimeline';
import {
  indexTrail,
  newRandom,
  newTrailRecords,
  toJson,
  toOrder,
  trailStart,
  type TrailRecord,
} from '../../support/timeline/randomTrail';

const minute = 60_000;

/** A timeline beside what a plain loop says of the same records. */
interface Case {
  readonly result: ResultSet;
  readonly timeline: Timeline;
  readonly rows: readonly ExpectedRow[];
  /** The eventID of each hit. */
  readonly eventIds: ReadonlyMap<number, string>;
  readonly expectedFirstSeen: ReturnType<typeof toFirstSeen>;
}

describe('the timeline of a result', function () {
  this.timeout(120_000);

  for (const seed of [1, 2, 3]) {
    describe(`of random trail ${seed}`, () => {
      const fixture = new IndexFixture();
      const random = newRandom(seed);
      const records = newTrailRecords(random, 70 * seed);
      const byId = new Map(records.map((record) => [record.id, record]));
      const cases = new Map<string, Case>();
      let index: TrailIndex;

      before(async () => {
        const { logs } = await indexTrail(fixture, records, random);
        index = await fixture.open({ maxResults: 10 });
        const counted = new Set([...logs.values()].flat());
        const all = records.filter(({ id }) => counted.has(id));
        const order = toOrder(logs, () => true);
        const add = async (name: string, text: string, scope: Scope, isHit: (record: TrailRecord) => boolean) => {
          const { result, eventIds } = await readIds(index, text, scope);
          const hits = all.filter(isHit);
          assert.deepEqual([...eventIds.values()].sort(), hits.map(({ id }) => id).sort(), `the hits of ${name}`);
          const rows = toRows(
            hits,
            toOrder(logs, (key) => key.startsWith(scope.prefix ?? '')),
          );
          const expectedFirstSeen = toFirstSeen(rows, all, order);
          cases.set(name, {
            result,
            eventIds,
            rows,
            expectedFirstSeen,
            timeline: await result.timeline(noSignal),
          });
        };
        const log = [...logs.keys()].at(-1) ?? '';
        const time = { from: trailStart + 3600_000, to: trailStart + 20 * 3600_000 };
        await add('everything', '', {}, () => true);
        await add('a query', 'region:eu-west-1', {}, ({ region }) => region === 'eu-west-1');
        await add('one log', '', { prefix: log }, ({ id }) => logs.get(log)?.includes(id) === true);
        await add('a time', '', time, (record) => {
          const ms = timeOf(record);
          return ms !== undefined && ms >= time.from && ms < time.to;
        });
        await add('nothing', 'event:NoSuchThing', {}, () => false);
      });
      after(() => fixture.dispose());

      for (const name of ['everything', 'a query', 'one log', 'a time', 'nothing']) {
        it(`counts and lists the records of ${name} as a plain loop does`, async () => {
          const found = cases.get(name)!;
          await checkSummary(found);
          await checkRows(found);
          await checkTwins(found);
          await checkFirstSeen(found, byId);
        });

        it(`draws ${name} so that every record is somewhere`, async () => {
          const found = cases.get(name)!;
          for (const laneBy of laneFields) await checkPicture(found, laneBy, {});
          const from = trailStart + 5 * 3600_000 + 1;
          await checkPicture(found, 'event', { from, to: from + 7 * 3600_000 });
          await checkPicture(found, 'address', { from, to: from + 90 * 1000 });
          await checkKeptLanes(found);
        });

        it(`counts ${name} by buckets of any width`, async () => {
          for (const bucketMs of [90_000, 7 * minute, 45 * minute, 240 * minute, 5 * dayMs, 7 * dayMs, 14 * dayMs]) {
            await checkWidth(cases.get(name)!, bucketMs);
          }
        });
      }
    });
  }
});

async function readIds(index: TrailIndex, text: string, scope: Scope) {
  const result = await index.search(toQuery(text), scope, {}, noSignal);
  const eventIds = new Map<number, string>();
  const options = { sort: { column: 'eventTime', descending: false }, columns: ['eventID'] };
  for await (const batch of result.rows(options, noSignal)) {
    for (const { id, cells } of batch) eventIds.set(id, String(cells[0]));
  }
  return { result, eventIds };
}

function invert(eventIds: ReadonlyMap<number, string>): ReadonlyMap<string, number> {
  return new Map([...eventIds].map(([id, eventId]) => [eventId, id]));
}

async function checkSummary({ timeline, rows }: Case): Promise<void> {
  const { firstSeen, firstSeenTotal, firstSeenNote, ...totals } = await timeline.summary(noSignal);
  assert.equal(firstSeen.length, firstSeenTotal);
  assert.equal(firstSeenNote, undefined);
  const times = rows.flatMap(({ ms }) => ms ?? []);
  assert.deepEqual(totals, {
    count: rows.length,
    classes: countClasses(rows),
    twins: rows.reduce((sum, { twins }) => sum + twins.length, 0),
    untimed: rows.length - times.length,
    firstTime: times[0],
    lastTime: times[times.length - 1],
  });
}

function countClasses(rows: readonly ExpectedRow[]) {
  const count = (name: (typeof recordClasses)[number]): number =>
    rows.filter(({ recordClass }) => recordClass === name).length;
  return { read: count('read'), write: count('write'), error: count('error'), denied: count('denied') };
}

const filters: readonly TimelineFilter[] = [
  {},
  { from: trailStart + 4 * 3600_000 },
  { from: trailStart + 1711_000, to: trailStart + 10 * 1711_000 },
  { to: trailStart },
  { classes: ['denied', 'read'] },
  { classes: [] },
  { lane: { by: 'address', value: "o'hara" } },
  { lane: { by: 'region', value: null }, classes: ['write', 'error'] },
  { lane: { by: 'principal', value: 'Admin / one' }, from: trailStart },
];

async function checkRows({ timeline, rows, eventIds }: Case): Promise<void> {
  const ids = invert(eventIds);
  const columns = ['eventID', 'recordClass', 'awsRegion', 'twins'];
  for (const filter of filters) {
    for (const descending of [false, true]) {
      const expected = filterRows(rows, filter, descending);
      const shown = expected.map(({ record, recordClass, twins }) => ({
        id: ids.get(record.id),
        recordClass,
        twins: twins.length,
        cells: [record.id, recordClass, record.region ?? null, twins.length],
      }));
      const whole = await timeline.rows(filter, 0, 10_000, descending, columns, noSignal);
      assert.deepEqual(whole, { total: expected.length, rows: shown }, JSON.stringify({ filter, descending }));
      for (const offset of [1, expected.length - 3, expected.length + 2]) {
        const page = await timeline.rows(filter, Math.max(0, offset), 7, descending, columns, noSignal);
        const start = Math.max(0, offset);
        assert.deepEqual(page, { total: expected.length, rows: shown.slice(start, start + 7) });
      }
      const places = new Map<string, number>();
      for (const [place, { record, twins }] of expected.entries()) {
        for (const id of [record.id, ...twins]) places.set(id, place);
      }
      for (const [id, eventId] of [...[...eventIds].slice(0, 4), ...[...eventIds].slice(-4)]) {
        assert.equal(await timeline.rowOf(id, filter, descending, noSignal), places.get(eventId), eventId);
      }
    }
  }
  assert.equal(await timeline.rowOf(1_000_000, {}, false, noSignal), undefined);
}

async function checkTwins({ timeline, rows, eventIds }: Case): Promise<void> {
  const ids = invert(eventIds);
  const alone = rows.filter(({ twins }) => twins.length === 0).slice(0, 5);
  for (const { record, twins } of [...rows.filter(({ twins }) => twins.length > 0), ...alone]) {
    const action = [record.id, ...twins];
    for (const own of action) {
      const found = await timeline.twinsOf(ids.get(own)!, noSignal);
      const others = action.filter((id) => id !== own);
      assert.deepEqual([...found].sort(), others.map((id) => ids.get(id)).sort(), own);
    }
  }
}

async function checkFirstSeen({ timeline, expectedFirstSeen, eventIds }: Case, byId: ReadonlyMap<string, TrailRecord>) {
  const { firstSeen } = await timeline.summary(noSignal);
  const found = firstSeen.map((seen) => ({ ...seen, id: eventIds.get(seen.id)! }));
  const text = (seen: { id: string }): string => JSON.stringify(seen, Object.keys(seen).sort());
  assert.deepEqual(found.map(text).sort(), expectedFirstSeen.map(text).sort());
  const times = found.map(({ time }) => time);
  assert.deepEqual(
    times,
    [...times].sort((a, b) => a - b),
  );
  for (const { id, time } of found) assert.equal(timeOf(byId.get(id)!), time);
}

async function checkPicture(
  { timeline, rows, eventIds }: Case,
  laneBy: LaneField,
  view: { readonly from?: number; readonly to?: number },
): Promise<void> {
  const maxLanes = 3;
  const picture = await timeline.picture({ ...view, buckets: 40, laneBy, maxLanes }, noSignal);
  const timed = rows.filter(({ ms }) => ms !== undefined);
  if (view.from === undefined && timed[0] !== undefined) {
    assert.equal(picture.from, timed[0].ms);
    assert.equal(picture.to, timed[timed.length - 1]!.ms! + 1);
  }
  const shown = filterRows(rows, { from: picture.from, to: picture.to }, false);
  const { bucketMs } = picture;
  const toBucket = (ms: number): number => Math.floor(ms / bucketMs) * bucketMs;
  assert.ok(bucketMs <= dayMs && dayMs % bucketMs === 0, 'whole parts of a day');
  assert.ok((toBucket(picture.to - 1) - toBucket(picture.from)) / bucketMs < 40, 'no more buckets than asked for');
  const buckets = groupBy(shown, ({ ms }) => toBucket(ms!));
  assert.deepEqual(
    picture.buckets,
    [...buckets].sort(([a], [b]) => a - b).map(([time, group]) => ({ time, ...countClasses(group) })),
  );
  const lanes = [...groupBy(shown, ({ record }) => laneOf(record, laneBy))].sort(
    ([one, a], [other, b]) =>
      b.length - a.length || Number(one === null) - Number(other === null) || (String(one) < String(other) ? -1 : 1),
  );
  assert.deepEqual(
    picture.lanes.map(({ marks, ...lane }) => ({
      ...lane,
      marks: marks.map((mark) => ({ ...mark, id: eventIds.get(mark.id) })).map((mark) => JSON.stringify(mark)),
    })),
    lanes.slice(0, maxLanes).map(([value, group]) => ({
      value,
      count: group.length,
      classes: countClasses(group),
      marks: toMarks(group, toBucket),
    })),
  );
  const rest = lanes.slice(maxLanes).flatMap(([, group]) => group);
  assert.deepEqual(picture.rest, { lanes: Math.max(0, lanes.length - maxLanes), classes: countClasses(rest) });
  assert.equal(picture.total, shown.length);
  assert.equal(picture.laneBy, laneBy);
}

/** Weeks begin on Mondays, such as 2026-01-05; all else on multiples of the width since 1970. */
async function checkWidth({ timeline, rows }: Case, bucketMs: number): Promise<void> {
  const view = { from: trailStart + 11 * minute, to: trailStart + 11 * minute + 1500 * Math.min(bucketMs, dayMs) };
  const picture = await timeline.picture({ ...view, buckets: 20, bucketMs, laneBy: 'event', maxLanes: 3 }, noSignal);
  assert.equal(picture.bucketMs, bucketMs);
  const origin = bucketMs % (7 * dayMs) === 0 ? Date.parse('1970-01-05T00:00:00Z') : 0;
  const toBucket = (ms: number): number => Math.floor((ms - origin) / bucketMs) * bucketMs + origin;
  const buckets = groupBy(filterRows(rows, view, false), ({ ms }) => toBucket(ms!));
  assert.deepEqual(
    picture.buckets,
    [...buckets].map(([time, group]) => ({ time, ...countClasses(group) })),
  );
}

/** In the order of their first records. */
function toMarks(rows: readonly ExpectedRow[], toBucket: (ms: number) => number): readonly string[] {
  const groups = groupBy(rows, ({ ms, recordClass }) => `${recordClass} ${toBucket(ms!)}`);
  return [...groups.values()].map((group) =>
    JSON.stringify({
      recordClass: group[0]!.recordClass,
      time: group[0]!.ms,
      lastTime: group[group.length - 1]!.ms,
      count: group.length,
      id: group[0]!.record.id,
    }),
  );
}

async function checkKeptLanes({ timeline, rows }: Case): Promise<void> {
  const lanes = ['203.0.113.8', null, 'never seen'];
  const view = { from: trailStart, to: trailStart + 10 * 60 * minute };
  const picture = await timeline.picture({ ...view, buckets: 100, laneBy: 'address', maxLanes: 50, lanes }, noSignal);
  const shown = filterRows(rows, view, false);
  const count = (value: string | null): number =>
    shown.filter(({ record }) => laneOf(record, 'address') === value).length;
  assert.deepEqual(
    picture.lanes.map(({ value, count }) => [value, count]),
    lanes.map((value) => [value, count(value)]),
  );
  for (const { count, marks } of picture.lanes)
    assert.equal(
      marks.reduce((sum, mark) => sum + mark.count, 0),
      count,
    );
  const others = new Set(
    shown.map(({ record }) => laneOf(record, 'address')).filter((value) => !lanes.includes(value)),
  );
  assert.equal(picture.rest.lanes, others.size);
  const inLanes = picture.lanes.reduce((sum, lane) => sum + lane.count, 0);
  const inRest = recordClasses.reduce((sum, name) => sum + picture.rest.classes[name], 0);
  assert.equal(inLanes + inRest, picture.total);
}

function groupBy<T, K>(items: readonly T[], toName: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const name = toName(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

describe('the life of a timeline', function () {
  this.timeout(60_000);
  const fixture = new IndexFixture();
  let index: TrailIndex;

  before(async () => {
    const random = newRandom(77);
    await fixture.addSegment({
      objects: [{ key: 'AWSLogs/a.json', records: newTrailRecords(random, 300).map(toJson) }],
    });
    index = await fixture.open();
  });
  after(() => fixture.dispose());

  it('is made once the search has ended, by a search that opens logs too', async () => {
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const own = fixture.verifier();
    const verify: CandidateVerifier['verify'] = async function* (...asked) {
      await gate;
      yield* own.verify(...asked);
    };
    const result = await index.search(toQuery('"boto"'), {}, { verifier: { verify } }, noSignal);
    const asked = result.timeline(noSignal);
    // Meanwhile the result can be read: who waits for its timeline holds nobody up.
    assert.equal((await result.summarize(noSignal)).count, 0);
    open();
    const timeline = await asked;
    const { count } = await result.whenDone;
    const { count: actions, twins } = await timeline.summary(noSignal);
    assert.ok(count > 0);
    assert.equal(actions + twins, count);
    assert.equal(await result.timeline(noSignal), timeline, 'the same from then on');
    await result.dispose();
  });

  it('ends with its result', async () => {
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const timeline = await result.timeline(noSignal);
    await result.dispose();
    const notFound = { name: 'UserError', code: 'notFound' };
    await assert.rejects(timeline.summary(noSignal), notFound);
    await assert.rejects(timeline.picture({ buckets: 50, laneBy: 'event', maxLanes: 5 }, noSignal), notFound);
    await assert.rejects(timeline.rows({}, 0, 10, false, ['eventID'], noSignal), notFound);
    await assert.rejects(result.timeline(noSignal), notFound);
  });

  it('is made for the next one who asks when the first one gave up', async () => {
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const stop = new AbortController();
    const given = result.timeline(stop.signal);
    stop.abort();
    await assert.rejects(given, { name: 'AbortError' });
    const { count } = await (await result.timeline(noSignal)).summary(noSignal);
    assert.ok(count > 0);
    await result.dispose();
  });

  it('can be asked for while its result is let go', async () => {
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const asked = result.timeline(noSignal).then(
      () => 'made',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    await result.dispose();
    assert.ok(['made', 'This result is no longer kept.'].includes(await asked));
  });

  it('refuses lanes, classes and times that are none', async () => {
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const timeline = await result.timeline(noSignal);
    const wrong = { name: 'UserError', code: 'invalidInput' };
    const lane = 'name"; DROP TABLE x; --' as LaneField; // what a web view sends need not be what it should be
    await assert.rejects(timeline.picture({ buckets: 50, laneBy: lane, maxLanes: 5 }, noSignal), wrong);
    await assert.rejects(timeline.rows({ lane: { by: lane, value: 'x' } }, 0, 10, false, [], noSignal), wrong);
    await assert.rejects(timeline.rows({ from: Number.NaN }, 0, 10, false, [], noSignal), wrong);
    const far = await timeline.rows({ from: -Infinity, to: 1e300 }, 0, 1, false, [], noSignal);
    assert.ok(far.total > 0);
    await result.dispose();
  });

  it('refuses widths that are none, or too narrow', async () => {
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    const timeline = await result.timeline(noSignal);
    const options = { from: 0, to: 2000 * minute, buckets: 50, laneBy: 'event', maxLanes: 5 } as const;
    assert.equal((await timeline.picture({ ...options, bucketMs: minute }, noSignal)).bucketMs, minute);
    for (const bucketMs of [minute - 1, 0.5, 0, -minute, Number.NaN, Infinity]) {
      const refused = timeline.picture({ ...options, bucketMs }, noSignal);
      await assert.rejects(refused, { name: 'UserError', code: 'invalidInput' }, String(bucketMs));
    }
    await result.dispose();
  });

  it('is empty over an empty index', async () => {
    const empty = new IndexFixture();
    try {
      const result = await (await empty.open()).search(toQuery(''), {}, {}, noSignal);
      const timeline = await result.timeline(noSignal);
      assert.equal((await timeline.summary(noSignal)).count, 0);
      const picture = await timeline.picture({ buckets: 50, laneBy: 'event', maxLanes: 5 }, noSignal);
      assert.deepEqual([picture.buckets, picture.lanes, picture.total], [[], [], 0]);
      assert.deepEqual(await timeline.rows({}, 0, 10, true, ['eventID'], noSignal), { total: 0, rows: [] });
    } finally {
      await empty.dispose();
    }
  });
});
