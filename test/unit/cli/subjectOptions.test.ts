import assert from 'node:assert/strict';
import path from 'node:path';
import { UserError } from '../../../src/base/errors';
import { parseArguments } from '../../../src/cli/arguments';
import { parseChainOptions, parseDossierOptions } from '../../../src/cli/chainOptions';
import { parseTimelineOptions } from '../../../src/cli/timelineOptions';

const role = 'arn:aws:iam::111122223333:role/deploy';
const session = 'arn:aws:sts::111122223333:assumed-role/deploy/i-0123';

function timeline(...words: string[]): ReturnType<typeof parseTimelineOptions> {
  return parseTimelineOptions(parseArguments(['timeline', './trail', ...words]));
}

function chain(...words: string[]): ReturnType<typeof parseChainOptions> {
  return parseChainOptions(parseArguments(['chain', './trail', ...words]));
}

function dossier(...words: string[]): ReturnType<typeof parseDossierOptions> {
  return parseDossierOptions(parseArguments(['dossier', './trail', ...words]));
}

function assertRefused(run: () => unknown, message: RegExp): void {
  assert.throws(
    run,
    (error) => error instanceof UserError && error.code === 'invalidInput' && message.test(error.message),
  );
}

describe('options of trailcase timeline', () => {
  const subjects: readonly (readonly [words: readonly string[], subject: unknown])[] = [
    [['--principal', role], { kind: 'principal', id: role }],
    [['--principal', ' AROAEXAMPLE:alice '], { kind: 'principal', id: 'AROAEXAMPLE:alice' }],
    [['--key', 'ASIAEXAMPLE'], { kind: 'key', id: 'ASIAEXAMPLE' }],
    [['--resource', 'invoices'], { kind: 'resource', id: 'invoices' }],
    [['--ip', '2001:db8::/32'], { kind: 'address', id: '2001:db8::/32' }],
    [['--query', 'eventName:Put*'], { kind: 'query', text: 'eventName:Put*' }],
    [['--account', '111122223333'], { kind: 'account', id: '111122223333' }],
  ];
  for (const [words, subject] of subjects) {
    it(`${words.join(' ')} is whom it is about`, () => {
      assert.deepEqual(timeline(...words).subject, subject);
    });
  }

  it('an account narrows what is looked at where it is about something else', () => {
    assert.deepEqual(timeline('--account', '111122223333').scope, {});
    assert.deepEqual(timeline('--key', 'AKIA', '--account', '111122223333').scope, { accounts: ['111122223333'] });
  });

  it('say lanes, buckets, order, format and file', () => {
    const { by, bucketMs, descending, format, columns, output } = timeline(
      ...['--key', 'AKIA', '--by', 'region', '--bucket', '5m', '--sort=-eventTime', '--format', 'timesketch-csv'],
      ...['--columns', 'eventID, eventTime', '--output', 'out.csv'],
    );
    assert.deepEqual(
      [by, bucketMs, descending, format, columns, output],
      ['region', 300_000, true, 'timesketchCsv', ['eventID', 'eventTime'], path.resolve('out.csv')],
    );
    const plain = timeline('--key', 'AKIA');
    assert.deepEqual(
      [plain.by, plain.bucketMs, plain.descending, plain.format],
      ['service', undefined, false, 'table'],
    );
  });

  it('are refused where they cannot be meant', () => {
    assertRefused(() => timeline(), /whom is the timeline about/);
    assertRefused(() => timeline('--key', 'A', '--ip', '10.0.0.1'), /one of --principal/);
    assertRefused(() => timeline('--account', '111122223333,222233334444'), /whom is the timeline about/);
    assertRefused(() => timeline('--account', '12'), /--account "12"/);
    assertRefused(() => timeline('--key', ' '), /--key is empty/);
    assertRefused(() => timeline('--query', 'evntName:x'), /Did you mean eventName/);
    assertRefused(() => timeline('--key', 'A', '--by', 'colour'), /--by "colour" is none of service/);
    assertRefused(() => timeline('--key', 'A', '--format', 'xml'), /--format "xml" is none of table, json/);
    assertRefused(() => timeline('--key', 'A', '--sort', 'eventName'), /in order of time/);
    assertRefused(() => timeline('--key', 'A', '--limit', '3'), /takes no --limit/);
    for (const width of ['0h', 'h', '1 week', '-1h', '1.5h'])
      assertRefused(() => timeline('--key', 'A', `--bucket=${width}`), /--bucket/);
  });
});

describe('options of trailcase chain and dossier', () => {
  it('name a key, a session or a principal', () => {
    assert.deepEqual(chain('--key', 'ASIA').subject, { kind: 'key', id: 'ASIA' });
    assert.deepEqual(chain('--session', session).subject, { kind: 'session', arn: session });
    assert.deepEqual(chain('--principal', session).subject, { kind: 'session', arn: session });
    assert.deepEqual(chain('--principal', role).subject, { kind: 'principal', arn: role });
    assert.deepEqual(chain('--session', session, '--at', '2026-01-15T10:22').subject, {
      kind: 'session',
      arn: session,
      time: Date.parse('2026-01-15T10:22:59.999Z'),
    });
    assert.equal(chain('--key', 'ASIA').format, 'text');
    assert.deepEqual(dossier('--key', 'AKIA', '--with-assumed', '--format', 'html'), {
      accessKeyId: 'AKIA',
      withAssumed: true,
      format: 'html',
    });
  });

  it('are refused where they cannot be meant', () => {
    assertRefused(() => chain(), /one of --key, --session, --principal/);
    assertRefused(() => chain('--key', 'A', '--principal', role), /one of --key/);
    assertRefused(() => chain('--session', role), /is no session/);
    assertRefused(() => chain('--principal', 'alice'), /is no ARN/);
    assertRefused(() => chain('--key', 'A', '--at', '2026-01-15'), /--at says/);
    assertRefused(() => chain('--key', 'A', '--format', 'csv'), /--format "csv"/);
    assertRefused(() => dossier(), /--key is missing/);
  });
});
