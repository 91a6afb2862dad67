import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findAwsCli, toAwsEnvironment } from '../test/support/integrityCases/awsCli';
import { startS3Server } from '../test/support/s3Server/s3Server';
import { newSignedTrail, type SignedTrail, type SignedTrailOptions } from '../test/support/signedTrail/signedTrail';
import { newSigningKey, toListedKey } from '../test/support/signedTrail/signingKey';
import { putInServer } from '../test/support/signedTrail/trailPlaces';
import { times, type BenchRow } from './benchTable';
import { canMeasureProcesses, measureProcess, type ProcessCost } from './measuredProcess';
import { median } from './paired';

/** `node bench.cjs --validating-server <large|small>`: a server of its own process, so that only validating is measured. */
export const validatingServerFlag = '--validating-server';

const bucket = 'bench-trail';
const hours = 30;
const largeLogs = 2010;
const smallLogs = 100_020;
const latencyMs = 30;
/** The AWS CLI takes minutes for a run with latency. */
const turns = { fast: 3, slow: 1 };

interface Served {
  readonly url: string;
  readonly arn: string;
  readonly from: string;
  readonly to: string;
}

/** Both programs as whole processes over one server, in turns; and the memory that ours takes. */
export async function benchValidating(cli: string): Promise<readonly BenchRow[]> {
  if (!canMeasureProcesses())
    return [['skipped: python3, by which processes are measured, is not here', '', '', '', '']];
  return [...(await compareWithAwsCli(cli)), await measureMemory(cli)];
}

/** The body of the server's process. A message is a latency in milliseconds from then on. */
export async function serveValidation(size: string): Promise<void> {
  const trail = newBenchTrail(size === 'large' ? newLargeLogs() : newSmallLogs());
  const server = await startS3Server();
  putInServer(server, trail.objects);
  server.publicKeys.set('us-east-1', [toListedKey(newSigningKey(), trail.start - 1e9, trail.end + 1e9)]);
  server.trails.push({
    description: { Name: 'bench', TrailARN: trail.arn, HomeRegion: 'us-east-1', S3BucketName: bucket },
    status: {},
  });
  process.on('message', (delayMs: number) => {
    server.reset();
    if (delayMs > 0) server.addFault({ times: Infinity, effect: { kind: 'delay', delayMs } });
    process.send?.('ready');
  });
  process.once('disconnect', () => process.exit());
  const served: Served = {
    url: server.url,
    arn: trail.arn,
    from: new Date(trail.start).toISOString(),
    to: new Date(trail.end).toISOString(),
  };
  process.send?.(served);
}

function newBenchTrail(options: SignedTrailOptions): SignedTrail {
  return newSignedTrail({ bucket, trail: 'bench', hours, ...options });
}

/** Of 30 KB as stored: one text for each hour, so that making them takes no longer than measuring. */
function newLargeLogs(): SignedTrailOptions {
  const { logs } = newSignedTrail({ hours, logsPerHour: 1, recordsPerLog: 560 });
  const texts = logs.map(({ bytes }) => withRequestIds(gunzipSync(bytes).toString('utf8')));
  return { logsPerHour: largeLogs / hours, logText: ({ index }) => texts[index] ?? '' };
}

/** What repeats least in real records: with it the text has nine to ten times the size of its gzip, as real logs have. */
function withRequestIds(text: string): string {
  let record = 0;
  return text.replaceAll('"eventType"', () => {
    const id = createHash('md5').update(String(record++)).digest('hex').slice(0, 16).toUpperCase();
    return `"requestID":"${id}","eventType"`;
  });
}

function newSmallLogs(): SignedTrailOptions {
  return { logsPerHour: smallLogs / hours, logText: () => '{"Records":[]}' };
}

async function compareWithAwsCli(cli: string): Promise<readonly BenchRow[]> {
  if (findAwsCli() === undefined) return [['against the AWS CLI: skipped, it is not installed', '', '', '', '']];
  return withServer('large', async (served, setLatency) => {
    const rows: BenchRow[] = [];
    for (const [delayMs, count, goal] of [
      [0, turns.fast, 4],
      [latencyMs, turns.slow, 25],
    ] as const) {
      await setLatency(delayMs);
      rows.push(...toRows(delayMs, goal, await runInTurns(cli, served, count)));
    }
    return rows;
  });
}

interface Turn {
  readonly ours: ProcessCost;
  readonly theirs: ProcessCost;
}

async function runInTurns(cli: string, served: Served, count: number): Promise<readonly Turn[]> {
  const done: Turn[] = [];
  for (let turn = 0; turn < count; turn++) {
    done.push({ ours: await runOurs(cli, served, largeLogs), theirs: await runAwsCli(served) });
  }
  return done;
}

function toRows(delayMs: number, goal: number, done: readonly Turn[]): readonly BenchRow[] {
  const of = (pick: (turn: Turn) => number): number => median(done.map(pick));
  const what = `${largeLogs.toLocaleString('en-US')} logs of 30 KB, ${delayMs} ms a request`;
  return [
    [
      `${what}: wall`,
      `${of(({ ours }) => ours.wallSeconds).toFixed(1)} s`,
      `${of(({ theirs }) => theirs.wallSeconds).toFixed(1)} s`,
      `${of(({ ours, theirs }) => theirs.wallSeconds / ours.wallSeconds).toFixed(1)}× faster`,
      `≥ ${goal}×`,
    ],
    [
      `${what}: CPU`,
      `${of(({ ours }) => ours.cpuSeconds).toFixed(1)} s`,
      `${of(({ theirs }) => theirs.cpuSeconds).toFixed(1)} s`,
      times(of(({ ours, theirs }) => ours.cpuSeconds / theirs.cpuSeconds)),
      '≤ 1×',
    ],
  ];
}

async function measureMemory(cli: string): Promise<BenchRow> {
  return withServer('small', async (served) => {
    const { peakMb, wallSeconds } = await runOurs(cli, served, smallLogs);
    const what = `${smallLogs.toLocaleString('en-US')} small logs: memory at the peak`;
    return [what, `${peakMb.toFixed(0)} MB, ${wallSeconds.toFixed(0)} s`, '', '', '≤ 200 MB'];
  });
}

/** As a user runs it, but with a state of its own: nothing is remembered. */
async function runOurs(cli: string, { url, arn, from, to }: Served, logs: number): Promise<ProcessCost> {
  const state = mkdtempSync(path.join(tmpdir(), 'trailcase-validating-'));
  const words = ['validate', `s3://${bucket}`, '--trail', arn, '--from', from, '--to', to, '--path-style'];
  try {
    return checkCost(
      await measureProcess([process.execPath, cli, ...words, '--index-folder', state], toAwsEnvironment(url)),
      logs,
    );
  } finally {
    rmSync(state, { recursive: true, force: true });
  }
}

async function runAwsCli({ url, arn, from, to }: Served): Promise<ProcessCost> {
  const words = ['--trail-arn', arn, '--start-time', from, '--end-time', to, '--region', 'us-east-1'];
  return checkCost(
    await measureProcess(['aws', 'cloudtrail', 'validate-logs', ...words], toAwsEnvironment(url)),
    largeLogs,
  );
}

/** What did not validate everything took no time that counts. */
function checkCost(cost: ProcessCost, logs: number): ProcessCost {
  if (cost.exitCode === 0 && cost.output.includes(`${logs}/${logs} log files valid`)) return cost;
  throw new Error(`Exit code ${cost.exitCode}, not ${logs} valid logs:\n${cost.output.slice(0, 2000)}`);
}

async function withServer<T>(
  size: 'large' | 'small',
  measure: (served: Served, setLatency: (delayMs: number) => Promise<void>) => Promise<T>,
): Promise<T> {
  const child = fork(process.argv[1] ?? '', [validatingServerFlag, size], { execArgv: ['--no-warnings'] });
  try {
    const [served] = (await once(child, 'message')) as [Served]; // what serveValidation sends first
    return await measure(served, async (delayMs) => {
      child.send(delayMs);
      await once(child, 'message');
    });
  } finally {
    child.disconnect();
  }
}
