import { gunzipSync } from 'node:zlib';
import { type DemoObject, demoCaseObjects } from '../../../src/demo/demoCase';

/** A record as a reader meets it: every field optional until checked. */
export interface ReadRecord {
  readonly [field: string]: unknown;
  readonly eventName?: string;
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly eventID?: string;
  readonly awsRegion?: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string;
  readonly recipientAccountId?: string;
  readonly sharedEventID?: string;
  readonly eventCategory?: string;
  readonly requestParameters?: Readonly<Record<string, unknown>> | null;
  readonly responseElements?: { readonly credentials?: { readonly accessKeyId?: string } } | null;
  readonly additionalEventData?: Readonly<Record<string, unknown>>;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly principalId?: string;
    readonly accessKeyId?: string;
  };
}

export interface ReadLog {
  readonly key: string;
  readonly text: string;
  readonly records: readonly ReadRecord[];
}

export interface ReadDigest {
  readonly key: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly content: {
    readonly digestStartTime: string;
    readonly digestEndTime: string;
    readonly digestS3Bucket: string;
    readonly digestS3Object: string;
    readonly digestPublicKeyFingerprint: string;
    readonly newestEventTime: string | null;
    readonly previousDigestS3Object: string | null;
    readonly previousDigestHashValue: string | null;
    readonly previousDigestSignature: string | null;
    readonly logFiles: readonly { readonly s3Object: string; readonly hashValue: string }[];
  };
}

export interface StoredCase {
  readonly objects: ReadonlyMap<string, DemoObject>;
  readonly logs: readonly ReadLog[];
  readonly insightLogs: readonly ReadLog[];
  readonly digests: readonly ReadDigest[];
  /** Of the log files, without insights. */
  readonly records: readonly ReadRecord[];
}

/** Generates the case and reads it back, as somebody would who only has the bucket. */
export function readDemoCase(): StoredCase {
  const objects = new Map<string, DemoObject>();
  const logs: ReadLog[] = [];
  const insightLogs: ReadLog[] = [];
  const digests: ReadDigest[] = [];
  for (const object of demoCaseObjects()) {
    if (objects.has(object.key)) throw new Error(`Two objects have one key: ${object.key}`);
    objects.set(object.key, object);
    const { key, metadata } = object;
    if (!key.endsWith('.gz')) continue;
    const text = toText(object);
    if (key.includes('/CloudTrail-Digest/')) {
      digests.push({ key, text, metadata, content: JSON.parse(text) as ReadDigest['content'] });
      continue;
    }
    const log = { key, text, records: (JSON.parse(text) as { Records: ReadRecord[] }).Records };
    (key.includes('/CloudTrail-Insight/') ? insightLogs : logs).push(log);
  }
  return { objects, logs, insightLogs, digests, records: logs.flatMap((log) => log.records) };
}

export function toText(object: DemoObject): string {
  const bytes = object.key.endsWith('.gz') ? gunzipSync(object.bytes) : object.bytes;
  return Buffer.from(bytes).toString('utf8');
}
