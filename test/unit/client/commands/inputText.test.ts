import * as assert from 'node:assert/strict';
import {
  checkDay,
  checkEndpoint,
  checkRecordId,
  checkRegion,
  checkRegions,
  checkS3Location,
  parseDay,
  parseRegions,
  parseS3Location,
  toS3Location,
} from '../../../../src/client/commands/inputText';

describe('input text', () => {
  const locations: readonly [string, { bucket: string; prefix: string } | undefined][] = [
    ['s3://logs', { bucket: 'logs', prefix: '' }],
    [' s3://my.logs-1/AWSLogs/ ', { bucket: 'my.logs-1', prefix: 'AWSLogs/' }],
    ['s3://b-1/p q/ü', { bucket: 'b-1', prefix: 'p q/ü' }],
    ['arn:aws:s3:::logs/p', { bucket: 'logs', prefix: 'p' }],
    ['arn:aws-us-gov:s3:::logs', { bucket: 'logs', prefix: '' }],
    ['logs/AWSLogs', undefined],
    ['https://logs.s3.amazonaws.com/', undefined],
    ['s3://', undefined],
    ['s3://a/b', undefined],
    ['s3:///x', undefined],
  ];
  for (const [text, expected] of locations) {
    it(`takes ${JSON.stringify(text)} as ${JSON.stringify(expected)}`, () => {
      assert.deepEqual(parseS3Location(text), expected);
      assert.equal(checkS3Location(text) === undefined, expected !== undefined);
    });
  }

  const now = Date.parse('2026-03-01T01:00:00Z');
  const days: readonly [string, boolean][] = [
    ['2026-03-01', true],
    ['2026-03-02', false],
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['2026-02-30', false],
    ['2026-13-01', false],
    ['2026-00-10', false],
    ['2026-1-5', false],
    ['2013-11-12', false],
    ['2013-11-13', true],
    ['', false],
    ['today', false],
  ];
  for (const [text, isDay] of days) {
    it(`${isDay ? 'takes' : 'refuses'} the day ${JSON.stringify(text)}`, () => {
      assert.equal(checkDay(text, now) === undefined, isDay);
    });
  }

  it('splits a day into its path segments', () => {
    assert.deepEqual(parseDay(' 2026-01-15 '), { year: '2026', month: '01', day: '15' });
  });

  it('takes regions of every partition', () => {
    for (const region of ['us-east-1', 'us-gov-west-1', 'cn-northwest-1', 'ap-southeast-12', 'eusc-de-east-1']) {
      assert.equal(checkRegion(region), undefined, region);
    }
    for (const text of ['', 'us', 'US-EAST-1', 'us-east-1; rm', 'us-east']) assert.ok(checkRegion(text), text);
  });

  it('takes several regions', () => {
    assert.deepEqual(parseRegions(' us-east-1, eu-west-1;us-east-1\n'), ['us-east-1', 'eu-west-1']);
    assert.equal(checkRegions('us-east-1 eu-west-1'), undefined);
    assert.match(checkRegions('us-east-1, nowhere') ?? '', /nowhere/);
    assert.notEqual(checkRegions(' , '), undefined);
  });

  it('writes a place in a bucket as it is read', () => {
    for (const text of ['s3://bucket', 's3://bucket/a/b']) assert.equal(toS3Location(parseS3Location(text)!), text);
  });

  it('takes endpoints without credentials', () => {
    assert.equal(checkEndpoint('https://minio.example.org:9000'), undefined);
    for (const text of ['minio:9000', 'ftp://x', 'https://u:p@x', '']) assert.ok(checkEndpoint(text), text);
  });

  it('takes the IDs of events and requests, and no words', () => {
    for (const id of ['1a2b3c4d-0000-4000-8000-1234567890ab', ' QZ1234567890ABCD ', 'a+b/c=_d.e:f-1234']) {
      assert.equal(checkRecordId(id), undefined, id);
    }
    for (const text of ['', 'short', 'two words here', '"quoted-text"', 'a'.repeat(201)]) {
      assert.notEqual(checkRecordId(text), undefined, text);
    }
  });
});
