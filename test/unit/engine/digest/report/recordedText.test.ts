import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { toCliText } from '../../../../../src/engine/digest/report/cliText';
import type { ReasonCode, ValidatedHour, ValidatedObject } from '../../../../../src/engine/digest/validation';
import { hourMs, never, newRun } from './reportFixture';

const corpus = process.env['TRAILCASE_CORPUS'];
const lane = { trail: 'lab-trail', account: '111122223333', region: 'us-east-1' };

const codes: Readonly<Record<string, readonly ['modified' | 'invalid' | 'missing', ReasonCode]>> = {
  "hash value doesn't match": ['modified', 'hash'],
  'not found': ['missing', 'notFound'],
  'invalid format': ['invalid', 'format'],
  'signature verification failed': ['invalid', 'signature'],
  'has been moved from its original location': ['invalid', 'moved'],
};

/** The object that a line of the AWS CLI's tells of. */
function parseLine(line: string): ValidatedObject | undefined {
  const [start = '', uri = '', end = ''] = line.split('\t');
  const kind = { 'Log file': 'log', 'Digest file': 'digest', '(backfill) Digest file': 'backfillDigest' }[start];
  if (kind !== 'log' && kind !== 'digest' && kind !== 'backfillDigest') return undefined;
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  const [, y, mo, d, h, mi, s = '00'] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z/.exec(key) ?? [];
  const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  const times = kind === 'log' ? { from: time } : { from: time - hourMs, to: time };
  const reason = end.replace(/^INVALID: /, '');
  const [status, code] =
    end === 'valid' ? (['valid', undefined] as const) : (codes[reason] ?? ['invalid', 'unknownKey']);
  const isBrokenLog = kind === 'log' && status === 'invalid';
  return {
    kind,
    status: isBrokenLog ? 'modified' : status,
    ...lane,
    ...times,
    original: { bucket, key },
    ...(code === undefined ? {} : { code, reason }),
  };
}

function parseGap(line: string): ValidatedHour | undefined {
  const [, from, to] = /^No log files were delivered by CloudTrail between (\S+) and (\S+)$/.exec(line) ?? [];
  if (from === undefined || to === undefined) return undefined;
  return { ...lane, from: Date.parse(from), to: Date.parse(to), status: 'gap', code: 'restarted', logs: 0 };
}

function parseSpan(text: string, pattern: RegExp): { readonly from: number; readonly to: number } | undefined {
  const [, from, to] = pattern.exec(text) ?? [];
  return from === undefined || to === undefined ? undefined : { from: Date.parse(from), to: Date.parse(to) };
}

/** What the AWS CLI printed to the end; where it aborted there is nothing to compare. */
function listCases(): readonly string[] {
  const folder = path.join(corpus ?? '', 'integrity');
  return readdirSync(folder).filter((name) => read(name, 'stdout').includes('Results requested'));
}

function read(name: string, stream: string): string {
  return readFileSync(path.join(corpus ?? '', 'integrity', name, 'expected', `${stream}.txt`), 'utf8');
}

(corpus === undefined ? describe.skip : describe)('what the AWS CLI printed', () => {
  for (const name of corpus === undefined ? [] : listCases()) {
    it(`is printed to the letter: ${name}`, async () => {
      const recorded = read(name, 'interleaved');
      const lines = recorded.split('\n');
      const window = parseSpan(recorded, /^Results requested for (\S+) to (\S+)$/m) ?? { from: 0, to: 0 };
      const proven = parseSpan(recorded, /^Results found for (\S+) to (\S+):$/m);
      const trail = /for trail (\S+) between/.exec(recorded)?.[1] ?? '';
      const run = newRun({
        objects: lines.flatMap((line) => parseLine(line) ?? []),
        hours: lines.flatMap((line) => parseGap(line) ?? []).reverse(),
        header: {
          window,
          scope: { prefix: '', trail },
          chains: [
            { ...lane, homeRegion: 'us-east-1', digests: 1, restarts: [], ...(proven === undefined ? {} : { proven }) },
          ],
        },
      });
      const printed = { stdout: '', stderr: '', interleaved: '' };
      for await (const { stream, text } of toCliText(run, { isVerbose: true }, never)) {
        printed[stream] += text;
        printed.interleaved += text;
      }
      const own = printed.stdout.slice(printed.stdout.indexOf('\nVerdict: '));
      for (const stream of ['stdout', 'stderr', 'interleaved'] as const) {
        assert.equal(printed[stream].replace(own, ''), read(name, stream), stream);
      }
    });
  }
});
