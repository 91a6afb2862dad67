import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { demoCaseObjects } from '../../../../src/demo/demoCase';
import { parseQuery } from '../../../../src/engine/query/parseQuery';
import type { Query } from '../../../../src/engine/query/query';
import { RawTextFilter } from '../../../../src/engine/query/rawTextFilter';
import { toRecordPredicate } from '../../../../src/engine/query/recordPredicate';
import { gunzipLog } from '../../../../src/engine/record/gunzip';
import { readLogText } from '../../../../src/engine/record/logText';
import { findPrincipal } from '../../../../src/engine/record/principal';
import { listResources } from '../../../../src/engine/record/resource';
import { listMentions } from '../../../support/expectedMentions';
import { newLogText, newRecord, testLimits } from '../../../support/logFixture';

function toQuery(text: string): Query {
  const { query, errors } = parseQuery(text, { now: Date.parse('2026-01-20T12:00:00Z') });
  assert.ok(query !== undefined, `${text}: ${JSON.stringify(errors)}`);
  return query;
}

function mayMatch(query: string, raw: string | Uint8Array): boolean {
  return new RawTextFilter(toQuery(query)).mayMatch(Buffer.from(raw));
}

describe('RawTextFilter', () => {
  const raw = newLogText(newRecord({ userAgent: 'Boto3/1.26 https://example.org', errorCode: 'AccessDenied' }));

  const decided: readonly (readonly [query: string, raw: string, mayMatch: boolean])[] = [
    ['', raw, true],
    ['boto3', raw, true],
    ['BOTO3', raw, true],
    ['boto4', raw, false],
    ['=Boto3', raw, true],
    ['=boto3', raw, false],
    ['ot', raw, true],
    ['=OT', raw, false],
    ['qz', raw, false],
    ['eventName:Get*', raw, true],
    ['eventName:Put*', raw, false],
    ['-eventName:Put*', raw, true],
    ['boto3 AND nowhere', raw, false],
    ['boto3 OR nowhere', raw, true],
    ['nowhere OR elsewhere', raw, false],
    ['has:errorCode', raw, true],
    ['has:vpcEndpointId', raw, false],
    ['time:2026', raw, true],
    ['/Boto\\d/', raw, true],
    ['/Botx\\d/', raw, false],
    ['/Botx\\d|Boty\\d/', raw, false],
    ['/(?:Botx|Boto)\\d/', raw, true],
    ['/BOTO\\d/i', raw, true],
    ['/(Botx)?\\d/', raw, true],
    ['key:AKIAIOSFODNN7EXAMPLE', raw, true],
    ['key:AKIAIOSFODNN7EXAMPL2', raw, false],
    ['principal:alice', raw, true],
    ['principal:malice', raw, false],
    ['principal:"user"', raw, true],
    ['arn:aws:iam::111122223333:user/alice', raw, true],
    ['requestParameters.bucketName:inv*', raw, true],
    ['requestParameters.bucketName:prod-*', raw, false],
    // What is spelled with an escape must not be missed.
    ['alice', '{"Records":[{"eventVersion":"1","eventName":"al\\u0069ce"}]}', true],
    ['alice', '{"Records":[{"eventVersion":"1","eventName":"x\\u003dy"}]}', false],
    ['example.org/x', '{"Records":[{"eventVersion":"1","eventName":"example.org\\/x"}]}', true],
    ['alice', '{"Records":[{"eventVersion":"1","eventName":"\\u005cu0061"}]}', true],
    // Letters that fold to ASCII.
    ['kelvin', '{"Records":[{"eventVersion":"1","eventName":"\u212aelvin"}]}', true],
    ['kelvin', '{"Records":[{"eventVersion":"1","eventName":"\\u212Aelvin"}]}', true],
    ['istanbul', '{"Records":[{"eventVersion":"1","eventName":"İstanbul"}]}', true],
    ['/sun/i', '{"Records":[{"eventVersion":"1","eventName":"ſun"}]}', true],
    ['backdoor', '{"Records":[{"eventVersion":"1","eventName":"größe"}]}', false],
    // URL-encoded, and texts inside texts.
    ['mention:my.bucket', '{"Records":[{"eventName":"arn%3Aaws%3As3%3A%3A%3Amy%2ebucket"}]}', true],
    ['mention:my.bucket', '{"Records":[{"eventName":"arn%3Aaws%3As3%3A%3A%3Ayours"}]}', false],
    ['mention:my.bucket', '{"Records":[{"eventName":"m%2579"}]}', true],
    ['i-0abc1234', '{"Records":[{"eventName":"i-0\\\\abc1234"}]}', true],
    // Other texts than JSON are left to those who can read them.
    ['nowhere', 'eventName,eventID\nPutObject,1', true],
    ['nowhere', '\ufeff [{"eventName":"x"}]', false],
    ['nowhere', '', true],
  ];
  for (const [query, text, expected] of decided) {
    it(`${expected ? 'keeps' : 'passes by'} for ${query === '' ? 'an empty query' : query}: ${text.slice(0, 75)}`, () => {
      assert.equal(mayMatch(query, text), expected);
    });
  }

  it('keeps UTF-16', () => {
    assert.equal(mayMatch('nowhere', Buffer.from(`\ufeff${raw}`, 'utf16le')), true);
  });

  it('finds literals of every length at every place', () => {
    for (let length = 2; length < 300; length += length < 12 ? 1 : 61) {
      const word = 'aBcDeFgHiJ'.repeat(30).slice(0, length);
      for (const before of ['', 'a', 'ab', word.slice(0, -1), word.slice(1)]) {
        const text = `{"x":"${before}${word}"}`;
        assert.ok(mayMatch(word.toLowerCase(), text), text);
        assert.ok(mayMatch(`="${word}"`, text), text);
        assert.ok(!mayMatch(`="${word}"`, text.toUpperCase()), text);
        assert.ok(!mayMatch(`${word}z`, text), text);
      }
    }
  });

  it('says whether it is selective', () => {
    assert.equal(new RawTextFilter(toQuery('principal:"no identity"')).isSelective, false);
    assert.equal(new RawTextFilter(toQuery('time:-7d')).isSelective, false);
    assert.equal(new RawTextFilter(toQuery('-foo')).isSelective, false);
    assert.equal(new RawTextFilter(toQuery('foo')).isSelective, true);
  });
});

describe('identifiers of records', function () {
  this.timeout(120_000);

  function quote(text: string): string {
    return `"${text.replace(/["\\]/g, '\\$&')}"`;
  }

  /** Looks for everything that the first records of a log name: it must be found in them, and the log be kept. */
  function lookForNames(stored: Uint8Array, seen: Set<string>, name: string): number {
    const log = readLogText(stored, testLimits);
    const raw = gunzipLog(stored, testLimits).bytes;
    let count = 0;
    for (const record of log.records.subarray(0, 20)) {
      const { name: principal, id } = findPrincipal(log, record);
      const resources = listResources(log, record).flatMap((resource) => [resource.id, resource.name]);
      const queries = [
        ...listMentions(log, record).map((mention) => `mention:${quote(mention)}`),
        ...[principal, id].map((text) => `principal:${quote(text)}`),
        ...resources.map((text) => `resource:${quote(text)}`),
      ].filter((query) => !query.endsWith(':""') && !seen.has(query));
      for (const text of queries) {
        seen.add(text);
        count++;
        const query = toQuery(text);
        assert.ok(toRecordPredicate(query)(log, record), `${text} in ${name}`);
        assert.ok(new RawTextFilter(query).mayMatch(raw), `${text} filters ${name} out`);
      }
    }
    return count;
  }

  it('are found in the demo case', () => {
    const seen = new Set<string>();
    let count = 0;
    let at = 0;
    for (const { key, bytes } of demoCaseObjects()) {
      if (key.includes('/CloudTrail') && at++ % 25 === 0) count += lookForNames(bytes, seen, key);
    }
    assert.ok(count > 200);
  });

  const corpus = process.env['TRAILCASE_CORPUS'];
  (corpus === undefined ? it.skip : it)('are found in real, wrapped and odd logs', () => {
    const seen = new Set<string>();
    for (const folder of ['s3', 'wrapped', 'odd-synthetic']) {
      for (const entry of readdirSync(path.join(corpus ?? '', folder), { withFileTypes: true, recursive: true })) {
        const file = path.join(entry.parentPath, entry.name);
        if (entry.isFile() && /\.(gz|json|jsonl|csv)$/.test(file)) lookForNames(readFileSync(file), seen, file);
      }
    }
    assert.ok(seen.size > 1000);
  });
});
