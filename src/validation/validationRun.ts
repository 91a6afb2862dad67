import { setMaxListeners } from 'node:events';
import { forEachConcurrent, mapConcurrent } from '../base/concurrency';
import { isAbort, newAbortError, toUserErrorData, type UserErrorData } from '../base/errors';
import type { EpochMs } from '../base/time';
import type { TimeWindow } from '../engine/digest/validation';
import { mayDeliver } from '../engine/digest/trailFilter';
import { isFatal } from '../scan/objectReads';
import { findNewest } from './deliveryTimes';
import { HeldObjects, type Holding } from './heldObjects';
import { FolderListing } from './folderListing';
import { findLanes, type FoundLanes, type Lane } from './laneListing';
import { LaneRun, toDays, type LaneServices } from './laneRun';
import { findMissingPlaces } from './missingPlaces';
import { ObjectReaders } from './objectReaders';
import { RegionKeys } from './regionKeys';
import { RunProgress } from './runProgress';
import { RunRecord } from './runRecord';
import { toWholeWindow } from './scopeWindow';
import { toStrays } from './strays';
import type { ValidationOptions, ValidationRunProgress, ValidationServices } from './validationOptions';
import { toPlan, type ValidationPlan } from './validationPlan';
import type { StoredRun } from './validationStore';

/** Lanes whose requests overlap. */
const maxLanes = 12;
/** Lanes whose first or newest delivery is looked for at once. */
const maxLookUps = 16;

/**
 * Validates what lies in a scope, and keeps the run. Whatever is wrong with objects, folders, keys or access is told by
 * the run. Rejects with a UserError `invalidInput` on a scope that means nothing, with `writeFailed` when the run cannot
 * be kept, and with an AbortError when it was cancelled before anything was read; cancelled later, it resolves with what
 * was judged so far.
 */
export async function runValidation(
  services: ValidationServices,
  options: ValidationOptions,
  onProgress: (progress: ValidationRunProgress) => void,
  signal: AbortSignal,
): Promise<StoredRun> {
  const plan = toPlan(services.source, options);
  const record = await RunRecord.create(services, options, plan.trail);
  try {
    return await new ValidationRun(services, plan, record, new RunProgress(onProgress), signal).run();
  } catch (error) {
    await record.discard();
    throw error;
  }
}

class ValidationRun {
  /** Aborted when the run cannot go on. */
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly readers: ObjectReaders;
  private readonly keys: RegionKeys;
  private readonly held = new HeldObjects();
  private window: TimeWindow;
  /** Listings that were begun. */
  private readonly listings = new Map<Lane, readonly FolderListing[]>();

  constructor(
    private readonly services: ValidationServices,
    private readonly plan: ValidationPlan,
    private readonly record: RunRecord,
    private readonly progress: RunProgress,
    private readonly cancel: AbortSignal,
  ) {
    this.signal = AbortSignal.any([cancel, this.stop.signal]);
    setMaxListeners(0, this.signal); // one for each request under way
    const { limits, maxDownloads } = plan;
    this.readers = new ObjectReaders(services.source, services.pool, { limits, maxDownloads }, this.signal);
    this.keys = new RegionKeys(services.keys);
    const to = plan.to ?? plan.now;
    this.window = { from: Math.min(plan.from ?? to, to), to };
  }

  async run(): Promise<StoredRun> {
    try {
      // Credentials, the bucket's region and threads are found while the first levels are listed.
      this.readers.ofSource().catch(() => undefined); // told where something is to be read
      await this.work();
    } catch (error) {
      if (!isAbort(error)) throw error;
    } finally {
      this.readers.dispose();
    }
    if (this.cancel.aborted && !this.progress.hasRead) throw newAbortError();
    this.progress.finish();
    return this.record.finish({
      window: this.window,
      isComplete: !this.signal.aborted,
      storedBytes: this.progress.storedBytes,
    });
  }

  private async work(): Promise<void> {
    const { services, plan, record } = this;
    const found = await findLanes(services.source.source, plan.scope, this.signal);
    for (const { prefix, error } of found.problems) this.tellRefused(prefix, error);
    this.tellMissing(found);
    const { trail } = plan;
    const lanes = found.lanes.filter(({ place }) => trail === undefined || mayDeliver(trail, place));
    this.progress.addLanes(lanes.length);
    this.keys.hasSeveralRegions = new Set(lanes.map(({ place }) => place.region)).size > 1;
    const to = plan.to ?? (await this.findEnd(lanes));
    this.window = toWholeWindow({ from: plan.from ?? (await this.findBeginning(lanes, to)), to });
    await this.runLanes(lanes);
    await this.addStrays(found);
    for (const region of record.regionsWithoutKeys) {
      for (const problem of this.keys.problemsOf(region)) {
        record.addProblem(`CloudTrail’s public keys of ${region}`, problem, 'keysUnavailable');
      }
    }
  }

  /** Logs still come into a trail's own bucket; a copy ends somewhere. */
  private async findEnd(lanes: readonly Lane[]): Promise<EpochMs> {
    const { now, from, original } = this.plan;
    if (original.kind === 'own') return now;
    const { source } = this.services.source;
    const times = await mapConcurrent(lanes, maxLookUps, (lane) => findNewest(source, lane, this.signal), this.signal);
    const newest = Math.max(...times.map((time) => time ?? -Infinity));
    return Number.isFinite(newest) ? Math.max(from ?? newest, Math.min(newest, now)) : Math.max(from ?? now, now);
  }

  /** The first delivery of all: every lane is judged from there, so that one that lacks its first days is found out. */
  private async findBeginning(lanes: readonly Lane[], to: EpochMs): Promise<EpochMs> {
    const isKept = lanes.length <= maxLanes;
    const find = async (lane: Lane): Promise<EpochMs> => {
      const listings = this.newListings(lane);
      const times = await Promise.all(
        listings.map((listing) => listing.findEarliest(toDays(listing.folder, { to }), this.signal)),
      );
      if (isKept) this.listings.set(lane, listings);
      else for (const listing of listings) listing.forget();
      return times.reduce<EpochMs>((first, time) => Math.min(first, time ?? to), to);
    };
    const times = await mapConcurrent(lanes, maxLookUps, find, this.signal);
    const first = times.reduce((earliest, time) => Math.min(earliest, time), to);
    // Where nothing was delivered there is still something to prove.
    return first < to ? first : to - 999;
  }

  private newListings(lane: Lane): readonly FolderListing[] {
    return lane.folders.map((folder) => new FolderListing(this.services.source.source, folder));
  }

  /** Lanes are begun and written down in their order, whichever is ready first. */
  private async runLanes(lanes: readonly Lane[]): Promise<void> {
    let before: Promise<void> = Promise.resolve();
    await forEachConcurrent(lanes, maxLanes, (lane) => {
      const mine = this.runLane(lane, before);
      before = mine.catch(() => undefined); // rejects where it is waited for
      return mine;
    });
  }

  private async runLane(lane: Lane, before: Promise<void>): Promise<void> {
    const holding = await this.held.enter();
    try {
      if (this.signal.aborted) return;
      const listings = this.listings.get(lane) ?? this.newListings(lane);
      this.listings.delete(lane);
      const { plan, window } = this;
      const isWindowOpen = plan.from === undefined;
      const run = new LaneRun(lane, listings, this.toLaneServices(holding), { ...plan, window, isWindowOpen });
      try {
        await run.run(this.signal);
      } catch (error) {
        if (!isAbort(error)) this.fail(error);
      }
      await before;
      await this.keep(lane, run);
      this.progress.endLane(holding);
    } finally {
      holding.leave();
    }
  }

  private async keep(lane: Lane, run: LaneRun): Promise<void> {
    const result = run.finish();
    if (result !== undefined) await this.record.addLane(lane, result, this.keys.ring(lane.place.region));
    await run.close();
    this.progress.wrong = this.record.wrong;
  }

  private toLaneServices(holding: Holding): LaneServices {
    const { services, readers, keys, progress } = this;
    return {
      source: services.source.source,
      readers,
      keys,
      storeFolder: services.storeFolder,
      log: services.log,
      onListed: (objects, bytes) => {
        holding.addListed(objects, bytes);
        progress.addListed(objects, bytes);
      },
      onRead: (objects, bytes, isFetched) => {
        holding.addRead(objects, bytes);
        progress.addRead(objects, bytes, isFetched);
      },
      onProblem: (prefix, error) => {
        this.tellRefused(prefix, error);
      },
    };
  }

  private async addStrays(found: FoundLanes): Promise<void> {
    for (const { place, object } of toStrays(found, this.plan.scope, this.plan)) {
      await this.record.addObjects(place, [object]);
    }
  }

  /** What was asked for and is not there at all has no lane that could say so. */
  private tellMissing(found: FoundLanes): void {
    const { scope } = this.plan;
    const where = this.services.source.source.toUri(scope.prefix);
    const missing = findMissingPlaces(found, scope);
    for (const { error, code } of missing) this.record.addProblem(where, error, code);
    if (missing.length > 0 || found.lanes.length > 0 || found.problems.length > 0) return;
    this.record.addProblem(where, {
      code: 'notFound',
      message: 'There is no folder of CloudTrail’s logs or digests.',
      nextStep: 'Check the location: above the accounts stands a folder called AWSLogs.',
    });
  }

  private tellRefused(prefix: string, error: UserErrorData): void {
    this.record.addProblem(this.services.source.source.toUri(prefix), error, 'notListed');
    if (isFatal(error)) this.stop.abort();
  }

  private fail(error: unknown): void {
    this.record.addProblem(this.services.source.location, toUserErrorData(error));
    this.stop.abort();
  }
}
