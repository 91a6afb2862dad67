import type { ReportSource } from '../../../../../src/engine/digest/report/reportSource';
import {
  hourStatuses,
  objectStatuses,
  type StatusCounts,
  type ValidatedHour,
  type ValidatedKind,
  type ValidatedObject,
  type ValidationHeader,
} from '../../../../../src/engine/digest/validation';

export const hourMs = 3_600_000;
/** The first digest begins a minute and a half past midnight. */
export const start = Date.parse('2026-01-15T00:01:31Z');
export const never = new AbortController().signal;

const lane = { trail: 'lab-trail', account: '111122223333', region: 'us-east-1' } as const;
const bucket = 'lab-trail-logs';

/** The digest of the hour that begins `at` hours after the start. */
export function newDigest(at: number, parts: Partial<ValidatedObject> = {}): ValidatedObject {
  const kind = parts.kind ?? 'digest';
  const [from, to] = [start + at * hourMs, start + (at + 1) * hourMs];
  const backfill = kind === 'backfillDigest' ? '_backfill' : '';
  const stamp = new Date(to).toISOString().slice(0, 19).replace(/[-:]/g, '');
  const key = `AWSLogs/111122223333/CloudTrail-Digest/us-east-1/2026/01/15/111122223333_CloudTrail-Digest_us-east-1_lab-trail_us-east-1_${stamp}Z${backfill}.json.gz`;
  return { kind, status: 'valid', key, original: { bucket, key }, ...lane, from, to, ...parts };
}

export function newLog(at: number, minute: number, parts: Partial<ValidatedObject> = {}): ValidatedObject {
  const time = Math.floor((start + at * hourMs) / 60_000) * 60_000 + minute * 60_000;
  const stamp = new Date(time).toISOString().slice(0, 16).replace(/[-:]/g, '');
  const key = `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/111122223333_CloudTrail_us-east-1_${stamp}Z_4AF8W2gmrChzKnxU.json.gz`;
  const { key: digestKey } = newDigest(at);
  return {
    kind: 'log',
    status: 'valid',
    key,
    original: { bucket, key },
    ...lane,
    from: time,
    ...(digestKey === undefined ? {} : { digestKey }),
    ...parts,
  };
}

export function newHour(at: number, parts: Partial<ValidatedHour> = {}): ValidatedHour {
  const [from, to] = [start + at * hourMs, start + (at + 1) * hourMs];
  return { ...lane, homeRegion: 'us-east-1', from, to, status: 'covered', logs: 2, ...parts };
}

/** `count` hours, the newest first, each with its digest and two logs. */
export function newObjects(count: number): ValidatedObject[] {
  return Array.from({ length: count }, (_, at) => count - 1 - at).flatMap((at) => [
    newDigest(at),
    newLog(at, 5),
    newLog(at, 30),
  ]);
}

export function newHours(count: number): ValidatedHour[] {
  return Array.from({ length: count }, (_, at) => newHour(at));
}

interface RunParts {
  readonly objects?: readonly ValidatedObject[];
  readonly hours?: readonly ValidatedHour[];
  readonly header?: Partial<ValidationHeader>;
}

/** A run of 00:00 to 08:30, in pages of three. */
export function newRun({ objects = [], hours = [], header = {} }: RunParts): ReportSource {
  return {
    header: { ...toHeader(objects, hours), ...header },
    objects: () => toPages(objects),
    exceptions: () => toPages(objects.filter(({ status }) => status !== 'valid')),
    hours: () => toPages(hours),
    toUri: ({ key, original }) =>
      original === undefined
        ? key === undefined
          ? null
          : `s3://${bucket}/${key}`
        : `s3://${original.bucket}/${original.key}`,
  };
}

function toHeader(objects: readonly ValidatedObject[], hours: readonly ValidatedHour[]): ValidationHeader {
  return {
    version: 1,
    runId: 'run-1',
    location: `s3://${bucket}/`,
    scope: { prefix: '', trail: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/lab-trail' },
    window: { from: Date.parse('2026-01-15T00:00:00Z'), to: Date.parse('2026-01-15T08:30:00Z') },
    verdict: 'proven',
    exitCode: 0,
    isComplete: true,
    startedTime: Date.parse('2026-11-22T09:00:00Z'),
    endedTime: Date.parse('2026-11-22T09:00:04Z'),
    generator: 'trailcase 0.1.0',
    summary: {
      log: countStatuses(objects, 'log'),
      digest: countStatuses(objects, 'digest'),
      backfillDigest: countStatuses(objects, 'backfillDigest'),
      hours: countsOf(hourStatuses, hours),
      remembered: 0,
      storedBytes: 1_000,
    },
    chains: [
      {
        ...lane,
        homeRegion: 'us-east-1',
        digests: 8,
        restarts: [],
        proven: { from: start, to: start + 8 * hourMs },
      },
    ],
    keys: [
      {
        fingerprint: '8e4a7e73e608244ce721b3aa592cbc6b',
        region: 'us-east-1',
        validFrom: Date.parse('2025-07-01T00:00:00Z'),
        validTo: Date.parse('2026-07-01T00:00:00Z'),
        origin: 'AWS',
        digests: 8,
      },
    ],
    problems: [],
  };
}

function countStatuses(objects: readonly ValidatedObject[], kind: ValidatedKind): StatusCounts {
  return countsOf(
    objectStatuses,
    objects.filter((object) => object.kind === kind),
  );
}

function countsOf<T extends string>(statuses: readonly T[], items: readonly { status: T }[]): Record<T, number> {
  const counts = statuses.map((status) => [status, items.filter((item) => item.status === status).length]);
  // One entry for each status.
  return Object.fromEntries(counts) as Record<T, number>;
}

async function* toPages<T>(items: readonly T[]): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < items.length; at += 3) yield await Promise.resolve(items.slice(at, at + 3));
}

export async function toWhole(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}

/** Keys and names as an attacker would choose them. */
export const hostileTexts: readonly string[] = [
  '</script><script>alert(1)</script>',
  '<!--<script>',
  ']]>',
  '"><img src=x onerror=alert(1)>',
  "' onload='x",
  'a|b`c``d',
  '# [x](javascript:alert(1)) @team ![y](http://e.example/z)',
  'line\r\nbreak\ttab\u0000\u0001\u001b[31m\u0085',
  'rtl\u202egpj.exe\u2066\u200b\u2028\u2029\u009b\u{e0041}',
  'lone\ud800surrogate\udc00',
  'not\ufffea\uffffcharacter\u{1fffe}',
  '```\n## heading',
  '&lt;already&gt; &#x3c;',
  '=1+1',
];
