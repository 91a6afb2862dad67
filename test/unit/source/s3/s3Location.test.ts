import assert from 'node:assert/strict';
import { UserError } from '../../../../src/base/errors';
import {
  findAccessPointRegion,
  parseS3Location,
  toConsoleUrl,
  toObjectArn,
} from '../../../../src/source/s3/s3Location';

const accessPoint = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/forensics';

describe('an S3 location', () => {
  const valid = [
    ['s3://logs', { bucket: 'logs', prefix: '' }],
    ['s3://logs/', { bucket: 'logs', prefix: '' }],
    [' s3://logs/a/b ', { bucket: 'logs', prefix: 'a/b/' }],
    ['S3://my.logs-1/a/b/', { bucket: 'my.logs-1', prefix: 'a/b/' }],
    ['s3://logs//a', { bucket: 'logs', prefix: '/a/' }],
    ['s3://logs/a b%20+/ü', { bucket: 'logs', prefix: 'a b%20+/ü/' }],
    ['s3://logs/a/x.json.gz', { bucket: 'logs', prefix: 'a/', objectKey: 'a/x.json.gz' }],
    ['s3://logs/x.json.gz', { bucket: 'logs', prefix: '', objectKey: 'x.json.gz' }],
    [`s3://${accessPoint}/a`, { bucket: accessPoint, prefix: 'a/' }],
    [`s3://${accessPoint}`, { bucket: accessPoint, prefix: '' }],
  ] as const;
  for (const [text, location] of valid) {
    it(`is read from ${text}`, () => {
      assert.deepEqual(parseS3Location(text), location);
    });
  }

  const invalid = [
    ['', /does not begin with s3:/],
    ['https://logs.s3.amazonaws.com/', /does not begin with s3:/],
    ['s3://', /name of the bucket is missing/],
    ['s3:///a', /name of the bucket is missing/],
    ['s3://ab', /3 to 63/],
    [`s3://${'a'.repeat(64)}`, /3 to 63/],
    ['s3://My-Logs', /lower-case/],
    ['s3://my_logs', /lower-case/],
    ['s3://-logs', /lower-case/],
    ['s3://lo..gs', /lower-case/],
    ['s3://192.168.0.1/a', /lower-case/],
    ['s3://arn:aws:s3:::logs/a', /access points/],
  ] as const;
  for (const [text, problem] of invalid) {
    it(`is not read from ${text === '' ? 'nothing' : text}`, () => {
      assert.throws(
        () => parseS3Location(text),
        (error) => error instanceof UserError && error.code === 'invalidInput' && problem.test(error.message),
      );
    });
  }

  const links = [
    [
      'us-east-1',
      'arn:aws:s3:::logs/a b&c',
      'https://console.aws.amazon.com/s3/object/logs?region=us-east-1&prefix=a%20b%26c',
    ],
    [
      'cn-north-1',
      'arn:aws-cn:s3:::logs/a b&c',
      'https://console.amazonaws.cn/s3/object/logs?region=cn-north-1&prefix=a%20b%26c',
    ],
    [
      'us-gov-east-1',
      'arn:aws-us-gov:s3:::logs/a b&c',
      'https://console.amazonaws-us-gov.com/s3/object/logs?region=us-gov-east-1&prefix=a%20b%26c',
    ],
    [undefined, 'arn:aws:s3:::logs/a b&c', 'https://console.aws.amazon.com/s3/object/logs?prefix=a%20b%26c'],
  ] as const;
  for (const [region, arn, url] of links) {
    it(`has an ARN and a console page in ${region ?? 'an unknown region'}`, () => {
      assert.equal(toObjectArn('logs', 'a b&c', region), arn);
      assert.equal(toConsoleUrl('logs', 'a b&c', region), url);
    });
  }

  it('of a folder has the console page of its bucket', () => {
    const url = 'https://console.aws.amazon.com/s3/buckets/logs?region=us-east-1&prefix=AWSLogs%2F';
    assert.equal(toConsoleUrl('logs', 'AWSLogs/', 'us-east-1'), url);
    assert.match(toConsoleUrl('logs', '', 'us-east-1')!, /s3\/buckets\/logs/);
  });

  it('of an access point has its own region and ARN, and no console page', () => {
    assert.equal(findAccessPointRegion(accessPoint), 'eu-west-1');
    assert.equal(findAccessPointRegion('logs'), undefined);
    assert.equal(toObjectArn(accessPoint, 'k', undefined), `${accessPoint}/object/k`);
    assert.equal(toConsoleUrl(accessPoint, 'k', undefined), undefined);
  });
});
