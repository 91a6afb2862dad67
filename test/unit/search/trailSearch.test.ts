import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseQuery } from '../../../src/engine/query/parseQuery';
import type { Query } from '../../../src/engine/query/query';
import type { ResultSummary } from '../../../src/index/resultSet';
import type { Scope } from '../../../src/index/scope';
import type { ScanPlan } from '../../../src/scan/scanPlan';
import type { ScanOutcome } from '../../../src/scan/scanRun';
import { WorkerPool } from '../../../src/scan/workerPool';
import type { SearchSettings } from '../../../src/search/searchSettings';
import { TrailSearch } from '../../../src/search/trailSearch';
import { openSource, type OpenedSource } from '../../../src/source/openSource';
import { lazySessions } from '../../../src/source/s3/lazyS3Source';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { newLogText, newRecord, testLimits } from '../../support/logFixture';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { accessDenied, failWith } from '../../support/s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';

const account = '111122223333';
const never = new AbortController().signal;
const settings: SearchSettings = {
  maxObjects: 1e6,
  maxBytes: 1e12,
  askAboveObjects: 1e6,
  askAboveBytes: 1e12,
  maxDownloads: 8,
  workers: 2,
  maxCacheBytes: 1e9,
  maxHits: 1e6,
};

function toKey(day: number, n: number): string {
  const text = String(day).padStart(2, '0');
  const minute = String(n).padStart(2, '0');
  const unique = String(n).padStart(16, 'a');
  return `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/${text}/${account}_CloudTrail_us-east-1_202601${text}T14${minute}Z_${unique}.json.gz`;
}

let nextId = 0;
function newId(): string {
  return `00000000-0000-4000-8000-${String(nextId++).padStart(12, '0')}`;
}

function newRecords(day: number, count: number): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, n) =>
    newRecord({
      eventID: newId(),
      eventTime: `2026-01-${String(day).padStart(2, '0')}T14:${String(n).padStart(2, '0')}:05Z`,
      eventName: n % 2 === 0 ? 'GetObject' : 'PutObject',
      requestParameters: { bucketName: `bucket-${day}`, key: `dump-${n}.sql` },
    }),
  );
}

describe('indexing and searching a trail', function () {
  this.timeout(60_000);
  let programs: BuiltPrograms;
  let server: S3TestServer;
  let environment: AwsEnvironment;
  let folder: string;
  let pool: WorkerPool;
  let opened: OpenedSource;
  let trail: TrailSearch;

  before(async () => {
    programs = await buildPrograms('scanWorker');
    server = await startS3Server();
  });
  beforeEach(async () => {
    server.reset();
    server.createBucket('trail-logs', 'eu-west-1');
    environment = await isolateAwsEnvironment({
      variables: {
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
        AWS_MAX_ATTEMPTS: '1',
      },
    });
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-search-'));
    pool = new WorkerPool({ workerPath: path.join(programs.folder, 'scanWorker.js'), size: 2 });
    opened = openSource(
      { uri: 's3://trail-logs', endpoint: server.url, pathStyle: true, region: 'eu-west-1' },
      lazySessions({
        log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
        askMfaCode: () => Promise.resolve(undefined),
        onRetry: () => undefined,
      }),
    );
    trail = newTrail();
  });
  afterEach(async () => {
    trail.dispose();
    pool.dispose();
    opened.dispose();
    await environment.restore();
    await rm(folder, { recursive: true, force: true });
  });
  after(async () => {
    await server.close();
    await programs.remove();
  });

  function newTrail(): TrailSearch {
    const options = {
      indexFolder: path.join(folder, 'index'),
      cacheFolder: path.join(folder, 'cache'),
      limits: testLimits,
      settings,
      generator: 'trailcase test',
      log: {
        warn: (message: string) => {
          assert.fail(message);
        },
      },
    };
    return new TrailSearch({
      searched: () => ({ ...opened, placeId: 'test' }),
      pool: () => pool,
      options: () => options,
    });
  }

  function put(day: number, n: number, records: readonly Record<string, unknown>[]): string {
    const key = toKey(day, n);
    server.put('trail-logs', key, gzipSync(newLogText(...records)));
    return key;
  }

  function deny(key: string): void {
    const path_ = new RegExp(key);
    server.addFault({ effect: accessDenied(), operation: 'GetObject', path: path_, times: Number.POSITIVE_INFINITY });
  }

  async function scan(signal = never): Promise<{ plan: ScanPlan; outcome: ScanOutcome }> {
    const plan = await trail.plan({ prefix: '' }, () => undefined, signal);
    return { plan, outcome: await trail.run(plan, () => undefined, signal) };
  }

  async function find(text: string, scope: Scope = {}): Promise<ResultSummary & { ids: string[] }> {
    const { query, errors } = parseQuery(text, { now: Date.parse('2026-02-01T00:00:00Z') });
    assert.deepEqual(errors, []);
    const result = await trail.search(query as Query, scope, {}, never); // there are no errors
    const summary = await result.whenDone;
    const page = await result.page(
      { offset: 0, limit: 1000, sort: { column: 'eventTime', descending: false }, columns: ['eventID'] },
      never,
    );
    await result.dispose();
    return { ...summary, ids: page.rows.map(({ cells }) => String(cells[0])) };
  }

  it('finds by columns, by paths and by words, and covers what it says', async () => {
    for (let day = 1; day <= 3; day++) put(day, 0, newRecords(day, 10));
    const { plan, outcome } = await scan();
    assert.deepEqual([plan.objectsToRead, outcome.read, outcome.indexed, outcome.isComplete], [3, 3, 30, true]);
    const puts = await find('eventName:PutObject');
    assert.deepEqual([puts.count, puts.isIndexed, puts.coverage.isComplete], [15, true, true]);
    const path_ = await find('requestParameters.key:dump-3.sql');
    assert.deepEqual([path_.count, path_.isIndexed], [3, false]);
    assert.equal((await find('DUMP-7')).count, 3);
    assert.equal((await find('eventName:GetObject requestParameters.bucketName:bucket-2 -dump-4')).count, 4);
  });

  it('reads nothing twice, and picks up what was delivered late', async () => {
    put(1, 0, newRecords(1, 5));
    await scan();
    const late = put(1, 7, newRecords(1, 2));
    const { plan, outcome } = await scan();
    assert.deepEqual([plan.indexedObjects, plan.objectsToRead, outcome.indexed], [1, 1, 2]);
    assert.equal((await find('*')).count, 7);
    // Changed where it lies: the new content counts, and the old one no more.
    server.put('trail-logs', late, gzipSync(newLogText(...newRecords(1, 3))));
    assert.equal((await scan()).plan.objectsToRead, 1);
    assert.equal((await find('*')).count, 8);
  });

  it('counts a record that was delivered twice once, and keeps two that differ', async () => {
    const [first = {}, second = {}, third = {}] = newRecords(1, 3);
    put(1, 0, [first, second]);
    put(2, 0, [first, third]);
    put(3, 0, [{ ...third, errorCode: 'AccessDenied' }]);
    await scan();
    const { count, copies, conflicts } = await find('*');
    assert.deepEqual([count, copies, conflicts], [4, 1, 2]);
  });

  it('accounts for everything while objects are denied, missing, cut off and damaged', async () => {
    const keys = Array.from({ length: 12 }, (_, n) => put(1 + (n % 3), n, newRecords(1 + (n % 3), 4)));
    const [denied = '', missing = '', cut = '', archived = ''] = keys;
    const whole = gzipSync(newLogText(...newRecords(1, 4)));
    server.put('trail-logs', cut, whole.subarray(0, whole.length - 40));
    server.put('trail-logs', archived, whole, { storageClass: 'GLACIER' });
    server.put('trail-logs', toKey(2, 50).replace('_CloudTrail_', '_strange_'), Buffer.from('not gzip, not JSON'));
    server.put('trail-logs', 'AWSLogs/readme.txt', Buffer.from('hello'));
    deny(denied);
    const plan = await trail.plan({ prefix: '' }, () => undefined, never);
    server.remove('trail-logs', missing);
    const outcome = await trail.run(plan, () => undefined, never);
    assert.equal(outcome.failed, 3, JSON.stringify(outcome.failures));
    const index = await trail.index(never);
    const { total, discrepancies, reasons } = await index.coverage({}, never);
    assert.deepEqual(discrepancies, []);
    assert.equal(total.listed, 14);
    assert.equal(total.read + total.skipped + total.failed + total.pending, total.listed);
    assert.equal(total.indexed + total.unreadable, total.found);
    assert.deepEqual([total.skipped, total.failed], [1, 3]);
    assert.ok(total.unreadable >= 2, 'the log that was cut off and the one that is no JSON');
    assert.equal(
      reasons.reduce((sum, { objects }) => sum + objects, 0),
      4,
    );
    const found = await find('*');
    assert.equal(found.count, total.distinct);
    assert.equal(found.coverage.isComplete, false);
    assert.match(found.coverage.statement, /\d/);
    // Once the denial is gone, the next run reads it; what is still missing or archived stays told.
    server.reset();
    const next = await scan();
    assert.equal(next.outcome.read, 1);
    assert.deepEqual((await (await trail.index(never)).coverage({}, never)).discrepancies, []);
  });

  it('merges what many small scans leave behind, and loses nothing', async () => {
    for (let n = 0; n < 10; n++) {
      put(1, n, newRecords(1, 2));
      await scan();
    }
    const index = await trail.index(never);
    assert.ok(index.status().segments < 10, String(index.status().segments));
    assert.equal((await find('*')).count, 20);
    assert.equal((await scan()).plan.indexedObjects, 10);
  });

  it('never shows a day that was not indexed as one without results', async () => {
    put(1, 0, newRecords(1, 2));
    put(5, 0, newRecords(5, 2));
    const day1 = { from: Date.parse('2026-01-01T00:00:00Z'), to: Date.parse('2026-01-02T00:00:00Z') };
    const plan = await trail.plan({ prefix: '', ...day1 }, () => undefined, never);
    await trail.run(plan, () => undefined, never);
    assert.equal((await find('*', day1)).coverage.isComplete, true);
    const day5 = { from: Date.parse('2026-01-05T00:00:00Z'), to: Date.parse('2026-01-06T00:00:00Z') };
    const { count, coverage } = await find('*', day5);
    assert.equal(count, 0);
    assert.equal(coverage.isComplete, false);
    assert.match(coverage.statement, /2026-01-05/);
  });

  it('stops at once, keeps what was read, and goes on there', async () => {
    for (let n = 0; n < 40; n++) put(1, n, newRecords(1, 2));
    const stuck = toKey(1, 39);
    server.addFault({ effect: { kind: 'hang' }, operation: 'GetObject', path: new RegExp(stuck) });
    const abort = new AbortController();
    const plan = await trail.plan({ prefix: '' }, () => undefined, never);
    const outcome = await trail.run(
      plan,
      ({ read }) => {
        if (read >= 20) abort.abort();
      },
      abort.signal,
    );
    assert.equal(outcome.isComplete, false);
    const before = (await find('*')).count;
    assert.ok(before >= 40 && before < 80, String(before));
    server.reset();
    const next = await scan();
    assert.equal(next.plan.objectsToRead, 40 - before / 2);
    assert.equal((await find('*')).count, 80);
  });

  it('ends with a reason when the credentials are refused, and calls no object unreadable', async () => {
    for (let n = 0; n < 4; n++) put(1, n, newRecords(1, 1));
    const plan = await trail.plan({ prefix: '' }, () => undefined, never);
    const effect = failWith(403, 'InvalidAccessKeyId', 'The key does not exist');
    server.addFault({ effect, operation: 'GetObject', times: Number.POSITIVE_INFINITY });
    const outcome = await trail.run(plan, () => undefined, never);
    assert.equal(outcome.isComplete, false);
    assert.equal(outcome.error?.code, 'credentialsInvalid');
    assert.equal(outcome.failed, 0);
  });

  it('says so when a log is no longer the one that was indexed', async () => {
    const key = put(1, 0, newRecords(1, 2));
    await scan();
    await rm(path.join(folder, 'cache'), { recursive: true, force: true });
    server.put('trail-logs', key, gzipSync(newLogText(...newRecords(1, 3))));
    const { unsearched, count } = await find('dump-1');
    assert.equal(count, 0);
    assert.match(unsearched[0]?.reason ?? '', /changed since it was indexed/);
  });

  it('says which logs it could not search', async () => {
    const keys = [put(1, 0, newRecords(1, 2)), put(1, 1, newRecords(1, 2))];
    await scan();
    await rm(path.join(folder, 'cache'), { recursive: true, force: true });
    deny(keys[0] ?? '');
    const { unsearched, count } = await find('dump-1');
    assert.equal(count, 1);
    assert.deepEqual(
      unsearched.map(({ key }) => key),
      [keys[0]],
    );
  });
});
