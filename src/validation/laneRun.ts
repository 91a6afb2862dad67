import { setImmediate as nextTurn } from 'node:timers/promises';
import { forEachConcurrent } from '../base/concurrency';
import { isAbort, UserError, type UserErrorData } from '../base/errors';
import type { Log } from '../base/log';
import type { EpochMs } from '../base/time';
import { hourMs } from '../engine/digest/digestTimes';
import type { LogReading, ObjectToRead, ReadingProblem } from '../engine/digest/lane';
import type { PackedReading } from '../engine/digest/laneDigest';
import { LaneJudge } from '../engine/digest/laneJudge';
import type { LaneResult } from '../engine/digest/laneResult';
import type { OriginalLocation } from '../engine/digest/originalPlace';
import type { TrailFilter } from '../engine/digest/trailFilter';
import type { TimeWindow, ValidatedObject } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import type { Checked, ObjectChecker } from '../scan/objectChecker';
import type { ObjectToFetch } from '../scan/objectReads';
import type { ListingSource } from '../scan/scanListing';
import { toDayRange, type DayRange } from '../scan/scanScope';
import { BesideDays } from './besideDays';
import type { FolderListing } from './folderListing';
import { HashMemory } from './hashMemory';
import type { Lane, LaneFolder } from './laneListing';
import type { ObjectReaders, OpenReader } from './objectReaders';
import type { RegionKeys } from './regionKeys';
import type { OpenWindow } from './scopeWindow';
import { toStrayObject } from './strays';

/** A log may be named by a digest some hours younger, and the digest before the window's first ties the chain. */
const logMarginMs = 3 * hourMs;
const digestMarginMs = 24 * hourMs;
/** Digests can be large. */
const maxDigestBatch = 32;
const maxLogBatch = 128;
/** How often keys of backfill digests are asked for: who can write digests can name any keys and times. */
const maxQuestions = 4;
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
  readonly window: TimeWindow;
  /** Whether no beginning was asked for: then everything up to its end is listed. */
  readonly isWindowOpen: boolean;
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
  private readonly beside: readonly BesideDays[];

  constructor(
    private readonly lane: Lane,
    /** Of its folders, in their order. */
    private readonly listings: readonly FolderListing[],
    private readonly services: LaneServices,
    private readonly options: LaneOptions,
  ) {
    const { window, isWindowOpen } = options;
    this.beside = isWindowOpen ? [] : lane.folders.map((folder) => new BesideDays(folder, window));
  }

  /** Rejects with the UserError that ends the whole run, or an AbortError. */
  async run(signal: AbortSignal): Promise<void> {
    const { place } = this.lane;
    const { services } = this;
    const { window } = this.options;
    const judge = this.startJudge();
    const keys = services.keys.load(place.region, window.from, window.to, signal);
    const readDigests = async (): Promise<void> => {
      await this.list(judge, 'digest', signal);
      await this.readDigests(judge, keys, signal);
    };
    const openMemory = async (): Promise<void> => {
      this.memory = await HashMemory.open(services.storeFolder, place, services.log);
    };
    const judgeAll = async (): Promise<void> => {
      await whenAll([keys, this.list(judge, 'log', signal), readDigests(), openMemory()]);
      await this.hashLogs(judge);
    };
    await whenAll([judgeAll(), this.listBeside(signal)]);
  }

  /** What was found so far; nothing before listing began. */
  finish(): LaneResult | undefined {
    const result = this.judge?.finish();
    return result === undefined ? undefined : { ...result, objects: chain(result.objects, this.listStrays()) };
  }

  async close(): Promise<void> {
    await this.memory?.close();
  }

  private startJudge(): LaneJudge {
    const { place } = this.lane;
    const { window, isWindowOpen, now, trail, original } = this.options;
    const keys = this.services.keys.ring(place.region);
    const asked = trail === undefined ? {} : { trail };
    this.judge = new LaneJudge({ place, window, now, original, keys, isWindowOpen, ...asked });
    return this.judge;
  }

  private async list(judge: LaneJudge, holds: LaneFolder['holds'], signal: AbortSignal): Promise<void> {
    const { window, isWindowOpen } = this.options;
    const asked = isWindowOpen ? { to: window.to } : window;
    const takers = {
      onObjects: (objects: readonly ListedObject[], folder: LaneFolder) => {
        const beside = this.beside.find((one) => one.folder === folder);
        judge.addListed(beside?.take(objects) ?? objects, holds);
        if (holds === 'log') this.listedLogs += objects.length;
        this.services.onListed(objects.length, sizeOf(objects));
      },
      onRefused: (prefix: string, error: UserErrorData) => {
        if (error.code === 'notFound') return; // a folder on disk that is not there is empty
        judge.markUnlisted(prefix);
        this.services.onProblem(prefix, error);
      },
    };
    const wanted = this.listings.filter(({ folder }) => folder.holds === holds);
    await whenAll(wanted.map((listing) => listing.read(toDays(listing.folder, asked), takers, signal)));
  }

  private async listBeside(signal: AbortSignal): Promise<void> {
    const { source, onProblem } = this.services;
    for (const beside of this.beside) await beside.list(source, onProblem, signal);
  }

  private *listStrays(): Generator<ValidatedObject> {
    for (const { folder, objects } of this.beside) {
      for (const object of objects) yield toStrayObject(object, this.lane.place, folder.holds === 'digest');
    }
  }

  /** The first digests are read while keys are still asked for. */
  private async readDigests(judge: LaneJudge, firstKeys: Promise<void>, signal: AbortSignal): Promise<void> {
    const { keys } = this.services;
    const { region } = this.lane.place;
    let asked = 0;
    for (;;) {
      for (let wanted = judge.digestsToRead(); wanted.length > 0; wanted = judge.digestsToRead()) {
        const { checker } = await this.services.readers.ofSource();
        const batches = toBatches(wanted, checker.toBatchSize(wanted.length, maxDigestBatch));
        await forEachConcurrent(batches, maxBatches, (batch) => this.readDigestBatch(judge, batch));
        await firstKeys;
        judge.judge();
      }
      const missing = toOneQuestion(judge.keysMissing());
      if (missing !== undefined && asked++ < maxQuestions) await keys.load(region, missing.from, missing.to, signal);
      judge.judge();
      if (missing === undefined) return;
    }
  }

  private async readDigestBatch(judge: LaneJudge, batch: readonly ObjectToRead[]): Promise<void> {
    await this.readBatch<PackedReading>(
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
  private async readBatch<T extends PackedReading | LogReading>(
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
  private async readOf<T extends PackedReading | LogReading>(
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

/** The time of all of them: one call. */
function toOneQuestion(missing: readonly TimeWindow[]): TimeWindow | undefined {
  if (missing.length === 0) return undefined;
  return {
    from: missing.reduce((first, { from }) => Math.min(first, from), Infinity),
    to: missing.reduce((last, { to }) => Math.max(last, to), -Infinity),
  };
}

/** Days to list: more than the window has, see `logMarginMs`. */
export function toDays({ holds }: LaneFolder, { from, to }: OpenWindow & { readonly to: EpochMs }): DayRange {
  const margin = holds === 'digest' ? digestMarginMs : logMarginMs;
  return toDayRange({ to: to + logMarginMs, ...(from === undefined ? {} : { from: from - margin }) });
}

function* chain<T>(first: Iterable<T>, second: Iterable<T>): Generator<T> {
  yield* first;
  yield* second;
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
