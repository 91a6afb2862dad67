import assert from 'node:assert/strict';
import { parseObjectName, parseTrailPath, stampTime } from '../../../../src/engine/trail/objectKey';

describe('parseTrailPath', () => {
  const table: readonly (readonly [prefix: string, expected: Readonly<Record<string, string>>])[] = [
    ['', { level: 'folder', root: '' }],
    ['logs/', { level: 'folder', root: 'logs/' }],
    ['AWSLogs/', { level: 'trailRoot', root: 'AWSLogs/' }],
    ['a/b/AWSLogs/', { level: 'trailRoot', root: 'a/b/AWSLogs/' }],
    ['AWSLogs/o-exampleorg1/', { level: 'organization', root: 'AWSLogs/', organizationId: 'o-exampleorg1' }],
    ['AWSLogs/111122223333/', { level: 'account', root: 'AWSLogs/', accountId: '111122223333' }],
    [
      'o-exampleorg1/AWSLogs/o-exampleorg1/111122223333/CloudTrail/',
      {
        level: 'kind',
        root: 'o-exampleorg1/AWSLogs/',
        organizationId: 'o-exampleorg1',
        accountId: '111122223333',
        kind: 'CloudTrail',
      },
    ],
    [
      'o-exampleorg1/AWSLogs/111122223333/CloudTrail-Digest/us-gov-west-1/2026/01/15/',
      {
        level: 'day',
        root: 'o-exampleorg1/AWSLogs/',
        accountId: '111122223333',
        kind: 'CloudTrail-Digest',
        region: 'us-gov-west-1',
        year: '2026',
        month: '01',
        day: '15',
      },
    ],
    [
      'x/AWSLogs/y/AWSLogs/111122223333/CloudTrail-NetworkActivity/cn-northwest-1/',
      {
        level: 'region',
        root: 'x/AWSLogs/y/AWSLogs/',
        accountId: '111122223333',
        kind: 'CloudTrail-NetworkActivity',
        region: 'cn-northwest-1',
      },
    ],
    // The last AWSLogs is part of nothing that fits, so the one before it counts.
    ['AWSLogs/111122223333/AWSLogs/', { level: 'trailRoot', root: 'AWSLogs/111122223333/AWSLogs/' }],
    ['AWSLogs/111122223333/Config/us-east-1/', { level: 'folder', root: 'AWSLogs/111122223333/Config/us-east-1/' }],
    [
      'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/extra/',
      { level: 'folder', root: 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/extra/' },
    ],
    ['MyAWSLogs/111122223333/', { level: 'folder', root: 'MyAWSLogs/111122223333/' }],
  ];
  for (const [prefix, expected] of table) {
    it(JSON.stringify(prefix), () => {
      assert.deepEqual(parseTrailPath(prefix), expected);
    });
  }
});

describe('parseObjectName', () => {
  it('reads a log file, with and without the underscore behind the time', () => {
    for (const separator of ['_', '']) {
      const name = parseObjectName(
        `111122223333_CloudTrail_us-east-1_20260115T1405Z${separator}aBcDeFgHiJkLmNoP.json.gz`,
      );
      assert.equal(name.kind, 'log');
      assert.equal(name.stamp, '20260115T1405Z');
      assert.equal(name.uniqueText, 'aBcDeFgHiJkLmNoP');
    }
  });

  it('reads the other kinds by their folder’s word', () => {
    assert.equal(
      parseObjectName('111122223333_CloudTrail-Insight_us-east-1_20260115T1405Z_aBcDeFgHiJkLmNoP.json.gz').kind,
      'insight',
    );
    assert.equal(
      parseObjectName('111122223333_CloudTrail-NetworkActivity_us-east-1_20260115T1405Z_aBcDeFgHiJkLmNoP.json.gz').kind,
      'log',
    );
  });

  it('reads a digest from the right: a trail’s name may hold underscores and regions', () => {
    const name = parseObjectName(
      '111122223333_CloudTrail-Digest_eu-west-1_my_us-east-1_trail_us-east-1_20260115T140533Z_backfill.json.gz',
    );
    assert.equal(name.kind, 'digest');
    assert.equal(name.region, 'eu-west-1');
    assert.equal(name.trailName, 'my_us-east-1_trail');
    assert.equal(name.homeRegion, 'us-east-1');
    assert.equal(name.isBackfill, true);
  });

  it('calls everything else other', () => {
    for (const name of ['', 'CASE.md', '_zzzzzzzzzzzzzzzz.json.gz', '111122223333_CloudTrail_us-east-1.json.gz']) {
      assert.equal(parseObjectName(name).kind, 'other', name);
    }
  });
});

describe('stampTime', () => {
  it('is UTC', () => {
    assert.equal(stampTime('20260115T1405Z'), Date.UTC(2026, 0, 15, 14, 5));
    assert.equal(stampTime('20260115T140533Z'), Date.UTC(2026, 0, 15, 14, 5, 33));
  });
  it('refuses digits that are no time', () => {
    assert.equal(stampTime('20261315T1405Z'), undefined);
  });
});
