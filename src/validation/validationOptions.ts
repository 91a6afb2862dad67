import type { Log } from '../base/log';
import type { EpochMs } from '../base/time';
import type { ObjectAddress } from '../engine/digest/validation';
import type { WorkerPool } from '../scan/workerPool';
import type { PublicKeyLoader } from './publicKeyLoader';
import type { ValidatedSource } from './validatedSource';

export interface ValidationServices {
  readonly source: ValidatedSource;
  /** Shared. */
  readonly pool: WorkerPool;
  readonly keys: PublicKeyLoader;
  /** Where runs of this source are kept: see `toValidationFolder`. */
  readonly storeFolder: string;
  /** `trailcase <version>` */
  readonly generator: string;
  readonly log: Pick<Log, 'warn'>;
}

export interface ValidationScope {
  /** In the source: `''` or ending in `/`. Any level: below a region it narrows the window. */
  readonly prefix: string;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
  /** Both included. Absent: the earliest delivery that is listed. */
  readonly from?: EpochMs;
  /** Absent: now; of a copy, the newest delivery that is listed. */
  readonly to?: EpochMs;
  /** A trail's name or ARN. Absent: every trail that has digests there. */
  readonly trail?: string;
}

export interface ValidationLimits {
  /** A log of more bytes after gunzip is not hashed to its end, but told as `tooLarge`. */
  readonly maxLogBytes: number;
  readonly maxGzipRatio: number;
}

export interface ValidationOptions {
  readonly scope: ValidationScope;
  readonly now: EpochMs;
  /** What the source is a copy of; see `parseOriginalLocation`. `key` is the prefix there, `''` or ending in `/`. */
  readonly copyOf?: ObjectAddress;
  /** False: hash everything again, whatever earlier runs remember. What this run finds is remembered all the same. */
  readonly isResuming: boolean;
  readonly limits: ValidationLimits;
  /** GET requests under way at once, over all workers. */
  readonly maxDownloads: number;
}

/** How far a run is. */
export interface ValidationRunProgress {
  readonly phase: 'listing' | 'reading' | 'finishing';
  /** Accounts × regions. */
  readonly lanesDone: number;
  readonly lanesTotal: number;
  readonly objectsDone: number;
  /** Of what is listed so far. */
  readonly objectsTotal: number;
  readonly objectsPerSecond: number;
  readonly bytesPerSecond: number;
  /** Objects found to be wrong so far: known once their lane was judged. */
  readonly wrong: number;
  readonly secondsLeft?: number;
}
