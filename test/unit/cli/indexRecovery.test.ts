import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { newLogText, newRecord } from '../../support/logFixture';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';

const account = '111122223333';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('an index whose writer is killed', function () {
  this.timeout(60_000);
  let programs: BuiltPrograms;
  let server: S3TestServer;
  let folder: string;

  before(async () => {
    programs = await buildPrograms('cli', 'scanWorker');
    server = await startS3Server();
  });
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-kill-'));
    server.reset();
    server.createBucket('trail-logs', 'us-east-1');
    for (let n = 0; n < 60; n++) {
      const day = n < 30 ? 14 : 15;
      const stamp = `202601${day}T14${String(n).padStart(2, '0')}Z`;
      const key = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/${day}/${account}_CloudTrail_us-east-1_${stamp}_aBcDeFgHiJkLmNoP.json.gz`;
      const time = `2026-01-${day}T14:${String(n).padStart(2, '0')}:00Z`;
      server.put('trail-logs', key, gzipSync(newLogText(newRecord({ eventID: `id-${n}`, eventTime: time }))));
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  after(async () => {
    await server.close();
    await programs.remove();
  });

  function start(...words: string[]): ChildProcess {
    const place = ['s3://trail-logs', '--endpoint-url', server.url, '--path-style', '--bucket-region', 'us-east-1'];
    return spawn(process.execPath, [path.join(programs.folder, 'cli.js'), ...words, ...place], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: folder,
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
      },
    });
  }

  function finish(child: ChildProcess): Promise<Run> {
    return new Promise((resolve, reject) => {
      let out = '';
      let err = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.on('error', reject).on('close', (code) => {
        resolve({ code, out, err });
      });
    });
  }

  async function countIndexed(): Promise<number> {
    const { out } = await finish(start('search', '-q', '*', '--offline', '--format', 'csv', '--columns', 'eventID'));
    return out.trim().split('\r\n').length - 1;
  }

  it('keeps every finished segment, and the next run reads the rest', async () => {
    const first = await finish(start('index', '--from', '2026-01-14', '--to', '2026-01-14T23:40'));
    assert.equal(first.code, 0, first.err);
    assert.equal(await countIndexed(), 30);

    server.addFault({
      effect: { kind: 'hang' },
      operation: 'GetObject',
      path: /T1459Z/,
      times: Number.POSITIVE_INFINITY,
    });
    const child = start('index');
    const ended = finish(child);
    while (server.count('GetObject') < 60) await server.nextRequest();
    child.kill('SIGKILL');
    assert.equal((await ended).code, null);
    assert.equal(await countIndexed(), 30, 'what was finished is whole, what was under way is not seen');

    server.reset();
    const last = await finish(start('index'));
    assert.equal(last.code, 0, last.err);
    assert.match(last.err, /30 of them indexed already; to read: 30/);
    assert.ok(server.count('GetObject') < 15, 'the originals that had arrived are in the cache');
    assert.equal(await countIndexed(), 60);
  });

  it('is not confused by two writers at once', async () => {
    const runs = await Promise.all([finish(start('index')), finish(start('index'))]);
    assert.deepEqual(
      runs.map(({ code }) => code),
      [0, 0],
      runs.map(({ err }) => err).join('\n'),
    );
    assert.equal(await countIndexed(), 60);
    const { out, code, err } = await finish(start('ledger', '--format', 'jsonl'));
    assert.equal(code, 0, err);
    const indexed = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { indexed: number }).indexed); // CLI’s own
    assert.equal(
      indexed.reduce((sum, count) => sum + count, 0),
      60,
    );
  });

  it('is made anew where a segment is damaged', async () => {
    await finish(start('index'));
    const indexes = path.join(folder, '.local', 'state', 'trailcase', 'indexes');
    const [name = ''] = await readdir(indexes);
    const segments = path.join(indexes, name, 'segments');
    const [segment = ''] = await readdir(segments);
    await rm(path.join(segments, segment, 'mentions.parquet'));
    const ledger = await finish(start('ledger'));
    assert.equal(ledger.code, 2);
    assert.match(ledger.err, /is not used/);
    const again = await finish(start('index'));
    assert.equal(again.code, 0, again.err);
    assert.equal(await countIndexed(), 60);
  });
});
