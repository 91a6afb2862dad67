import assert from 'node:assert/strict';
import path from 'node:path';
import { UserError } from '../../../src/base/errors';
import { parseArguments } from '../../../src/cli/arguments';
import { parseMoment } from '../../../src/cli/moment';
import { parseValidateOptions } from '../../../src/cli/validateOptions';
import { toProgressText } from '../../../src/cli/validationProgress';
import type { ValidationRunProgress } from '../../../src/validation/validationOptions';

const now = Date.UTC(2026, 0, 20);

function parse(...words: string[]): ReturnType<typeof parseValidateOptions> {
  return parseValidateOptions(parseArguments(['validate', 's3://trail', ...words]), now);
}

function toIso(time: number | undefined): string | undefined {
  return time === undefined ? undefined : new Date(time).toISOString();
}

describe('times on the command line', () => {
  const moments: readonly (readonly [text: string, start: string, lengthSeconds: number])[] = [
    ['2026-01-15', '2026-01-15T00:00:00.000Z', 86_400],
    ['2026-01-15T14', '2026-01-15T14:00:00.000Z', 3600],
    ['2026-01-15 14:05', '2026-01-15T14:05:00.000Z', 60],
    ['2026-01-15T14:05Z', '2026-01-15T14:05:00.000Z', 60],
    ['2026-01-15t14:05:09z', '2026-01-15T14:05:09.000Z', 1],
    ['2026-01-15T14:05:09.987Z', '2026-01-15T14:05:09.000Z', 1],
    ['2026-01-15T14:05:09+02:00', '2026-01-15T12:05:09.000Z', 1],
    ['2026-01-15T00:30-0530', '2026-01-15T06:00:00.000Z', 60],
    ['2026-01-15T01:00+14', '2026-01-14T11:00:00.000Z', 60],
    ['20260115T140509Z', '', 0],
    ['2026-02-30', '', 0],
    ['2026-01-15T25:00', '', 0],
    ['2026-01-15T14:05+25:00', '', 0],
    ['2026-01-15+02:00', '', 0],
    ['yesterday', '', 0],
    ['', '', 0],
  ];
  for (const [text, start, lengthSeconds] of moments) {
    it(`${JSON.stringify(text)} is ${start === '' ? 'none' : start}`, () => {
      if (start === '') {
        assert.throws(
          () => parseMoment('--from', text),
          (error) => error instanceof UserError && error.code === 'invalidInput' && error.message.startsWith('--from '),
        );
        return;
      }
      const moment = parseMoment('--from', text);
      assert.equal(toIso(moment.start), start);
      assert.equal((moment.end - moment.start) / 1000, lengthSeconds);
    });
  }
});

describe('progress of trailcase validate', () => {
  const progress: ValidationRunProgress = {
    phase: 'reading',
    lanesDone: 0,
    lanesTotal: 1,
    objectsDone: 1200,
    objectsTotal: 2040,
    objectsPerSecond: 949.6,
    bytesPerSecond: 27_500_000,
    wrong: 0,
  };
  const texts: readonly (readonly [change: Partial<ValidationRunProgress>, text: string])[] = [
    [{}, '1,200 of 2,040 objects, 950/s, 26.2 MB/s'],
    [{ wrong: 2, secondsLeft: 3.2 }, '1,200 of 2,040 objects, 950/s, 26.2 MB/s, 2 wrong, 3 s left'],
    [{ lanesTotal: 17, lanesDone: 2 }, '1,200 of 2,040 objects, 2 of 17 regions, 950/s, 26.2 MB/s'],
    [{ phase: 'listing', lanesTotal: 17 }, 'listing: 2,040 objects, 0 of 17 regions'],
    [{ phase: 'finishing', secondsLeft: 7300 }, 'finishing: 1,200 of 2,040 objects, 950/s, 26.2 MB/s, 2 h 2 min left'],
  ];
  for (const [change, text] of texts) {
    it(text, () => {
      assert.equal(toProgressText({ ...progress, ...change }), text);
    });
  }
});

describe('options of trailcase validate', () => {
  it('has all of them', () => {
    const trail = 'arn:aws-us-gov:cloudtrail:us-gov-west-1:111122223333:trail/lab-trail';
    assert.deepEqual(
      parse(
        ...[
          '--from',
          '2026-01-15T00:00:00Z',
          '--to',
          '2026-01-15T08:30:00Z',
          '--trail',
          trail,
          '--verbose',
          '--no-resume',
        ],
        ...['--account', '111122223333,222233334444', '--region', 'eu-west-1', '--region', 'us-east-1'],
        ...[
          '--public-keys',
          'keys.json',
          '--original-location',
          's3://lab/audit',
          '--format',
          'junit',
          '-o',
          'out.xml',
        ],
      ),
      {
        accounts: ['111122223333', '222233334444'],
        regions: ['eu-west-1', 'us-east-1'],
        from: Date.UTC(2026, 0, 15),
        to: Date.UTC(2026, 0, 15, 8, 30),
        trail,
        publicKeys: path.resolve('keys.json'),
        originalLocation: 's3://lab/audit',
        format: 'junit',
        output: path.resolve('out.xml'),
        isVerbose: true,
        isResuming: false,
      },
    );
    assert.deepEqual(parse(), { format: 'text', isVerbose: false, isResuming: true });
  });

  it('means a day, an hour or a minute whole when it is the end', () => {
    assert.equal(toIso(parse('--to', '2026-01-15').to), '2026-01-15T23:59:59.000Z');
    assert.equal(toIso(parse('--to', '2026-01-15T08').to), '2026-01-15T08:59:59.000Z');
    assert.equal(toIso(parse('--to', '2026-01-15T08:30').to), '2026-01-15T08:30:59.000Z');
    const moment = ['2026-01-15T08:30:00Z', '2026-01-15T08:30:00Z'] as const;
    assert.equal(
      parse('--from', moment[0], '--to', moment[1]).to,
      Date.UTC(2026, 0, 15, 8, 30),
      'one moment is a window',
    );
  });

  it('does not take --region for the bucket’s own', () => {
    const { source } = parseArguments([
      'validate',
      's3://trail',
      '--region',
      'eu-west-1',
      '--bucket-region',
      'us-east-1',
    ]);
    assert.deepEqual(source, { region: 'us-east-1' });
  });

  const refused: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['--from', '2026-01-15T08:30:00Z', '--to', '2026-01-15T00:00:00Z'], /^--from is not before --to/],
    [['--from', '2026-01-20T00:00:01Z'], /^--from is not before now/],
    [['--to', '2026-01-15T08:30:00 o’clock'], /^--to/],
    [['--trail', 'arn:aws:cloudtrail:us-east-1:111122223333:lab-trail'], /^--trail .* neither/],
    [['--trail', 'arn:aws:cloudtrail:us-east-1:11112222333:trail/lab-trail'], /^--trail/],
    [['--trail', 'arn:aws:s3:us-east-1:111122223333:trail/lab-trail'], /^--trail/],
    [['--trail', 'lab..trail'], /^--trail/],
    [['--trail', ''], /^--trail/],
    [['--trail', 'lab trail\u0007'], /^--trail "lab trail\\u0007"/],
    [['--account', '12'], /^--account "12"/],
    [['--format', 'xml'], /^--format "xml" is none of text, json, junit, html, markdown/],
    [['--resume'], /resume/],
  ];
  for (const [words, message] of refused) {
    it(`refuses ${words.join(' ')}`, () => {
      assert.throws(
        () => parse(...words),
        (error) => error instanceof UserError && error.code === 'invalidInput' && message.test(error.message),
      );
    });
  }
});
