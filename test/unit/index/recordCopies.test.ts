import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ResultSet } from '../../../src/index/resultSet';
import { IndexFixture, logKey, noSignal, toQuery } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const record = (n: number, fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  newRecord({ eventID: id(n), ...fields });

describe('records that were delivered twice', function () {
  this.timeout(20_000);
  let fixture: IndexFixture;
  beforeEach(() => {
    fixture = new IndexFixture();
  });
  afterEach(() => fixture.dispose());

  async function search(text = '', scope = {}): Promise<ResultSet> {
    return (await fixture.open()).search(toQuery(text), scope, {}, noSignal);
  }

  async function listHits(result: ResultSet): Promise<readonly (readonly unknown[])[]> {
    const sort = { column: 'eventID', descending: false };
    const columns = ['eventID', 'object', 'record', 'deliveries', 'isConflict'];
    return (await result.page({ offset: 0, limit: 100, sort, columns }, noSignal)).rows.map(({ cells }) => cells);
  }

  it('count once, by the smallest key and ordinal, and keep every place', async () => {
    await fixture.addSegment({ objects: [{ key: logKey('b'), records: [record(1), record(2), record(1)] }] });
    await fixture.addSegment({ objects: [{ key: logKey('a'), records: [record(9), record(1)] }] });
    const result = await search();
    assert.deepEqual(await listHits(result), [
      [id(1), logKey('a'), 1, 3, false],
      [id(2), logKey('b'), 1, 1, false],
      [id(9), logKey('a'), 0, 1, false],
    ]);
    const { count, copies, conflicts } = await result.whenDone;
    assert.deepEqual({ count, copies, conflicts }, { count: 3, copies: 2, conflicts: 0 });
    const page = await result.page(
      { offset: 0, limit: 9, sort: { column: 'eventID', descending: false }, columns: [] },
      noSignal,
    );
    const [places] = await result.locations([page.rows[0]!.id], noSignal);
    assert.deepEqual(
      places?.places.map(({ key, ordinal }) => [key, ordinal]),
      [
        [logKey('a'), 1],
        [logKey('b'), 0],
        [logKey('b'), 2],
      ],
    );
  });

  it('are the same whatever white space and order of delivery', async () => {
    const text = JSON.stringify({ Records: [record(1)] }, null, 4);
    await fixture.addSegment({
      objects: [
        { key: logKey('a'), records: [record(1)] },
        { key: logKey('b'), bytes: Buffer.from(text) },
      ],
    });
    assert.equal((await (await search()).whenDone).count, 1);
  });

  it('stay two and are flagged when their content differs', async () => {
    await fixture.addSegment({
      objects: [
        { key: logKey('a'), records: [record(1), record(1, { eventName: 'Other' }), record(1)] },
        { key: logKey('b'), records: [record(2)] },
      ],
    });
    const result = await search();
    assert.deepEqual(await listHits(result), [
      [id(1), logKey('a'), 0, 2, true],
      [id(1), logKey('a'), 1, 1, true],
      [id(2), logKey('b'), 0, 1, false],
    ]);
    assert.equal((await result.whenDone).conflicts, 2);
    assert.equal((await result.whenDone).copies, 1);
  });

  it('are never merged without an eventID, nor by a shared one', async () => {
    const withoutId = newRecord();
    delete withoutId['eventID'];
    const twin = { sharedEventID: 'shared' };
    await fixture.addSegment({
      objects: [{ key: logKey('a'), records: [withoutId, withoutId, record(1, twin), record(2, twin)] }],
    });
    const { count, copies, conflicts } = await (await search()).whenDone;
    assert.deepEqual({ count, copies, conflicts }, { count: 4, copies: 0, conflicts: 0 });
  });

  it('are found in a scope that holds the copy but not the primary', async () => {
    const elsewhere = logKey('a', '2026/01/15', '111122223333');
    const here = logKey('b', '2026/01/15', '444455556666');
    const again = logKey('c', '2026/01/15', '444455556666');
    await fixture.addSegment({
      objects: [elsewhere, here, again].map((key) => ({ key, records: [record(1), record(2, { note: key })] })),
    });
    for (const scope of [{ accounts: ['444455556666'] }, { prefix: 'AWSLogs/444455556666/' }]) {
      const result = await search('', scope);
      const hits = await listHits(result);
      assert.deepEqual(hits[0], [id(1), here, 0, 3, false]);
      assert.equal(hits.filter(([eventId]) => eventId === id(1)).length, 1);
      const page = await result.page(
        { offset: 0, limit: 1, sort: { column: 'eventID', descending: false }, columns: [] },
        noSignal,
      );
      const [places] = await result.locations([page.rows[0]!.id], noSignal);
      assert.deepEqual(
        places?.places.map(({ key }) => key),
        [here, elsewhere, again].sort((a, b) => Number(b === here) - Number(a === here) || (a < b ? -1 : 1)),
      );
    }
  });

  it('do not include objects that were read anew', async () => {
    const old = await fixture.addSegment({
      objects: [{ key: logKey('a'), records: [record(1), record(2)], etag: 'old' }],
    });
    await fixture.addSegment({
      objects: [{ key: logKey('a'), records: [record(1)], etag: 'new' }],
      supersedes: [{ segment: old.id, objects: [0] }],
    });
    const result = await search();
    assert.deepEqual(await listHits(result), [[id(1), logKey('a'), 0, 1, false]]);
    assert.equal((await result.whenDone).copies, 0);
  });

  it('do not include an object that two processes read at the same time', async () => {
    for (let process = 0; process < 2; process++) {
      await fixture.addSegment({ objects: [{ key: logKey('a'), records: [record(1), record(2)] }] });
    }
    const index = await fixture.open();
    const result = await index.search(toQuery(''), {}, {}, noSignal);
    assert.equal((await result.whenDone).count, 2);
    assert.equal((await result.whenDone).copies, 0);
    const { total, discrepancies } = await index.coverage({}, noSignal);
    assert.deepEqual({ read: total.read, indexed: total.indexed }, { read: 1, indexed: 2 });
    assert.deepEqual(discrepancies, []);
  });

  it('prefer an object that was read to the same one that failed', async () => {
    await fixture.addSegment({ objects: [{ key: logKey('a'), records: [record(1)] }] });
    await fixture.addSegment({ objects: [{ key: logKey('a'), failed: 'throttled' }] });
    assert.equal((await (await search()).whenDone).count, 1);
  });

  it('are found step by step as they are all at once', async () => {
    const random = toRandom(7);
    for (let segment = 0; segment < 8; segment++) {
      const objects = Array.from({ length: 4 }, (_, at) => ({
        key: logKey(`s${segment}o${at}x${Math.floor(random() * 1000)}`),
        records: Array.from({ length: 12 }, () =>
          record(Math.floor(random() * 60), random() < 0.2 ? { note: Math.floor(random() * 2) } : {}),
        ),
      }));
      const { folder } = fixture;
      const known = readdirSync(path.join(folder, segment === 0 ? '' : 'segments'));
      const supersedes = segment > 3 && segment % 2 === 0 ? [{ segment: known[0] ?? '', objects: [segment % 4] }] : [];
      await fixture.addSegment({ objects, supersedes });
      const stepwise = await listCopies(await fixture.open());
      rmSync(path.join(folder, 'copies'), { recursive: true });
      assert.deepEqual(await listCopies(await fixture.open()), stepwise, `${segment + 1} segments`);
      assert.ok(segment < 3 || stepwise.length > 10);
    }
  });

  it('are worked out anew when what was kept is damaged or gone', async () => {
    await fixture.addSegment({ objects: [{ key: logKey('a'), records: [record(1), record(1)] }] });
    const expected = await listCopies(await fixture.open());
    assert.equal(expected.length, 1);
    const folder = path.join(fixture.folder, 'copies');
    for (const damage of [
      (file: string) => {
        rmSync(file);
      },
      (file: string) => {
        writeFileSync(file, 'x');
      },
      (file: string) => {
        writeFileSync(file, readFileSync(file).subarray(0, 40));
      },
    ]) {
      for (const name of readdirSync(folder)) {
        damage(path.join(folder, name));
        assert.deepEqual(await listCopies(await fixture.open()), expected, name);
      }
    }
  });
});

async function listCopies(index: Awaited<ReturnType<IndexFixture['open']>>): Promise<readonly unknown[]> {
  const { rows } = await index.runSql('SELECT * FROM copies ORDER BY ALL', { maxRows: 10_000 }, noSignal);
  return rows;
}

function toRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
