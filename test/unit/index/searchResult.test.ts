import assert from 'node:assert/strict';
import { demoCaseObjects } from '../../../src/demo/demoCase';
import { RecordFields } from '../../../src/engine/record/recordFields';
import type { ResultSet } from '../../../src/index/resultSet';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, noSignal, toQuery } from '../../support/indexFixture';

describe('the result of a search', function () {
  this.timeout(60_000);
  const fixture = new IndexFixture();
  let index: TrailIndex;
  let result: ResultSet;
  /** Distinct records, as the logs tell. */
  const records = new Map<string, { eventName: string | undefined; eventTime: string | undefined; key: string }>();

  before(async () => {
    const objects = [...demoCaseObjects()].filter(({ key }) => !key.includes('Digest'));
    const half = Math.ceil(objects.length / 2);
    await fixture.addSegment({ objects: objects.slice(0, half) });
    await fixture.addSegment({ objects: objects.slice(half) });
    for (const [key, log] of fixture.logs) {
      for (const [ordinal, record] of log.records.entries()) {
        const fields = new RecordFields(log, record);
        const id = fields.text('eventID') ?? `${key}#${ordinal}`;
        if (records.has(id)) continue;
        records.set(id, { eventName: fields.text('eventName'), eventTime: fields.text('eventTime'), key });
      }
    }
    index = await fixture.open({ maxResults: 3 });
    result = await index.search(toQuery(''), {}, {}, noSignal);
  });
  after(() => fixture.dispose());

  const orders = [
    { column: 'eventTime', descending: true },
    { column: 'eventTime', descending: false },
    { column: 'eventName', descending: false },
    { column: 'errorCode', descending: true },
    { column: 'object', descending: false },
    { column: 'resources', descending: false },
    { column: 'deliveries', descending: true },
    { column: 'readOnly', descending: false },
  ] as const;
  for (const sort of orders) {
    it(`comes in pages that are parts of one order: ${sort.column} ${sort.descending ? 'down' : 'up'}`, async () => {
      const columns = [sort.column, 'eventID'];
      const whole = await result.page({ offset: 0, limit: 100_000, sort, columns }, noSignal);
      assert.equal(whole.total, records.size);
      assert.equal(new Set(whole.rows.map(({ id }) => id)).size, records.size, 'each hit once');
      for (const offset of [0, 7, records.size - 3, records.size + 5]) {
        const page = await result.page({ offset, limit: 10, sort, columns }, noSignal);
        assert.deepEqual(page.rows, whole.rows.slice(offset, offset + 10));
      }
      if (sort.column === 'resources') return;
      const values = whole.rows.map(({ cells }) => cells[0]);
      const filled = values
        .filter((value) => value !== null)
        .map((value) => (typeof value === 'number' ? value : String(value)));
      assert.deepEqual(
        values.slice(filled.length),
        new Array(values.length - filled.length).fill(null),
        'those without a value last',
      );
      const sorted = [...filled].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
      assert.deepEqual(filled, sort.descending ? sorted.reverse() : sorted);
    });
  }

  it('has the cells of its records', async () => {
    const columns = ['eventID', 'eventName', 'eventTime', 'object', 'resources', 'readOnly'];
    const { rows } = await result.page({ offset: 0, limit: 500, sort: orders[0], columns }, noSignal);
    for (const { cells } of rows) {
      const record = records.get(String(cells[0]));
      if (record === undefined) continue;
      assert.equal(cells[1], record.eventName ?? null);
      assert.equal(cells[2], record.eventTime ?? null);
      assert.ok(fixture.logs.has(String(cells[3])));
      assert.ok(cells[4] === null || Array.isArray(cells[4]));
      assert.ok(cells[5] === null || typeof cells[5] === 'boolean');
    }
    assert.ok(rows.length > 100);
  });

  it('is grouped, with sums that are those of its records', async () => {
    const expected = new Map<string | null, number>();
    for (const { eventName } of records.values()) {
      expected.set(eventName ?? null, (expected.get(eventName ?? null) ?? 0) + 1);
    }
    const { groups, total } = await result.groups('eventName', 1000, noSignal);
    assert.equal(total, expected.size);
    assert.deepEqual(new Map(groups.map(({ value, count }) => [value, count])), expected);
    assert.deepEqual(
      groups.map(({ count }) => count),
      groups.map(({ count }) => count).sort((a, b) => b - a),
    );
    for (const { firstTime, lastTime } of groups) assert.ok((firstTime ?? 0) <= (lastTime ?? 0));
    const days = await result.groups('day', 1000, noSignal);
    assert.deepEqual(
      days.groups.map(({ value }) => value),
      days.groups.map(({ value }) => value).sort(),
    );
    assert.equal(
      days.groups.reduce((sum, { count }) => sum + count, 0),
      records.size,
    );
    const first = await result.groups('eventName', 2, noSignal);
    assert.deepEqual(first, { groups: groups.slice(0, 2), total });
  });

  for (const by of [
    'day',
    'hour',
    'principal',
    'eventName',
    'errorCode',
    'account',
    'region',
    'resources',
    'readOnly',
    'isConflict',
    'eventTime',
  ]) {
    it(`shows one group by itself: ${by}`, async () => {
      const { groups } = await result.groups(by, 6, noSignal);
      assert.ok(groups.length > 0);
      for (const { value, count } of groups) {
        if (by === 'resources' && value === null) continue;
        const page = await result.page(
          { offset: 0, limit: 5, sort: orders[0], columns: [], group: { by, value } },
          noSignal,
        );
        assert.equal(page.total, count, `${by} ${value}`);
        assert.equal(page.rows.length, Math.min(5, count));
      }
    });
  }

  it('is handed out row by row for an export, all of it or some hits', async () => {
    const all: number[] = [];
    for await (const batch of result.rows({ sort: orders[0], columns: ['eventID'] }, noSignal)) {
      all.push(...batch.map(({ id }) => id));
    }
    const page = await result.page({ offset: 0, limit: 100_000, sort: orders[0], columns: [] }, noSignal);
    assert.deepEqual(
      all,
      page.rows.map(({ id }) => id),
    );
    const some: number[] = [];
    for await (const batch of result.rows(
      { sort: orders[0], columns: [], ids: [all[5]!, all[2]!, 999_999] },
      noSignal,
    )) {
      some.push(...batch.map(({ id }) => id));
    }
    assert.deepEqual(some, [all[2], all[5]], 'in the result’s order');
  });

  it('refuses columns that are none', async () => {
    for (const column of ['nothing', 'eventName"; DROP TABLE x; --']) {
      const sort = { column, descending: false };
      await assert.rejects(result.page({ offset: 0, limit: 1, sort, columns: [] }, noSignal), /There is no column/);
      await assert.rejects(result.groups(column, 1, noSignal), /There is no column/);
    }
    const page = await result.page({ offset: 0, limit: 1, sort: orders[0], columns: ['nothing'] }, noSignal);
    assert.deepEqual(page.rows[0]?.cells, [null]);
  });

  it('takes values as values, whatever stands in them', async () => {
    const value = `'; DROP TABLE hot.hits_1; -- $group`;
    const page = await result.page(
      { offset: 0, limit: 1, sort: orders[0], columns: [], group: { by: 'principal', value } },
      noSignal,
    );
    assert.deepEqual(page, { total: 0, rows: [] });
  });

  it('is let go when there are too many, the least recently used first', async () => {
    const results: ResultSet[] = [];
    for (let at = 0; at < 3; at++) results.push(await index.search(toQuery('eventName:*'), {}, {}, noSignal));
    await assert.rejects(result.summarize(noSignal), { code: 'notFound' });
    await results[0]!.summarize(noSignal);
    await index.search(toQuery(''), {}, {}, noSignal);
    await results[0]!.summarize(noSignal);
    await assert.rejects(results[1]!.summarize(noSignal), { code: 'notFound' });
    await results[0]!.dispose();
    await assert.rejects(results[0]!.page({ offset: 0, limit: 1, sort: orders[0], columns: [] }, noSignal), {
      code: 'notFound',
    });
  });

  it('suggests values that occur, with their counts', async () => {
    const counts = new Map<string, number>();
    for (const { eventName } of records.values())
      if (eventName !== undefined) counts.set(eventName, (counts.get(eventName) ?? 0) + 1);
    for (const { value, count } of await index.values('eventName', '', 1000, {}, noSignal))
      assert.equal(count, counts.get(value));
    assert.equal((await index.values('eventName', '', 1000, {}, noSignal)).length, counts.size);
    const found = await index.values('eventName', 'GET', 1000, {}, noSignal);
    const begins = found.map(({ value }) => value.toLowerCase().startsWith('get'));
    assert.ok(begins.includes(true) && !begins.slice(begins.lastIndexOf(true) + 1).includes(true));
    assert.equal(begins.lastIndexOf(true) + 1, begins.filter(Boolean).length, 'first those that begin so');
    assert.deepEqual(await index.values('eventName', 'get', 1, {}, noSignal), found.slice(0, 1));
    assert.deepEqual(await index.values('eventName', "%' OR 1=1", 5, {}, noSignal), []);
    assert.deepEqual(await index.values('eventName', '', 5, { accounts: ['000000000000'] }, noSignal), []);
    await assert.rejects(index.values('eventTime', '', 5, {}, noSignal), /no values/);
    await assert.rejects(index.values('no', '', 5, {}, noSignal), /no values/);
    assert.ok((await index.values('account', '', 50, {}, noSignal)).length > 1);
  });
});
