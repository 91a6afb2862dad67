import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parseQuery } from '../../src/engine/query/parseQuery';
import type { Query } from '../../src/engine/query/query';
import { toRecordPredicate } from '../../src/engine/query/recordPredicate';
import { readLogText, type LogText } from '../../src/engine/record/logText';
import type { CandidateLog, CandidateVerifier, VerifiedLog } from '../../src/index/candidate';
import { openTrailIndex } from '../../src/index/openTrailIndex';
import type { SegmentSummary } from '../../src/index/segmentSchema';
import { SegmentWriter } from '../../src/index/segmentWriter';
import type { TrailIndex, TrailIndexOptions } from '../../src/index/trailIndex';
import { testLimits } from './logFixture';

/** An object of a segment: its records, or its bytes as stored, or why it was not read. */
export interface FixtureObject {
  readonly key: string;
  readonly records?: readonly Readonly<Record<string, unknown>>[];
  readonly bytes?: Uint8Array;
  readonly etag?: string;
  readonly failed?: string;
  readonly skipped?: string;
}

export interface FixtureSegment {
  readonly objects: readonly FixtureObject[];
  readonly supersedes?: readonly { readonly segment: string; readonly objects: readonly number[] }[];
}

export const noSignal = new AbortController().signal;

/** `AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/…_<minute>_<name>.json.gz` */
export function logKey(name: string, day = '2026/01/15', account = '111122223333', region = 'us-east-1'): string {
  const stamp = `${day.replaceAll('/', '')}T1005Z`;
  const unique = name.padEnd(16, '0').slice(0, 16);
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${account}_CloudTrail_${region}_${stamp}_${unique}.json.gz`;
}

/** An index in a temporary folder, with the logs that it was made of. */
export class IndexFixture {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'trailcase-index-'));
  /** By key, as they were indexed last. */
  readonly logs = new Map<string, LogText>();
  private readonly opened: TrailIndex[] = [];

  async addSegment({ objects, supersedes = [] }: FixtureSegment): Promise<SegmentSummary> {
    const writer = new SegmentWriter({ indexFolder: this.folder, generator: 'trailcase test', ...testLimits });
    for (const object of objects) {
      const bytes = object.bytes ?? gzipSync(JSON.stringify({ Records: object.records ?? [] }));
      const listed = { key: object.key, sizeBytes: bytes.length, etag: object.etag };
      if (object.failed !== undefined) writer.skip(listed, 'failed', object.failed);
      else if (object.skipped !== undefined) writer.skip(listed, 'skipped', object.skipped);
      else {
        writer.add(listed, bytes);
        this.logs.set(object.key, readLogText(bytes, testLimits));
      }
    }
    for (const { segment, objects: numbers } of supersedes) {
      for (const number of numbers) writer.supersede(segment, number);
    }
    const summary = await writer.publish();
    if (summary === undefined) throw new Error('nothing was added');
    // Ids begin with a time in milliseconds: the next segment has to come after this one.
    await new Promise((resolve) => setTimeout(resolve, 2));
    return summary;
  }

  async open(options: TrailIndexOptions = {}): Promise<TrailIndex> {
    const index = await openTrailIndex(this.folder, { threads: 2, ...options });
    this.opened.push(index);
    return index;
  }

  segmentFolder(id: string): string {
    return path.join(this.folder, 'segments', id);
  }

  /** Looks at the logs of this fixture; those of `lost` keys cannot be read. */
  verifier(lost: ReadonlySet<string> = new Set()): FixtureVerifier {
    return new FixtureVerifier(this.logs, lost);
  }

  async dispose(): Promise<void> {
    for (const index of this.opened) await index.dispose();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export class FixtureVerifier implements CandidateVerifier {
  readonly asked: CandidateLog[] = [];

  constructor(
    private readonly logs: ReadonlyMap<string, LogText>,
    private readonly lost: ReadonlySet<string>,
  ) {}

  async *verify(
    candidates: AsyncIterable<readonly CandidateLog[]>,
    query: Query,
    signal: AbortSignal,
  ): AsyncIterable<readonly VerifiedLog[]> {
    const matches = toRecordPredicate(query);
    for await (const batch of candidates) {
      signal.throwIfAborted();
      this.asked.push(...batch);
      yield batch.map(({ number, key, ordinals }) => {
        const log = this.logs.get(key);
        if (log === undefined || this.lost.has(key)) return { number, ordinals: new Int32Array(0), problem: 'gone' };
        const open = ordinals === 'all' ? [...log.records.keys()] : [...ordinals];
        return { number, ordinals: Int32Array.from(open.filter((at) => matches(log, log.records[at]!))) };
      });
    }
  }
}

export function toQuery(text: string): Query {
  const { query, errors } = parseQuery(text, { now: Date.parse('2026-01-16T00:00:00Z') });
  if (query === undefined) throw new Error(`${text}: ${JSON.stringify(errors)}`);
  return query;
}
