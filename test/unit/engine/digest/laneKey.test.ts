import assert from 'node:assert/strict';
import { findFolderDay, parseDigestKey, parseListedDigest, parseLogKey } from '../../../../src/engine/digest/laneKey';
import { NamedLogs, packLogs } from '../../../../src/engine/digest/namedLogs';

const place = { root: 'a/AWSLogs/111122223333/', account: '111122223333', region: 'us-east-1' };

function digestKey(name: string, root = place.root): string {
  return `${root}CloudTrail-Digest/us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_${name}.json.gz`;
}

describe('parseDigestKey', () => {
  it('reads names from the right, because trails may be named alike', () => {
    const key = digestKey('lab_us-east-1_20260115T010131Z_us-east-1_20260115T020131Z_backfill');
    assert.deepEqual(parseDigestKey(key), {
      account: '111122223333',
      region: 'us-east-1',
      trail: 'lab_us-east-1_20260115T010131Z',
      homeRegion: 'us-east-1',
      isBackfill: true,
      end: Date.UTC(2026, 0, 15, 2, 1, 31),
    });
    assert.deepEqual(parseListedDigest(key, place), parseDigestKey(key));
  });

  const name = 'lab_us-east-1_20260115T020131Z';
  const others = [
    digestKey(name).replace('/15/', '/16/'),
    digestKey(name).replace('/us-east-1/', '/us-west-1/'),
    digestKey(name).replace('/111122223333/', '/444455556666/'),
    digestKey(name).replace('CloudTrail-Digest/', 'CloudTrail/'),
    digestKey('lab_us-east-1_20260115T240131Z'),
    digestKey('lab_us-east-1_20260230T020131Z').replace('01/15', '02/30'),
    `111122223333_CloudTrail-Digest_us-east-1_${name}.json.gz`,
    '',
  ];
  for (const key of others) {
    it(`takes no ${key}`, () => {
      assert.equal(parseDigestKey(key), undefined);
      assert.equal(parseListedDigest(key, place), undefined);
    });
  }

  it('takes no digest of another lane, or below another folder, for the lane’s', () => {
    assert.equal(parseListedDigest(digestKey(name, `${place.root}x/AWSLogs/111122223333/`), place), undefined);
    assert.equal(parseListedDigest(digestKey(name, 'b/AWSLogs/111122223333/'), place), undefined);
    assert.equal(parseListedDigest(digestKey(name), { ...place, region: 'eu-west-1' }), undefined);
  });
});

describe('parseLogKey', () => {
  const tail = '2026/01/15/111122223333_CloudTrail_us-east-1_20260115T0331Z_AbCdEfGhIjKlMnOp.json.gz';
  const minute = Date.UTC(2026, 0, 15, 3, 31);
  const kinds: readonly [string, string, 'log' | 'stray'][] = [
    ['CloudTrail', '_CloudTrail_', 'log'],
    ['CloudTrail-Insight', '_CloudTrail-Insight_', 'log'],
    ['CloudTrail-Insight', '_CloudTrail_', 'stray'],
    ['CloudTrail', '_CloudTrail-Insight_', 'stray'],
    ['CloudTrail-NetworkActivity', '_CloudTrail_', 'log'],
    ['CloudTrail-NetworkActivity', '_CloudTrail-NetworkActivity_', 'log'],
    ['CloudTrail-Aggregated', '_CloudTrail-NetworkActivity_', 'stray'],
    ['CloudTrail-SomethingNew', '_CloudTrail-SomethingNew_', 'log'],
  ];
  for (const [folder, name, kind] of kinds) {
    it(`finds ${name} to be a ${kind} in ${folder}`, () => {
      const found = parseLogKey(`${place.root}${folder}/us-east-1/${tail.replace('_CloudTrail_', name)}`, place);
      assert.equal(found.kind, kind);
      assert.equal(found.minute, minute);
    });
  }

  it('takes names without the last underscore', () => {
    const key = `${place.root}CloudTrail/us-east-1/${tail.replace('Z_', 'Z')}`;
    assert.deepEqual(parseLogKey(key, place), { kind: 'log', minute });
  });
});

describe('findFolderDay', () => {
  it('finds the day that stands first', () => {
    assert.equal(findFolderDay('CloudTrail/us-east-1/2026/01/15/2026/01/16/x'), Date.UTC(2026, 0, 15));
    assert.equal(findFolderDay('CloudTrail/us-east-1/2026/13/15/x'), undefined);
    assert.equal(findFolderDay('x'), undefined);
  });
});

describe('NamedLogs', () => {
  it('gives back what it was given, whatever it is', () => {
    const logs = [
      ['b', 'AWSLogs/a', 'ab'],
      ['b', 'AWSLogs/ab', 'ab'],
      ['', 'AWSLogs/ab', ''],
      ['c', '', 'ü\ud800\u{1f600}'],
      ['c', '\u{1f600}x', '"],['],
      ['c', '\u{1f601}\0', 'ab'],
    ].map(([bucket = '', key = '', hash = '']) => ({ bucket, key, hash, hashAlgorithm: 'SHA-256' }));
    const named = new NamedLogs(packLogs(logs));
    assert.equal(named.count, 6);
    assert.deepEqual(
      [...named.entries()],
      logs.map(({ bucket, key, hash }) => ({ bucket, key, hash })),
    );
    assert.equal(named.oddAlgorithm, undefined);
    named.release();
    assert.deepEqual([...named.entries()], []);
    assert.equal(named.count, 6);
  });

  it('tells the first hash that is no SHA-256', () => {
    const log = { bucket: 'b', key: 'k', hash: 'h', hashAlgorithm: 'SHA-256' };
    const named = new NamedLogs(packLogs([log, { ...log, hashAlgorithm: 'MD5' }, { ...log, hashAlgorithm: 'MD4' }]));
    assert.deepEqual(named.oddAlgorithm, { index: 1, name: 'MD5' });
    assert.deepEqual([...new NamedLogs(packLogs([])).entries()], []);
  });
});
