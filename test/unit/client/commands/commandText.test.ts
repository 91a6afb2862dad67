import * as assert from 'node:assert/strict';
import { toErrorActions, toErrorText } from '../../../../src/client/commands/errorActions';
import { toFileName } from '../../../../src/client/commands/fileName';
import { parseOccurrencesArguments } from '../../../../src/client/commands/occurrencesArguments';
import { toTrailFacts, toTrailSource, toTrailStatus } from '../../../../src/client/commands/trailText';
import type { DiscoveredTrail } from '../../../../src/engine/ports';

describe('error actions', () => {
  it('offer the profile and the policy where access was denied', () => {
    assert.deepEqual(toErrorActions('accessDenied'), ['chooseProfile', 'copyIamPolicy', 'retry']);
    assert.deepEqual(toErrorActions('credentialsExpired'), ['chooseProfile', 'retry']);
    assert.deepEqual(toErrorActions('archived'), []);
  });

  it('append the next step once', () => {
    assert.equal(toErrorText('Denied.', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(toErrorText('Denied', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(toErrorText('Denied. Choose a profile.', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(toErrorText('Denied', undefined), 'Denied');
  });
});

describe('file names for downloads', () => {
  const names: readonly [string, string][] = [
    ['AWSLogs/1/x_CloudTrail_y.json.gz', 'x_CloudTrail_y.json.gz'],
    ['a/..', '_'],
    ['a/.', '_'],
    ['a/', 'object'],
    ['a/b\\c:d*e\u202ef\nz', 'b_c_d_e_f_z'],
    ['a/trailing. . ', 'trailing_'],
  ];
  for (const [key, name] of names) {
    it(`${JSON.stringify(key)} becomes ${JSON.stringify(name)}`, () => {
      assert.equal(toFileName(key), name);
    });
  }

  it('keep the end of a long name: the extension is there', () => {
    const name = toFileName(`${'x'.repeat(2000)}.json.gz`);
    assert.ok(name.length <= 180 && name.endsWith('.json.gz'));
  });
});

describe('arguments of peekOccurrences', () => {
  const params = { uri: 'cloudtrail://s/k', kind: 'principal', record: 3, index: 0 };
  const position = { line: 4, character: 2 };

  it('are taken beside or among the params', () => {
    assert.deepEqual(parseOccurrencesArguments([params, position]), { params, position });
    assert.deepEqual(parseOccurrencesArguments([{ ...params, position }]), { params, position });
  });

  it('are refused when they are anything else', () => {
    for (const args of [
      [],
      [params],
      [{ ...params, kind: 'x' }, position],
      ['uri', position],
      [{ ...params, uri: 1 }, position],
    ]) {
      assert.equal(parseOccurrencesArguments(args), undefined);
    }
  });
});

describe('trails in the list of discovered ones', () => {
  const trail: DiscoveredTrail = {
    name: 'org',
    arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/org',
    homeRegion: 'us-east-1',
    bucket: 'logs',
    prefix: 'p',
    isMultiRegion: true,
    isOrganization: true,
    hasLogFileValidation: false,
    isLogging: false,
    latestDeliveryTime: Date.parse('2026-01-15T14:05:09Z'),
    latestDeliveryError: 'AccessDenied',
  };

  it('say what they cover and what is wrong with them', () => {
    assert.equal(toTrailFacts(trail), 'us-east-1 · multi-region · organization · log file validation OFF');
    const status = 'STOPPED · last delivery 2026-01-15 14:05:09 UTC · delivery fails: AccessDenied · s3://logs/p';
    assert.equal(toTrailStatus(trail), status);
  });

  it('say so when their status is not known', () => {
    const { name, arn, homeRegion, bucket } = trail;
    const flags = { isMultiRegion: true, isOrganization: false, hasLogFileValidation: true };
    const unknown: DiscoveredTrail = { name, arn, homeRegion, bucket, ...flags, statusProblem: 'denied' };
    assert.equal(toTrailStatus(unknown), 'status unknown: denied · s3://logs');
  });

  it('become sources', () => {
    assert.deepEqual(toTrailSource(trail, undefined), { name: 'org', uri: 's3://logs/p' });
    assert.deepEqual(toTrailSource({ ...trail, prefix: '' }, 'dev'), { name: 'org', uri: 's3://logs', profile: 'dev' });
  });
});
