import assert from 'node:assert/strict';
import { isTrail, mayDeliver, parseTrailFilter } from '../../../../src/engine/digest/trailFilter';

describe('parseTrailFilter', () => {
  it('takes names and ARNs of every partition', () => {
    assert.deepEqual(parseTrailFilter('lab_trail.1'), { name: 'lab_trail.1' });
    for (const partition of ['aws', 'aws-us-gov', 'aws-cn']) {
      assert.deepEqual(parseTrailFilter(`arn:${partition}:cloudtrail:us-gov-west-1:111122223333:trail/lab`), {
        name: 'lab',
        homeRegion: 'us-gov-west-1',
        account: '111122223333',
      });
    }
  });

  for (const text of [
    '',
    'ab',
    'a b c',
    'lab/',
    'lab..trail',
    'lab._trail',
    '-lab',
    'lab-',
    `l${'a'.repeat(128)}`,
    'arn:aws:cloudtrail:us-east-1:111122223333:lab',
    'arn:aws:s3:::lab',
    'arn:aws:cloudtrail:us-east-1:1:trail/lab',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/folder/lab',
    'arn:aws:cloudtrail:us-east-1:111122223333:trail/lab..trail',
    'arn:a b:cloudtrail:us-east-1:111122223333:trail/lab',
  ]) {
    it(`takes no ${JSON.stringify(text)}`, () => {
      assert.equal(parseTrailFilter(text), undefined);
    });
  }
});

describe('mayDeliver', () => {
  const filter = { name: 'lab', homeRegion: 'us-east-1', account: '111122223333' };
  const place = { root: 'AWSLogs/444455556666/', account: '444455556666', region: 'eu-west-1' };

  it('keeps an account’s own folder to its own trails, and an organization’s to none', () => {
    assert.equal(mayDeliver(filter, place), false);
    assert.equal(mayDeliver({ name: 'lab' }, place), true);
    assert.equal(mayDeliver(filter, { ...place, account: '111122223333' }), true);
    assert.equal(mayDeliver(filter, { ...place, organizationId: 'o-abcdefghij' }), true);
    const chain = { trail: 'lab', homeRegion: 'us-east-1' };
    assert.equal(isTrail(filter, chain, { ...place, organizationId: 'o-abcdefghij' }), true);
    assert.equal(isTrail(filter, chain, place), false);
    assert.equal(isTrail(filter, { ...chain, homeRegion: 'eu-west-1' }, { ...place, account: '111122223333' }), false);
  });
});
