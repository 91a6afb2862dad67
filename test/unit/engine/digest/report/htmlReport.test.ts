import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { toHtmlReport } from '../../../../../src/engine/digest/report/htmlReport';
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
  toWhole,
} from './reportFixture';

interface Page {
  readonly html: string;
  /** What stands before the data, which holds no hostile letter of HTML by itself. */
  readonly words: string;
  readonly data: string;
  readonly style: string;
}

async function writePage(parts: Parameters<typeof newRun>[0]): Promise<Page> {
  const html = await toWhole(toHtmlReport(newRun(parts), never));
  const [, words = '', data = ''] =
    /^(.*)<script type="application\/json" id="data">\n(.*)<\/script>\n<\/body>\n<\/html>\n$/s.exec(html) ?? [];
  return { html, words, data, style: /<style>(.*?)<\/style>/s.exec(words)?.[1] ?? '' };
}

function sha256(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding);
}

function unescape(html: string): string {
  const letters: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => letters[name] ?? '');
}

describe('the HTML report', () => {
  it('forbids everything but its own style sheet', async () => {
    const { html, words, style } = await writePage({ objects: newObjects(2), hours: newHours(2) });
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(words)?.[1];
    assert.equal(
      unescape(policy ?? ''),
      `default-src 'none'; style-src 'sha256-${sha256(style, 'base64')}'; base-uri 'none'; form-action 'none'`,
    );
    assert.ok(words.indexOf('Content-Security-Policy') < words.indexOf('<style>'));
    assert.doesNotMatch(html.replaceAll(style, ''), / style=| src=| href=| on[a-z]+=/);
    assert.doesNotMatch(style, /url\((?!#)|@import/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });

  it('carries the JSON report and its SHA-256', async () => {
    const parts = { objects: newObjects(2), hours: newHours(2) };
    const { words, data } = await writePage(parts);
    assert.equal(data, await toWhole(toJsonReport(newRun(parts), never)));
    assert.equal(words.split(sha256(data, 'hex')).length, 3);
    assert.match(words, /the same, byte for byte, as the JSON report/);
  });

  it('leaves valid objects out of its data when there are very many, and says so', async () => {
    const objects = [...newObjects(7_000), newLog(0, 9, { status: 'missing', code: 'notFound' })];
    const { words, data } = await writePage({ objects });
    const whole = await toWhole(toJsonReport(newRun({ objects }), never));
    assert.equal(data.match(/^\{"uri"/gm)?.length, 1);
    assert.ok(words.includes(sha256(data, 'hex')) && words.includes(sha256(whole, 'hex')));
    assert.match(words, /21,001 objects: those that are valid are left out/);
  });

  it('says what was validated, what was found and with what', async () => {
    const { words } = await writePage({
      objects: [
        newLog(0, 9, { status: 'modified', code: 'hash', reason: 'hash', expectedHash: 'e1', foundHash: 'f1' }),
        newDigest(1, { status: 'unreachable', code: 'denied' }),
      ],
      hours: [newHour(0), newHour(1, { status: 'unproven', code: 'digestUnreachable' })],
      header: {
        verdict: 'wrong',
        exitCode: 1,
        copyOf: { location: 's3://original/', isInferred: true },
        problems: [{ where: 'AWSLogs/9/', message: 'Access denied', nextStep: 'Ask' }],
      },
    });
    for (const part of [
      /<section class="verdict wrong-box"><strong>Wrong<\/strong><p>Something is provably/,
      /<dt>Copy of<\/dt><dd class="mono">s3:\/\/original\/ \(taken from the digests themselves\)<\/dd>/,
      /<dt>Window<\/dt><dd>2026-01-15 00:00:00 UTC to 2026-01-15 08:30:00 UTC \(8.5 h\)<\/dd>/,
      /<dt>Tool<\/dt><dd>trailcase 0.1.0<\/dd>/,
      /<span class="badge wrong-box">WRONG<\/span>1 log was modified<\/h3>/,
      /<dt>expected SHA-256<\/dt><dd class="mono">e1<\/dd><dt>found SHA-256<\/dt><dd class="mono">f1<\/dd>/,
      /<span class="badge unproven-box">NOT PROVEN<\/span>1 digest could not be read: access was denied<\/h3>/,
      /<h2>What was not read<\/h2>[^]*AWSLogs\/9\//,
      /<h2>Public keys<\/h2>[^]*8e4a7e73e608244ce721b3aa592cbc6b/,
    ]) {
      assert.match(words, part);
    }
  });

  it('draws each hour in the column of its middle, with a pattern, a letter and words', async () => {
    const { words } = await writePage({
      objects: [newLog(3, 5, { status: 'missing', code: 'notFound' })],
      hours: [
        newHour(0),
        newHour(1),
        newHour(2, { status: 'quiet', logs: 0 }),
        newHour(3),
        newHour(4, { status: 'gap', code: 'restarted', logs: 0 }),
        newHour(5, { status: 'unproven', code: 'digestMissing' }),
        newHour(8, { to: Date.parse('2026-01-15T08:30:00Z'), status: 'unproven', isExcused: true, logs: 0 }),
      ],
    });
    const row = /<figure class="row">.*<\/figure>/.exec(words)?.[0] ?? '';
    assert.deepEqual(
      [...row.matchAll(/<rect class="cell-([a-z]+)"[^>]*><title>([^<]*)<\/title>/g)].map(([, state, title]) => [
        state,
        title,
      ]),
      [
        ['covered', 'covered, 2026-01-15 00:00 to 2026-01-15 02:00 UTC, 4 logs'],
        ['quiet', 'quiet, 2026-01-15 02:00 to 2026-01-15 03:00 UTC, 0 logs'],
        ['covered', 'covered, 2026-01-15 03:00 to 2026-01-15 04:00 UTC, 2 logs'],
        ['gap', 'gap, 2026-01-15 04:00 to 2026-01-15 05:00 UTC, 0 logs'],
        ['unproven', 'unproven, 2026-01-15 05:00 to 2026-01-15 06:00 UTC, 2 logs'],
        ['none', 'no hour counts here, 2026-01-15 06:00 to 2026-01-15 08:00 UTC, 0 logs'],
        ['pending', 'pending, 2026-01-15 08:00 to 2026-01-15 09:00 UTC, 0 logs'],
      ],
    );
    assert.deepEqual(
      [...row.matchAll(/<text class="letter on-[a-z]+"[^>]*>(.)</g)].map(([, letter]) => letter),
      'CQCGUP'.split(''),
    );
    assert.match(row, /<title>1 wrong, 2026-01-15 03:00 to 2026-01-15 04:00 UTC<\/title>/);
    assert.match(
      row,
      /role="img" aria-label="Coverage of lab-trail, 111122223333, us-east-1: covered 2026-01-15 00:00 to .*; 1 wrong"/,
    );
  });

  it('draws days when there are many hours, and the worst of each day', async () => {
    const hours = Array.from({ length: 24 * 30 }, (_, at) =>
      newHour(at, at === 24 * 9 + 5 ? { status: 'gap', code: 'restarted' } : {}),
    );
    const window = { from: Date.parse('2026-01-15T00:00:00Z'), to: Date.parse('2026-02-14T00:00:00Z') };
    const { words } = await writePage({ hours, header: { window } });
    assert.deepEqual(
      [...words.matchAll(/<rect class="cell-[a-z]+"[^>]*><title>([^<]*)<\/title>/g)].map(([, title]) => title),
      [
        'covered, 2026-01-15 to 2026-01-23, 432 logs',
        'gap, 2026-01-24, 48 logs',
        'covered, 2026-01-25 to 2026-02-13, 960 logs',
      ],
    );
    assert.match(words, /One column is 1 day;/);
  });

  it('leaves no column empty in which the window only ends', async () => {
    const window = { from: Date.parse('2026-01-15T00:59:00Z'), to: Date.parse('2026-01-15T04:01:31Z') };
    const first = newHour(0, { from: window.from });
    const hours = [first, newHour(1), newHour(2, { status: 'quiet', logs: 0 }), newHour(3)];
    const { words } = await writePage({ hours, header: { window } });
    assert.deepEqual(
      [...words.matchAll(/<rect class="cell-[a-z]+"[^>]*><title>([^<]*)<\/title>/g)].map(([, title]) => title),
      [
        'covered, 2026-01-15 01:00 to 2026-01-15 02:00 UTC, 4 logs',
        'quiet, 2026-01-15 02:00 to 2026-01-15 03:00 UTC, 0 logs',
        'covered, 2026-01-15 03:00 to 2026-01-15 04:00 UTC, 2 logs',
      ],
    );
  });

  it('stays small however long the window is, and however many chains there are', async () => {
    const hours = Array.from({ length: 150 }, (_, at) =>
      newHour(0, {
        region: `r-${at}`,
        to: Date.parse('2036-01-15T00:00:00Z'),
        ...(at === 140 ? { status: 'gap', code: 'restarted' } : {}),
      }),
    );
    const window = { from: Date.parse('2026-01-15T00:00:00Z'), to: Date.parse('2036-01-15T00:00:00Z') };
    const { words } = await writePage({ hours, header: { window } });
    assert.equal(words.match(/<figure class="row">/g)?.length, 100);
    assert.match(words, /<p>and 50 more<\/p>/);
    assert.match(words, /<figcaption>lab-trail, 111122223333, r-140</);
    assert.match(words, /One column is 10 days;/);
  });

  it('lists so many objects of a finding, and says how many there are', async () => {
    const objects = Array.from({ length: 230 }, (_, at) => newLog(0, at, { status: 'missing', code: 'notFound' }));
    const { words } = await writePage({ objects });
    assert.equal(words.match(/<li><div class="place">/g)?.length, 200);
    assert.match(words, /<p>and 30 more: all of them stand in the data below\.<\/p>/);
  });

  it('lets no name become markup', async () => {
    const objects = hostileTexts.flatMap((text) => [
      newLog(0, 5, {
        status: 'modified',
        code: 'hash',
        key: text,
        reason: text,
        trail: text,
        account: text,
        region: text,
        expectedHash: text,
        digestKey: text,
        original: { bucket: 'b', key: text },
      }),
    ]);
    const names = { trail: hostileTexts.join(''), account: hostileTexts.join(''), region: hostileTexts.join('') };
    const hours = hostileTexts.map((trail) =>
      newHour(0, { ...names, trail, status: 'unproven', code: 'noDigests', reason: trail }),
    );
    const header = {
      location: hostileTexts.join(''),
      generator: hostileTexts.join(''),
      scope: {
        prefix: hostileTexts.join(''),
        accounts: hostileTexts,
        regions: hostileTexts,
        trail: hostileTexts.join(''),
      },
      chains: [
        { ...names, homeRegion: hostileTexts.join(''), digests: 1, restarts: [NaN], proven: { from: NaN, to: 0 } },
      ],
      problems: hostileTexts.map((where) => ({ where, message: where, nextStep: where })),
      keys: hostileTexts.map((fingerprint) => ({ fingerprint, region: fingerprint, origin: fingerprint, digests: 1 })),
    };
    const { html, words, data, style } = await writePage({ objects, hours, header });
    assert.equal(html.match(/<\/?script/gi)?.length, 2);
    assert.doesNotMatch(data, /[<>&]/);
    assert.deepEqual(html.match(/.{0,40}(?:[^\P{Cc}\n]|\p{Cs}|\p{Cf})/gu), null);
    const rest = words
      .replace(/^<!DOCTYPE html>\n/, '')
      .replaceAll(style, '')
      .replace(
        /<\/?(html|head|meta|title|style|body|svg|defs|pattern|rect|circle|path|text|g|header|h[1-4]|p|section|strong|dl|dt|dd|figure|figcaption|ul|li|b|span|div|table|thead|tbody|tr|th|td|code|pre|footer)(?: [a-zA-Z-]+="[^"<]*")*\/?>/g,
        '',
      );
    assert.deepEqual(rest.match(/<.{0,80}/g), null);
    assert.deepEqual(rest.replace(/&(amp|lt|gt|quot|#39);/g, '').match(/&.{0,80}/g), null);
  });

  it('stops when it is told to', async () => {
    const chunks = toHtmlReport(newRun({ hours: newHours(1) }), AbortSignal.abort());
    await assert.rejects(toWhole(chunks), { name: 'AbortError' });
  });
});
