import type { EpochMs } from '../base/time';
import { accounts, minute, organizationId, type Region, regions, second, toIsoSeconds } from './demoWorld';
import { toJsonText } from './jsonText';
import { alphanumerics, newRandom, type Random } from './prng';
import type { PendingRecord } from './recordBuilder';

/** The log of one account in one region: files and digests are delivered per lane. */
export interface Lane {
  readonly account: string;
  readonly region: Region;
}

export const lanes: readonly Lane[] = accounts.flatMap((account) => regions.map((region) => ({ account, region })));

/** A log file as CloudTrail delivered it, before anybody touched it. */
export interface DeliveredLog {
  readonly key: string;
  readonly deliveredAt: EpochMs;
  /** The JSON text, before gzip: its hash stands in the digest. */
  readonly text: string;
  readonly oldestEventTime: EpochMs;
  readonly newestEventTime: EpochMs;
  readonly records: readonly PendingRecord[];
}

const windowMs = 5 * minute;
const maxRecordsPerFile = 60;

/** Collects a lane's records in windows of five minutes; each window is delivered some minutes after it closed. */
export function deliverLogs(lane: Lane, records: readonly PendingRecord[]): readonly DeliveredLog[] {
  const random = newRandom(`delivery ${lane.account} ${lane.region}`);
  const windows = new Map<number, PendingRecord[]>();
  for (const record of [...records].sort((a, b) => a.time - b.time)) {
    const start = Math.floor(record.time / windowMs) * windowMs;
    const window = windows.get(start);
    if (window === undefined) windows.set(start, [record]);
    else window.push(record);
  }
  const logs: DeliveredLog[] = [];
  for (const [start, window] of windows) {
    const deliveredAt = start + windowMs + random.whole(20, 235) * second;
    for (let from = 0; from < window.length; from += maxRecordsPerFile) {
      logs.push(newLog(random, lane, deliveredAt, window.slice(from, from + maxRecordsPerFile)));
    }
  }
  return logs;
}

function newLog(random: Random, lane: Lane, deliveredAt: EpochMs, inOrder: readonly PendingRecord[]): DeliveredLog {
  const times = inOrder.map((record) => record.time);
  // Real files are often not in time order.
  const records = random.chance(0.3) ? [...inOrder].sort((a, b) => toOrder(a) - toOrder(b)) : inOrder;
  return {
    key: toLogKey(lane, 'CloudTrail', deliveredAt, random),
    deliveredAt,
    text: toLogText(records),
    oldestEventTime: Math.min(...times),
    newestEventTime: Math.max(...times),
    records,
  };
}

/** A fixed disorder that stays near the true order: seconds are compared backwards within a minute. */
function toOrder(record: PendingRecord): number {
  return Math.floor(record.time / minute) * minute + (minute - (record.time % minute));
}

export function toLogText(records: readonly PendingRecord[]): string {
  return toJsonText({ Records: records.map((record) => record.content) });
}

export function toLogKey(lane: Lane, kind: 'CloudTrail' | 'CloudTrail-Insight', time: EpochMs, random: Random): string {
  const stamp = toStamp(time).replace(/\d\dZ$/, 'Z');
  const fileName = `${lane.account}_${kind}_${lane.region}_${stamp}_${random.text(alphanumerics, 16)}.json.gz`;
  return `${toDayFolder(lane, kind, time)}/${fileName}`;
}

export function toDayFolder(lane: Lane, kind: string, time: EpochMs): string {
  const day = toIsoSeconds(time).slice(0, 10).replaceAll('-', '/');
  return `AWSLogs/${organizationId}/${lane.account}/${kind}/${lane.region}/${day}`;
}

/** `20260115T140509Z` */
export function toStamp(time: EpochMs): string {
  return toIsoSeconds(time).replace(/[-:]/g, '');
}
