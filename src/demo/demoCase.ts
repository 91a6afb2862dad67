import { gzipSync } from 'node:zlib';
import type { EpochMs } from '../base/time';
import { newBackgroundTraffic } from './backgroundTraffic';
import { toCaseFile } from './caseFile';
import { caseEnd, loggingRestarted, loggingStopped, minute, second, utc } from './demoWorld';
import { type DeliveredLog, deliverLogs, lanes, toLogText } from './delivery';
import { type DemoKeyPair, newDemoKeyPair } from './demoKeyPair';
import { newDigests } from './digestChain';
import { insightLane, newInsightLog } from './insight';
import { intruderOrigin, newIntrusion } from './intrusion';
import type { PendingRecord } from './recordBuilder';

/** An object of the demo bucket, ready to be stored. */
export interface DemoObject {
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly lastModified: EpochMs;
  /** User metadata, names in lower case and without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The whole demo case: `CASE.md`, `public-keys.json`, and the trail below `AWSLogs/`, the same on every run.
 * Compressed bytes may differ between Node versions; what they hold does not.
 */
export function* demoCaseObjects(): Iterable<DemoObject> {
  const keyPair = newDemoKeyPair();
  yield newTextObject('CASE.md', demoReadme());
  yield newTextObject('public-keys.json', toPublicKeys(keyPair));
  const records = [...newBackgroundTraffic(), ...newIntrusion()].filter(isLogged);
  for (const lane of lanes) {
    const isOfLane = (record: PendingRecord) => record.account === lane.account && record.region === lane.region;
    const delivered = deliverLogs(lane, records.filter(isOfLane));
    const logs =
      lane.account === insightLane.account && lane.region === insightLane.region
        ? [...delivered, newInsightLog(intruderOrigin.userAgent)].sort((a, b) => a.deliveredAt - b.deliveredAt)
        : delivered;
    for (const log of logs) yield* toLogObjects(log);
    for (const digest of newDigests(lane, logs, keyPair)) {
      yield {
        key: digest.key,
        bytes: toGzip(digest.text),
        lastModified: digest.endTime + 40 * second,
        metadata: { signature: digest.signature, 'signature-algorithm': 'SHA256withRSA' },
      };
    }
  }
}

/** The answer of ListPublicKeys for the demo's digests, as JSON text. */
export function demoPublicKeys(): string {
  return toPublicKeys(newDemoKeyPair());
}

/** The case file: what to look for, and further down what happened. Markdown. */
export function demoReadme(): string {
  return toCaseFile();
}

function toPublicKeys(keyPair: DemoKeyPair): string {
  const key = {
    Value: keyPair.publicKeyDer.toString('base64'),
    ValidityStartTime: utc('2025-07-01T00:00:00Z') / 1000,
    ValidityEndTime: utc('2026-07-01T00:00:00Z') / 1000,
    Fingerprint: keyPair.fingerprint,
  };
  return `${JSON.stringify({ PublicKeyList: [key] }, null, 2)}\n`;
}

/** A trail logs nothing while it is stopped, and the case ends before the last delivery of the third day. */
function isLogged(record: PendingRecord): boolean {
  if (record.time >= lastEventTime) return false;
  return record.time <= loggingStopped || record.time >= loggingRestarted;
}

const lastEventTime = caseEnd - 10 * minute;

/** When the intruder, unseen, worked on the bucket. */
const tamperedAt = utc('2026-01-15T05:14:52Z');

/** What lies in the bucket today: a log that somebody cut a record out of keeps its name, a deleted one is gone. */
function* toLogObjects(log: DeliveredLog): Generator<DemoObject> {
  if (log.records.some((record) => record.fate === 'lost')) return;
  const kept = log.records.filter((record) => record.fate !== 'erased');
  const isTampered = kept.length < log.records.length;
  yield {
    key: log.key,
    bytes: toGzip(isTampered ? toLogText(kept) : log.text),
    lastModified: isTampered ? tamperedAt : log.deliveredAt + 2 * second,
    metadata: {},
  };
}

function newTextObject(key: string, text: string): DemoObject {
  return { key, bytes: Buffer.from(text, 'utf8'), lastModified: caseEnd, metadata: {} };
}

/** Node writes no time of its own into a gzip header, so the level is all there is to fix. */
function toGzip(text: string): Uint8Array {
  return gzipSync(Buffer.from(text, 'utf8'), { level: 9 });
}
