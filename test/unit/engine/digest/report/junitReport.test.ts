import assert from 'node:assert/strict';
import { toJunitReport } from '../../../../../src/engine/digest/report/junitReport';
import {
  hostileTexts,
  never,
  newDigest,
  newHour,
  newLog,
  newObjects,
  newHours,
  newRun,
  toWhole,
} from './reportFixture';

interface Suite {
  readonly name: string;
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
  readonly cases: readonly string[];
}

const suiteStart =
  /<testsuite name="([^"]*)" timestamp="2026-11-22T09:00:00" tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)">/;

/** The suites, after what their start says was compared with what follows it. */
function parseSuites(xml: string): readonly Suite[] {
  return [...xml.matchAll(/<testsuite .*?<\/testsuite>/gs)].map(([text]) => {
    const [, name = '', tests, failures, errors, skipped] = suiteStart.exec(text) ?? [];
    const cases = [...text.matchAll(/<testcase .*$/gm)].map(([line]) => line);
    const suite = {
      name,
      tests: Number(tests),
      failures: Number(failures),
      errors: Number(errors),
      skipped: Number(skipped),
    };
    const count = (part: string): number => cases.filter((line) => line.includes(part)).length;
    const counted = {
      tests: cases.length,
      failures: count('<failure '),
      errors: count('<error '),
      skipped: count('<skipped '),
    };
    assert.deepEqual({ ...suite }, { name, ...counted });
    return { ...suite, cases };
  });
}

async function writeRun(parts: Parameters<typeof newRun>[0]): Promise<string> {
  return toWhole(toJunitReport(newRun(parts), never));
}

describe('the JUnit report', () => {
  it('has one suite for a chain, with its objects and hours', async () => {
    const xml = await writeRun({ objects: newObjects(2), hours: newHours(2) });
    assert.match(
      xml,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="s3:\/\/lab-trail-logs\/" tests="8" failures="0" errors="0" skipped="0">\n/,
    );
    assert.match(xml, /<\/testsuite>\n<\/testsuites>\n$/);
    const [suite, ...others] = parseSuites(xml);
    assert.equal(others.length, 0);
    assert.equal(suite?.name, 'lab-trail 111122223333 us-east-1');
    assert.match(
      suite.cases[0] ?? '',
      /^<testcase classname="lab-trail 111122223333 us-east-1" name="digest s3:\/\/lab-trail-logs\/\S+"\/>$/,
    );
    assert.match(suite.cases[7] ?? '', / name="hour 2026-01-15T01:01:31Z to 2026-01-15T02:01:31Z"\/>$/);
  });

  it('fails what is wrong, has errors for what is unproven, and skips what is pending', async () => {
    const objects = [
      newDigest(0, { status: 'invalid', code: 'signature', reason: 'signature verification failed' }),
      newLog(0, 5, { status: 'unreadable', code: 'denied', reason: 'Access denied' }),
      newLog(0, 7, { status: 'pending', code: 'afterNewest' }),
      newDigest(0, { status: 'missing', code: 'notYetSeen' }),
    ];
    const hours = [
      newHour(0, { status: 'gap', code: 'restarted' }),
      newHour(1, { status: 'unproven', code: 'digestPending', isExcused: true }),
      newHour(2, { code: 'restarted' }),
    ];
    const [suite] = parseSuites(await writeRun({ objects, hours }));
    assert.deepEqual(
      suite?.cases.map((line) => line.replace(/^.*"(?=>)/, '')),
      [
        '><failure type="invalid.signature" message="invalid: signature verification failed"/></testcase>',
        '><error type="unreadable.denied" message="unreadable: Access denied"/></testcase>',
        '><skipped message="pending"/></testcase>',
        '><error type="missing.notYetSeen" message="missing"/></testcase>',
        '><error type="gap.restarted" message="gap"/></testcase>',
        '><skipped message="unproven"/></testcase>',
        '><error type="covered.restarted" message="covered"/></testcase>',
      ],
    );
  });

  it('has a suite for each trail, account and region, also where only hours are known', async () => {
    const [a, b, c] = [{ region: 'a' }, { region: 'b' }, { region: 'c' }];
    const objects = [newDigest(1, b), newLog(1, 5, b), newDigest(1, c)];
    const hours = [newHour(0, a), newHour(1, a), newHour(0, b), newHour(0, c), newHour(0, { region: 'd' })];
    const suites = parseSuites(await writeRun({ objects, hours }));
    assert.deepEqual(
      suites.map(({ name, tests }) => [name, tests]),
      [
        ['lab-trail 111122223333 a', 2],
        ['lab-trail 111122223333 b', 3],
        ['lab-trail 111122223333 c', 2],
        ['lab-trail 111122223333 d', 1],
      ],
    );
  });

  it('loses nothing when objects and hours come in different orders', async () => {
    const lanes = ['a', 'b', 'c'].map((region) => ({ region }));
    const objects = [...lanes, ...lanes].map((lane, at) => newLog(0, at, lane));
    const hours = [...lanes].reverse().flatMap((lane) => [newHour(0, lane), newHour(1, lane)]);
    const suites = parseSuites(await writeRun({ objects, hours }));
    assert.equal(
      suites.reduce((sum, { tests }) => sum + tests, 0),
      12,
    );
    for (const { name, cases } of suites) for (const line of cases) assert.ok(line.includes(`classname="${name}"`));
  });

  it('has errors for what the run itself could not do', async () => {
    const xml = await writeRun({
      header: { isComplete: false, problems: [{ where: 'AWSLogs/', message: 'Access denied' }] },
    });
    const [suite] = parseSuites(xml);
    assert.equal(suite?.name, 'run');
    assert.equal(suite.errors, 2);
    assert.match(xml, /<testsuites [^>]* tests="2" failures="0" errors="2"/);
  });

  it('is XML whatever names hold', async () => {
    const objects = hostileTexts.map((text) =>
      newLog(0, 5, {
        status: 'modified',
        code: 'hash',
        reason: text,
        trail: text,
        original: { bucket: 'b', key: text },
      }),
    );
    const hours = hostileTexts.map((text) => newHour(0, { trail: text, status: 'unproven', reason: text }));
    const header = {
      location: hostileTexts.join(''),
      problems: hostileTexts.map((where) => ({ where, message: where })),
    };
    const xml = await writeRun({ objects, hours, header });
    assert.doesNotMatch(xml, /[^\P{Cc}\n]|\p{Cs}|\p{Noncharacter_Code_Point}|\p{Cf}/u);
    // Nothing but the elements and attributes that the report writes itself.
    const rest = xml
      .replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\n/, '')
      .replace(/<\/?(testsuites|testsuite|testcase|failure|error|skipped)(?: [a-z]+="[^"<]*")*\/?>/g, '');
    assert.match(rest, /^\n*$/);
    assert.doesNotMatch(xml.replace(/&(amp|lt|gt|quot|#39);/g, ''), /&/);
  });

  it('stops when it is told to', async () => {
    const chunks = toJunitReport(newRun({ objects: newObjects(1) }), AbortSignal.abort());
    await assert.rejects(toWhole(chunks), { name: 'AbortError' });
  });
});
