import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { demoCaseObjects } from '../../../../src/demo/demoCase';
import { explainQuery } from '../../../../src/engine/query/explainQuery';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import { RawTextFilter } from '../../../../src/engine/query/rawTextFilter';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { readLogText, type LogText } from '../../../../src/engine/record/logText';
import { newLogText, newRecord, testLimits } from '../../../support/logFixture';
import { newRandom, newRandomQuery, type PlainRecord } from './randomQuery';

interface Sample {
  readonly name: string;
  readonly raw: Uint8Array;
  readonly log: LogText;
  readonly records: readonly PlainRecord[];
}

/** What real logs hold seldom: escapes, odd types, other alphabets, lists in lists. */
const oddRecords: readonly PlainRecord[] = [
  newRecord({ errorCode: 'AccessDenied', errorMessage: 'User: "alice" is not authorized to perform: s3:GetObject' }),
  newRecord({ errorCode: '', userAgent: null, requestParameters: {}, responseElements: [] }),
  newRecord({ userIdentity: 'nobody', sourceIPAddress: '2001:db8::7', readOnly: 'true', eventTime: 'yesterday' }),
  newRecord({ userIdentity: [{ arn: 'arn:aws:iam::1:user/x' }], awsRegion: ['us-east-1'], eventVersion: 1.08 }),
  newRecord({
    requestParameters: { 'aws:x': { 'y z': ['a', ['b', { C: 'd' }]] }, Äpfel: 'ÜBER', kelvin: '\u212aelvin' },
  }),
  newRecord({ requestParameters: { 'a/b': 'c\\d"e/f', list: [null, '', [], [[1, 2]], { x: false }], İstanbul: 'ſ' } }),
  newRecord({ eventName: 'ΑΣ', userAgent: 'a\nb\tc', requestParameters: { deep: { deep: { deep: '😀 x😀' } } } }),
];

function toSample(name: string, raw: Uint8Array): Sample | undefined {
  const text = Buffer.from(raw).toString('utf8');
  const log = readLogText(raw, testLimits);
  const parsed = parse(text);
  if (parsed === undefined || log.problems.length > 0 || log.records.length !== parsed.length) return undefined;
  return { name, raw, log, records: parsed };
}

/** Undefined for what a parser changes: names that stand twice, numbers that are spelled in another way. */
function parse(text: string): readonly PlainRecord[] | undefined {
  try {
    const { Records: records } = JSON.parse(text) as { Records?: readonly PlainRecord[] };
    return JSON.stringify({ Records: records }).length === text.trim().length ? records : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function listSamples(): readonly Sample[] {
  const samples = [toSample('odd', Buffer.from(newLogText(...oddRecords)))];
  let count = 0;
  for (const { key, bytes } of demoCaseObjects()) {
    if (key.includes('/CloudTrail/') && count++ % 40 === 0) samples.push(toSample(key, gunzipSync(bytes)));
  }
  const corpus = process.env['TRAILCASE_CORPUS'];
  for (const file of corpus === undefined ? [] : listFiles(path.join(corpus, 's3')).slice(0, 300)) {
    samples.push(toSample(file, gunzipSync(readFileSync(file))));
  }
  return samples.filter((sample) => sample !== undefined);
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) =>
      entry.isDirectory() ? listFiles(path.join(folder, entry.name)) : [path.join(folder, entry.name)],
    )
    .filter((file) => file.endsWith('.json.gz') && !file.includes('Digest'));
}

const now = Date.parse('2026-01-20T12:00:00Z');
const queries = Number(process.env['TRAILCASE_QUERIES'] ?? 1500);

describe('queries at random', function () {
  this.timeout(300_000);
  const samples = listSamples();

  it('mean what a naive reading of the parsed record says, and no log with a match is filtered out', () => {
    const random = newRandom(7);
    const counts = { matched: 0, filtered: 0, logs: 0 };
    assert.ok(samples.length >= 5);
    for (let round = 0; round < queries; round++) {
      const source = samples[Math.floor(random() * samples.length)]!;
      const { text, matches } = newRandomQuery(source.records, random);
      const { query, errors } = parseQuery(text, { now });
      assert.ok(query !== undefined, `${text}: ${JSON.stringify(errors)}`);
      const predicate = toRecordPredicate(query);
      const filter = new RawTextFilter(query);
      assert.notEqual(explainQuery(query), '');
      for (const sample of new Set([source, samples[0]!, samples[round % samples.length]!])) {
        const expected = sample.records.map((record) => matches(record));
        const found = [...sample.log.records].map((record) => predicate(sample.log, record));
        assert.deepEqual(found, expected, `${text} in ${sample.name}`);
        const mayMatch = filter.mayMatch(sample.raw);
        if (expected.includes(true)) assert.ok(mayMatch, `${text} filters ${sample.name} out`);
        counts.logs++;
        if (expected.includes(true)) counts.matched++;
        if (!mayMatch) counts.filtered++;
      }
    }
    // The test is worth something only when both happen often.
    assert.ok(counts.matched > counts.logs / 10, JSON.stringify(counts));
    assert.ok(counts.filtered > counts.logs / 50, JSON.stringify(counts));
  });

  it('find the same however the letters are escaped', () => {
    const random = newRandom(11);
    for (let round = 0; round < queries / 5; round++) {
      const source = samples[Math.floor(random() * Math.min(samples.length, 4))]!;
      const { text } = newRandomQuery(source.records, random);
      const { query } = parseQuery(text, { now });
      if (query === undefined) continue;
      const spelled = Buffer.from(spellOtherwise(JSON.stringify({ Records: source.records }), random));
      const log = readLogText(spelled, testLimits);
      const predicate = toRecordPredicate(query);
      const isFound = [...log.records].some((record) => predicate(log, record));
      if (isFound) assert.ok(new RawTextFilter(query).mayMatch(spelled), text);
      // Names of columns are read as they are spelled, but what stands in values is decoded.
      assert.equal(
        isFound,
        [...source.log.records].some((record) => predicate(source.log, record)),
        text,
      );
    }
  });
});

/** Spells some letters of string values as escapes. */
function spellOtherwise(json: string, random: () => number): string {
  return json.replace(/"(?:[^"\\]|\\.)*":?/g, (token) =>
    token.endsWith(':')
      ? token
      : token.replace(/\\.|[A-Za-z0-9/]/g, (letter) => {
          if (letter.length > 1 || random() > 0.05) return letter;
          return letter === '/' ? '\\/' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
        }),
  );
}
