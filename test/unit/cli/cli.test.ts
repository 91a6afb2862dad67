import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { accessDeniedTo } from '../../support/s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';
import { newLogText, newRecord } from '../../support/logFixture';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const entry = path.resolve('src/cli/main.ts');

function trailcase(...words: string[]): Promise<Run> {
  return runTrailcase(words);
}

function runTrailcase(words: readonly string[], onOutput?: (child: ChildProcess) => void): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import=tsx', entry, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      onOutput?.(child);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('error', reject).on('close', (code) => {
      resolve({ code, out, err });
    });
  });
}

const account = '111122223333';
const day = `AWSLogs/${account}/CloudTrail/us-east-1/2026/01/15/`;
const key = `${day}${account}_CloudTrail_us-east-1_20260115T1405Z_aBcDeFgHiJkLmNoP.json.gz`;
const text = newLogText(newRecord({ bytes: 791.5 }), newRecord({ eventName: 'PutObject' })).replace('791.5', '791.0');

describe('trailcase (command line)', function () {
  this.timeout(30_000);
  let server: S3TestServer;
  let environment: AwsEnvironment;
  let folder: string;

  before(async () => {
    server = await startS3Server();
    server.createBucket('trail-logs', 'eu-west-1');
    server.put('trail-logs', key, gzipSync(text));
    server.put('trail-logs', 'exports/plain.json', Buffer.from(text));
    server.put('trail-logs', `${day}cold.json.gz`, gzipSync(text), { storageClass: 'DEEP_ARCHIVE' });
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-cli-'));
  });
  beforeEach(async () => {
    server.reset();
    environment = await isolateAwsEnvironment({
      variables: {
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
        AWS_ENDPOINT_URL: server.url,
      },
    });
  });
  afterEach(() => environment.restore());
  after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('lists a bucket of another region, found by itself', async () => {
    const { code, out, err } = await trailcase('ls', 's3://trail-logs/AWSLogs', '--path-style');
    assert.equal(code, 0, err);
    assert.equal(err, '', 'not even the SDK’s warning of an old Node');
    assert.match(out, /^day\s+111122223333 \/ us-east-1 \/ 2026-01-15\s+s3:\/\/trail-logs\/AWSLogs/);
  });

  it('lists a day as lines of JSON', async () => {
    const { code, out, err } = await trailcase('ls', `s3://trail-logs/${day}`, '--json', '--path-style');
    assert.equal(code, 0, err);
    const nodes = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; isArchived: boolean; sizeBytes: number });
    assert.deepEqual(
      nodes.map((node) => [node.key, node.isArchived]),
      [
        [key, false],
        [`${day}cold.json.gz`, true],
      ],
    );
    assert.equal(nodes[0]!.sizeBytes, gzipSync(text).length);
  });

  it('prints a log losslessly, and its records one a line', async () => {
    const pretty = await trailcase('cat', `s3://trail-logs/${key}`, '--path-style');
    assert.equal(pretty.code, 0, pretty.err);
    assert.equal(pretty.out.replace(/\s/g, ''), text.replace(/\s/g, ''));
    const lines = await trailcase('cat', `s3://trail-logs/${key}`, '--json', '--path-style');
    assert.equal(lines.out.trim().split('\n').length, 2);
    assert.match(lines.out, /"bytes":791\.0/);
  });

  it('prints an object of any name', async () => {
    const { code, out, err } = await trailcase('cat', 's3://trail-logs/exports/plain.json', '--path-style');
    assert.equal(code, 0, err);
    assert.equal(out.replace(/\s/g, ''), text.replace(/\s/g, ''));
  });

  it('says what was denied, by which call, as whom, and exits with 2', async () => {
    server.addFault({
      operation: 'ListObjectsV2',
      times: 9,
      effect: accessDeniedTo(defaultCredential.arn, 's3:ListBucket', 'arn:aws:s3:::trail-logs'),
    });
    const { code, out, err } = await trailcase('ls', 's3://trail-logs', '--path-style');
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(err, /s3:ListBucket/);
    assert.match(err, /user\/analyst/);
    assert.ok(!err.includes(defaultCredential.secretAccessKey));
  });

  it('says that an archived log must be restored', async () => {
    const { code, err } = await trailcase('cat', `s3://trail-logs/${day}cold.json.gz`, '--path-style');
    assert.equal(code, 2);
    assert.match(err, /DEEP_ARCHIVE|archive/i);
    assert.match(err, /restore/i);
  });

  it('shows what can be read of a damaged log, names the line, and exits with 1', async () => {
    const file = path.join(folder, 'cut.json.gz');
    await writeFile(file, gzipSync(text.slice(0, -60)));
    const { code, out, err } = await trailcase('cat', file);
    assert.equal(code, 1);
    assert.match(out, /GetBucketAcl/);
    assert.match(err, /error at line \d+: .*cut off/);
  });

  it('writes the demo case into a new folder, and only there', async () => {
    const target = path.join(folder, 'demo');
    const { code, out, err } = await trailcase('demo', target);
    assert.equal(code, 0, err);
    assert.match(out, /objects in/);
    assert.deepEqual((await readdir(target)).sort(), ['AWSLogs', 'CASE.md', 'public-keys.json']);
    assert.match(await readFile(path.join(target, 'CASE.md'), 'utf8'), /^# /);
    const again = await trailcase('demo', target);
    assert.equal(again.code, 3);
    assert.match(again.err, /not empty/);
    const listed = await trailcase('ls', target);
    assert.match(listed.out, /account\s+111122223333/);
  });

  for (const [what, words, expected] of [
    ['no command', [], /command is missing/],
    ['an unknown command', ['frobnicate'], /no command frobnicate/],
    ['an unknown option', ['ls', '--frob', 'x'], /--frob/],
    ['a command named like what every object has', ['constructor'], /no command constructor/],
    ['no location', ['ls'], /location is missing/],
    ['an empty location', ['ls', ''], /location is empty/],
    ['an endpoint that is no URL', ['ls', 's3://trail-logs', '--endpoint-url', 'notaurl'], /--endpoint-url.*notaurl/],
    ['an endpoint without http', ['ls', 's3://trail-logs', '--endpoint-url', 'localhost:9000'], /--endpoint-url/],
    ['a bad bucket name', ['ls', 's3://A'], /bucket/],
    ['a folder to print', ['cat', '.'], /is a folder/],
  ] as const) {
    it(`explains ${what} and exits with 3`, async () => {
      const { code, err } = await trailcase(...words);
      assert.equal(code, 3, err);
      assert.match(err, expected);
    });
  }

  it('lists every page of every folder of a level', async () => {
    const crowded = path.join(folder, 'crowded');
    const names = Array.from({ length: 1100 }, (_, index) => String(100_000_000_000 + index));
    await mkdir(path.join(crowded, 'AWSLogs'), { recursive: true });
    await Promise.all(names.map((name) => mkdir(path.join(crowded, 'AWSLogs', name))));
    await Promise.all(names.map((name) => writeFile(path.join(crowded, `file${name}`), '')));
    const { code, out, err } = await trailcase('ls', crowded);
    assert.equal(code, 0, err);
    const lines = out.trim().split('\n');
    assert.equal(lines.filter((line) => line.startsWith('account')).length, 1100);
    assert.equal(lines.filter((line) => line.includes('/file1')).length, 1100);
  });

  it('takes what it prints', async () => {
    const flat = path.join(folder, 'flat');
    await mkdir(path.join(flat, 'sub'), { recursive: true });
    for (const region of ['us-east-1', 'eu-west-1']) {
      await writeFile(path.join(flat, 'sub', `${region}.json`), newLogText(newRecord({ awsRegion: region })));
    }
    const uriOf = (line: string): string => /file:\S+/.exec(line)?.[0] ?? '';
    const top = await trailcase('ls', pathToFileURL(flat).href);
    assert.match(top.out, /^account\s+111122223333\s+file:\S+\n$/);
    const regions = await trailcase('ls', uriOf(top.out));
    assert.match(regions.out, /^region\s+eu-west-1 .*\nregion\s+us-east-1 .*\n$/, regions.err);
    const days = await trailcase('ls', uriOf(regions.out));
    assert.match(days.out, /^day\s+2026-01-15 .*\n$/, days.err);
    const uri = uriOf((await trailcase('ls', uriOf(days.out))).out);
    assert.equal(uri, pathToFileURL(path.join(flat, 'sub/eu-west-1.json')).href);
    const printed = await trailcase('cat', uri, '--json');
    assert.equal(printed.code, 0, printed.err);
    assert.match(printed.out, /eu-west-1/);
    const one = await trailcase('ls', uri);
    assert.ok(one.out.includes(uri), one.err);
  });

  (process.platform === 'linux' ? it : it.skip)('lists a file whose name is not UTF-8, and prints it', async () => {
    const odd = path.join(folder, 'odd');
    await mkdir(odd);
    await writeFile(Buffer.concat([Buffer.from(`${odd}/`), Buffer.from('caf\xe9.csv', 'latin1')]), text);
    const { out } = await trailcase('ls', `${odd}/AWSLogs/111122223333`);
    const { out: files } = await trailcase('ls', /file:\S+/.exec(out)?.[0] ?? '');
    const { code, err } = await trailcase('cat', /file:\S+/.exec(files)?.[0] ?? '');
    assert.equal(code, 0, err);
  });

  (process.platform === 'linux' ? it : it.skip)('says at once that the demo case cannot be written', async () => {
    const { code, err } = await trailcase('demo', '/proc/trailcase-demo');
    assert.equal(code, 2);
    assert.match(err, /Cannot create the folder \/proc\/trailcase-demo/);
  });

  it('stops printing a large log when it is interrupted', async () => {
    const file = path.join(folder, 'large.json');
    await writeFile(file, newLogText(...Array.from({ length: 20_000 }, () => newRecord())));
    for (const flags of [[], ['--json'], ['--raw']]) {
      let isFirst = true;
      const { code, out } = await runTrailcase(['cat', file, ...flags], (child) => {
        if (isFirst) child.kill('SIGINT');
        isFirst = false;
      });
      assert.equal(code, 130, flags.join());
      assert.ok(out.length < (await stat(file)).size / 2, `${out.length} characters were still printed`);
    }
  });

  it('exits with 2 for what does not exist', async () => {
    await mkdir(path.join(folder, 'empty'), { recursive: true });
    assert.equal((await trailcase('cat', path.join(folder, 'empty', 'no.json'))).code, 2);
    assert.equal((await trailcase('ls', 's3://no-such-bucket-here', '--path-style')).code, 2);
  });
});
