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
import { exceptionsFileName, foldersFileName, objectsFileName, runFileName } from '../../../src/validation/runFolder';
import { RunWriter } from '../../../src/validation/runWriter';
import { StoredRun, ValidationStore } from '../../../src/validation/validationStore';
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

  it('count what lies in every folder, and what has no key where its digest would stand', async () => {
    const run = await keep([toLog(15, 1), toLog(15, 2), toLog(16, 3, 'uncovered'), noDigest], [hour]);
    const logs = `${place.root}CloudTrail/us-east-1/2026/01/`;
    const digests = `${place.root}CloudTrail-Digest/us-east-1/2026/01/15/`;
    const folders = (await run.folders()).map(({ prefix, objects, hours, weight }) => ({
      prefix,
      objects,
      hours,
      weight,
    }));
    const byPrefix = new Map(folders.map((line) => [line.prefix, line]));
    assert.equal(byPrefix.size, folders.length);
    assert.deepEqual(byPrefix.get(`${logs}15/`)?.objects, { log: { valid: 2 } });
    assert.equal(byPrefix.get(`${logs}15/`)?.weight, 'none');
    assert.deepEqual(byPrefix.get(`${logs}16/`)?.objects, { log: { uncovered: 1 } });
    assert.equal(byPrefix.get(`${logs}16/`)?.weight, 'unproven');
    assert.deepEqual(byPrefix.get(digests)?.objects, { digest: { missing: 1 } });
    assert.deepEqual(byPrefix.get(digests)?.hours, { unproven: 1 });
    assert.equal(byPrefix.get(digests)?.weight, 'wrong');
    assert.deepEqual([...byPrefix.keys()].sort(), [digests, `${logs}15/`, `${logs}16/`].sort());
  });

  it('count folders without a name, too', async () => {
    const object = { ...toLog(15, 1), key: '//AWSLogs//log.json.gz' };
    const run = await keep([object]);
    assert.deepEqual(
      (await run.folders()).map(({ prefix }) => prefix),
      ['//AWSLogs//'],
    );
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

  /** Runs of these scopes, oldest first: says which of them stay. */
  async function keepScopes(scopes: readonly Partial<ValidationHeader>[]): Promise<readonly number[]> {
    const start = Date.now() - 1_000_000;
    const ids: string[] = [];
    for (const [n, change] of scopes.entries()) {
      const writer = await RunWriter.create(folder(), start + n);
      await writer.writeLane(place, { objects: [toLog(15, n)], hours: [] });
      await writer.finish({ ...toHeader(writer, start + n), ...change });
      ids.push(writer.runId);
    }
    const store = new ValidationStore(folder());
    await store.prune();
    return (await store.runs()).map(({ runId }) => ids.indexOf(runId)).reverse();
  }

  const day = 24 * 3_600_000;
  const whole = { scope: { prefix: '' }, window: { from: time - 90 * day, to: time } };
  const toSmall = (n: number): Partial<ValidationHeader> => ({
    scope: { prefix: place.root, trail: 'management' },
    window: { from: time + n, to: time + n + 1 },
  });

  it('keep the run of everything, however many small ones come after it', async () => {
    const small = Array.from({ length: 12 }, (_, n) => toSmall(n));
    assert.deepEqual(await keepScopes([whole, ...small]), [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('keep the newest of them, and not one that was stopped, or was about a moment only', async () => {
    const older = { ...whole, window: { from: time - 95 * day, to: time - day } };
    const stopped = { ...whole, isComplete: false };
    const moment = { ...whole, window: { from: time, to: time + 999 } };
    const small = Array.from({ length: 10 }, (_, n) => toSmall(n));
    assert.deepEqual((await keepScopes([older, whole, stopped, moment, ...small]))[0], 1);
  });

  it('keep no more than ten beside the last ten: the widest', async () => {
    const scopes = Array.from({ length: 15 }, (_, n) => ({
      scope: { prefix: `AWSLogs/${'1'.repeat(12)}/CloudTrail/us-east-1/${2000 + n}/` },
    }));
    const small = Array.from({ length: 10 }, (_, n) => toSmall(n));
    const kept = await keepScopes([whole, { scope: { prefix: '', regions: ['us-east-1'] } }, ...scopes, ...small]);
    assert.equal(kept.length, 20);
    assert.deepEqual(kept.slice(0, 3), [0, 1, 9]);
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

  it('say so, too, when the list of folders is damaged', async () => {
    const run = await keep([toLog(15, 1)]);
    const file = path.join(run.folder, foldersFileName);
    for (const damage of [
      async () => writeFile(file, 'x'.repeat((await readFile(file)).length)),
      () => rename(file, `${file}2`),
    ]) {
      await damage();
      const { header } = run;
      const again = new StoredRun(header, run.folder);
      await expectUserError(again.folders(), 'unreadable');
      await expectUserError(again.find(toLog(15, 1).key ?? ''), 'unreadable');
    }
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
