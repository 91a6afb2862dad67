import assert from 'node:assert/strict';
import { appendFile, mkdir, readdir, readFile, rename, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type {
  ChainSummary,
  LanePlace,
  ValidatedHour,
  ValidatedObject,
  ValidationHeader,
} from '../../../src/engine/digest/validation';
import { exceptionsFileName, objectsFileName, runFileName } from '../../../src/validation/runFolder';
import { RunWriter } from '../../../src/validation/runWriter';
import { ValidationStore, type StoredRun } from '../../../src/validation/validationStore';
import { expectUserError } from '../source/s3/s3Fixture';
import { useTemporaryFolder } from './temporaryFolder';

const place: LanePlace = { root: 'AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };
const time = Date.UTC(2026, 0, 15, 14, 5);

function toLog(day: number, n: number, status: ValidatedObject['status'] = 'valid'): ValidatedObject {
  const key = `${place.root}CloudTrail/us-east-1/2026/01/${day}/log-${n}.json.gz`;
  return { kind: 'log', status, key, account: place.account, region: place.region, from: time, to: time };
}

const noDigest: ValidatedObject = {
  kind: 'digest',
  status: 'missing',
  code: 'skippedHour',
  account: place.account,
  region: place.region,
  from: time - 3_600_000,
  to: time,
};
const hour: ValidatedHour = {
  trail: 'management',
  account: place.account,
  region: place.region,
  from: time - 3_600_000,
  to: time,
  status: 'unproven',
  code: 'digestMissing',
  logs: 0,
};

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

describe('runs that are kept', () => {
  const folder = useTemporaryFolder();

  async function keep(
    objects: Iterable<ValidatedObject>,
    hours: readonly ValidatedHour[] = [],
    now = Date.now(),
  ): Promise<StoredRun> {
    const writer = await RunWriter.create(folder(), now);
    await writer.writeLane(place, { objects, hours });
    await writer.finish(toHeader(writer, now));
    return new ValidationStore(folder()).open(writer.runId);
  }

  function toHeader(writer: RunWriter, now: number): ValidationHeader {
    const chains: readonly ChainSummary[] = [];
    return {
      version: 1,
      runId: writer.runId,
      location: 's3://trail-logs/',
      scope: { prefix: '' },
      window: { from: time, to: time },
      verdict: 'wrong',
      exitCode: 1,
      isComplete: true,
      startedTime: now,
      endedTime: now,
      generator: 'trailcase test',
      summary: writer.summary(0),
      chains,
      keys: [],
      problems: [],
    };
  }

  it('give back every object and hour, in order', async () => {
    const objects = Array.from({ length: 1000 }, (_, n) =>
      toLog(15 + (n % 3), n, n % 100 === 0 ? 'modified' : 'valid'),
    );
    const run = await keep([...objects, noDigest], [hour]);
    assert.deepEqual(await collect(run.objects()), [...objects, noDigest]);
    assert.deepEqual(
      await collect(run.exceptions()),
      [...objects, noDigest].filter(({ status }) => status !== 'valid'),
    );
    assert.deepEqual(await collect(run.hours()), [hour]);
    assert.equal(run.header.summary.log.valid, 990);
    assert.equal(run.header.summary.log.modified, 10);
    assert.equal(run.header.summary.digest.missing, 1);
    assert.equal(run.header.summary.hours.unproven, 1);
  });

  it('find single objects, and those of a folder', async () => {
    const objects = Array.from({ length: 1000 }, (_, n) => toLog(15 + (n % 3), n));
    const run = await keep(objects);
    assert.deepEqual(await run.find(objects[777]?.key ?? ''), objects[777]);
    assert.equal(await run.find(`${place.root}CloudTrail/us-east-1/2026/01/15/log-777`), undefined);
    assert.equal(await run.find('elsewhere/log.json.gz'), undefined);
    const day = `${place.root}CloudTrail/us-east-1/2026/01/16/`;
    assert.deepEqual(
      await collect(run.objectsUnder(day)),
      objects.filter(({ key }) => key?.startsWith(day)),
    );
    assert.deepEqual(await collect(run.objectsUnder('')), objects);
  });

  it('read of a large run only what holds the folder', async () => {
    const objects = Array.from({ length: 2000 }, (_, n) => toLog(n < 1000 ? 15 : 16, n));
    const run = await keep(objects);
    const pages: number[] = [];
    for await (const page of run.objectsUnder(`${place.root}CloudTrail/us-east-1/2026/01/16/`)) pages.push(page.length);
    assert.equal(
      pages.reduce((a, b) => a + b),
      1000,
    );
    // The first three whole blocks hold only the day before.
    const [line] = (await run.folders()).filter(({ prefix }) => prefix.endsWith('16/'));
    assert.ok((line?.blocks.length ?? 0) <= 5, `${line?.blocks.length}`);
  });

  it('count what lies below every level, and what has no key where its digest would stand', async () => {
    const run = await keep([toLog(15, 1), toLog(15, 2), toLog(16, 3, 'uncovered'), noDigest], [hour]);
    const logs = `${place.root}CloudTrail/us-east-1/2026/01/`;
    assert.equal((await run.folderCounts(`${logs}15/`))?.log.valid, 2);
    assert.equal((await run.folderCounts(`${logs}15/`))?.weight, 'none');
    assert.equal((await run.folderCounts(`${logs}16/`))?.weight, 'unproven');
    assert.equal((await run.folderCounts(logs))?.log.valid, 2);
    assert.equal((await run.folderCounts(logs))?.weight, 'unproven');
    const digests = await run.folderCounts(`${place.root}CloudTrail-Digest/us-east-1/2026/01/15/`);
    assert.deepEqual([digests?.digest.missing, digests?.hours.unproven, digests?.weight], [1, 1, 'wrong']);
    for (const prefix of ['', 'AWSLogs/', place.root]) {
      const counts = await run.folderCounts(prefix);
      assert.deepEqual([counts?.log.valid, counts?.digest.missing, counts?.weight], [2, 1, 'wrong'], prefix);
    }
    assert.equal(await run.folderCounts(`${place.root}CloudTrail/eu-west-1/`), undefined);
  });

  it('count below folders without a name, too', async () => {
    const object = { ...toLog(15, 1), key: '//AWSLogs//log.json.gz' };
    const run = await keep([object]);
    for (const prefix of ['', '/', '//', '//AWSLogs/', '//AWSLogs//']) {
      assert.equal((await run.folderCounts(prefix))?.log.valid, 1, prefix);
    }
    assert.deepEqual(await run.find(object.key), object);
  });

  it('are listed, newest first, and the last ten stay', async () => {
    const start = Date.now() - 100_000;
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push((await keep([toLog(15, n)], [], start + n)).header.runId);
    const store = new ValidationStore(folder());
    await store.prune();
    const kept = await store.runs();
    assert.deepEqual(
      kept.map(({ runId }) => runId),
      ids.reverse().slice(0, 10),
    );
    await store.delete(ids[0] ?? '');
    assert.equal((await store.runs()).length, 9);
    await expectUserError(store.open(ids[0] ?? ''), 'notFound');
  });

  it('are not shown when another version wrote them', async () => {
    const run = await keep([toLog(15, 1)]);
    const file = path.join(run.folder, runFileName);
    await writeFile(file, (await readFile(file, 'utf8')).replace('{"version":1', '{"version":0'));
    assert.deepEqual(await new ValidationStore(folder()).runs(), []);
    await expectUserError(new ValidationStore(folder()).open(run.header.runId), 'notFound');
  });

  for (const [what, damage] of [
    ['a file is cut', (at: string) => truncate(path.join(at, objectsFileName), 10)],
    ['a file has more', (at: string) => appendFile(path.join(at, exceptionsFileName), 'x')],
    ['the header is cut', (at: string) => truncate(path.join(at, runFileName), 40)],
    ['the header is no object', (at: string) => writeFile(path.join(at, runFileName), '7')],
    ['the header has no files', (at: string) => writeFile(path.join(at, runFileName), '{"version":1,"header":{}}')],
    ['a file is gone', (at: string) => rename(path.join(at, objectsFileName), path.join(at, 'x'))],
  ] as const) {
    it(`are not shown when ${what}`, async () => {
      const run = await keep([toLog(15, 1)]);
      await damage(run.folder);
      assert.deepEqual(await new ValidationStore(folder()).runs(), []);
    });
  }

  it('say that they are damaged when a byte is another one', async () => {
    const run = await keep(Array.from({ length: 300 }, (_, n) => toLog(15, n)));
    const file = path.join(run.folder, objectsFileName);
    const bytes = await readFile(file);
    bytes[0] = (bytes[0] ?? 0) ^ 0xff;
    await writeFile(file, bytes);
    await expectUserError(collect(run.objects()), 'unreadable');
    await expectUserError(run.find(toLog(15, 1).key ?? ''), 'unreadable');
  });

  it('are kept aside until they are whole', async () => {
    const writer = await RunWriter.create(folder());
    await writer.writeLane(place, { objects: [toLog(15, 1)], hours: [] });
    assert.deepEqual(await new ValidationStore(folder()).runs(), []);
    await writer.discard();
    assert.deepEqual(await readdir(path.join(folder(), 'tmp')), []);
  });

  it('write lanes one after the other, whoever is first', async () => {
    const writer = await RunWriter.create(folder());
    const other = { ...place, root: 'AWSLogs/444455556666/', account: '444455556666' };
    const mine = Array.from({ length: 700 }, (_, n) => toLog(15, n));
    const theirs = mine.map((object) => ({ ...object, account: other.account }));
    await Promise.all([
      writer.writeLane(place, { objects: mine, hours: [] }),
      writer.writeLane(other, { objects: theirs, hours: [] }),
    ]);
    await writer.finish(toHeader(writer, Date.now()));
    const run = await new ValidationStore(folder()).open(writer.runId);
    assert.deepEqual(await collect(run.objects()), [...mine, ...theirs]);
  });

  it('tell when the disk refuses', async () => {
    await mkdir(path.join(folder(), 'store'));
    await writeFile(path.join(folder(), 'store', 'tmp'), 'a file');
    await expectUserError(RunWriter.create(path.join(folder(), 'store')), 'writeFailed');
  });

  it('do not look outside of their folder', async () => {
    await expectUserError(new ValidationStore(folder()).open('../../etc'), 'notFound');
    await new ValidationStore(folder()).delete('../x');
  });
});
