import * as assert from 'node:assert/strict';
import type { UserErrorCode } from '../../../../src/base/errors';
import { toErrorActions, toErrorText } from '../../../../src/client/commands/errorActions';
import { toFileName } from '../../../../src/client/commands/fileName';
import { parseOccurrencesArguments } from '../../../../src/client/commands/occurrencesArguments';
import { toTrailFacts, toTrailSource, toTrailStatus, toTrailUri } from '../../../../src/client/commands/trailText';
import type { DiscoveredTrail } from '../../../../src/engine/ports';

describe('error actions', () => {
  const all = (): boolean => true;
  const codes: Readonly<Record<UserErrorCode, true>> = {
    accessDenied: true,
    encryptionDenied: true,
    credentialsMissing: true,
    credentialsExpired: true,
    credentialsInvalid: true,
    archived: true,
    notFound: true,
    noSuchBucket: true,
    wrongRegion: true,
    throttled: true,
    network: true,
    incomplete: true,
    tooLarge: true,
    invalidInput: true,
    unreadable: true,
    writeFailed: true,
    indexUnavailable: true,
    unexpected: true,
  };

  it('offer the policy only where it allows what was denied', () => {
    const denied = ['chooseProfile', 'copyIamPolicy', 'retry'];
    assert.deepEqual(toErrorActions({ code: 'accessDenied', operation: 's3:ListBucket' }, all), denied);
    assert.deepEqual(toErrorActions({ code: 'encryptionDenied', operation: 'kms:Decrypt' }, all), denied);
    for (const operation of ['sts:AssumeRole', 'cloudtrail:DescribeTrails', undefined]) {
      const error = { code: 'accessDenied', ...(operation === undefined ? {} : { operation }) } as const;
      assert.deepEqual(toErrorActions(error, all), ['chooseProfile', 'retry']);
    }
    const credentials = { code: 'credentialsExpired', operation: 's3:ListBucket' } as const;
    assert.deepEqual(toErrorActions(credentials, all), ['chooseProfile', 'retry']);
  });

  it('are never none, whatever can be done', () => {
    for (const code of Object.keys(codes) as UserErrorCode[]) {
      assert.notEqual(toErrorActions({ code }, all).length, 0, code);
      assert.deepEqual(
        toErrorActions({ code }, (action) => action === 'showLog'),
        ['showLog'],
      );
    }
  });

  it('append the next step once', () => {
    const text = (message: string, nextStep?: string): string =>
      toErrorText({ code: 'invalidInput', message, ...(nextStep === undefined ? {} : { nextStep }) });
    assert.equal(text('Denied.', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(text('Denied', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(text('Denied. Choose a profile.', 'Choose a profile.'), 'Denied. Choose a profile.');
    assert.equal(text('Denied'), 'Denied');
  });

  const messages: readonly [UserErrorCode, message: string, key: string | undefined, text: string][] = [
    [
      'accessDenied',
      'Cannot read s3://b/A/x.gz: s3:GetObject is denied.',
      'A/x.gz',
      'Access denied: cannot read x.gz: s3:GetObject is denied.',
    ],
    ['archived', 's3://b/A/a b.gz is archived.', 'A/a b.gz', 'Archived: a b.gz is archived.'],
    [
      'notFound',
      'Cannot read /home/a/x.gz: it does not exist.',
      '/home/a/x.gz',
      'Not found: cannot read x.gz: it does not exist.',
    ],
    ['unreadable', 'Cannot read c:/logs/x.gz: EIO', 'c:/logs/x.gz', 'Cannot read x.gz: EIO'],
    ['accessDenied', 'Cannot list s3://b/A/: denied.', 'A/', 'Cannot list s3://b/A/: denied.'],
    ['accessDenied', 'Cannot read s3://b/A/x.gz: denied.', undefined, 'Cannot read s3://b/A/x.gz: denied.'],
    ['credentialsExpired', 'The session has expired.', 'A/x.gz', 'The session has expired.'],
  ];
  for (const [code, message, key, text] of messages) {
    it(`say the reason and the file first: ${text}`, () => {
      assert.equal(toErrorText({ code, message }, key), text);
    });
  }
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

  it('are of a principal, an event or a resource', () => {
    for (const kind of ['principal', 'event', 'resource']) {
      assert.equal(parseOccurrencesArguments([{ ...params, kind }, position])?.params.kind, kind);
    }
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
    const status = 'STOPPED · last delivery 2026-01-15 14:05:09 UTC · delivery fails: AccessDenied';
    assert.equal(toTrailStatus(trail), status);
    assert.equal(toTrailUri(trail), 's3://logs/p');
  });

  it('say so when their status is not known', () => {
    const { name, arn, homeRegion, bucket } = trail;
    const flags = { isMultiRegion: true, isOrganization: false, hasLogFileValidation: true };
    const unknown: DiscoveredTrail = { name, arn, homeRegion, bucket, ...flags };
    const denied = `Cannot get the status of ${arn}: cloudtrail:GetTrailStatus is denied to arn:aws:iam::1:user/a (no).`;
    assert.equal(toTrailStatus({ ...unknown, statusProblem: denied }), 'status unknown (GetTrailStatus denied)');
    assert.equal(toTrailStatus({ ...unknown, statusProblem: 'Offline.' }), 'status unknown: Offline.');
    assert.equal(toTrailStatus(unknown), 'status unknown');
    assert.equal(toTrailUri(unknown), 's3://logs');
  });

  it('become sources', () => {
    assert.deepEqual(toTrailSource(trail, undefined), { name: 'org', uri: 's3://logs/p' });
    assert.deepEqual(toTrailSource({ ...trail, prefix: '' }, 'dev'), { name: 'org', uri: 's3://logs', profile: 'dev' });
  });
});
