import { fork } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { loadDuckDb } from '../src/index/duckDb';
import { SegmentWriter } from '../src/index/segmentWriter';
import { times, type BenchRow } from './benchTable';

/** What one process did with its share of the logs. */
interface Part {
  readonly records: number;
  readonly rawBytes: number;
  readonly cpuSeconds: number;
  readonly peakMb: number;
}

interface Measured extends Part {
  readonly wallSeconds: number;
}

type Way = 'parse' | 'index' | 'readJson';

const limits = { maxLogBytes: 256 * 1024 ** 2, maxGzipRatio: 300 };

function listLogs(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json.gz'))
    .sort();
}

/** The reference: what every tool that reads logs in Node has to do at least. */
function parseLogs(folder: string, names: readonly string[]): Pick<Part, 'records' | 'rawBytes'> {
  let records = 0;
  let rawBytes = 0;
  for (const name of names) {
    const text = gunzipSync(readFileSync(path.join(folder, name))).toString();
    rawBytes += text.length;
    records += (JSON.parse(text) as { Records: unknown[] }).Records.length;
  }
  return { records, rawBytes };
}

async function indexLogs(
  folder: string,
  names: readonly string[],
  indexFolder: string,
): Promise<Pick<Part, 'records' | 'rawBytes'>> {
  const writer = new SegmentWriter({ indexFolder, generator: 'trailcase bench', ...limits });
  let records = 0;
  let rawBytes = 0;
  for (const name of names) {
    const stored = readFileSync(path.join(folder, name));
    const counts = writer.add({ key: name, sizeBytes: stored.length }, stored);
    records += counts.indexed;
    rawBytes += counts.rawBytes;
    if (writer.isFull) await writer.publish();
  }
  await writer.publish();
  return { records, rawBytes };
}

/** DuckDB's own reader with the fields that all records have as typed structs, straight to Parquet. */
async function readJson(folder: string, target: string): Promise<Pick<Part, 'records' | 'rawBytes'>> {
  const record =
    'STRUCT(eventVersion VARCHAR, eventTime TIMESTAMP, eventName VARCHAR, eventSource VARCHAR, awsRegion VARCHAR, ' +
    'sourceIPAddress VARCHAR, userAgent VARCHAR, errorCode VARCHAR, errorMessage VARCHAR, readOnly BOOLEAN, ' +
    'managementEvent BOOLEAN, eventID VARCHAR, requestID VARCHAR, sharedEventID VARCHAR, eventType VARCHAR, ' +
    'eventCategory VARCHAR, recipientAccountId VARCHAR, userIdentity STRUCT("type" VARCHAR, principalId VARCHAR, ' +
    'arn VARCHAR, accountId VARCHAR, accessKeyId VARCHAR, userName VARCHAR, invokedBy VARCHAR, sessionContext ' +
    'STRUCT(sessionIssuer STRUCT("type" VARCHAR, arn VARCHAR, accountId VARCHAR, userName VARCHAR), attributes ' +
    'STRUCT(creationDate TIMESTAMP, mfaAuthenticated VARCHAR))), tlsDetails STRUCT(tlsVersion VARCHAR), ' +
    'requestParameters JSON, responseElements JSON, resources JSON)[]';
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const logs = `'${folder}/**/*.json.gz', columns = {Records: '${record}'}, maximum_object_size = 268435456`;
  await connection.run(
    `COPY (SELECT unnest(Records, recursive := true) FROM read_json(${logs})) TO '${target}' (FORMAT parquet, COMPRESSION zstd)`,
  );
  const [[count = 0n] = []] = (await connection.runAndReadAll(`SELECT count(*) FROM '${target}'`)).getRows();
  connection.closeSync();
  return { records: Number(count), rawBytes: 0 };
}

/** The first word of a process that does one part: see `measure`. */
export const partFlag = 'indexing-part';

/** In a child process: one share of the logs, one way. The words are those that `measure` gave it. */
export async function runIndexingPart([way, folder = '', output = '', ...numbers]: readonly string[]): Promise<void> {
  const [share = 0, shares = 1] = numbers.map(Number);
  const names = listLogs(folder).filter((_, index) => Math.floor(index / 64) % shares === share);
  const before = process.cpuUsage();
  const done =
    way === 'parse'
      ? parseLogs(folder, names)
      : way === 'index'
        ? await indexLogs(folder, names, output)
        : await readJson(folder, path.join(output, 'records.parquet'));
  const { user, system } = process.cpuUsage(before);
  const part: Part = { ...done, cpuSeconds: (user + system) / 1e6, peakMb: process.resourceUsage().maxRSS / 1024 };
  process.send?.(part);
}

/** All logs, one way, in as many processes as there are shares. */
async function measure(way: Way, folder: string, output: string, shares: number): Promise<Measured> {
  const start = performance.now();
  const parts = await Promise.all(
    Array.from({ length: shares }, async (_, share): Promise<Part> => {
      const child = fork(process.argv[1] ?? '', [partFlag, way, folder, output, String(share), String(shares)]);
      return await new Promise((resolve, reject) => {
        // Only runPart sends, and only this.
        child.once('message', (message) => {
          resolve(message as Part);
        });
        child.once('exit', (code) => {
          reject(new Error(`The process ended with ${String(code)} before it was done.`));
        });
      });
    }),
  );
  const sum = (pick: (part: Part) => number): number => parts.reduce((total, part) => total + pick(part), 0);
  return {
    records: sum(({ records }) => records),
    rawBytes: sum(({ rawBytes }) => rawBytes),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMb: sum(({ peakMb }) => peakMb),
    wallSeconds: (performance.now() - start) / 1000,
  };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((total, entry) => total + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

const seconds = (value: number): string => `${value.toFixed(1)} s`;

/** Building an index of a folder of logs, against parsing the same logs and against DuckDB's own JSON reader. */
export async function benchIndexing(folder: string): Promise<readonly BenchRow[]> {
  const output = mkdtempSync(path.join(tmpdir(), 'trailcase-bench-'));
  try {
    const parsed = await measure('parse', folder, output, 1);
    const json = await measure('readJson', folder, output, 1);
    rmSync(path.join(output, 'records.parquet'));
    const one = await measure('index', folder, output, 1);
    const size = sizeOf(output);
    rmSync(output, { recursive: true });
    const two = await measure('index', folder, output, 2);
    if (one.records !== parsed.records || two.records !== parsed.records) throw new Error('Records were lost.');
    const row = (what: string, ours: number, theirs: number, goal: string): BenchRow => [
      what,
      seconds(ours),
      seconds(theirs),
      times(ours / theirs),
      goal,
    ];
    return [
      row(`${parsed.records} records: CPU against gunzip + JSON.parse`, one.cpuSeconds, parsed.cpuSeconds, '≤ 2.0×'),
      row('two workers against one thread of that, wall', two.wallSeconds, parsed.wallSeconds, '< 1×'),
      row('against DuckDB’s read_json to Parquet, CPU', one.cpuSeconds, json.cpuSeconds, '< 1×'),
      ['size of the index, against the text', toMb(size), toMb(one.rawBytes), times(size / one.rawBytes), '≤ 0.15×'],
      ['peak memory of one process, and of two', `${one.peakMb.toFixed(0)} MB`, `${two.peakMb.toFixed(0)} MB`, '', ''],
    ];
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

function toMb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
