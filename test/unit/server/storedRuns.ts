import type { ValidatedHour, ValidatedObject, ValidationHeader } from '../../../src/engine/digest/validation';
import { RunWriter } from '../../../src/validation/runWriter';
import { ValidationStore, type StoredRun } from '../../../src/validation/validationStore';

export const account = '111122223333';
export const region = 'us-east-1';
const root = `AWSLogs/${account}/`;

export function logKey(day: string, name: string): string {
  return `${root}CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${day.replaceAll('/', '')}T0005Z_${name.padEnd(16, '0')}.json.gz`;
}

export function digestKey(day: string): string {
  return `${root}CloudTrail-Digest/${region}/${day}/${account}_CloudTrail-Digest_${region}_audit_${region}_${day.replaceAll('/', '')}T010131Z.json.gz`;
}

export function newObject(key: string | undefined, fields: Partial<ValidatedObject> = {}): ValidatedObject {
  return { kind: 'log', status: 'valid', account, region, ...(key === undefined ? {} : { key }), ...fields };
}

export function newHour(day: string, fields: Partial<ValidatedHour> = {}): ValidatedHour {
  const from = Date.parse(`${day.replaceAll('/', '-')}T00:00:00Z`);
  return { account, region, from, to: from + 3_600_000, status: 'covered', logs: 1, ...fields };
}

export interface RunContent {
  readonly objects?: readonly ValidatedObject[];
  readonly hours?: readonly ValidatedHour[];
  readonly header?: Partial<ValidationHeader>;
}

/** Keeps a run as the real one is kept. Later ones need a later `startedTime`. */
export async function keepRun(
  storeFolder: string,
  startedTime: number,
  { objects = [], hours = [], header = {} }: RunContent,
): Promise<StoredRun> {
  const writer = await RunWriter.create(storeFolder, startedTime);
  await writer.writeLane({ root, account, region }, { objects, hours });
  await writer.finish({ ...newHeader(writer.runId, startedTime, writer), ...header });
  return new ValidationStore(storeFolder).open(writer.runId);
}

function newHeader(runId: string, startedTime: number, writer: RunWriter): ValidationHeader {
  return {
    version: 1,
    runId,
    location: 's3://logs/',
    scope: { prefix: '' },
    window: { from: 0, to: startedTime },
    verdict: 'unproven',
    exitCode: 2,
    isComplete: true,
    startedTime,
    endedTime: startedTime + 1000,
    generator: 'trailcase test',
    summary: writer.summary(0),
    chains: [],
    keys: [],
    problems: [],
  };
}

export function dayFolder(day: string): string {
  return `${root}CloudTrail/${region}/${day}/`;
}
