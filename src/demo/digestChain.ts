import { createHash, sign } from 'node:crypto';
import type { EpochMs } from '../base/time';
import {
  caseEnd,
  caseStart,
  homeRegion,
  hour,
  loggingRestarted,
  loggingStopped,
  minute,
  second,
  toIsoSeconds,
  trailBucket,
  trailName,
} from './demoWorld';
import { type DeliveredLog, type Lane, lanes, toDayFolder, toStamp } from './delivery';
import type { DemoKeyPair } from './demoKeyPair';

export interface SignedDigest {
  readonly key: string;
  readonly endTime: EpochMs;
  readonly text: string;
  /** Lower-case hex; the object carries it as metadata. */
  readonly signature: string;
}

/**
 * The digests of one lane: one for each hour, empty hours too. Stopping the trail ends the first chain with a last,
 * shorter digest; starting it again begins a second chain that knows nothing of the first.
 */
export function newDigests(lane: Lane, logs: readonly DeliveredLog[], keyPair: DemoKeyPair): readonly SignedDigest[] {
  const offset = toOffset(lane);
  const finalTime = loggingStopped + 12 * minute + (offset % minute);
  return [
    ...newChain(lane, logs, toHours(caseStart + offset, finalTime), keyPair),
    ...newChain(lane, logs, toHours(loggingRestarted + (offset % minute), caseEnd + offset, offset), keyPair),
  ];
}

/** CloudTrail writes each lane's digest at a minute and second of its own. */
function toOffset(lane: Lane): number {
  const index = lanes.findIndex((other) => other.account === lane.account && other.region === lane.region);
  return (index % 4) * minute + (7 + index * 9) * second;
}

interface TimeSpan {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** Spans that end at `offset` past each full hour; the first and the last may be shorter. */
function toHours(start: EpochMs, end: EpochMs, offset = start % hour): readonly TimeSpan[] {
  const spans: TimeSpan[] = [];
  let from = start;
  while (from < end) {
    const next = Math.floor((from - offset) / hour) * hour + offset + hour;
    const to = Math.min(next, end);
    spans.push({ start: from, end: to });
    from = to;
  }
  return spans;
}

function newChain(
  lane: Lane,
  logs: readonly DeliveredLog[],
  spans: readonly TimeSpan[],
  keyPair: DemoKeyPair,
): readonly SignedDigest[] {
  const chain: SignedDigest[] = [];
  for (const span of spans) {
    const inSpan = logs.filter((log) => log.deliveredAt >= span.start && log.deliveredAt < span.end);
    chain.push(newDigest(lane, inSpan, span, chain.at(-1), keyPair));
  }
  return chain;
}

function newDigest(
  lane: Lane,
  logs: readonly DeliveredLog[],
  span: TimeSpan,
  previous: SignedDigest | undefined,
  keyPair: DemoKeyPair,
): SignedDigest {
  const stamp = toStamp(span.end);
  const fileName = `${lane.account}_CloudTrail-Digest_${lane.region}_${trailName}_${homeRegion}_${stamp}.json.gz`;
  const key = `${toDayFolder(lane, 'CloudTrail-Digest', span.end)}/${fileName}`;
  const digestEndTime = toIsoSeconds(span.end);
  const content = {
    awsAccountId: lane.account,
    digestStartTime: toIsoSeconds(span.start),
    digestEndTime,
    digestS3Bucket: trailBucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: keyPair.fingerprint,
    digestSignatureAlgorithm: 'SHA256withRSA',
    newestEventTime: logs.length === 0 ? null : toIsoSeconds(Math.max(...logs.map((log) => log.newestEventTime))),
    oldestEventTime: logs.length === 0 ? null : toIsoSeconds(Math.min(...logs.map((log) => log.oldestEventTime))),
    previousDigestS3Bucket: previous === undefined ? null : trailBucket,
    previousDigestS3Object: previous?.key ?? null,
    previousDigestHashValue: previous === undefined ? null : toSha256(previous.text),
    previousDigestHashAlgorithm: previous === undefined ? null : 'SHA-256',
    previousDigestSignature: previous?.signature ?? null,
    logFiles: logs.map((log) => ({
      s3Bucket: trailBucket,
      s3Object: log.key,
      hashValue: toSha256(log.text),
      hashAlgorithm: 'SHA-256',
      newestEventTime: toIsoSeconds(log.newestEventTime),
      oldestEventTime: toIsoSeconds(log.oldestEventTime),
    })),
  };
  const text = JSON.stringify(content);
  // The string to sign, as the CloudTrail user guide defines it for custom validation.
  const signed = [digestEndTime, `${trailBucket}/${key}`, toSha256(text), previous?.signature ?? 'null'].join('\n');
  const signature = sign('sha256', Buffer.from(signed, 'utf8'), keyPair.privateKey).toString('hex');
  return { key, endTime: span.end, text, signature };
}

function toSha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
