import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toJsonReport } from '../../../../../src/engine/digest/report/jsonReport';
import { toMarkdownReport } from '../../../../../src/engine/digest/report/markdownReport';
import {
  hostileTexts,
  never,
  newDigest,
  newHour,
  newHours,
  newLog,
  newObjects,
  newRun,
  toWhole,
} from './reportFixture';

function splitData(markdown: string): { readonly words: string; readonly data: string } {
  const [words = '', rest = ''] = markdown.split('\n```json\n');
  return { words, data: rest.replace(/```\n$/, '') };
}

describe('the Markdown report', () => {
  it('says what was validated, what was found and with what', async () => {
    const objects = [
      ...newObjects(1),
      newLog(0, 9, { status: 'modified', code: 'hash', reason: 'x', expectedHash: 'aa', foundHash: 'bb' }),
    ];
    const run = newRun({
      objects,
      hours: [newHour(0), newHour(1, { status: 'gap', code: 'restarted', logs: 0 })],
      header: {
        verdict: 'wrong',
        exitCode: 1,
        copyOf: { location: 's3://original/', isInferred: false },
        problems: [{ where: 'AWSLogs/1/', message: 'Access denied' }],
      },
    });
    const { words } = splitData(await toWhole(toMarkdownReport(run, never)));
    for (const line of [
      '# CloudTrail integrity report',
      '| Copy of | `s3://original/` |',
      '| `lab-trail` | 111122223333 | us-east-1 | 1 h | 0 | 1 h | 0 | 0 | 2 |',
      '| logs | 2 | 1 | 3 |',
      '### WRONG: 1 log was modified',
      '### NOT PROVEN: 1 hour is a gap: nothing was signed before the chain began anew',
      '## What was not read',
      '## Public keys',
    ]) {
      const plain = words.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
      assert.ok(
        plain
          .split('\n')
          .some((written) => written === line || written.replaceAll('`', '') === line.replaceAll('`', '')),
        `${line}\n${plain}`,
      );
    }
  });

  it('carries the JSON report and its SHA-256', async () => {
    const run = newRun({ objects: newObjects(2), hours: newHours(2) });
    const { words, data } = splitData(await toWhole(toMarkdownReport(run, never)));
    assert.equal(data, await toWhole(toJsonReport(run, never)));
    assert.ok(words.includes(createHash('sha256').update(data).digest('hex')));
  });

  it('lists so many objects of a finding, and says how many there are', async () => {
    const objects = Array.from({ length: 130 }, (_, at) => newLog(0, at, { status: 'missing', code: 'notFound' }));
    const { words } = splitData(await toWhole(toMarkdownReport(newRun({ objects }), never)));
    assert.equal(words.match(/^\| `s3:/gm)?.length, 100);
    assert.match(words, /^and 30 more$/m);
  });

  it('lets no name out of its cell, and none end the data', async () => {
    const objects = hostileTexts.flatMap((text) => [
      newLog(0, 5, {
        status: 'stray',
        code: 'name',
        key: text,
        reason: text,
        trail: text,
        original: { bucket: 'b', key: text },
      }),
      newDigest(0, { status: 'invalid', code: 'format', reason: text, fingerprint: text }),
    ]);
    const header = {
      location: hostileTexts.join(''),
      generator: hostileTexts.join(''),
      problems: hostileTexts.map((where) => ({ where, message: where, nextStep: where })),
      keys: hostileTexts.map((fingerprint) => ({ fingerprint, region: fingerprint, origin: fingerprint, digests: 1 })),
    };
    const hours = hostileTexts.map((trail) =>
      newHour(0, { trail, status: 'unproven', code: 'noDigests', reason: trail }),
    );
    const { words, data } = splitData(await toWhole(toMarkdownReport(newRun({ objects, hours, header }), never)));
    assert.doesNotMatch(words, /[^\P{Cc}\n]|\p{Cs}|\p{Cf}/u);
    assert.doesNotMatch(data, /^`/m);
    for (const line of words.split('\n')) {
      if (!line.startsWith('|')) assert.doesNotMatch(line, /alert|javascript|onerror|@team/, line);
      // Outside of code spans a cell holds plain words only.
      const outside = line.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
      if (line.startsWith('|')) assert.match(outside, /^[\w| :-]*$/, line);
    }
  });
});
