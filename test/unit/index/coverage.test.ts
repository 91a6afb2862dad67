import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CoverageRow } from '../../../src/index/coverage';
import { RunLog, type ListingLine } from '../../../src/index/runLog';
import { IndexFixture, logKey, noSignal } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

const account = '111122223333';
const day15 = '2026/01/15';
const listed = (day: string, objects: number, more: Partial<ListingLine> = {}): ListingLine => ({
  account,
  kind: 'CloudTrail',
  region: 'us-east-1',
  day,
  prefix: `AWSLogs/${account}/CloudTrail/us-east-1/${day.replaceAll('-', '/')}/`,
  objects,
  bytes: objects * 100,
  listedTime: 1000,
  ...more,
});
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

describe('what an index covers', function () {
  this.timeout(20_000);
  let fixture: IndexFixture;
  beforeEach(() => {
    fixture = new IndexFixture();
  });
  afterEach(() => fixture.dispose());

  async function list(...lines: readonly ListingLine[]): Promise<void> {
    const log = await RunLog.create(fixture.folder);
    for (const line of lines) log.appendListing(line);
    await log.close();
  }

  async function addDay(): Promise<void> {
    const cut = gzipSync(JSON.stringify({ Records: [newRecord({ eventID: 'c' }), 5, newRecord({ eventID: 'd' })] }));
    await fixture.addSegment({
      objects: [
        { key: logKey('a'), records: [newRecord({ eventID: 'a' }), newRecord({ eventID: 'b' })] },
        { key: logKey('b'), records: [newRecord({ eventID: 'a' })] },
        { key: logKey('c'), bytes: cut },
        { key: logKey('d'), failed: 'access denied' },
        { key: logKey('e'), skipped: 'archived (GLACIER)' },
      ],
    });
  }

  it('reconciles: listed = read + skipped + failed + pending, found = indexed + unreadable, indexed = distinct + copies', async () => {
    await addDay();
    await list(listed('2026-01-15', 7));
    const index = await fixture.open();
    const { rows, total, discrepancies, reasons } = await index.coverage({}, noSignal);
    assert.deepEqual(discrepancies, []);
    assert.equal(rows.length, 1);
    const { listed: all, read, skipped, failed, pending, gone, found, indexed, unreadable, copies, distinct } = total;
    assert.deepEqual(
      { all, read, skipped, failed, pending, gone, found, indexed, unreadable, copies, distinct },
      {
        all: 7,
        read: 3,
        skipped: 1,
        failed: 1,
        pending: 2,
        gone: 0,
        found: 6,
        indexed: 5,
        unreadable: 1,
        copies: 1,
        distinct: 4,
      },
    );
    assert.deepEqual(reasons, [
      { status: 'failed', reason: 'access denied', objects: 1 },
      { status: 'skipped', reason: 'archived (GLACIER)', objects: 1 },
    ]);
    assert.equal(rows[0]?.listedTime, 1000);
  });

  it('names objects that were not read, or not read whole, with place and reason', async () => {
    await addDay();
    const unreadable = await (await fixture.open()).unreadableObjects({}, 10, noSignal);
    assert.deepEqual(
      unreadable.map(({ key, status }) => [key, status]),
      [
        [logKey('d'), 'failed'],
        [logKey('c'), 'read'],
        [logKey('e'), 'skipped'],
      ],
    );
    assert.equal(unreadable[0]?.reason, 'access denied');
    assert.ok((unreadable[1]?.offset ?? 0) > 0);
    assert.equal((await (await fixture.open()).unreadableObjects({ accounts: ['9'] }, 10, noSignal)).length, 0);
    assert.equal((await (await fixture.open()).unreadableObjects({}, 1, noSignal)).length, 1);
  });

  it('reports rows that are not there instead of hiding it', async () => {
    const { id } = await fixture.addSegment({
      objects: [{ key: logKey('a'), records: [newRecord({ eventID: 'a' }), newRecord({ eventID: 'b' })] }],
    });
    const other = new IndexFixture();
    const wrong = await other.addSegment({ objects: [{ key: logKey('a'), records: [newRecord({ eventID: 'a' })] }] });
    // A segment whose ledger speaks of another records.parquet, with right checksums.
    const target = path.join(fixture.segmentFolder(id), 'segment.json');
    const summary = JSON.parse(readFileSync(target, 'utf8')) as typeof wrong;
    const records = readFileSync(path.join(other.segmentFolder(wrong.id), 'records.parquet'));
    writeFileSync(path.join(fixture.segmentFolder(id), 'records.parquet'), records);
    writeFileSync(
      target,
      JSON.stringify({ ...summary, files: { ...summary.files, 'records.parquet': wrong.files['records.parquet'] } }),
    );
    await other.dispose();
    const index = await fixture.open();
    const { discrepancies } = await index.coverage({}, noSignal);
    assert.deepEqual(
      discrepancies.map(({ statement }) => statement),
      ['2 records indexed, but 1 rows are there'],
    );
    const { isComplete, statement } = await index.coverageOf({}, noSignal);
    assert.equal(isComplete, false);
    assert.match(statement, /does not add up/);
  });

  it('takes the newest listing of a place, and the sum of several trails', async () => {
    await addDay();
    await list(listed('2026-01-15', 99, { listedTime: 5 }));
    await list(
      listed('2026-01-15', 5, { listedTime: 9 }),
      listed('2026-01-15', 2, { listedTime: 7, prefix: `two/AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/` }),
    );
    await list(listed('2026-01-15', 50, { listedTime: 6 }));
    const { total, rows } = await (await fixture.open()).coverage({}, noSignal);
    assert.equal(total.listed, 7);
    assert.equal(rows[0]?.listedTime, 7, 'as old as its oldest part');
  });

  it('adds up what trails of one account and of its organization deliver into one bucket, and copies beside them', async () => {
    await addDay();
    const folder = `${account}/CloudTrail/us-east-1/2026/01/15/`;
    await list(
      ...['AWSLogs/', 'AWSLogs/o-exampleorg1/', 'copy/'].map((root) =>
        listed('2026-01-15', 2, { prefix: `${root}${folder}` }),
      ),
    );
    assert.equal((await (await fixture.open()).coverage({}, noSignal)).total.listed, 6);
  });

  it('does not take a folder that could not be listed for a quiet day', async () => {
    await addDay();
    const branch = `AWSLogs/${account}/CloudTrail/us-east-1/`;
    await list(
      listed('2026-01-15', 5),
      listed('2026-01-16', 0, { problem: 'permission denied' }),
      listed('2026-01-16', 0, { lastDay: '2026-01-17', prefix: branch }),
    );
    const index = await fixture.open();
    const { rows } = await index.coverage({}, noSignal);
    assert.deepEqual(
      rows.map(({ day, problem }) => [day, problem]),
      [
        ['2026-01-15', undefined],
        ['2026-01-16', 'permission denied'],
        ['2026-01-17', undefined],
      ],
    );
    assert.match((await index.coverageOf({}, noSignal)).statement, /1 place could not be listed/);
    await list(listed('2026-01-16', 0, { listedTime: 2000, prefix: branch }));
    assert.equal((await index.coverage({}, noSignal)).rows[1]?.problem, undefined, 'until it is listed again');
  });

  it('ignores lines that a crash tore, and lines that are none', async () => {
    await addDay();
    await list(listed('2026-01-15', 5));
    const runs = path.join(fixture.folder, 'runs');
    const file = path.join(runs, readdirSync(runs)[0]!);
    const whole = readFileSync(file, 'utf8');
    for (const tail of [
      whole.slice(0, 30),
      'null\n',
      '{}\n',
      '[]\n',
      '{"account":5}\n',
      '\0\0\0',
      JSON.stringify({ ...listed('2026-01-15', 9), objects: -1 }),
    ]) {
      writeFileSync(file, whole);
      appendFileSync(file, tail);
      assert.equal((await (await fixture.open()).coverage({}, noSignal)).total.listed, 5, tail);
    }
  });

  it('counts objects that are no longer listed as gone', async () => {
    await addDay();
    await list(listed('2026-01-15', 4));
    const index = await fixture.open();
    const { total, discrepancies } = await index.coverage({}, noSignal);
    assert.deepEqual([total.listed, total.gone, total.pending, discrepancies.length], [4, 1, 0, 0]);
    assert.match((await index.coverageOf({}, noSignal)).statement, /no longer there/);
  });

  async function addWholeDays(...days: readonly string[]): Promise<void> {
    await fixture.addSegment({
      objects: days.map((day) => ({
        key: logKey('a', day.replaceAll('-', '/')),
        records: [newRecord({ eventID: day })],
      })),
    });
    await list(...days.map((day) => listed(day, 1)));
  }

  const statements: readonly (readonly [
    string,
    () => Promise<void>,
    { from?: number; to?: number; regions?: string[] },
    boolean,
    RegExp,
    readonly number[],
  ])[] = [
    [
      'everything',
      () => addWholeDays('2026-01-14', '2026-01-15'),
      {},
      true,
      /^All of 2026-01-14 and 2026-01-15 is indexed\.$/,
      [2, 0, 0],
    ],
    [
      'a day before the first',
      () => addWholeDays('2026-01-15'),
      { from: noon('2026-01-14'), to: noon('2026-01-15') },
      false,
      /2026-01-14 not at all/,
      [1, 0, 1],
    ],
    [
      'a day that nobody listed in between',
      () => addWholeDays('2026-01-14', '2026-01-16'),
      {},
      false,
      /2026-01-15 not at all/,
      [2, 0, 1],
    ],
    [
      'a region that was never seen',
      () => addWholeDays('2026-01-15'),
      { regions: ['us-east-1', 'eu-west-1'] },
      false,
      /Nothing is indexed of eu-west-1/,
      [1, 0, 0],
    ],
    [
      'objects that are not read yet',
      async () => {
        await addWholeDays('2026-01-15');
        await list(listed('2026-01-15', 3, { listedTime: 2000 }));
      },
      {},
      false,
      /only in part.*2 logs listed but not read/s,
      [0, 1, 0],
    ],
    ['an object that failed', addDay, {}, false, /1 log could not be read/, [0, 1, 0]],
    [
      'a place that could not be listed',
      async () => {
        await addWholeDays('2026-01-15');
        await list(listed('2026-01-15', 1, { listedTime: 2000, problem: 'denied' }));
      },
      {},
      false,
      /1 place could not be listed/,
      [0, 1, 0],
    ],
    [
      'a day that was never listed',
      () => fixture.addSegment({ objects: [{ key: logKey('a'), records: [newRecord()] }] }).then(() => undefined),
      {},
      false,
      /only in part/,
      [0, 1, 0],
    ],
    [
      'days without any logs',
      async () => {
        await addWholeDays('2026-01-10');
        await list(listed('2026-01-11', 0, { lastDay: '2026-01-20' }));
      },
      { from: noon('2026-01-10'), to: noon('2026-01-20') },
      true,
      /^All of 11 days from 2026-01-10 to 2026-01-20 is indexed/,
      [11, 0, 0],
    ],
    ['nothing at all', () => Promise.resolve(), {}, false, /Nothing of this is indexed/, [0, 0, 0]],
    [
      'nothing of a day',
      () => Promise.resolve(),
      { from: noon('2026-01-10'), to: noon('2026-01-10') },
      false,
      /2026-01-10 not at all/,
      [0, 0, 1],
    ],
  ];
  for (const [name, prepare, scope, isComplete, text, [whole, partly, none]] of statements) {
    it(`says so: ${name}`, async () => {
      await prepare();
      const statement = await (await fixture.open()).coverageOf(scope, noSignal);
      assert.match(statement.statement, text);
      assert.equal(statement.isComplete, isComplete, statement.statement);
      assert.deepEqual(
        [statement.daysIndexed.length, statement.daysPartly.length, statement.daysNotIndexed.length],
        [whole, partly, none],
      );
    });
  }

  it('knows when one region of a day is missing', async () => {
    await addWholeDays('2026-01-14', '2026-01-15');
    await fixture.addSegment({
      objects: [{ key: logKey('x', day15, account, 'eu-west-1'), records: [newRecord({ eventID: 'x' })] }],
    });
    await list(
      listed('2026-01-15', 1, { region: 'eu-west-1', prefix: `AWSLogs/${account}/CloudTrail/eu-west-1/2026/01/15/` }),
    );
    const index = await fixture.open();
    const { daysIndexed, daysPartly } = await index.coverageOf({}, noSignal);
    assert.deepEqual([daysIndexed, daysPartly], [['2026-01-15'], ['2026-01-14']]);
    const east = await index.coverageOf({ regions: ['us-east-1'] }, noSignal);
    assert.equal(east.isComplete, true, east.statement);
    for (const prefix of [
      `AWSLogs/${account}/CloudTrail/us-east-1/`,
      `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/14/`,
    ]) {
      const below = await index.coverageOf({ prefix }, noSignal);
      assert.equal(below.isComplete, true, `${prefix}: ${below.statement}`);
    }
  });

  it('takes in what was listed after it was opened', async () => {
    await addWholeDays('2026-01-15');
    const index = await fixture.open();
    assert.equal((await index.coverageOf({}, noSignal)).isComplete, true);
    await list(listed('2026-01-15', 2, { listedTime: 2000 }));
    assert.equal((await index.coverageOf({}, noSignal)).pendingObjects, 1);
  });

  it('counts copies where they stand', async () => {
    await fixture.addSegment({
      objects: [
        { key: logKey('a', '2026/01/14'), records: [newRecord({ eventID: 'a' })] },
        { key: logKey('b', '2026/01/15'), records: [newRecord({ eventID: 'a' }), newRecord({ eventID: 'b' })] },
      ],
    });
    const { rows } = await (await fixture.open()).coverage({}, noSignal);
    const counts = ({ day, copies, distinct }: CoverageRow): unknown[] => [day, copies, distinct];
    assert.deepEqual(rows.map(counts), [
      ['2026-01-14', 0, 1],
      ['2026-01-15', 1, 1],
    ]);
  });

  it('keeps the sums right whatever happens to the segments', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 4; at++) {
      const objects = Array.from({ length: 5 }, (_, n) => ({
        key: logKey(`${at}${n}`, `2026/01/1${n}`),
        ...(n === at
          ? { failed: 'throttled' }
          : { records: [newRecord({ eventID: `${(at * n) % 5}` }), newRecord({ eventID: `${at}.${n}` })] }),
      }));
      const supersedes =
        at === 3
          ? [
              { segment: ids[0]!, objects: [1, 2] },
              { segment: 'gone00000-00000000', objects: [0] },
            ]
          : [];
      ids.push((await fixture.addSegment({ objects, supersedes })).id);
      const index = await fixture.open();
      assert.deepEqual((await index.coverage({}, noSignal)).discrepancies, []);
    }
    rmSync(fixture.segmentFolder(ids[1]!), { recursive: true });
    const { discrepancies, total } = await (await fixture.open()).coverage({}, noSignal);
    assert.deepEqual(discrepancies, []);
    assert.equal(total.read + total.failed, 13);
  });
});
