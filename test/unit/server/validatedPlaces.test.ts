import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { UserError } from '../../../src/base/errors';
import type { ValidationBadge } from '../../../src/protocol/validationRequests';
import { ValidatedPlaces } from '../../../src/server/validatedPlaces';
import type { StoredRun } from '../../../src/validation/validationStore';
import { dayFolder, digestKey, keepRun, logKey, newHour, newObject, region, type RunContent } from './storedRuns';

const day = '2026/01/15';
const otherDay = '2026/01/16';
const start = Date.UTC(2026, 1, 1, 12);
const regionFolder = `AWSLogs/111122223333/CloudTrail/${region}/`;

describe('validated places', () => {
  let folder: string;
  let runs: StoredRun[];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-places-'));
    runs = [];
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function keep(content: RunContent): Promise<void> {
    runs.unshift(await keepRun(folder, start + runs.length * 60_000, content));
  }

  function places(): ValidatedPlaces {
    return new ValidatedPlaces(runs);
  }

  async function statusOf(place: string): Promise<string> {
    const badge = await places().findBadge(place);
    return badge === null ? 'none' : `${badge.status} ${badge.weight}`;
  }

  const modified = { status: 'modified', code: 'hash', reason: "hash value doesn't match" } as const;

  it('are unknown where no run looked', async () => {
    assert.equal(await places().findBadge(''), null);
    await keep({ objects: [newObject(logKey(day, 'a'))] });
    assert.equal(await statusOf(dayFolder(otherDay)), 'none');
    assert.equal(await statusOf(logKey(day, 'b')), 'none');
  });

  it('are as bad as the worst below them, up to the root', async () => {
    await keep({
      objects: [
        newObject(logKey(day, 'a')),
        newObject(logKey(otherDay, 'b'), modified),
        newObject(logKey(otherDay, 'c'), { status: 'unreadable', code: 'denied' }),
      ],
    });
    assert.equal(await statusOf(dayFolder(day)), 'valid none');
    for (const place of [dayFolder(otherDay), `${regionFolder}2026/01/`, regionFolder, 'AWSLogs/111122223333/', '']) {
      assert.equal(await statusOf(place), 'modified wrong', place);
    }
    const badge = (await places().findBadge(dayFolder(otherDay))) as ValidationBadge;
    assert.equal(badge.validatedTime, start + 1000);
    assert.equal(badge.text, 'Validated 2026-02-01 12:00 UTC\n2 logs: 1 modified, 1 unreadable');
  });

  it('say when a run looked at a part only', async () => {
    const dayStart = Date.UTC(2026, 0, 15);
    const dayWindow = { from: dayStart, to: dayStart + 86_400_000 - 1 };
    const objects = [newObject(logKey(day, 'a'))];
    const isPartial = async (place: string): Promise<boolean> => (await places().findBadge(place))?.isPartial === true;
    await keep({ objects, header: { window: dayWindow } });
    assert.equal(await isPartial(dayFolder(day)), false);
    for (const place of ['', 'AWSLogs/', 'AWSLogs/111122223333/', regionFolder, `${regionFolder}2026/01/`])
      assert.equal(await isPartial(place), true, place);
    await keep({ objects, header: { window: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1, 1) - 1 } } });
    assert.equal(await isPartial(`${regionFolder}2026/01/`), false);
    assert.equal(await isPartial(`${regionFolder}2026/`), true);
    const scope = { prefix: 'AWSLogs/111122223333/', regions: [region] };
    await keep({ objects, header: { scope, isWholeTime: true } });
    assert.equal(await isPartial(regionFolder), false);
    assert.equal(await isPartial('AWSLogs/111122223333/'), true);
    const refused = { where: 's3://logs/AWSLogs/111122223333/CloudTrail/eu-west-1/', message: 'denied' };
    await keep({ objects, header: { isWholeTime: true, problems: [refused] } });
    assert.equal(await isPartial('AWSLogs/111122223333/'), true);
    await keep({ objects, header: { isWholeTime: true, isComplete: false } });
    assert.equal(await isPartial(''), true);
    await keep({ objects, header: { isWholeTime: true } });
    assert.equal(await isPartial(''), false);
  });

  it('tell an object and why', async () => {
    await keep({ objects: [newObject(logKey(day, 'a'), modified)] });
    const badge = (await places().findBadge(logKey(day, 'a'))) as ValidationBadge;
    assert.equal(badge.status, 'modified');
    assert.match(badge.text, /^Validated 2026-02-01 12:00 UTC: log modified: hash value doesn't match\n/);
  });

  it("take a day's digests and hours with its logs, and not the other way round", async () => {
    await keep({
      objects: [newObject(logKey(day, 'a')), newObject(digestKey(day), { kind: 'digest', status: 'invalid' })],
      hours: [newHour(day), newHour(day, { status: 'gap', code: 'restarted' })],
    });
    assert.equal(await statusOf(dayFolder(day)), 'invalid wrong');
    const badge = (await places().findBadge(regionFolder)) as ValidationBadge;
    assert.match(badge.text, /1 log: valid\n1 digest: invalid\n1 hour in a gap: nothing was signed$/);
    assert.equal(await statusOf(`AWSLogs/111122223333/CloudTrail-Digest/${region}/`), 'invalid wrong');
  });

  it('name gaps and hours without proof where every object is valid', async () => {
    await keep({ objects: [newObject(logKey(day, 'a'))], hours: [newHour(day, { status: 'gap' })] });
    assert.equal(await statusOf(dayFolder(day)), 'gap unproven');
    await keep({ objects: [newObject(logKey(day, 'a'))], hours: [newHour(day, { status: 'unproven' })] });
    assert.equal(await statusOf(dayFolder(day)), 'unproven unproven');
    const excused = newHour(day, { status: 'unproven', code: 'digestPending', isExcused: true });
    await keep({ objects: [newObject(logKey(day, 'a'))], hours: [excused] });
    assert.equal(await statusOf(dayFolder(day)), 'valid none');
  });

  it('count what is missing and has no name', async () => {
    await keep({
      objects: [newObject(undefined, { kind: 'digest', status: 'missing', code: 'skippedHour', to: start })],
    });
    assert.equal(await statusOf('AWSLogs/111122223333/'), 'missing wrong');
  });

  it('are valid only when all is: one log that waits for its digest is told', async () => {
    await keep({ objects: [newObject(logKey(day, 'a')), newObject(logKey(day, 'b'), { status: 'pending' })] });
    assert.equal(await statusOf(dayFolder(day)), 'pending none');
  });

  it('forget what an older run said of a folder that a newer one looked at', async () => {
    await keep({
      objects: [newObject(logKey(day, 'a'), modified), newObject(logKey(day, 'gone'), { status: 'stray' })],
    });
    assert.equal(await statusOf(''), 'modified wrong');
    await keep({ objects: [newObject(logKey(day, 'a'))] });
    assert.equal(await statusOf(''), 'valid none');
    assert.equal(await statusOf(logKey(day, 'a')), 'valid none');
  });

  it('keep it where the newer run looked elsewhere, at another time, at one trail, or not to its end', async () => {
    await keep({ objects: [newObject(logKey(day, 'a'), modified), newObject(logKey(otherDay, 'b'), modified)] });
    const partial: RunContent['header'][] = [
      { scope: { prefix: '', accounts: ['999999999999'] } },
      { scope: { prefix: '', regions: ['eu-west-1'] } },
      { scope: { prefix: 'AWSLogs/999999999999/' } },
      { scope: { prefix: regionFolder.replace(region, 'eu-west-1') } },
      { scope: { prefix: '', trail: 'audit' } },
      { window: { from: Date.UTC(2026, 0, 15, 6), to: Date.UTC(2026, 0, 15, 7) } },
      { isComplete: false },
    ];
    for (const header of partial) {
      await keep({ objects: [newObject(logKey('2026/01/17', 'c'))], ...(header === undefined ? {} : { header }) });
      assert.equal(await statusOf(dayFolder(day)), 'modified wrong', JSON.stringify(header));
    }
    // A region's or a month's folder means its digests, too, and is looked at wholly.
    await keep({
      objects: [newObject(logKey(day, 'a'))],
      header: {
        scope: { prefix: `${regionFolder}2026/01/` },
        window: { from: Date.UTC(2026, 0, 1), to: Date.UTC(2026, 1) - 1 },
      },
    });
    assert.equal(await statusOf(dayFolder(day)), 'valid none');
    assert.equal(
      await statusOf(dayFolder(otherDay)),
      'none',
      'the newer run looked there, and nothing is there any more',
    );
  });

  it('put together what several runs saw of one folder, each object as the newest saw it', async () => {
    await keep({
      objects: [newObject(logKey(day, 'a'), modified), newObject(logKey(day, 'b')), newObject(logKey(day, 'c'))],
      hours: [newHour(day)],
    });
    const header = { window: { from: Date.UTC(2026, 0, 15), to: Date.UTC(2026, 0, 15, 1) } };
    await keep({ objects: [newObject(logKey(day, 'a'))], hours: [newHour(day)], header });
    const badge = (await places().findBadge(dayFolder(day))) as ValidationBadge;
    assert.equal(`${badge.status} ${badge.weight}`, 'valid none', 'the log was put back');
    assert.match(badge.text, /3 logs: all valid$/);
  });

  it('do not lose what has no name when they put runs together', async () => {
    const nameless = newObject(undefined, {
      kind: 'digest',
      status: 'missing',
      code: 'skippedHour',
      to: Date.UTC(2026, 0, 15, 2),
    });
    await keep({
      objects: [newObject(digestKey(day), { kind: 'digest' }), nameless],
      hours: [newHour(day), newHour(day)],
    });
    const header = { window: { from: Date.UTC(2026, 0, 15), to: Date.UTC(2026, 0, 15, 1) } };
    await keep({ objects: [newObject(digestKey(day), { kind: 'digest' })], hours: [newHour(day)], header });
    assert.equal(await statusOf(dayFolder(day)), 'missing wrong');
  });

  it('are not confused by folders whose names begin alike, nor by keys without a folder', async () => {
    await keep({ objects: [newObject('a/b/one'), newObject('a/bc/two', modified), newObject('loose', modified)] });
    assert.equal(await statusOf('a/b/'), 'valid none');
    assert.equal(await statusOf('a/bc/'), 'modified wrong');
    assert.equal(await statusOf('loose'), 'modified wrong');
    assert.equal(await statusOf('a/b/on'), 'none');
  });

  it('do without a run whose files are damaged', async () => {
    await keep({ objects: [newObject(logKey(day, 'a'))] });
    await keep({ objects: [newObject(logKey(day, 'a'), modified)] });
    const file = path.join(runs[0]!.folder, 'objects.blocks');
    await truncate(file, 3);
    await appendFile(file, 'xx');
    const told: UserError[] = [];
    const damaged = new ValidatedPlaces(runs, (error) => told.push(error));
    assert.equal((await damaged.findBadge(logKey(day, 'a')))?.status, 'valid');
    assert.equal(told.length, 1);
    assert.equal(told[0]?.code, 'unreadable');
    assert.equal((await damaged.findBadge(dayFolder(day)))?.status, 'modified', 'its counts are whole');
  });

  it('do without objects that cannot be read where runs are put together', async () => {
    await keep({ objects: [newObject(logKey(day, 'a'), modified)] });
    await keep({ objects: [newObject(logKey(day, 'b'))], header: { scope: { prefix: '', trail: 'audit' } } });
    await truncate(path.join(runs[1]!.folder, 'objects.blocks'), 3);
    assert.equal((await places().findBadge(dayFolder(day)))?.weight, 'wrong');
  });

  it('answer for thousands of places of one day with one reading of its folder', async () => {
    const keys = Array.from({ length: 5000 }, (_, index) => logKey(day, String(index)));
    await keep({ objects: keys.map((key) => newObject(key)) });
    let readings = 0;
    const counted = runs.map((run) => ({
      header: run.header,
      folders: () => run.folders(),
      find: (key: string) => run.find(key),
      objectsUnder: (prefix: string) => {
        readings++;
        return run.objectsUnder(prefix);
      },
    }));
    const many = new ValidatedPlaces(counted);
    for (const key of keys) assert.equal((await many.findBadge(key))?.status, 'valid');
    assert.equal(readings, 1);
  });
});
