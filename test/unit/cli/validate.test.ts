import assert from 'node:assert/strict';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseKeyFile } from '../../../src/engine/digest/keyFile';
import { buildPrograms, type BuiltPrograms } from '../../support/builtPrograms';
import { isolateAwsEnvironment, type AwsEnvironment } from '../../support/s3Server/awsEnvironment';
import { accessDeniedTo } from '../../support/s3Server/faults';
import { defaultCredential, startS3Server, type S3TestServer } from '../../support/s3Server/s3Server';
import { newSignedTrail } from '../../support/signedTrail/signedTrail';
import { newSigningKey, toListedKey } from '../../support/signedTrail/signingKey';
import { TrailBucket } from '../../support/signedTrail/trailBucket';
import { putInServer, writeToFolder } from '../../support/signedTrail/trailPlaces';

interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const trail = newSignedTrail({ regions: ['us-east-1', 'eu-west-1'], hours: 4 });
const [lane] = trail.digests;
const window = ['--from', '2026-01-15T00:01:31Z', '--to', '2026-01-15T04:01:31Z'];
const [log] = trail.logs;
const listed = [toListedKey(newSigningKey(), trail.start - 86_400_000, trail.end + 86_400_000)];

describe('trailcase validate and keys (command line)', function () {
  this.timeout(30_000);
  let programs: BuiltPrograms;
  let server: S3TestServer;
  let environment: AwsEnvironment;
  let folder: string;
  let bucket: TrailBucket;

  before(async function () {
    this.timeout(60_000);
    programs = await buildPrograms('cli', 'checkWorker');
  });
  after(() => programs.remove());
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'trailcase-validate-'));
    server = await startS3Server();
    bucket = new TrailBucket(trail);
    putInServer(server, bucket.list());
    for (const region of ['us-east-1', 'eu-west-1']) server.publicKeys.set(region, listed);
    environment = await isolateAwsEnvironment({
      variables: {
        AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
        AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
        AWS_ENDPOINT_URL: server.url,
        XDG_STATE_HOME: path.join(folder, 'state'),
        XDG_CACHE_HOME: path.join(folder, 'cache'),
      },
    });
  });
  afterEach(async () => {
    await environment.restore();
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });

  function trailcase(...words: readonly string[]): Promise<Run> {
    return start(words).done;
  }

  function start(words: readonly string[]): { readonly child: ChildProcess; readonly done: Promise<Run> } {
    const child = spawn(process.execPath, [path.join(programs.folder, 'cli.js'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const done = new Promise<Run>((resolve, reject) => {
      let out = '';
      let err = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
      child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
      child.on('error', reject).on('close', (code) => {
        resolve({ code, out, err });
      });
    });
    return { child, done };
  }

  function validateBucket(...words: readonly string[]): Promise<Run> {
    return trailcase('validate', 's3://trail-logs', '--path-style', ...window, ...words);
  }

  function countReads(of: 'CloudTrail' | 'CloudTrail-Digest'): number {
    return server.requests.filter(({ operation, key }) => operation === 'GetObject' && key.includes(`/${of}/`)).length;
  }

  it('proves all regions of a bucket in one run, in the words of the AWS CLI', async () => {
    const { code, out, err } = await validateBucket();
    assert.equal(code, 0, out + err);
    assert.equal(err, '');
    assert.match(out, /^Validating log files .* between 2026-01-15T00:01:31Z and 2026-01-15T04:01:31Z\n\n/);
    assert.match(out, /\n8\/8 digest files valid\n16\/16 log files valid\n/);
    assert.match(out, /Proven/);
    assert.doesNotMatch(out, /\tvalid/, 'valid objects are told with --verbose only');
    assert.equal(server.count('GetBucketLocation') + server.count('DescribeTrails'), 0, 'neither call is needed');
  });

  it('tells what is valid with --verbose, and only the account, region and trail asked for', async () => {
    const narrow = ['--account', '111122223333', '--region', 'eu-west-1', '--trail', trail.arn, '--verbose'];
    const { code, out, err } = await validateBucket(...narrow);
    assert.equal(code, 0, out + err);
    assert.match(
      out,
      /^Validating log files for trail arn:aws:cloudtrail:us-east-1:111122223333:trail\/management between /,
    );
    assert.equal(out.match(/^Digest file\ts3:\/\/trail-logs\/\S+\tvalid$/gm)?.length, 4);
    assert.equal(out.match(/^Log file\ts3:\/\/trail-logs\/\S+\tvalid$/gm)?.length, 8);
    assert.doesNotMatch(out, /us-east-1\/2026/);
  });

  it('exits with 1 for what is wrong, and tells it on standard error', async () => {
    bucket.editText(log!.key, () => '{"Records":[]}');
    putInServer(server, bucket.list());
    const { code, out, err } = await validateBucket();
    assert.equal(code, 1);
    assert.equal(err, `Log file\ts3://trail-logs/${log!.key}\tINVALID: hash value doesn't match\n\n`);
    assert.match(out, /15\/16 log files valid, 1\/16 log files INVALID/);
  });

  it('keeps its verdict when the reader of its output goes away', async () => {
    bucket.editText(log!.key, () => '{"Records":[]}');
    putInServer(server, bucket.list());
    const { child, done } = start(['validate', 's3://trail-logs', '--path-style', ...window, '--verbose']);
    child.stdout?.destroy();
    child.stderr?.destroy();
    assert.equal((await done).code, 1);
  });

  it('exits with 2 for what cannot be proven, and goes on', async () => {
    server.addFault({
      operation: 'GetObject',
      path: new RegExp(log!.key),
      times: Infinity,
      effect: accessDeniedTo(defaultCredential.arn, 's3:GetObject', `arn:aws:s3:::trail-logs/${log!.key}`),
    });
    const { code, out, err } = await validateBucket();
    assert.equal(code, 2, out + err);
    assert.match(err, /UNREADABLE: .*s3:GetObject/);
    assert.match(out, /15\/16 log files valid/);
  });

  it('writes the report for machines to standard output, with the verdict beside it', async () => {
    const { code, out, err } = await validateBucket('--format', 'json');
    assert.equal(code, 0, err);
    const report = JSON.parse(out) as {
      verdict: string;
      window: { from: string; to: string };
      objects: { uri: string | null; kind: string; status: string; account: string; region: string; trail?: string }[];
      hours: { trail: string; account: string; region: string; from: string; to: string; status: string }[];
    };
    assert.equal(report.verdict, 'proven');
    assert.deepEqual(report.window, { from: '2026-01-15T00:01:31Z', to: '2026-01-15T04:01:31Z' });
    assert.equal(report.objects.length, 24);
    assert.ok(report.objects.every(({ status, account }) => status === 'valid' && account === '111122223333'));
    assert.ok(report.objects.some(({ uri, kind }) => kind === 'log' && uri === `s3://trail-logs/${log!.key}`));
    assert.deepEqual(new Set(report.hours.map(({ region }) => region)), new Set(['us-east-1', 'eu-west-1']));
    assert.equal(report.hours.length, 8);
    assert.match(err, /^trailcase: Proven: /);
  });

  const files = [
    ['junit', /^<\?xml[\s\S]*<testsuite/],
    ['html', /^<!doctype html>/i],
    ['markdown', /^# /],
    ['text', /^Validating log files/],
    ['json', /^\{/],
  ] as const;
  it('writes every format to a file', async () => {
    for (const [format, pattern] of files) {
      const file = path.join(folder, `report.${format}`);
      const { code, out, err } = await validateBucket('--format', format, '--output', file);
      assert.equal(code, 0, err);
      assert.equal(out, '');
      assert.match(await readFile(file, 'utf8'), pattern);
      assert.match(err, /Proven: [\s\S]*The report is in /);
    }
  });

  it('tries where the report goes before it reads anything', async () => {
    await mkdir(path.join(folder, 'report.html'));
    for (const file of [path.join(folder, 'none', 'report.html'), path.join(folder, 'report.html')]) {
      const { code, out, err } = await validateBucket('--format', 'html', '--output', file);
      assert.equal(code, 3, err);
      assert.equal(out, '');
      assert.match(err, /Cannot write .*report\.html: /);
    }
    assert.equal(server.requests.length, 0);
    assert.deepEqual((await readdir(folder)).sort(), ['report.html'], 'nothing is left behind');
  });

  for (const [isWrong, expected] of [
    [true, 1],
    [false, 2],
  ] as const) {
    it(`exits with ${expected} when a report that ${isWrong ? 'finds something wrong' : 'proves all'} cannot be written in the end`, async () => {
      const place = path.join(folder, 'reports');
      await mkdir(place);
      if (isWrong) bucket.editText(log!.key, () => '{"Records":[]}');
      putInServer(server, bucket.list());
      server.addFault({ operation: 'GetObject', path: new RegExp(log!.key), effect: { kind: 'delay', delayMs: 500 } });
      const output = ['--format', 'json', '--output', path.join(place, 'report.json')];
      const { done } = start(['validate', 's3://trail-logs', '--path-style', ...window, ...output]);
      while (!server.requests.some(({ key }) => key === log!.key)) await server.nextRequest();
      await rm(place, { recursive: true });
      const { code, err } = await done;
      assert.equal(code, expected, err);
      assert.match(err, /Cannot write .*report\.json: /);
      assert.match(err, isWrong ? /Wrong: .* 1 log modified/ : /Proven: /);
    });
  }

  it('takes an offset from UTC for one', async () => {
    const offset = ['--from', '2026-01-15T02:01:31+02:00', '--to', '2026-01-14T23:01:31-05:00'];
    const { code, out, err } = await trailcase('validate', 's3://trail-logs', '--path-style', ...offset);
    assert.equal(code, 0, err);
    assert.match(out, /between 2026-01-15T00:01:31Z and 2026-01-15T04:01:31Z/);
  });

  it('reads no log twice, unless it is told to', async () => {
    assert.equal((await validateBucket()).code, 0);
    assert.equal(countReads('CloudTrail'), 16);
    server.reset();
    const { code, out } = await validateBucket();
    assert.equal(code, 0);
    assert.match(out, /16\/16 log files valid/);
    assert.equal(countReads('CloudTrail'), 0, 'their ETags are the same');
    assert.equal(countReads('CloudTrail-Digest'), 8, 'what proves them is read anew');
    server.reset();
    assert.equal((await validateBucket('--no-resume')).code, 0);
    assert.equal(countReads('CloudTrail'), 16);
  });

  it('tells on Ctrl+C what it judged until then, and exits with 130', async () => {
    server.addFault({ operation: 'GetObject', path: new RegExp(log!.key), effect: { kind: 'hang' } });
    const { child, done } = start(['validate', 's3://trail-logs', '--path-style', ...window, '--format', 'json']);
    while (!server.requests.some(({ key }) => key === log!.key)) await server.nextRequest();
    child.kill('SIGINT');
    const { code, out, err } = await done;
    assert.equal(code, 130, err);
    const report = JSON.parse(out) as { verdict: string; objects: { uri: string; status: string }[] };
    assert.notEqual(report.verdict, 'proven');
    assert.equal(report.objects.find(({ uri }) => uri.endsWith(log!.key))?.status, 'unreadable');
  });

  it('validates an evidence copy on disk without AWS, with saved keys', async () => {
    const keyFile = path.join(folder, 'keys.json');
    const saved = await trailcase('keys', 'save', keyFile, '--region', 'us-east-1,eu-west-1', ...window);
    assert.equal(saved.code, 0, saved.err);
    assert.match(saved.out, /^2 public keys in /);
    assert.equal(parseKeyFile(await readFile(keyFile, 'utf8'), 'file').keys.length, 2);
    const copy = path.join(folder, 'evidence');
    await writeToFolder(copy, bucket.list());
    server.reset();
    const { code, out, err } = await trailcase('validate', copy, ...window, '--public-keys', keyFile);
    assert.equal(code, 0, out + err);
    assert.match(out, /copy of s3:\/\/trail-logs/);
    assert.equal(server.requests.length, 0);
  });

  it('counts what a folder has once, whatever links lead round in it, and waits for no pipe', async function () {
    if (process.platform === 'win32') this.skip();
    const keyFile = path.join(folder, 'keys.json');
    await trailcase('keys', 'save', keyFile, '--region', 'us-east-1,eu-west-1', ...window);
    const copy = path.join(folder, 'evidence');
    await writeToFolder(copy, bucket.list());
    for (const place of ['loop', 'AWSLogs/loop', 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/loop']) {
      await symlink(copy, path.join(copy, place));
    }
    const sidecar = path.join(copy, `${lane!.key}.sidecar.json`);
    await rm(sidecar);
    execFileSync('mkfifo', [sidecar]);
    const { code, out, err } = await trailcase('validate', copy, ...window, '--public-keys', keyFile);
    assert.equal(code, 0, out + err);
    assert.match(out, /\n8\/8 digest files valid\n16\/16 log files valid\n/);
  });

  it('asks AWS nothing for a folder, and says how to get keys', async () => {
    const copy = path.join(folder, 'evidence');
    await writeToFolder(copy, bucket.list());
    const { code, out, err } = await trailcase('validate', copy, ...window);
    assert.equal(code, 2, out + err);
    assert.match(out + err, /trailcase keys save/);
    assert.doesNotMatch(err, /If you trust/);
    await writeFile(path.join(copy, 'public-keys.json'), '{}');
    assert.match((await trailcase('validate', copy, ...window)).err, /If you trust .*public-keys\.json/);
    assert.equal(server.requests.length, 0);
    // Keys that were fetched for a bucket are still there for its copy.
    assert.equal((await validateBucket()).code, 0);
    server.reset();
    assert.equal((await trailcase('validate', copy, ...window)).code, 0);
    assert.equal(server.requests.length, 0);
  });

  it('leaves only the newest digest of a copy without metadata unproven', async () => {
    const keyFile = path.join(folder, 'keys.json');
    await trailcase('keys', 'save', keyFile, '--region', 'us-east-1,eu-west-1', ...window);
    const copy = path.join(folder, 'evidence');
    await writeToFolder(copy, bucket.list(), false);
    const { code, out, err } = await trailcase('validate', copy, ...window, '--public-keys', keyFile);
    assert.equal(code, 2, out + err);
    assert.match(out, /\n6\/8 digest files valid/);
  });

  it('validates a copy in another bucket with --original-location', async () => {
    for (const { key, bytes, metadata } of bucket.list()) server.put('case-42', `evidence/${key}`, bytes, { metadata });
    const copy = ['validate', 's3://case-42/evidence', '--path-style', ...window];
    const { code, out, err } = await trailcase(...copy, '--original-location', 's3://trail-logs');
    assert.equal(code, 0, out + err);
    assert.match(out, /copy of s3:\/\/trail-logs/);
    const moved = await trailcase(...copy);
    assert.equal(moved.code, 1);
    assert.match(moved.err, /INVALID: has been moved from its original location/);
  });

  it('adds keys to a file, and says which region has none', async () => {
    const keyFile = path.join(folder, 'keys.json');
    assert.equal((await trailcase('keys', 'save', keyFile, '--region', 'us-east-1', ...window)).code, 0);
    const { code, out, err } = await trailcase('keys', 'save', keyFile, '--region', 'eu-west-1,ap-south-1', ...window);
    assert.equal(code, 2);
    assert.match(err, /no public keys in ap-south-1/);
    assert.match(err, /Digests of ap-south-1 will be unproven with this file, not invalid/);
    assert.match(out, /^2 public keys in /);
  });

  const refused: readonly (readonly [words: readonly string[], message: RegExp])[] = [
    [['validate'], /location is missing/],
    [['validate', 's3://trail-logs', '--from', '2026-01-16', '--to', '2026-01-15'], /--from is not before --to/],
    [['validate', 's3://trail-logs', '--trail', 'arn:aws:cloudtrail:us-east-1:111122223333:x'], /--trail/],
    [['validate', 's3://trail-logs', '--public-keys', '/nonexistent/keys.json'], /key file .* cannot be read/],
    [['validate', 's3://trail-logs', '--original-location', 'somewhere'], /s3:\/\/bucket\/prefix/],
    [['validate', `s3://trail-logs/${lane!.key}`], /not one object/],
    [['validate', 's3://trail-logs', '--format', 'pdf'], /--format/],
    [['keys', 'save'], /trailcase keys save <file>/],
    [['keys', 'load', 'keys.json'], /trailcase keys save <file>/],
    [['keys', 'save', 'keys.json', '--region', 'us-east-1'], /--from is missing/],
    [['keys', 'save', 'keys.json', '--from', '2026-01-15'], /--region is missing/],
    [['keys', 'save', 'keys.json', '--endpoint-url', 'http://127.0.0.1:1'], /AWS_ENDPOINT_URL_CLOUDTRAIL/],
  ];
  it('exits with 3 for what cannot be meant', async () => {
    await writeFile(path.join(folder, 'empty.json'), '{"PublicKeyList":[]}');
    const emptyFile = ['validate', 's3://trail-logs', '--public-keys', path.join(folder, 'empty.json')];
    for (const [words, message] of [...refused, [emptyFile, /no public key in/] as const]) {
      const { code, out, err } = await trailcase(...words, '--path-style');
      assert.equal(code, 3, `${words.join(' ')}: ${err}`);
      assert.equal(out, '');
      assert.match(err, message);
    }
    assert.equal(server.requests.length, 0);
  });

  it('says that a bucket is not there, and exits with 2', async () => {
    const { code, out, err } = await trailcase('validate', 's3://no-such-trail', '--path-style', ...window);
    assert.equal(code, 2);
    assert.match(out + err, /no-such-trail.*(?:does not exist|no bucket)|no bucket.*no-such-trail/i);
  });
});
