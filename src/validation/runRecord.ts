import type { UserErrorData } from '../base/errors';
import type { KeyRing } from '../engine/digest/keyRing';
import type { LaneResult } from '../engine/digest/laneResult';
import { isTrail, type TrailFilter } from '../engine/digest/trailFilter';
import type {
  ChainSummary,
  KeyUse,
  LanePlace,
  ReasonCode,
  TimeWindow,
  ValidatedObject,
  ValidationHeader,
  ValidationProblem,
} from '../engine/digest/validation';
import { heavier, toExitCode, toVerdict, weightOfChain } from '../engine/digest/verdict';
import type { Lane } from './laneListing';
import { RunWriter, type LaneFindings } from './runWriter';
import { ValidationStore, type StoredRun } from './validationStore';
import type { ValidationOptions, ValidationServices } from './validationOptions';

export interface RunEnd {
  readonly window: TimeWindow;
  /** False when it was cancelled, or could not go on. */
  readonly isComplete: boolean;
  /** Bytes that were read. */
  readonly storedBytes: number;
}

const nothingThere = 'No trail has digests there: is the prefix right, and is log file validation switched on?';

/** Gathers what a run finds, writes it down lane by lane, and comes to the verdict. */
export class RunRecord {
  private readonly chains: ChainSummary[] = [];
  private readonly keys = new Map<string, KeyUse>();
  private readonly problems: ValidationProblem[] = [];
  private readonly trails = new Map<string, { trail: string; homeRegion: string }>();
  private readonly keylessRegions = new Set<string>();
  private copyOf: ValidationHeader['copyOf'];
  private hasTrail = false;
  private readonly startedTime = Date.now();

  private constructor(
    private readonly services: ValidationServices,
    private readonly options: ValidationOptions,
    private readonly trail: TrailFilter | undefined,
    private readonly writer: RunWriter,
  ) {
    const { copyOf } = options;
    if (copyOf !== undefined) {
      this.copyOf = { location: `s3://${copyOf.bucket}/${copyOf.key}`, isInferred: false };
    }
  }

  static async create(
    services: ValidationServices,
    options: ValidationOptions,
    trail: TrailFilter | undefined,
  ): Promise<RunRecord> {
    return new RunRecord(services, options, trail, await RunWriter.create(services.storeFolder));
  }

  /** Objects found to be wrong so far. */
  get wrong(): number {
    return this.writer.wrong;
  }

  /** Regions with digests whose keys could not be had. */
  get regionsWithoutKeys(): readonly string[] {
    return [...this.keylessRegions].sort();
  }

  addProblem(where: string, { message, nextStep }: UserErrorData, code?: ReasonCode): void {
    if (this.problems.some((problem) => problem.where === where && problem.message === message)) return;
    this.problems.push({
      where,
      message,
      ...(nextStep === undefined ? {} : { nextStep }),
      ...(code === undefined ? {} : { code }),
    });
  }

  addObjects(place: LanePlace, objects: Iterable<ValidatedObject>): Promise<void> {
    return this.write(place, { objects, hours: [] });
  }

  /** Rejects with a UserError `writeFailed`. */
  async addLane({ place }: Lane, result: LaneResult, ring: KeyRing): Promise<void> {
    await this.write(place, result);
    this.chains.push(...result.chains);
    for (const trail of result.trails) {
      this.trails.set(`${trail.trail} ${trail.homeRegion}`, trail);
      if (this.trail !== undefined && isTrail(this.trail, trail, place)) this.hasTrail = true;
    }
    for (const [fingerprint, digests] of result.keys) this.addKey(place, ring, fingerprint, digests);
    const { originalRoot } = result;
    if (originalRoot?.isInferred === true) {
      this.copyOf ??= { location: `s3://${originalRoot.bucket}/${originalRoot.key}`, isInferred: true };
    }
  }

  /** Puts the run among the others, and deletes the oldest. */
  async finish(end: RunEnd): Promise<StoredRun> {
    const { storeFolder } = this.services;
    this.addMissingTrail(end.isComplete);
    const header = this.toHeader(end);
    await this.writer.finish(header);
    const store = new ValidationStore(storeFolder);
    await store.prune();
    return store.open(header.runId);
  }

  discard(): Promise<void> {
    return this.writer.discard();
  }

  private write(place: LanePlace, findings: LaneFindings): Promise<void> {
    return this.writer.writeLane(place, findings, ({ code, region }) => {
      if (code === 'keysUnavailable') this.keylessRegions.add(region);
    });
  }

  private addKey({ region }: LanePlace, ring: KeyRing, fingerprint: string, digests: number): void {
    const key = ring.find(fingerprint)?.publicKey;
    if (key === undefined) return;
    const name = `${region} ${key.fingerprint}`;
    this.keys.set(name, {
      fingerprint: key.fingerprint,
      region,
      origin: key.origin,
      digests: digests + (this.keys.get(name)?.digests ?? 0),
      ...(key.validFrom === undefined ? {} : { validFrom: key.validFrom }),
      ...(key.validTo === undefined ? {} : { validTo: key.validTo }),
    });
  }

  private addMissingTrail(isComplete: boolean): void {
    const { trail } = this.options.scope;
    if (trail === undefined || this.hasTrail) return;
    const isAllSeen = isComplete && this.problems.length === 0;
    const there = [...this.trails.values()].map(({ trail: name, homeRegion }) => `${name} (${homeRegion})`).sort();
    this.addProblem(trail, {
      code: 'notFound',
      message: 'No digest of this trail was found.',
      nextStep: [
        ...(there.length === 0 ? [] : [`Trails that have digests there: ${there.slice(0, 20).join(', ')}.`]),
        ...(isAllSeen ? [] : ['What could not be listed or read may hold some.']),
        ...(there.length === 0 && isAllSeen ? [nothingThere] : []),
      ].join(' '),
    });
  }

  private toHeader({ window, isComplete, storedBytes }: RunEnd): ValidationHeader {
    const { services, options, writer, chains, problems, copyOf } = this;
    const { prefix, accounts, regions, trail, from, to } = options.scope;
    const heaviest = [writer.weight, ...chains.map(weightOfChain), problems.length > 0 ? 'unproven' : 'none'] as const;
    const verdict = toVerdict(heaviest.reduce(heavier), isComplete);
    return {
      version: 1,
      runId: writer.runId,
      location: services.source.location,
      scope: {
        prefix,
        ...(accounts === undefined ? {} : { accounts }),
        ...(regions === undefined ? {} : { regions }),
        ...(trail === undefined ? {} : { trail }),
      },
      window,
      ...(from === undefined && to === undefined ? { isWholeTime: true } : {}),
      ...(copyOf === undefined ? {} : { copyOf }),
      verdict,
      exitCode: toExitCode(verdict),
      isComplete,
      startedTime: this.startedTime,
      endedTime: Date.now(),
      generator: services.generator,
      summary: writer.summary(storedBytes),
      chains,
      keys: [...this.keys.values()],
      problems,
    };
  }
}
