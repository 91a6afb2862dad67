import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { SegmentWriter } from '../../../src/index/segmentWriter';
import type { TrailIndex } from '../../../src/index/trailIndex';
import { TrailSearch } from '../../../src/search/trailSearch';
import { openLocation, type OpenedSource } from '../../../src/source/openSource';
import { noSignal } from '../../support/indexFixture';
import { testLimits } from '../../support/logFixture';

/** What is read of a record here, by `JSON.parse` and nothing of Trailcase's. */
export interface RawRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly errorCode?: string | null;
  readonly errorMessage?: string | null;
  readonly readOnly?: boolean;
  readonly eventCategory?: string;
  readonly recipientAccountId?: string;
  readonly sharedEventID?: string;
  readonly additionalEventData?: { readonly bytesTransferredOut?: number } | null;
  readonly userIdentity?: {
    readonly type?: string;
    readonly arn?: string;
    readonly principalId?: string;
    readonly accountId?: string;
    readonly accessKeyId?: string;
    readonly userName?: string;
    readonly invokedBy?: string;
    readonly sessionContext?: {
      readonly sessionIssuer?: { readonly arn?: string };
      readonly attributes?: { readonly creationDate?: string };
    };
  };
  readonly responseElements?: {
    readonly credentials?: { readonly accessKeyId?: string };
    readonly accessKey?: { readonly accessKeyId?: string };
    readonly assumedRoleUser?: { readonly arn?: string };
  } | null;
}

/** What the generator says of its trail, as far as it is read here. */
export interface GeneratedTruth {
  readonly events: number;
  readonly duplicate_records: number;
  readonly by_principal_top500: Readonly<Record<string, number>>;
  readonly chains_sample: readonly {
    readonly account: string;
    readonly issued_by: string;
    readonly accessKeyId: string;
    readonly session: string;
    /** When it was issued. */
    readonly from: string;
    /** Of the session: also its sign-in to the console, which carries no key; not the roles it chained to. */
    readonly events: number;
  }[];
  readonly cross_account: readonly {
    readonly sharedEventID: string;
    readonly side: 'caller' | 'target';
    readonly account: string;
    readonly eventID: string;
    readonly accessKeyId: string;
  }[];
  readonly attacks: readonly {
    readonly account: string;
    readonly victim: string;
    readonly sourceIPAddress: string;
    readonly backdoor_user: string;
    readonly backdoor_key: string;
    readonly eventIDs: readonly string[];
  }[];
}

/** A trail of the corpus's generator: indexed, and read by brute force. */
export interface GeneratedTrail {
  readonly truth: GeneratedTruth;
  /** Each once, by event id. */
  readonly records: readonly RawRecord[];
  readonly index: TrailIndex;
  readonly trail: TrailSearch;
  dispose(): void;
}

/** `corpus`: where `generator/gen_scale.py` lies; `options`: of it, beside the folder. */
export async function generateTrail(corpus: string, options: readonly string[]): Promise<GeneratedTrail> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trailcase-generated-'));
  const logs = path.join(folder, 'trail');
  const script = path.join(corpus, 'generator', 'gen_scale.py');
  await promisify(execFile)('python3', [script, logs, ...options]);
  // The generator's own file.
  const truth = JSON.parse(readFileSync(`${logs}.truth.json`, 'utf8')) as GeneratedTruth;
  const indexFolder = path.join(folder, 'index');
  const writer = new SegmentWriter({ indexFolder, generator: 'trailcase test', ...testLimits });
  const records = new Map<string, RawRecord>();
  for (const name of readdirSync(logs, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.json.gz')) continue;
    const stored = readFileSync(path.join(logs, name));
    writer.add({ key: name.split(path.sep).join('/'), sizeBytes: stored.length }, stored);
    // Of the generator's records the members above have these types.
    const log = JSON.parse(gunzipSync(stored).toString('utf8')) as { readonly Records: readonly RawRecord[] };
    for (const record of log.Records) records.set(record.eventID, record);
  }
  await writer.publish();
  const opened = await openLocation({ uri: logs }, () => Promise.reject(new Error('no AWS here')));
  const trail = newTrailSearch(opened, indexFolder);
  return {
    truth,
    records: [...records.values()],
    index: await trail.index(noSignal),
    trail,
    dispose: () => {
      trail.dispose();
      opened.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Everything is answered by the index and by reading single records: no worker is ever needed. */
function newTrailSearch(opened: OpenedSource, indexFolder: string): TrailSearch {
  const settings = {
    maxObjects: 1e6,
    maxBytes: 1e12,
    askAboveObjects: 1e6,
    askAboveBytes: 1e12,
    maxDownloads: 8,
    workers: 1,
    maxCacheBytes: 0,
    maxHits: 1e6,
  };
  const options = {
    indexFolder,
    cacheFolder: undefined,
    limits: testLimits,
    settings,
    generator: 'trailcase test',
    log: { warn: () => undefined },
  };
  return new TrailSearch({
    searched: () => ({ ...opened, placeId: 'test' }),
    pool: () => {
      throw new Error('no worker is needed');
    },
    options: () => options,
  });
}

/** Lists of a map, by a key that some have. */
export function groupBy<T>(
  items: Iterable<T>,
  toKey: (item: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = toKey(item);
    if (key === undefined || key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
