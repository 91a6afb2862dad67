import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../../src/base/errors';
import { toRecordPredicate } from '../../../src/engine/query/recordPredicate';
import { toSql } from '../../../src/engine/query/toSql';
import { demoCaseObjects } from '../../../src/demo/demoCase';
import type { ResultSet, SearchProgress } from '../../../src/index/resultSet';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { IndexFixture, noSignal, toQuery } from '../../support/indexFixture';

const newestFirst = { column: 'eventTime', descending: true };

/** Over fields, lists, mentions, paths and bare words: some the index answers, others need the logs. */
const queries = [
  '',
  'eventName:AssumeRole',
  'eventName:get*',
  '-eventName:*',
  'eventName:Get* -errorCode:*',
  'errorCode:*',
  'NOT errorCode:*',
  'readOnly:false',
  'eventName:/^(Create|Delete).*/',
  'eventName:CreateUser OR eventName:CreateAccessKey',
  'ip:203.0.113.0/24',
  'ip:192.0.2.41',
  'ip:192.0.2.41 OR ip:203.0.113.77',
  'ip:2001:db8::/32',
  '-ip:0.0.0.0/0',
  'mention:203.0.113.0/24',
  'resource:*bucket*',
  'principal:*',
  'userAgent:*boto3*',
  'awsRegion:us-east-1 eventSource:s3.amazonaws.com',
  'time:[2026-01-15T00:00Z TO 2026-01-15T12:00Z]',
  'requestParameters.bucketName:*',
  'requestParameters.bucketName:* -errorCode:*',
  'NOT requestParameters.bucketName:*',
  'AccessDenied',
  '"access denied"',
  'eventName:AssumeRole AND root',
  'eventName:ConsoleLogin OR requestParameters.roleArn:*',
  'has:error',
  'eventName:NoSuchThing',
];

describe('a search over an index', function () {
  this.timeout(60_000);
  const fixture = new IndexFixture();
  let index: TrailIndex;
  let recordCount = 0;

  before(async () => {
    const objects = [...demoCaseObjects()].filter(({ key }) => !key.includes('Digest'));
    const quarter = Math.ceil(objects.length / 4);
    for (let at = 0; at < objects.length; at += quarter) {
      await fixture.addSegment({ objects: objects.slice(at, at + quarter).map(({ key, bytes }) => ({ key, bytes })) });
    }
    for (const log of fixture.logs.values()) recordCount += log.records.length;
    index = await fixture.open();
  });
  after(() => fixture.dispose());

  /** What the query's own predicate says of every record, as `key#ordinal`. */
  function expectedHits(text: string): readonly string[] {
    const matches = toRecordPredicate(toQuery(text));
    return [...fixture.logs]
      .flatMap(([key, log]) =>
        [...log.records].flatMap((record, ordinal) => (matches(log, record) ? [`${key}#${ordinal}`] : [])),
      )
      .sort();
  }

  /** Every place of every hit. */
  async function foundPlaces(result: ResultSet): Promise<readonly string[]> {
    await result.whenDone;
    const { rows } = await result.page({ offset: 0, limit: 100_000, sort: newestFirst, columns: [] }, noSignal);
    const places = await result.locations(
      rows.map(({ id }) => id),
      noSignal,
    );
    return places.flatMap(({ places: all }) => all.map(({ key, ordinal }) => `${key}#${ordinal}`)).sort();
  }

  for (const text of queries) {
    it(`finds what the predicate finds: ${text || 'everything'}`, async () => {
      const verifier = fixture.verifier();
      const result = await index.search(toQuery(text), {}, { verifier }, noSignal);
      const expected = expectedHits(text);
      assert.deepEqual(await foundPlaces(result), expected);
      const summary = await result.whenDone;
      assert.equal(summary.count + summary.copies, expected.length);
      assert.equal(summary.isWhole, true);
      assert.equal(summary.isIndexed, toSql(toQuery(text)).isExact);
      if (summary.isIndexed) assert.equal(verifier.asked.length, 0, 'no log is opened');
      await result.dispose();
    });
  }

  it('takes thousands of indicators at once', async () => {
    const many = Array.from({ length: 5000 }, (_, at) => `10.7.${at >> 8}.${at & 255}`).join(' OR ');
    const alone = await index.search(toQuery('mention:192.0.2.41'), {}, {}, noSignal);
    const listed = await index.search(toQuery(`${many} OR 192.0.2.41`), {}, {}, noSignal);
    assert.equal((await listed.whenDone).count, (await alone.whenDone).count);
  });

  it('has queries of both kinds, and queries that find some', () => {
    const exact = queries.filter((text) => toSql(toQuery(text)).isExact);
    assert.ok(exact.length > 15 && exact.length < queries.length - 5);
    const some = queries.filter((text) => expectedHits(text).length > 0 && expectedHits(text).length < recordCount);
    assert.ok(some.length > 15, `${some.length} of ${queries.length}`);
  });

  it('keeps to accounts, regions, times and prefixes', async () => {
    const keys = [...fixture.logs.keys()];
    const account = /AWSLogs\/(?:o-\w+\/)?(\d{12})\//.exec(keys[0]!)?.[1] ?? '';
    const prefix = keys[0]!.slice(0, keys[0]!.lastIndexOf('/') + 1);
    const from = Date.parse('2026-01-15T06:00:00Z');
    const to = Date.parse('2026-01-15T18:00:00Z');
    for (const text of ['', 'AccessDenied']) {
      const inAccount = await index.search(
        toQuery(text),
        { accounts: [account] },
        { verifier: fixture.verifier() },
        noSignal,
      );
      assert.deepEqual(
        await foundPlaces(inAccount),
        expectedHits(text).filter((place) => place.includes(`/${account}/`)),
      );
      const below = await index.search(toQuery(text), { prefix }, { verifier: fixture.verifier() }, noSignal);
      assert.deepEqual(
        await foundPlaces(below),
        expectedHits(text).filter((place) => place.startsWith(prefix)),
      );
      const nowhere = await index.search(
        toQuery(text),
        { regions: ['mars-1'] },
        { verifier: fixture.verifier() },
        noSignal,
      );
      assert.equal((await nowhere.whenDone).count, 0);
      assert.match((await nowhere.whenDone).coverage.statement, /Nothing is indexed of mars-1/);
      const between = await index.search(toQuery(text), { from, to }, { verifier: fixture.verifier() }, noSignal);
      const inTime = `(${text || 'eventName:*'}) time:[2026-01-15T06:00:00Z TO 2026-01-15T18:00:00Z}`;
      const expected = text === '' ? undefined : expectedHits(inTime).length;
      const { rows } = await between.page(
        { offset: 0, limit: 9999, sort: newestFirst, columns: ['eventTime'] },
        noSignal,
      );
      await between.whenDone;
      for (const { cells } of rows) {
        assert.ok(String(cells[0]) >= '2026-01-15T06:00:00Z' && String(cells[0]) < '2026-01-15T18:00:00Z');
      }
      if (expected !== undefined) assert.equal((await foundPlaces(between)).length, expected);
    }
  });

  it('shows records as they are while others are still being added', async () => {
    const scope = { from: Date.parse('2026-01-15T06:00:00Z'), to: Date.parse('2026-01-15T18:00:00Z') };
    const readAsItGrows = async (): Promise<void> => {
      const result = await index.search(toQuery('AccessDenied'), scope, { verifier: fixture.verifier() }, noSignal);
      const search = { isDone: false };
      void result.whenDone.then(() => (search.isDone = true));
      do {
        const columns = ['eventTime', 'eventID'];
        const { rows } = await result.page({ offset: 0, limit: 9999, sort: newestFirst, columns }, noSignal);
        for (const { cells } of rows) assert.ok(!cells.includes(null), JSON.stringify(cells));
      } while (!search.isDone);
      await result.dispose();
    };
    for (let round = 0; round < 25; round++) await Promise.all([1, 2, 3, 4].map(readAsItGrows));
  });

  it('hands out a log’s open records only, each log once', async () => {
    const verifier = fixture.verifier();
    const result = await index.search(toQuery('eventName:AssumeRole root'), {}, { verifier }, noSignal);
    await result.whenDone;
    assert.equal(new Set(verifier.asked.map(({ key }) => key)).size, verifier.asked.length);
    const may = toRecordPredicate(toQuery('eventName:AssumeRole'));
    for (const { key, ordinals } of verifier.asked) {
      const log = fixture.logs.get(key)!;
      const open = ordinals === 'all' ? [...log.records.keys()] : [...ordinals];
      for (const ordinal of open) assert.ok(may(log, log.records[ordinal]!), `${key}#${ordinal}`);
    }
    assert.ok(verifier.asked.length > 0 && verifier.asked.length < fixture.logs.size);
  });

  it('says which logs it could not look at', async () => {
    const hits = expectedHits('requestParameters.bucketName:*');
    const lost = hits[0]!.split('#')[0]!;
    const result = await index.search(
      toQuery('requestParameters.bucketName:*'),
      {},
      { verifier: fixture.verifier(new Set([lost])) },
      noSignal,
    );
    const { unsearched } = await result.whenDone;
    assert.deepEqual(unsearched, [{ key: lost, reason: 'gone' }]);
    assert.deepEqual(
      await foundPlaces(result),
      hits.filter((place) => !place.startsWith(lost)),
    );
  });

  it('fails rather than answer by half when there is nobody to look at logs', async () => {
    await assert.rejects(
      index.search(toQuery('AccessDenied'), {}, {}, noSignal),
      (error) => error instanceof UserError,
    );
  });

  it('stops when it is told to, and says that it is not whole', async () => {
    const stop = new AbortController();
    const verifier = fixture.verifier();
    let batches = 0;
    const result = await index.search(
      toQuery('requestParameters.bucketName:*'),
      {},
      {
        verifier: {
          async *verify(candidates, query, signal) {
            for await (const batch of verifier.verify(candidates, query, signal)) {
              for (const log of batch) {
                if (++batches === 3) stop.abort();
                signal.throwIfAborted();
                yield [log];
              }
            }
          },
        },
      },
      stop.signal,
    );
    const summary = await result.whenDone;
    assert.equal(summary.isWhole, false);
    await assert.rejects(index.search(toQuery(''), {}, {}, AbortSignal.abort()), { name: 'AbortError' });
  });

  it('passes on what a verifier fails of', async () => {
    const result = await index.search(
      toQuery('AccessDenied'),
      {},
      {
        verifier: {
          verify: () => {
            throw new UserError('network', 'no way');
          },
        },
      },
      noSignal,
    );
    await assert.rejects(result.whenDone, /no way/);
  });

  it('tells how far it is', async () => {
    const seen: SearchProgress[] = [];
    const onProgress = (progress: SearchProgress): number => seen.push(progress);
    const result = await index.search(
      toQuery('AccessDenied'),
      {},
      { verifier: fixture.verifier(), onProgress },
      noSignal,
    );
    await result.whenDone;
    assert.ok(seen.length > 0);
    assert.ok(seen.every(({ logsDone, logsTotal }) => logsDone <= logsTotal && logsTotal <= fixture.logs.size));
  });

  it('is whole when it finds exactly as many hits as it keeps', async () => {
    const { count: all } = await (await index.search(toQuery(''), {}, {}, noSignal)).whenDone;
    const summaries = [all, all - 1].map(async (maxHits) => {
      const { count, isWhole } = await (await index.search(toQuery(''), {}, { maxHits }, noSignal)).whenDone;
      return { count, isWhole };
    });
    assert.deepEqual(await Promise.all(summaries), [
      { count: all, isWhole: true },
      { count: all - 1, isWhole: false },
    ]);
  });

  it('keeps no more hits than asked for, and says so', async () => {
    const result = await index.search(toQuery(''), {}, { maxHits: 10 }, noSignal);
    const { count, isWhole } = await result.whenDone;
    assert.deepEqual({ count, isWhole }, { count: 10, isWhole: false });
    const text = 'requestParameters.bucketName:*';
    const verified = await index.search(toQuery(text), {}, { verifier: fixture.verifier(), maxHits: 10 }, noSignal);
    assert.equal((await verified.whenDone).isWhole, false);
  });
});

const corpus = process.env['TRAILCASE_CORPUS'];

(corpus === undefined ? describe.skip : describe)('a search over real and odd logs', function () {
  this.timeout(300_000);
  const fixture = new IndexFixture();
  after(() => fixture.dispose());

  it('finds what the predicate finds', async () => {
    const files = ['s3', 'wrapped', 'odd-synthetic'].flatMap((name) => listFiles(path.join(corpus ?? '', name)));
    const objects = files.map((file) => ({ key: path.relative(corpus ?? '', file), bytes: readFileSync(file) }));
    for (let at = 0; at < objects.length; at += 300) await fixture.addSegment({ objects: objects.slice(at, at + 300) });
    const index = await fixture.open();
    for (const text of queries) {
      const matches = toRecordPredicate(toQuery(text));
      let expected = 0;
      for (const log of fixture.logs.values()) for (const record of log.records) if (matches(log, record)) expected++;
      const result = await index.search(toQuery(text), {}, { verifier: fixture.verifier() }, noSignal);
      const { count, copies } = await result.whenDone;
      assert.equal(count + copies, expected, text);
      await result.dispose();
    }
    assert.deepEqual((await index.coverage({}, noSignal)).discrepancies, []);
  });
});

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) return listFiles(full);
    return /\.(gz|json|jsonl|csv)$/.test(entry.name) ? [full] : [];
  });
}
