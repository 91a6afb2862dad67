import { setImmediate as nextTurn } from 'node:timers/promises';
import { forEachConcurrent } from '../base/concurrency';
import { isAbort, UserError, type UserErrorData } from '../base/errors';
import type { Log } from '../base/log';
import type { EpochMs } from '../base/time';
import type { DigestReading, LogReading, ObjectToRead, ReadingProblem } from '../engine/digest/lane';
import { LaneJudge } from '../engine/digest/laneJudge';
import type { LaneResult } from '../engine/digest/laneResult';
import type { OriginalLocation } from '../engine/digest/originalPlace';
import type { TrailFilter } from '../engine/digest/trailFilter';
import type { TimeWindow } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import type { Checked, ObjectChecker } from '../scan/objectChecker';
import type { ObjectToFetch } from '../scan/objectReads';
import type { ListingSource } from '../scan/scanListing';
import { toDayRange, type DayRange } from '../scan/scanScope';
import { FolderListing } from './folderListing';
import { HashMemory } from './hashMemory';
import type { Lane, LaneFolder } from './laneListing';
import type { ObjectReaders, OpenReader } from './objectReaders';
import type { RegionKeys } from './regionKeys';
import type { OpenWindow } from './scopeWindow';

const hourMs = 3_600_000;
/** A log may be named by a digest some hours younger, and the digest before the window's first ties the chain. */
const logMarginMs = 3 * hourMs;
const digestMarginMs = 24 * hourMs;
/** Digests can be large. */
const maxDigestBatch = 32;
const maxLogBatch = 128;
/** Batches of one lane that are under way or wait for a worker. */
const maxBatches = 8;

export interface LaneServices {
  readonly source: ListingSource;
  readonly readers: ObjectReaders;
  readonly keys: RegionKeys;
  readonly storeFolder: string;
  readonly log: Pick<Log, 'warn'>;
  readonly onListed: (objects: number, bytes: number) => void;
  readonly onRead: (objects: number, bytes: number, isFetched: boolean) => void;
  readonly onProblem: (prefix: string, error: UserErrorData) => void;
}

export interface LaneOptions {
  readonly window: OpenWindow & { readonly to: EpochMs };
  readonly now: EpochMs;
  readonly trail?: TrailFilter;
  readonly original: OriginalLocation;
  readonly isResuming: boolean;
}

/** One lane's part of a run: lists it, reads what its judge asks for, and tells what came out, whenever it ended. */
export class LaneRun {
  private judge: LaneJudge | undefined;
  private memory: HashMemory | undefined;
  private listedLogs = 0;
  private judgedWindow: TimeWindow | undefined;

  constructor(
    private readonly lane: Lane,
    private readonly services: LaneServices,
    private readonly options: LaneOptions,
  ) {}

  /** Undefined before it was known. */
  get window(): TimeWindow | undefined {
    return this.judgedWindow;
  }

  /** Rejects with the UserError that ends the whole run, or an AbortError. */
  async run(signal: AbortSignal): Promise<void> {
    const { place, folders } = this.lane;
    const { services } = this;
    const listings = folders.map((folder) => new FolderListing(services.source, folder));
    const window = await this.findWindow(listings, signal);
    this.judgedWindow = window;
    const judge = this.startJudge(window);
    const list = (holds: LaneFolder['holds']) => this.list(judge, listings, holds, window, signal);
    const readDigests = async (): Promise<void> => {
      await whenAll([list('digest'), services.keys.load(place.region, window.from, window.to, signal)]);
      await this.readDigests(judge, signal);
    };
    const openMemory = async (): Promise<void> => {
      this.memory = await HashMemory.open(services.storeFolder, place, services.log);
    };
    await whenAll([list('log'), readDigests(), openMemory()]);
    await this.hashLogs(judge);
  }

  /** What was found so far; nothing before listing began. */
  finish(): LaneResult | undefined {
    return this.judge?.finish();
  }

  async close(): Promise<void> {
    await this.memory?.close();
  }

  private startJudge(window: TimeWindow): LaneJudge {
    const { now, trail, original } = this.options;
    const { place } = this.lane;
    const keys = this.services.keys.ring(place.region);
    const isWindowOpen = this.options.window.from === undefined;
    this.judge = new LaneJudge({
      place,
      window,
      now,
      original,
      keys,
      isWindowOpen,
      ...(trail === undefined ? {} : { trail }),
    });
    return this.judge;
  }

  /** Without a beginning it begins with the first delivery that is listed. */
  private async findWindow(listings: readonly FolderListing[], signal: AbortSignal): Promise<TimeWindow> {
    const { from, to } = this.options.window;
    if (from !== undefined) return { from, to };
    const times = await Promise.all(
      listings.map((listing) => listing.findEarliest(toDays(listing.folder, { to }), signal)),
    );
    const found = times.filter((time) => time !== undefined);
    return { from: Math.min(to, ...found), to };
  }

  private async list(
    judge: LaneJudge,
    listings: readonly FolderListing[],
    holds: LaneFolder['holds'],
    window: TimeWindow,
    signal: AbortSignal,
  ): Promise<void> {
    const asked = this.options.window.from === undefined ? { to: window.to } : window;
    const takers = {
      onObjects: (objects: readonly ListedObject[]) => {
        judge.addListed(objects, holds);
        if (holds === 'log') this.listedLogs += objects.length;
        this.services.onListed(objects.length, sizeOf(objects));
      },
      onRefused: (prefix: string, error: UserErrorData) => {
        if (error.code === 'notFound') return; // a folder on disk that is not there is empty
        judge.markUnlisted(prefix);
        this.services.onProblem(prefix, error);
      },
    };
    const wanted = listings.filter(({ folder }) => folder.holds === holds);
    await whenAll(wanted.map((listing) => listing.read(toDays(listing.folder, asked), takers, signal)));
  }

  private async readDigests(judge: LaneJudge, signal: AbortSignal): Promise<void> {
    const { keys } = this.services;
    const { region } = this.lane.place;
    for (;;) {
      for (let wanted = judge.digestsToRead(); wanted.length > 0; wanted = judge.digestsToRead()) {
        const { checker } = await this.services.readers.ofSource();
        const batches = toBatches(wanted, checker.toBatchSize(wanted.length, maxDigestBatch));
        await forEachConcurrent(batches, maxBatches, (batch) => this.readDigestBatch(judge, batch));
        judge.judge();
      }
      const missing = judge.keysMissing();
      for (const { from, to } of missing) await keys.load(region, from, to, signal);
      judge.judge();
      if (missing.length === 0) return;
    }
  }

  private async readDigestBatch(judge: LaneJudge, batch: readonly ObjectToRead[]): Promise<void> {
    await this.readBatch<DigestReading>(
      batch,
      (checker, objects) => checker.readDigests(objects),
      ({ id }, reading) => {
        judge.addDigest(id, reading);
      },
    );
  }

  private async hashLogs(judge: LaneJudge): Promise<void> {
    const { checker } = await this.services.readers.ofSource();
    const batches = toBatches(judge.logsToRead(), checker.toBatchSize(this.listedLogs, maxLogBatch));
    await forEachConcurrent(batches, maxBatches, async (batch) => {
      const unknown = batch.filter((object) => !this.recall(judge, object));
      if (unknown.length > 0) await this.hashBatch(judge, unknown);
      else await nextTurn();
    });
  }

  /** True when an earlier run hashed the same object, and the hash is still what digests say. */
  private recall(judge: LaneJudge, { id, listed }: ObjectToRead): boolean {
    if (listed === undefined || !this.options.isResuming) return false;
    const sha256 = this.memory?.find(listed);
    if (sha256 === undefined || !judge.agrees(id, sha256)) return false;
    const reading: LogReading = { kind: 'log', sha256, storedBytes: listed.sizeBytes };
    judge.addLog(id, reading, true);
    this.services.onRead(1, listed.sizeBytes, false);
    return true;
  }

  private async hashBatch(judge: LaneJudge, batch: readonly ObjectToRead[]): Promise<void> {
    await this.readBatch<LogReading>(
      batch,
      (checker, objects) => checker.hashLogs(objects),
      ({ id, listed }, reading, isChanged) => {
        judge.addLog(id, reading);
        if (reading.kind !== 'log' || listed === undefined || isChanged) return;
        // What was altered is looked at again by every run.
        if (judge.agrees(id, reading.sha256)) this.memory?.remember(listed, reading.sha256);
      },
    );
    void this.memory?.flush(); // `close` waits for it
  }

  /** Reads objects of the source, and those of other buckets, and hands over what each came to. */
  private async readBatch<T extends DigestReading | LogReading>(
    batch: readonly ObjectToRead[],
    read: (checker: ObjectChecker, objects: readonly ObjectToFetch[]) => Promise<Checked<T>>,
    take: (object: ObjectToRead, reading: T | ReadingProblem, isChanged: boolean) => void,
  ): Promise<void> {
    for (const [bucket, objects] of groupByBucket(batch)) {
      const checked = await this.readOf(bucket, objects, read);
      const changed = new Set(checked.changed);
      for (const [at, object] of objects.entries()) {
        const reading = checked.readings[at];
        if (reading !== undefined) take(object, reading, changed.has(at));
      }
      this.services.onRead(objects.length, checked.storedBytes, true);
    }
  }

  /** Whatever is wrong with another bucket is a problem of the objects there. */
  private async readOf<T extends DigestReading | LogReading>(
    bucket: string | undefined,
    objects: readonly ObjectToRead[],
    read: (checker: ObjectChecker, objects: readonly ObjectToFetch[]) => Promise<Checked<T>>,
  ): Promise<Checked<T | ReadingProblem>> {
    const { readers } = this.services;
    if (bucket === undefined) {
      const reader = await readers.ofSource();
      return read(
        reader.checker,
        objects.map((object) => toFetched(object, reader)),
      );
    }
    try {
      const reader = await readers.ofBucket(bucket);
      return await read(
        reader.checker,
        objects.map((object) => toFetched(object, reader)),
      );
    } catch (error) {
      if (isAbort(error) || !(error instanceof UserError)) throw error;
      const problem: ReadingProblem = { kind: 'problem', code: 'otherBucket', message: error.message };
      return { readings: objects.map(() => problem), changed: [], storedBytes: 0 };
    }
  }
}

function toFetched({ key, listed }: ObjectToRead, { findPath }: OpenReader): ObjectToFetch {
  const path = findPath(key);
  return {
    key,
    ...(path === undefined ? {} : { path }),
    ...(listed === undefined ? {} : { sizeBytes: listed.sizeBytes }),
    ...(listed?.etag === undefined ? {} : { etag: listed.etag }),
  };
}

function groupByBucket(objects: readonly ObjectToRead[]): ReadonlyMap<string | undefined, ObjectToRead[]> {
  const groups = new Map<string | undefined, ObjectToRead[]>();
  for (const object of objects) {
    const group = groups.get(object.bucket);
    if (group === undefined) groups.set(object.bucket, [object]);
    else group.push(object);
  }
  return groups;
}

/** Days to list: more than the window has, see `logMarginMs`. */
function toDays({ holds }: LaneFolder, { from, to }: OpenWindow & { readonly to: EpochMs }): DayRange {
  const margin = holds === 'digest' ? digestMarginMs : logMarginMs;
  return toDayRange({ to: to + logMarginMs, ...(from === undefined ? {} : { from: from - margin }) });
}

function sizeOf(objects: readonly ListedObject[]): number {
  let bytes = 0;
  for (const { sizeBytes } of objects) bytes += sizeBytes;
  return bytes;
}

function* toBatches<T>(items: Iterable<T>, size: number): Generator<readonly T[]> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Like Promise.all, but waits until nothing is under way. */
async function whenAll(parts: readonly Promise<void>[]): Promise<void> {
  const settled = await Promise.allSettled(parts);
  for (const part of settled) if (part.status === 'rejected') throw part.reason;
}
