import { forEachConcurrent, mapConcurrent } from '../base/concurrency';
import { isAbort, newAbortError, toUserErrorData, type UserErrorData } from '../base/errors';
import type { EpochMs } from '../base/time';
import { mayDeliver } from '../engine/digest/trailFilter';
import { isFatal } from '../scan/objectReads';
import { findNewest } from './deliveryTimes';
import { HeldObjects, type Holding } from './heldObjects';
import { findLanes, type FoundLanes, type Lane } from './laneListing';
import { LaneRun, type LaneServices } from './laneRun';
import { ObjectReaders } from './objectReaders';
import { RegionKeys } from './regionKeys';
import { RunProgress } from './runProgress';
import { RunRecord } from './runRecord';
import { toStrays } from './strays';
import type { ValidationOptions, ValidationRunProgress, ValidationServices } from './validationOptions';
import { toPlan, type ValidationPlan } from './validationPlan';
import type { StoredRun } from './validationStore';

/** Lanes whose requests overlap. */
const maxLanes = 12;
/** Lanes whose newest delivery is looked for at once. */
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
  private from: EpochMs | undefined;
  private to: EpochMs;

  constructor(
    private readonly services: ValidationServices,
    private readonly plan: ValidationPlan,
    private readonly record: RunRecord,
    private readonly progress: RunProgress,
    private readonly cancel: AbortSignal,
  ) {
    this.signal = AbortSignal.any([cancel, this.stop.signal]);
    const { limits, maxDownloads } = plan;
    this.readers = new ObjectReaders(services.source, services.pool, { limits, maxDownloads }, this.signal);
    this.keys = new RegionKeys(services.keys);
    this.from = plan.from;
    this.to = plan.to ?? plan.now;
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
      window: { from: Math.min(this.from ?? this.to, this.to), to: this.to },
      isComplete: !this.signal.aborted,
      storedBytes: this.progress.storedBytes,
    });
  }

  private async work(): Promise<void> {
    const { services, plan, record } = this;
    const found = await findLanes(services.source.source, plan.scope, this.signal);
    for (const { prefix, error } of found.problems) this.tellRefused(prefix, error);
    if (found.lanes.length === 0 && found.problems.length === 0) this.tellNothing();
    const { trail } = plan;
    const lanes = found.lanes.filter(({ place }) => trail === undefined || mayDeliver(trail, place));
    this.progress.addLanes(lanes.length);
    this.to = plan.to ?? (await this.findEnd(lanes));
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
      const { from } = this.plan;
      const window = { to: this.to, ...(from === undefined ? {} : { from }) };
      const run = new LaneRun(lane, this.toLaneServices(holding), { ...this.plan, window });
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
    const { window } = run;
    if (window !== undefined) this.from = Math.min(this.from ?? window.from, window.from);
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
    const window = { from: this.from ?? this.to, to: this.to };
    for (const { place, object } of toStrays(found, this.plan.scope, window)) {
      await this.record.addObjects(place, [object]);
    }
  }

  private tellNothing(): void {
    const { source } = this.services.source;
    this.record.addProblem(source.toUri(this.plan.scope.prefix), {
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
