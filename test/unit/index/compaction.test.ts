import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { compactIndex } from '../../../src/index/compaction';
import { segmentSchema } from '../../../src/index/segmentSchema';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, logKey, noSignal, toQuery } from '../../support/indexFixture';
import { newRecord } from '../../support/logFixture';

const options = { generator: 'trailcase test', minSegments: 2 };

describe('merging small segments', function () {
  this.timeout(60_000);
  let fixture: IndexFixture;
  beforeEach(() => {
    fixture = new IndexFixture();
  });
  afterEach(() => fixture.dispose());

  const recordsOf = (name: string): readonly Record<string, unknown>[] => [
    newRecord({ eventID: `${name}1`, requestParameters: { bucketName: `bucket-${name}` } }),
    newRecord({ eventID: 'everywhere' }),
    newRecord({ eventID: `${name}2`, sourceIPAddress: '2001:db8::1', resources: [{ ARN: `arn:aws:s3:::${name}` }] }),
  ];

  async function addSegments(...names: readonly string[]): Promise<readonly string[]> {
    const ids: string[] = [];
    for (const name of names) {
      const objects = [`${name}x`, `${name}y`].map((own) => ({ key: logKey(own), records: recordsOf(own), etag: own }));
      ids.push((await fixture.addSegment({ objects })).id);
    }
    return ids;
  }

  /** All that an index can answer, without the numbers of segments and rows. */
  async function describeIndex(index: TrailIndex): Promise<unknown> {
    const sql = async (text: string): Promise<unknown> => (await index.runSql(text, { maxRows: 9999 }, noSignal)).rows;
    const counts: Record<string, number> = {};
    for (const text of [
      '',
      'ip:2001:db8::/32',
      'ip:203.0.113.77',
      'mention:arn:aws:s3:::ay',
      'bucket-bx',
      'eventID:everywhere',
      'resource:cx',
    ]) {
      const found = await index.search(toQuery(text), {}, { verifier: fixture.verifier() }, noSignal);
      counts[text] = (await found.whenDone).count;
    }
    return {
      records: await sql('SELECT * EXCLUDE (segment, "row") FROM records ORDER BY key, ordinal'),
      mentions: await sql(
        'SELECT r.key, r.ordinal, mention FROM mentions JOIN records r USING (segment, row) ORDER BY ALL',
      ),
      objects: await sql('SELECT * EXCLUDE (segment, object) FROM objects ORDER BY key'),
      copies: await sql('SELECT what, key, ordinal, primaryKey, primaryOrdinal FROM copies ORDER BY ALL'),
      coverage: await index.coverage({}, noSignal),
      counts,
    };
  }

  it('changes nothing that can be asked', async () => {
    await addSegments('a', 'b', 'c');
    const before = await describeIndex(await fixture.open());
    const report = await compactIndex(fixture.folder, options, noSignal);
    assert.deepEqual([report.isDone, report.mergedSegments, report.newSegments.length], [true, 3, 1]);
    const index = await fixture.open();
    assert.deepEqual([index.status().segments, index.status().objects, index.status().rejected], [1, 6, []]);
    assert.deepEqual(await describeIndex(index), before);
  });

  it('leaves out what was read anew, and follows what is read anew later', async () => {
    const [first = '', second = ''] = await addSegments('a', 'b');
    await fixture.addSegment({
      objects: [{ key: logKey('ax'), records: recordsOf('ax').slice(1), etag: 'new' }],
      supersedes: [{ segment: first, objects: [0] }],
    });
    const before = await describeIndex(await fixture.open());
    const known = await (await fixture.open()).knownObjects(noSignal);
    await compactIndex(fixture.folder, options, noSignal);
    assert.deepEqual(await describeIndex(await fixture.open()), before);
    // A scan that began before: what it supersedes has moved meanwhile.
    const found = known.find(logKey('by'), 'changed', 1);
    assert.deepEqual(found, { kind: 'changed', segment: second, object: 1 });
    await fixture.addSegment({
      objects: [{ key: logKey('by'), records: [newRecord({ eventID: 'by9' })], etag: 'changed' }],
      supersedes: [{ segment: second, objects: [1] }],
    });
    const expected = await describeIndex(await fixture.open());
    await compactIndex(fixture.folder, options, noSignal);
    await addSegments('c');
    await compactIndex(fixture.folder, options, noSignal);
    await addSegments('d');
    const index = await fixture.open();
    assert.equal(index.status().segments, 2);
    const rows = async (open: TrailIndex): Promise<unknown> =>
      (
        await open.runSql(
          "SELECT * EXCLUDE (segment, row) FROM records WHERE key SIMILAR TO '.*_[ab].*' ORDER BY key, ordinal",
          { maxRows: 99 },
          noSignal,
        )
      ).rows;
    assert.deepEqual(await rows(index), (expected as { records: unknown }).records);
    // Twice merged, and still the oldest place is followed.
    await fixture.addSegment({ objects: [], supersedes: [{ segment: first, objects: [1] }] });
    await index.refresh(noSignal);
    const gone = await index.runSql(
      `SELECT count(*) FROM objects WHERE key = '${logKey('ay')}'`,
      { maxRows: 1 },
      noSignal,
    );
    assert.deepEqual(gone.rows, [[0]]);
  });

  it('follows objects through segments that were merged twice', async () => {
    const [, second = ''] = await addSegments('a', 'b', 'c');
    const first = await compactIndex(fixture.folder, { ...options, maxRecords: 12 }, noSignal);
    const again = await compactIndex(fixture.folder, options, noSignal);
    assert.deepEqual([first.mergedSegments, again.mergedSegments], [2, 2]);
    await fixture.addSegment({ objects: [], supersedes: [{ segment: second, objects: [1] }] });
    const index = await fixture.open();
    const { rows } = await index.runSql('SELECT key FROM objects ORDER BY key', { maxRows: 9 }, noSignal);
    assert.deepEqual(
      rows.map(([key]) => key),
      ['ax', 'ay', 'bx', 'cx', 'cy'].map((name) => logKey(name)),
    );
    const known = await index.knownObjects(noSignal);
    assert.equal(known.find(logKey('by'), 'by', 1), undefined, 'to be read again');
  });

  it('keeps merged segments until nobody can be reading them', async () => {
    const ids = await addSegments('a', 'b');
    const reading = await fixture.open();
    await compactIndex(fixture.folder, options, noSignal);
    assert.equal((await compactIndex(fixture.folder, options, noSignal)).removedSegments, 0);
    for (const id of ids) assert.ok(existsSync(fixture.segmentFolder(id)));
    assert.equal((await compactIndex(fixture.folder, { ...options, graceMs: 0 }, noSignal)).removedSegments, 2);
    for (const id of ids) assert.ok(!existsSync(fixture.segmentFolder(id)));
    const result = await reading.search(toQuery('eventID:everywhere'), {}, {}, noSignal);
    assert.equal((await result.whenDone).count, 1, 'who had it open searches what is there now');
    assert.deepEqual(
      readdirSync(path.join(fixture.folder, 'tmp')).filter((name) => name.startsWith('replaced')),
      [],
    );
  });

  it('leaves large segments and few small ones alone', async () => {
    await addSegments('a', 'b', 'c');
    assert.equal((await compactIndex(fixture.folder, { ...options, minSegments: 4 }, noSignal)).mergedSegments, 0);
    assert.equal((await compactIndex(fixture.folder, { ...options, maxRecords: 11 }, noSignal)).mergedSegments, 0);
    assert.equal((await compactIndex(fixture.folder, { ...options, maxRecords: 12 }, noSignal)).mergedSegments, 2);
  });

  it('does not trust a merged segment that is damaged while the others are there', async () => {
    await addSegments('a', 'b');
    const before = await describeIndex(await fixture.open());
    const [merged = ''] = (await compactIndex(fixture.folder, options, noSignal)).newSegments;
    writeFileSync(path.join(fixture.segmentFolder(merged), 'mentions.parquet'), 'x');
    const index = await fixture.open();
    assert.equal(index.status().rejected.length, 1);
    assert.deepEqual(await describeIndex(index), before);
  });

  it('is done by one process at a time, and a dead one’s lock is broken', async () => {
    await addSegments('a', 'b');
    const lock = path.join(fixture.folder, 'compaction.lock');
    writeFileSync(lock, JSON.stringify({ process: process.pid, host: 'elsewhere', token: 'x' }));
    assert.equal((await compactIndex(fixture.folder, options, noSignal)).isDone, false);
    utimesSync(lock, new Date(0), new Date(0));
    assert.equal((await compactIndex(fixture.folder, options, noSignal)).isDone, true);
    assert.ok(!existsSync(lock));
    writeFileSync(lock, '');
    assert.equal((await compactIndex(fixture.folder, options, noSignal)).isDone, false, 'it is being written');
  });

  it('stops when it is told to, and leaves the index as it was', async () => {
    await addSegments('a', 'b');
    await assert.rejects(compactIndex(fixture.folder, options, AbortSignal.abort()), { name: 'AbortError' });
    assert.equal((await fixture.open()).status().segments, 2);
    assert.ok(!existsSync(path.join(fixture.folder, 'compaction.lock')));
  });

  it('loses nothing when it is killed at any moment, with others reading', async () => {
    const names = 'a b c d e f g h'.split(' ');
    await addSegments(...names);
    const reading = await fixture.open();
    const expected = (await (await reading.search(toQuery(''), {}, {}, noSignal)).whenDone).count;
    for (let round = 0; round < 6; round++) {
      const child = spawn(
        process.execPath,
        ['--import=tsx', path.join(__dirname, 'compactingProcess.ts'), fixture.folder],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      const other = compactIndex(fixture.folder, { ...options, graceMs: 0 }, noSignal);
      await new Promise((resolve) => setTimeout(resolve, round * 60));
      child.kill('SIGKILL');
      await ended;
      await other;
      const result = await reading.search(toQuery(''), {}, {}, noSignal);
      assert.equal((await result.whenDone).count, expected);
      const index = await fixture.open();
      assert.deepEqual(index.status().rejected, []);
      assert.equal((await (await index.search(toQuery(''), {}, {}, noSignal)).whenDone).count, expected);
      assert.deepEqual((await index.coverage({}, noSignal)).discrepancies, []);
    }
  });

  it('removes what is damaged or of an older version, and nothing of a newer one', async () => {
    const ids = await addSegments('a', 'b', 'c', 'd');
    const rewrite = (id: string, schema: number): void => {
      const file = path.join(fixture.segmentFolder(id), 'segment.json');
      const summary = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
      writeFileSync(file, JSON.stringify({ ...summary, schema }));
    };
    rewrite(ids[0] ?? '', segmentSchema - 1);
    rewrite(ids[1] ?? '', segmentSchema + 1);
    writeFileSync(path.join(fixture.segmentFolder(ids[2] ?? ''), 'objects.parquet'), 'x');
    const report = await compactIndex(fixture.folder, options, noSignal);
    assert.equal(report.removedSegments, 2);
    assert.deepEqual(readdirSync(path.join(fixture.folder, 'segments')).sort(), [ids[1], ids[3]].sort());
    assert.deepEqual(
      (await fixture.open()).status().rejected.map(({ segment }) => segment),
      [ids[1]],
    );
  });
});
