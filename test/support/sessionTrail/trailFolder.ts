import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { EpochMs } from '../../../src/base/time';
import { toIsoSeconds, type RecordFields } from './trailActors';

/** A record on its way into the log of one account and region. */
export interface TrailEntry {
  readonly account: string;
  readonly region: string;
  readonly time: EpochMs;
  readonly record: RecordFields;
}

/** One log file, as `IndexFixture.addSegment` takes it. */
export interface TrailObject {
  readonly key: string;
  readonly records: readonly RecordFields[];
}

/** A log for each account, region and hour, under CloudTrail's names. */
export function toTrailObjects(entries: readonly TrailEntry[], fileName = 'sessions'): readonly TrailObject[] {
  const logs = new Map<string, RecordFields[]>();
  for (const { account, region, time, record } of entries) {
    const hour = toIsoSeconds(time).slice(0, 13);
    const day = hour.slice(0, 10);
    const stamp = `${hour.replaceAll('-', '')}55Z`;
    const folder = `AWSLogs/${account}/CloudTrail/${region}/${day.replaceAll('-', '/')}`;
    const key = `${folder}/${account}_CloudTrail_${region}_${stamp}_${fileName.padEnd(16, '0').slice(0, 16)}.json.gz`;
    const log = logs.get(key);
    if (log === undefined) logs.set(key, [record]);
    else log.push(record);
  }
  return [...logs].map(([key, records]) => ({ key, records }));
}

export function writeTrailObjects(folder: string, objects: readonly TrailObject[]): void {
  for (const { key, records } of objects) {
    const file = path.join(folder, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, gzipSync(JSON.stringify({ Records: records })));
  }
}
