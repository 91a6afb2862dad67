import { hashLog } from '../../src/engine/digest/hashLog';
import type { KeyRing } from '../../src/engine/digest/keyRing';
import type { ObjectToRead, ReadingProblem } from '../../src/engine/digest/lane';
import { LaneJudge, type LaneOptions } from '../../src/engine/digest/laneJudge';
import type { LaneResult } from '../../src/engine/digest/laneResult';
import { readDigest } from '../../src/engine/digest/readDigest';
import type { TimeWindow, ValidatedObject, Verdict, Weight } from '../../src/engine/digest/validation';
import { heavier, toVerdict, weightOf, weightOfChain, weightOfHour } from '../../src/engine/digest/verdict';
import type { ListedObject } from '../../src/engine/ports';
import type { TrailObject } from './signedTrail/signedTrail';
import type { TrailBucket } from './signedTrail/trailBucket';
import { toListed, toStored } from './signedTrail/trailPlaces';

const limits = { maxLogBytes: 64 * 1024 * 1024, maxGzipRatio: 300 };

export interface JudgingOptions extends Partial<Omit<LaneOptions, 'window' | 'keys'>> {
  readonly window: TimeWindow;
  readonly keys: KeyRing;
  /** The bucket that is listed; default: that of the first object. */
  readonly bucket?: string;
  /** Keys whose reading fails, and how. */
  readonly refused?: ReadonlyMap<string, ReadingProblem>;
  /** What listing shows; default: everything. */
  readonly isListed?: (object: TrailObject) => boolean;
  /** Prefixes that cannot be listed. */
  readonly unlisted?: readonly string[];
  /** Called when keys of backfill digests are missing. */
  readonly onKeysMissing?: (keys: ReturnType<LaneJudge['keysMissing']>) => void;
  /** Names of buckets that can be read beside the listed one. Default: all. */
  readonly openBuckets?: readonly string[];
}

export interface JudgedLane extends Omit<LaneResult, 'objects'> {
  readonly objects: readonly ValidatedObject[];
  readonly verdict: Verdict;
  /** Logs that were asked for, by key. */
  readonly read: readonly string[];
}

const lanePlace =
  /^(?<root>.*?AWSLogs\/(?:(?<organizationId>o-[a-z0-9]+)\/)?(?<account>\d{12})\/)CloudTrail[^/]*\/(?<region>[^/]+)\//;

/** Judges a bucket as a run would that lists everything and reads what it is asked to, one lane after the other. */
export async function judgeBucket(bucket: TrailBucket, options: JudgingOptions): Promise<JudgedLane> {
  const name = options.bucket ?? bucket.name;
  const lanes = new Map<string, TrailObject[]>();
  for (const object of bucket.list()) {
    if (options.isListed?.(object) === false) continue;
    const { root, organizationId, account, region } = lanePlace.exec(object.key)?.groups ?? {};
    if (object.bucket !== name || root === undefined) continue;
    const lane = JSON.stringify({ root, organizationId, account, region });
    lanes.set(lane, [...(lanes.get(lane) ?? []), object]);
  }
  const judged: JudgedLane[] = [];
  for (const [lane, objects] of lanes) {
    const place = options.place ?? (JSON.parse(lane) as LaneOptions['place']);
    judged.push(await judgeLane(bucket, objects, { ...options, place, bucket: name }));
  }
  const weights = judged.map(weigh);
  return {
    objects: judged.flatMap((lane) => lane.objects),
    hours: judged.flatMap((lane) => lane.hours),
    chains: judged.flatMap((lane) => lane.chains),
    trails: judged.flatMap((lane) => lane.trails),
    keys: new Map(judged.flatMap((lane) => [...lane.keys])),
    read: judged.flatMap((lane) => lane.read),
    ...(judged[0]?.originalRoot === undefined ? {} : { originalRoot: judged[0].originalRoot }),
    verdict: toVerdict(weights.reduce(heavier, 'none'), true),
  };
}

async function judgeLane(
  bucket: TrailBucket,
  objects: readonly TrailObject[],
  options: JudgingOptions & Pick<LaneOptions, 'place'> & { readonly bucket: string },
): Promise<JudgedLane> {
  const judge = new LaneJudge({
    now: options.window.to + 24 * 3_600_000,
    original: { kind: 'own', bucket: options.bucket },
    isWindowOpen: false,
    ...options,
  });
  const isUnlisted = (key: string) => options.unlisted?.some((prefix) => key.startsWith(prefix)) === true;
  for (const prefix of options.unlisted ?? []) judge.markUnlisted(prefix);
  const listed = (holds: 'digest' | 'log'): readonly ListedObject[] =>
    objects
      .filter(({ key }) => !isUnlisted(key) && key.includes('/CloudTrail-Digest/') === (holds === 'digest'))
      .map(toListed);
  judge.addListed(listed('digest'), 'digest');
  const readAll = (): void => {
    for (let batch = judge.digestsToRead(); batch.length > 0; batch = judge.digestsToRead()) {
      for (const one of batch) {
        const stored = fetch(bucket, one, options);
        judge.addDigest(one.id, 'kind' in stored ? stored : readDigest(toStored(stored), limits));
      }
      judge.judge();
    }
  };
  readAll();
  const missing = judge.keysMissing();
  if (missing.length > 0) options.onKeysMissing?.(missing);
  judge.judge();
  readAll();
  judge.addListed(listed('log'), 'log');
  const read: string[] = [];
  for (const one of judge.logsToRead()) {
    read.push(one.key);
    const stored = fetch(bucket, one, options);
    judge.addLog(one.id, 'kind' in stored ? stored : await hashLog(stored.bytes, limits));
  }
  const result = judge.finish();
  const found = { ...result, objects: [...result.objects], read };
  return { ...found, verdict: toVerdict(weigh(found), true) };
}

function fetch(
  bucket: TrailBucket,
  one: ObjectToRead,
  options: JudgingOptions & { readonly bucket: string },
): TrailObject | ReadingProblem {
  const refused = options.refused?.get(one.key);
  if (refused !== undefined) return refused;
  const name = one.bucket ?? options.bucket;
  if (one.bucket !== undefined && options.openBuckets?.includes(name) === false) {
    return { kind: 'problem', code: 'otherBucket', message: `lies in the bucket ${name}` };
  }
  return bucket.find(one.key, name) ?? { kind: 'problem', code: 'notFound', message: 'not found' };
}

function weigh({ objects, hours, chains }: Pick<JudgedLane, 'objects' | 'hours' | 'chains'>): Weight {
  const weights = [...objects.map(weightOf), ...hours.map(weightOfHour), ...chains.map(weightOfChain)];
  return weights.reduce(heavier, 'none');
}

/** All that is not valid, a line each: `digest missing/notFound 03:01`. Digests by their ends, logs by their minutes. */
export function toLines({ objects }: Pick<JudgedLane, 'objects'>): readonly string[] {
  return objects
    .filter(({ status }) => status !== 'valid')
    .map(({ kind, status, code, from, to }) => {
      const time = kind === 'log' ? from : to;
      return `${kind} ${status}/${code ?? '-'}${time === undefined ? '' : ` ${toTimeText(time)}`}`;
    });
}

/** A line for each run of hours that stand alike: `02:01-04:01 unproven/digestMissing 2 logs`. */
export function toHourLines({ hours }: Pick<JudgedLane, 'hours'>): readonly string[] {
  const runs: { text: string; from: number; to: number; logs: number }[] = [];
  for (const { status, code, isExcused, from, to, logs } of hours) {
    const excused = isExcused === true ? ' excused' : '';
    const text = `${status}${code === undefined ? '' : `/${code}`}${excused}`;
    const last = runs.at(-1);
    if (last?.text === text && last.to === from) Object.assign(last, { to, logs: last.logs + logs });
    else runs.push({ text, from, to, logs });
  }
  return runs.map(({ text, from, to, logs }) => `${toTimeText(from)}-${toTimeText(to)} ${text} ${logs} logs`);
}

function toTimeText(time: number): string {
  return new Date(time).toISOString().slice(11, 16);
}
