import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import=tsx', entry, ...words], {
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
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
    ['no location', ['ls'], /location is missing/],
    ['a bad bucket name', ['ls', 's3://A'], /bucket/],
    ['a folder to print', ['cat', '.'], /is a folder/],
  ] as const) {
    it(`explains ${what} and exits with 3`, async () => {
      const { code, err } = await trailcase(...words);
      assert.equal(code, 3, err);
      assert.match(err, expected);
    });
  }

  it('exits with 2 for what does not exist', async () => {
    await mkdir(path.join(folder, 'empty'), { recursive: true });
    assert.equal((await trailcase('cat', path.join(folder, 'empty', 'no.json'))).code, 2);
    assert.equal((await trailcase('ls', 's3://no-such-bucket-here', '--path-style')).code, 2);
  });
});
