import assert from 'node:assert/strict';
import { toCliText } from '../../../../../src/engine/digest/report/cliText';
import type { ReportSource } from '../../../../../src/engine/digest/report/reportSource';
import {
  hostileTexts,
  hourMs,
  never,
  newDigest,
  newHour,
  newHours,
  newLog,
  newObjects,
  newRun,
  start,
} from './reportFixture';

interface Printed {
  readonly stdout: string;
  readonly stderr: string;
  readonly interleaved: string;
}

/** What is printed in the AWS CLI's words, and behind it (`own`) in ours. */
async function printRun(source: ReportSource, isVerbose = true): Promise<Printed & { readonly own: string }> {
  const printed = { stdout: '', stderr: '', interleaved: '' };
  for await (const { stream, text } of toCliText(source, { isVerbose }, never)) {
    printed[stream] += text;
    printed.interleaved += text;
  }
  const own = printed.stdout.slice(printed.stdout.indexOf('\nVerdict: '));
  const cut = (text: string): string => text.replace(own, '');
  return { stdout: cut(printed.stdout), stderr: printed.stderr, interleaved: cut(printed.interleaved), own };
}

/** Names cut to what the tests tell apart. */
function brief(text: string): string {
  return text.replace(/s3:\/\/\S*_(\d{8}T\d{4,6}Z)\S*/g, '$1');
}

const head =
  'Validating log files for trail arn:aws:cloudtrail:us-east-1:111122223333:trail/lab-trail between 2026-01-15T00:00:00Z and 2026-01-15T08:30:00Z\n\n';
const requested = 'Results requested for 2026-01-15T00:00:00Z to 2026-01-15T08:30:00Z\n';

describe('the text of a run', () => {
  it('is that of the AWS CLI for a clean chain', async () => {
    const { stdout, stderr, interleaved } = await printRun(newRun({ objects: newObjects(2), hours: newHours(2) }));
    assert.equal(
      brief(stdout),
      `${head}Digest file\t20260115T020131Z\tvalid
Log file\t20260115T0106Z\tvalid
Log file\t20260115T0131Z\tvalid
Digest file\t20260115T010131Z\tvalid
Log file\t20260115T0006Z\tvalid
Log file\t20260115T0031Z\tvalid

${requested}Results found for 2026-01-15T00:01:31Z to 2026-01-15T08:01:31Z:

2/2 digest files valid
4/4 log files valid
`,
    );
    assert.equal(stderr, '');
    assert.equal(interleaved, stdout);
    assert.match(stdout, /^Digest file\ts3:\/\/lab-trail-logs\/AWSLogs\/111122223333\/CloudTrail-Digest\/\S+\tvalid$/m);
  });

  it('puts blank lines around what is wrong, on standard error', async () => {
    const objects = [
      newDigest(3),
      newLog(3, 5, { status: 'modified', code: 'hash', reason: "hash value doesn't match" }),
      newLog(3, 30, { status: 'missing', code: 'notFound' }),
      newDigest(2, { status: 'missing', code: 'notFound' }),
      newDigest(1, { status: 'invalid', code: 'signature' }),
      newDigest(0),
      newLog(0, 5),
    ];
    const { stdout, stderr, interleaved } = await printRun(newRun({ objects }));
    assert.equal(
      brief(interleaved).slice(head.length),
      `Digest file\t20260115T040131Z\tvalid

Log file\t20260115T0306Z\tINVALID: hash value doesn't match

Log file\t20260115T0331Z\tINVALID: not found

Digest file\t20260115T030131Z\tINVALID: not found

Digest file\t20260115T020131Z\tINVALID: signature verification failed

Digest file\t20260115T010131Z\tvalid
Log file\t20260115T0006Z\tvalid

${requested}Results found for 2026-01-15T00:01:31Z to 2026-01-15T08:01:31Z:

2/4 digest files valid, 2/4 digest files INVALID
1/3 log files valid, 2/3 log files INVALID
`,
    );
    assert.match(brief(stderr), /^\nLog file\t\S+\tINVALID: hash value doesn't match\n\nLog file/);
    assert.doesNotMatch(stdout, /\tINVALID/);
  });

  it('leaves out what is valid unless asked', async () => {
    const objects = [...newObjects(2), newLog(9, 5, { status: 'pending', code: 'afterNewest' })];
    assert.equal(
      (await printRun(newRun({ objects }), false)).stdout,
      `${head}${requested}Results found for 2026-01-15T00:01:31Z to 2026-01-15T08:01:31Z:\n\n2/2 digest files valid\n4/4 log files valid\n`,
    );
    assert.match((await printRun(newRun({ objects }))).stdout, /\tpending\n/);
  });

  const reasons: readonly (readonly [Parameters<typeof newDigest>[1], string])[] = [
    [{ status: 'invalid', code: 'format', reason: 'invalid format: two members' }, 'INVALID: invalid format'],
    [{ status: 'invalid', code: 'moved', reason: 'x' }, 'INVALID: has been moved from its original location'],
    [
      { status: 'invalid', code: 'unknownKey', reason: 'public key not found in region r for fingerprint f' },
      'INVALID: public key not found in region r for fingerprint f',
    ],
    [
      { status: 'invalid', code: 'badKey', fingerprint: 'ab' },
      'INVALID: Unable to load PKCS #1 key with fingerprint ab',
    ],
    [{ status: 'invalid', code: 'chainHash', reason: 'another hash' }, 'INVALID: another hash'],
    [{ status: 'missing', code: 'skippedHour' }, 'INVALID: not found'],
    [{ status: 'missing', code: 'notYetSeen', reason: 'not yet' }, 'MISSING: not yet'],
    [{ status: 'unreachable', code: 'denied', reason: 'Access denied' }, 'UNREACHABLE: Access denied'],
  ];
  for (const [parts, line] of reasons) {
    it(`says ${line} of a digest`, async () => {
      const { stderr } = await printRun(newRun({ objects: [newDigest(0, parts)] }));
      assert.equal(brief(stderr), `Digest file\t20260115T010131Z\t${line}\n\n`);
    });
  }

  it('says which hour lacks a digest that nothing names', async () => {
    const { kind, status, account, region, from, to } = newDigest(3, { status: 'missing' });
    const nameless = { kind, status, account, region, code: 'skippedHour', from: from ?? 0, to: to ?? 0 } as const;
    const { stderr } = await printRun(newRun({ objects: [nameless] }));
    assert.match(
      stderr,
      /^Digest file\t\(no name is known\) 2026-01-15T03:01:31Z to 2026-01-15T04:01:31Z\tINVALID: not found\n\n$/,
    );
  });

  it('counts what was not verified apart', async () => {
    const objects = [
      newDigest(1),
      newDigest(0, { status: 'unreachable', code: 'keysUnavailable' }),
      newLog(1, 5, { status: 'unreadable', code: 'denied', reason: 'Access denied' }),
      newLog(1, 9, { status: 'uncovered', code: 'notNamed', reason: 'not named' }),
    ];
    const { stdout, stderr } = await printRun(newRun({ objects }));
    assert.match(
      stdout,
      /\n\n1\/2 digest files valid, 1\/2 digest files not verified\n0\/1 log files valid, 1\/1 log files not verified\n$/,
    );
    assert.match(stderr, /\tUNREADABLE: Access denied\n/);
    assert.match(stderr, /\tUNCOVERED: not named\n/);
  });

  it('names a gap where it lies, and does not say that there were no logs when there were', async () => {
    const objects = [newDigest(5), newLog(5, 5), newDigest(2), newLog(2, 5)];
    const gap = (logs: number) => [3, 4].map((at) => newHour(at, { status: 'gap', code: 'restarted', logs }));
    const lines = (source: ReportSource) =>
      printRun(source).then(({ interleaved }) => brief(interleaved).split('\n').slice(2, 9));
    assert.deepEqual(await lines(newRun({ objects, hours: [newHour(2), ...gap(0), newHour(5)] })), [
      'Digest file\t20260115T060131Z\tvalid',
      'Log file\t20260115T0506Z\tvalid',
      '',
      'No log files were delivered by CloudTrail between 2026-01-15T03:01:31Z and 2026-01-15T05:01:31Z',
      '',
      'Digest file\t20260115T030131Z\tvalid',
      'Log file\t20260115T0206Z\tvalid',
    ]);
    assert.equal(
      (await lines(newRun({ objects, hours: [newHour(2), ...gap(2), newHour(5)] })))[3],
      'No digest covers the 4 log files delivered between 2026-01-15T03:01:31Z and 2026-01-15T05:01:31Z',
    );
  });

  it('names a restart without a gap as the CLI does, and no time before the first digest', async () => {
    const hours = [newHour(0, { status: 'gap', code: 'beforeFirst' }), newHour(1), newHour(2, { code: 'restarted' })];
    const { stderr } = await printRun(newRun({ objects: [newDigest(2), newDigest(1)], hours }));
    assert.equal(
      stderr,
      '\nNo log files were delivered by CloudTrail between 2026-01-15T02:01:31Z and 2026-01-15T02:01:31Z\n\n',
    );
  });

  it('prints gaps of every chain once, whatever the order', async () => {
    const other = { trail: 'other', region: 'eu-west-1' };
    const hours = [
      newHour(1, { status: 'gap', code: 'restarted' }),
      newHour(3, { ...other, status: 'gap', code: 'restarted' }),
    ];
    const objects = [newDigest(0), newDigest(4, other), newDigest(2), newDigest(2, other), newDigest(1)];
    for (const isVerbose of [true, false]) {
      const { stderr } = await printRun(newRun({ objects, hours }), isVerbose);
      assert.equal(stderr.match(/delivered between/g)?.length, 2, stderr);
    }
  });

  it('prefixes backfill digests, but not their logs', async () => {
    const objects = [
      newDigest(5, { kind: 'backfillDigest' }),
      newLog(5, 40),
      newDigest(2, { kind: 'backfillDigest', status: 'invalid', code: 'signature' }),
    ];
    const { interleaved } = await printRun(newRun({ objects }));
    assert.equal(
      brief(interleaved).slice(head.length),
      `(backfill) Digest file\t20260115T060131Z\tvalid
Log file\t20260115T0541Z\tvalid

(backfill) Digest file\t20260115T030131Z\tINVALID: signature verification failed

${requested}Results found for 2026-01-15T00:01:31Z to 2026-01-15T08:01:31Z:

1/2 backfill digest files valid, 1/2 backfill digest files INVALID
1/1 log files valid
`,
    );
  });

  it('says when there are no digests, or none that is proven', async () => {
    assert.equal((await printRun(newRun({ header: { chains: [] } }))).stdout, `${head}${requested}No digests found\n`);
    const objects = [newDigest(0, { status: 'invalid', code: 'signature' })];
    const { stdout } = await printRun(newRun({ objects, header: { chains: [] } }));
    assert.equal(
      stdout,
      `${head}${requested}No valid digests found in range\n\n0/1 digest files valid, 1/1 digest files INVALID\n`,
    );
  });

  it('cuts what was found to the window', async () => {
    const window = { from: start + 3.5 * hourMs, to: start + 4 * hourMs - 1 };
    const { stdout } = await printRun(newRun({ objects: newObjects(1), header: { window } }));
    assert.match(stdout, /\nResults found for 2026-01-15T03:31:31Z to 2026-01-15T04:01:30Z:\n/);
  });

  it('names the location when no trail was asked for', async () => {
    const { stdout } = await printRun(newRun({ header: { scope: { prefix: '' } } }));
    assert.match(stdout, /^Validating log files in s3:\/\/lab-trail-logs\/ between 2026/);
  });

  it('ends with a section of its own', async () => {
    const { own } = await printRun(
      newRun({
        objects: [newLog(0, 5, { status: 'modified', code: 'format', reason: 'invalid format: two members' })],
        hours: [newHour(0), newHour(1, { status: 'unproven', code: 'digestMissing' })],
        header: {
          verdict: 'wrong',
          exitCode: 1,
          copyOf: { location: 's3://original/', isInferred: true },
          problems: [{ where: 'AWSLogs/1/', message: 'Access denied.', nextStep: 'Ask.' }],
        },
      }),
    );
    for (const part of [
      /^\nVerdict: Wrong: .* 1 log modified\.\n/,
      /^This is a copy of s3:\/\/original\/ \(taken from the digests themselves\)\.$/m,
      /^ {2}lab-trail, 111122223333, us-east-1: covered 1 h, unproven 1 h$/m,
      /^WRONG: 1 log was modified: it is not one whole gzip file$/m,
      /^ {2}s3:\/\/\S+: invalid format: two members$/m,
      /^NOT PROVEN: 1 hour is unproven: the digest is missing$/m,
      /^ {2}2026-01-15T01:01:31Z to 2026-01-15T02:01:31Z \(1 h\): lab-trail, 111122223333, us-east-1, 2 logs in it$/m,
      /^What was not read\n {2}AWSLogs\/1\/: Access denied\. Ask\.$/m,
      /^ {2}8e4a7e73e608244ce721b3aa592cbc6b \(us-east-1, 2025-07-01T00:00:00Z to 2026-07-01T00:00:00Z, from AWS\): 8 digests$/m,
    ]) {
      assert.match(own, part);
    }
  });

  it('lets no name write lines, turn the direction or move the cursor', async () => {
    const objects = hostileTexts.map((key) =>
      newLog(0, 5, { status: 'modified', code: 'hash', original: { bucket: 'b', key }, reason: key, trail: key }),
    );
    const { interleaved, own } = await printRun(newRun({ objects, header: { location: hostileTexts.join('') } }));
    assert.doesNotMatch(interleaved + own, /[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}|\p{Zl}|\p{Zp}/u);
    assert.equal(
      interleaved.match(/^Log file\t[^\t\n]+\tINVALID: hash value doesn't match$/gm)?.length,
      objects.length,
    );
  });

  it('stops when it is told to', async () => {
    const run = newRun({ objects: newObjects(2) });
    await assert.rejects(
      toCliText(run, { isVerbose: true }, AbortSignal.abort())
        .next()
        .then(async () => {
          for await (const part of toCliText(run, { isVerbose: true }, AbortSignal.abort())) assert.ok(part);
        }),
      { name: 'AbortError' },
    );
  });
});
