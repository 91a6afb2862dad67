import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { silentLog } from '../src/base/log';
import { mapConcurrent } from '../src/base/concurrency';
import type { StoredObject } from '../src/engine/ports';
import { openBulkSource } from '../src/source/openBulkSource';
import { openSource } from '../src/source/openSource';
import { lazySessions } from '../src/source/s3/lazyS3Source';
import { isolateAwsEnvironment } from '../test/support/s3Server/awsEnvironment';
import { defaultCredential, startS3Server } from '../test/support/s3Server/s3Server';
import { times, type BenchRow } from './benchTable';
import { median } from './paired';

/** `node bench.cjs --fetching-server <latency in ms>`: the server has a process of its own, so that only reading is measured. */
export const serverFlag = '--fetching-server';
const objectCount = 2000;
const inFlight = 96;
const turns = 7;
const latencyMs = 30;
const oneAtATime = 20;
const keys = Array.from({ length: objectCount }, (_, index) => `AWSLogs/111122223333/${index}.json.gz`);

type Read = (key: string) => Promise<StoredObject> | StoredObject;

/** CPU of the reading process for each object, against the SDK's GetObject; and how well many reads hide latency. */
export async function benchFetching(): Promise<readonly BenchRow[]> {
  const environment = await isolateAwsEnvironment({
    variables: {
      AWS_ACCESS_KEY_ID: defaultCredential.accessKeyId,
      AWS_SECRET_ACCESS_KEY: defaultCredential.secretAccessKey,
    },
  });
  try {
    return [await withServer(0, compareCpu), await withServer(latencyMs, compareLatency)];
  } finally {
    await environment.restore();
  }
}

/** The body of the server's process: objects of 1 to 5 KB. */
export async function serveObjects(delayMs: number): Promise<void> {
  const server = await startS3Server();
  for (const [index, key] of keys.entries()) server.put('trail', key, randomBytes(1024 + ((index * 37) % 4096)));
  if (delayMs > 0) server.addFault({ operation: 'GetObject', times: Infinity, effect: { kind: 'delay', delayMs } });
  process.once('disconnect', () => process.exit());
  process.send?.(server.url);
}

async function withServer(delayMs: number, measure: (bulk: Read, sdk: Read) => Promise<BenchRow>): Promise<BenchRow> {
  const child = fork(process.argv[1] ?? '', [serverFlag, String(delayMs)], { execArgv: ['--no-warnings'] });
  const [endpoint] = (await once(child, 'message')) as [string]; // serveObjects sends its URL
  const services = { log: silentLog, askMfaCode: () => Promise.resolve(undefined), onRetry: () => undefined };
  const opened = openSource(
    { uri: 's3://trail', region: 'us-east-1', endpoint, pathStyle: true },
    lazySessions(services),
  );
  const { signal } = new AbortController();
  const { bulkCredentials } = opened;
  if (bulkCredentials === undefined) throw new Error('A bucket has credentials');
  const bulk = openBulkSource(await opened.toBulkOrigin(signal), bulkCredentials, { maxConnections: inFlight });
  try {
    return await measure(
      (key) => bulk.readObject(key, signal),
      (key) => opened.source.readObject(key, signal),
    );
  } finally {
    bulk.dispose();
    opened.dispose();
    child.disconnect();
  }
}

async function compareCpu(bulk: Read, sdk: Read): Promise<BenchRow> {
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = -2; turn < turns; turn++) {
    const pair = [await cpuOf(bulk), await cpuOf(sdk)] as const;
    if (turn < 0) continue;
    ours.push(pair[0]);
    theirs.push(pair[1]);
  }
  const ratio = median(ours.map((value, turn) => value / (theirs[turn] ?? Number.NaN)));
  return [
    `CPU of a read of 1–5 KB, ${inFlight} at once, against the SDK's GetObject`,
    `${median(ours).toFixed(3)} ms`,
    `${median(theirs).toFixed(3)} ms`,
    times(ratio),
    '≤ 0.2 ms',
  ];
}

/** Milliseconds of CPU an object, of all threads of this process. */
async function cpuOf(read: Read): Promise<number> {
  const start = process.cpuUsage();
  await mapConcurrent(keys, inFlight, async (key) => (await read(key)).bytes.length);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / keys.length;
}

async function compareLatency(bulk: Read): Promise<BenchRow> {
  await mapConcurrent(keys, inFlight, async (key) => (await bulk(key)).bytes.length);
  const single = await rateOf(bulk, keys.slice(0, oneAtATime), 1);
  const many = await rateOf(bulk, keys, inFlight);
  return [
    `reads a second with ${latencyMs} ms of latency, ${inFlight} at once, against one at a time`,
    many.toFixed(0),
    single.toFixed(0),
    times(many / single),
    '≥ 40×',
  ];
}

async function rateOf(read: Read, wanted: readonly string[], atOnce: number): Promise<number> {
  const start = performance.now();
  await mapConcurrent(wanted, atOnce, async (key) => (await read(key)).bytes.length);
  return (1000 * wanted.length) / (performance.now() - start);
}
