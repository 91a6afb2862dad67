import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { newLogText, newRecord } from '../../support/logFixture';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const account = '111122223333';

describe('trailcase index, search, sql, ledger', function () {
  this.timeout(60_000);
  let programs: BuiltPrograms;
  let folder: string;
  let logs: string;

  before(async () => {
    programs = await buildPrograms('cli', 'scanWorker');
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-cli-search-'));
  });
  beforeEach(async () => {
    logs = await mkdtemp(path.join(folder, 'logs-'));
    await put('us-east-1', 15, [
      newRecord({ eventID: 'a1', eventName: 'PutObject', userAgent: '=cmd|calc', bytes: 791.5 }),
      newRecord({ eventID: 'a2', eventTime: '2026-01-15T11:00:00Z', errorCode: 'AccessDenied' }),
    ]);
    await put('eu-west-1', 16, [
      newRecord({ eventID: 'b1', eventTime: '2026-01-16T09:00:00Z', awsRegion: 'eu-west-1' }),
    ]);
  });
  after(async () => {
    await programs.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function put(region: string, day: number, records: readonly Record<string, unknown>[]): Promise<void> {
    const place = path.join(logs, 'AWSLogs', account, 'CloudTrail', region, '2026', '01', String(day));
    await mkdir(place, { recursive: true });
    const name = `${account}_CloudTrail_${region}_202601${day}T1405Z_aBcDeFgHiJkLmNoP.json.gz`;
    await writeFile(path.join(place, name), gzipSync(newLogText(...records).replace('791.5', '791.0')));
  }

  function trailcase(...words: string[]): Promise<Run> {
    return new Promise((resolve, reject) => {
      const env = {
        ...process.env,
        XDG_STATE_HOME: path.join(logs, '..', `${path.basename(logs)}-state`),
        XDG_CACHE_HOME: path.join(folder, 'cache'),
      };
      const child = spawn(process.execPath, [path.join(programs.folder, 'cli.js'), ...words], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env,
      });
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.on('error', reject).on('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }

  it('answers without an index at first, and from the index from then on', async () => {
    const first = await trailcase('search', logs, '--query', 'eventName:Put*', '--columns', 'eventID,eventTime');
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /^eventID\s+eventTime\na1\s+2026-01-15T10:22:05Z\n$/);
    assert.match(first.err, /2 objects, 3 records indexed/);
    const second = await trailcase('search', logs, '-q', 'errorCode:*', '--columns', 'eventID', '--format', 'csv');
    assert.deepEqual([second.code, second.out], [0, 'eventID\r\na2\r\n']);
    assert.match(second.err, /to read: 0/);
    const days = ['--from', '2026-01-15', '--to', '2026-01-16'];
    const third = await trailcase(
      'search',
      logs,
      '-q',
      'errorCode:*',
      '--columns',
      'eventID',
      '--format',
      'csv',
      ...days,
    );
    assert.equal(third.out, second.out);
    assert.doesNotMatch(third.err, /listed/);
    const offline = await trailcase(
      'search',
      logs,
      '-q',
      'errorCode:*',
      '--columns',
      'eventID',
      '--format',
      'csv',
      '--offline',
    );
    assert.equal(offline.out, second.out);
  });

  it('writes records as they were delivered, and formulas as text', async () => {
    const lines = await trailcase('search', logs, '-q', 'eventID:a1', '--format', 'jsonl');
    assert.match(lines.out, /"bytes":791\.0\}\n$/);
    const csv = await trailcase('search', logs, '-q', 'eventID:a1', '--format', 'csv', '--columns', 'userAgent');
    assert.equal(csv.out, `userAgent\r\n"'=cmd|calc"\r\n`);
    const markdown = await trailcase(
      'search',
      logs,
      '-q',
      'eventID:a1',
      '--format',
      'markdown',
      '--columns',
      'userAgent',
    );
    assert.match(markdown.out, /\| `=cmd\\\|calc` \|/);
  });

  it('narrows by time, account and region, and says what it covers', async () => {
    const day = await trailcase(
      'search',
      logs,
      '-q',
      '*',
      '--from',
      '2026-01-16',
      '--to',
      '2026-01-16',
      '--columns',
      'eventID',
    );
    assert.match(day.out, /\nb1\n$/);
    assert.match(day.err, /2026-01-16/);
    const region = await trailcase(
      'search',
      logs,
      '-q',
      '*',
      '--region',
      'us-east-1',
      '--columns',
      'eventID',
      '--format',
      'csv',
    );
    assert.deepEqual(region.out.split('\r\n').sort(), ['', 'a1', 'a2', 'eventID']);
    const nobody = await trailcase('search', logs, '-q', '*', '--account', '999999999999');
    assert.match(nobody.err, /\b0 records/);
    const unknown = await trailcase(
      'search',
      logs,
      '-q',
      '*',
      '--offline',
      '--from',
      '2026-03-01',
      '--to',
      '2026-03-01',
    );
    assert.equal(unknown.code, 2, 'a day that was never listed is not a day without records');
    assert.match(unknown.err, /2026-03-01/);
  });

  it('points at the mistake in a query', async () => {
    const { code, err } = await trailcase('search', logs, '-q', 'evntName:Put*');
    assert.equal(code, 3);
    assert.match(err, /Did you mean eventName/);
    assert.match(err, /\n {2}evntName:Put\*\n {2}\^/);
  });

  it('explains a query without reading anything', async () => {
    const { code, out } = await trailcase('search', logs, '-q', 'eventName:Put* -errorCode:*', '--explain');
    assert.equal(code, 0);
    assert.match(out, /eventName/);
  });

  it('keeps a ledger that adds up', async () => {
    await trailcase('index', logs);
    const { code, out } = await trailcase('ledger', logs, '--format', 'jsonl');
    assert.equal(code, 0);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>) // lines of JSON are what is tested
      .map(({ region, day, listed, read, indexed }) => [region, day, listed, read, indexed]);
    assert.deepEqual(rows.sort(), [
      ['eu-west-1', '2026-01-15', 0, 0, 0],
      ['eu-west-1', '2026-01-16', 1, 1, 1],
      ['us-east-1', '2026-01-15', 1, 1, 2],
      ['us-east-1', '2026-01-16', 0, 0, 0],
    ]);
    await writeFile(
      path.join(logs, 'AWSLogs', account, 'CloudTrail', 'us-east-1', '2026', '01', '15', 'broken.json.gz'),
      'no gzip',
    );
    const again = await trailcase('index', logs);
    assert.equal(again.code, 1);
    const unreadable = await trailcase('ledger', logs, '--unreadable', '--format', 'csv');
    assert.equal(unreadable.code, 2);
    assert.match(unreadable.out, /broken\.json\.gz,read,/);
  });

  it('answers SQL, and refuses anything but reading', async () => {
    await trailcase('index', logs);
    const { code, out, err } = await trailcase(
      'sql',
      logs,
      '-q',
      'select eventID from records order by 1',
      '--format',
      'csv',
    );
    assert.equal(code, 0, err);
    assert.equal(out, 'eventID\r\na1\r\na2\r\nb1\r\n');
    const write = await trailcase('sql', logs, '-q', `copy (select 1) to '${path.join(folder, 'stolen.csv')}'`);
    assert.equal(write.code, 3);
    const narrowed = await trailcase('sql', logs, '-q', 'select 1', '--from', '2026-01-15');
    assert.equal(narrowed.code, 3);
    assert.match(narrowed.err, /where eventTime/);
    const read = await trailcase('sql', logs, '-q', `select * from read_text('/etc/passwd')`);
    assert.notEqual(read.code, 0);
    assert.equal(read.out, '');
  });

  it('refuses options that cannot be meant', async () => {
    for (const words of [
      ['--from', '2026-02-30'],
      ['--format', 'xml'],
      ['--account', '12'],
      ['--limit', '0'],
      ['--from', '2026-01-02', '--to', '2026-01-01'],
    ]) {
      const { code, err } = await trailcase('search', logs, '-q', '*', ...words);
      assert.equal(code, 3, words.join(' '));
      assert.ok(err.includes(words[0] ?? ''), err);
    }
    assert.equal((await trailcase('search', logs)).code, 3);
  });
});
