import assert from 'node:assert/strict';
import { toJsonReport } from '../../../../../src/engine/digest/report/jsonReport';
import {
  hostileTexts,
  never,
  newDigest,
  newHour,
  newHours,
  newLog,
  newObjects,
  newRun,
  start,
  toWhole,
} from './reportFixture';

interface Report {
  readonly [member: string]: unknown;
  readonly objects: readonly Readonly<Record<string, unknown>>[];
  readonly hours: readonly Readonly<Record<string, unknown>>[];
}

/** The report as what a program reads. */
async function parseReport(parts: Parameters<typeof newRun>[0], options = {}): Promise<Report> {
  // The report is an object by its documentation; the tests look at its members one by one.
  return JSON.parse(await toWhole(toJsonReport(newRun(parts), never, options))) as Report;
}

describe('the JSON report', () => {
  it('has the members that are documented, in their order', async () => {
    const report = await parseReport({ objects: newObjects(2), hours: newHours(2) });
    assert.deepEqual(Object.keys(report), [
      'verdict',
      'window',
      'summary',
      'exitCode',
      'isComplete',
      'isAbridged',
      'location',
      'scope',
      'copyOf',
      'generator',
      'started',
      'ended',
      'chains',
      'keys',
      'problems',
      'objects',
      'hours',
    ]);
    assert.equal(report['verdict'], 'proven');
    assert.deepEqual(report['window'], { from: '2026-01-15T00:00:00Z', to: '2026-01-15T08:30:00Z' });
    assert.deepEqual(report.hours, [
      {
        trail: 'lab-trail',
        account: '111122223333',
        region: 'us-east-1',
        from: '2026-01-15T00:01:31Z',
        to: '2026-01-15T01:01:31Z',
        status: 'covered',
        homeRegion: 'us-east-1',
        logs: 2,
      },
      {
        trail: 'lab-trail',
        account: '111122223333',
        region: 'us-east-1',
        from: '2026-01-15T01:01:31Z',
        to: '2026-01-15T02:01:31Z',
        status: 'covered',
        homeRegion: 'us-east-1',
        logs: 2,
      },
    ]);
  });

  it('says of an object where, what and why', async () => {
    const log = newLog(0, 5, { status: 'modified', code: 'hash', reason: 'r', expectedHash: 'aa', foundHash: 'bb' });
    const { objects } = await parseReport({ objects: [log, newDigest(0)] });
    assert.equal(objects.length, 2);
    const [first] = objects;
    assert.deepEqual(first, {
      uri: `s3://lab-trail-logs/${String(log.key)}`,
      kind: 'log',
      status: 'modified',
      reason: 'r',
      trail: 'lab-trail',
      account: '111122223333',
      region: 'us-east-1',
      code: 'hash',
      from: '2026-01-15T00:06:00Z',
      key: log.key,
      original: log.original,
      expectedHash: 'aa',
      foundHash: 'bb',
      digestKey: log.digestKey,
    });
    assert.deepEqual(Object.keys(first).slice(0, 4), ['uri', 'kind', 'status', 'reason']);
  });

  it('lists what nothing names by its hour, and hours without a trail', async () => {
    const lane = { account: '111122223333', region: 'us-east-1' };
    const missing = {
      ...lane,
      kind: 'digest',
      status: 'missing',
      code: 'skippedHour',
      from: start,
      to: start + 1,
    } as const;
    const hour = { ...lane, from: start, to: start + 1, status: 'unproven', code: 'noDigests', logs: 0 } as const;
    const { objects, hours } = await parseReport({ objects: [missing], hours: [hour] });
    assert.deepEqual(objects, [
      {
        uri: null,
        kind: 'digest',
        status: 'missing',
        ...lane,
        code: 'skippedHour',
        from: '2026-01-15T00:01:31Z',
        to: '2026-01-15T00:01:31.001Z',
      },
    ]);
    assert.equal(hours[0]?.['trail'], null);
  });

  it('is JSON when there is nothing, and across pages', async () => {
    const empty = await parseReport({});
    assert.deepEqual([empty['objects'], empty['hours']], [[], []]);
    const { objects } = await parseReport({ objects: newObjects(7) });
    assert.equal(objects.length, 21);
  });

  it('can leave out what is valid, and says so', async () => {
    const objects = [...newObjects(2), newLog(1, 9, { status: 'stray', code: 'name' })];
    const report = await parseReport({ objects }, { isAbridged: true });
    assert.equal(report['isAbridged'], true);
    assert.equal(report.objects.length, 1);
  });

  it('keeps hostile texts to the letter, and writes none that could end a script element', async () => {
    const objects = hostileTexts.map((text) => newLog(0, 5, { status: 'stray', key: text, reason: text, trail: text }));
    const hours = hostileTexts.map((text) => newHour(0, { trail: text, reason: text }));
    const run = newRun({
      objects,
      hours,
      header: { location: hostileTexts.join(''), problems: hostileTexts.map((where) => ({ where, message: where })) },
    });
    const text = await toWhole(toJsonReport(run, never));
    assert.doesNotMatch(text, /[<>&]|[^\P{Cc}\n]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
    const report = await parseReport({ objects, hours });
    assert.deepEqual(
      report.objects.map(({ key }) => key),
      hostileTexts,
    );
    assert.deepEqual(
      report.hours.map(({ trail }) => trail),
      hostileTexts,
    );
  });

  it('writes a time that is none as unknown', async () => {
    const { objects } = await parseReport({ objects: [newLog(0, 5, { from: NaN })] });
    assert.equal(objects[0]?.['from'], 'unknown');
  });

  it('stops when it is told to', async () => {
    const chunks = toJsonReport(newRun({ objects: newObjects(1) }), AbortSignal.abort());
    await assert.rejects(toWhole(chunks), { name: 'AbortError' });
  });
});
