import { toDisplayText } from '../base/displayText';
import { isAbort, toUserErrorData, UserError, type UserErrorData } from '../base/errors';
import type { Log } from '../base/log';
import type { EpochMs } from '../base/time';
import type { PublicKey, PublicKeySource } from '../engine/ports';
import { KeyCache } from './keyCache';
import { readKeyFile } from './keyFileReader';

export interface PublicKeyOptions {
  /** See `toKeyCacheFile`. */
  readonly cacheFile: string;
  /** Absolute path of a file of saved keys: nobody else is then asked. */
  readonly keyFile?: string;
  /** Absent where nobody can be asked: in a folder on disk. */
  readonly source?: PublicKeySource;
  readonly log: Pick<Log, 'warn'>;
}

export interface LoadedKeys {
  /** May hold keys of other regions and times. */
  readonly keys: readonly PublicKey[];
  /** True when these are all keys that AWS has for the region and time, and there are some. */
  readonly isAnswered: boolean;
  /** Why keys could not be had, or entries of a key file were left out. */
  readonly problems: readonly UserErrorData[];
}

/** Keys that could not be found out are asked for once a run, not once an account. */
interface Asked {
  readonly region: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly loaded: Promise<LoadedKeys>;
}

/** CloudTrail's public keys for one run: from a file, or AWS's, which are kept on disk. */
export class PublicKeyLoader {
  private readonly cache: KeyCache;
  private readonly asked: Asked[] = [];
  private file: Promise<LoadedKeys> | undefined;

  constructor(private readonly options: PublicKeyOptions) {
    this.cache = new KeyCache(options.cacheFile);
  }

  /** Rejects only with an AbortError. */
  load(region: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<LoadedKeys> {
    const { keyFile } = this.options;
    if (keyFile !== undefined) {
      this.file ??= loadKeyFile(keyFile);
      return this.file;
    }
    const known = this.asked.find((asked) => asked.region === region && asked.from <= from && asked.to >= to);
    if (known !== undefined) return known.loaded;
    const loaded = this.ask(region, from, to, signal);
    this.asked.push({ region, from, to, loaded });
    return loaded;
  }

  private async ask(region: string, from: EpochMs, to: EpochMs, signal: AbortSignal): Promise<LoadedKeys> {
    const kept = await this.cache.find(region, from, to);
    if (kept.isWhole) return { keys: kept.keys, isAnswered: true, problems: [] };
    const { source } = this.options;
    if (source === undefined)
      return { keys: kept.keys, isAnswered: false, problems: [toUserErrorData(newOfflineError())] };
    try {
      const keys = await source.listPublicKeys(region, from, to, signal);
      await this.keep(region, from, to, keys);
      const problems = keys.length === 0 ? [toUserErrorData(newNoKeysError(region))] : [];
      return { keys: [...keys, ...kept.keys], isAnswered: keys.length > 0, problems };
    } catch (error) {
      if (isAbort(error)) throw error;
      return { keys: kept.keys, isAnswered: false, problems: [toUserErrorData(error)] };
    }
  }

  private async keep(region: string, from: EpochMs, to: EpochMs, keys: readonly PublicKey[]): Promise<void> {
    if (keys.length === 0) return;
    try {
      await this.cache.add({ region, from, to }, keys, Date.now());
    } catch (error) {
      this.options.log.warn(`Public keys were not kept: ${String(error)}`);
    }
  }
}

async function loadKeyFile(file: string): Promise<LoadedKeys> {
  try {
    const { keys, problems } = await readKeyFile(file);
    const isEmpty = keys.length === 0 && problems.length === 0;
    const told = isEmpty ? [`${toDisplayText(file, 2000)} holds no public keys.`] : problems;
    return { keys, isAnswered: false, problems: told.map((message) => ({ code: 'invalidInput', message })) };
  } catch (error) {
    return { keys: [], isAnswered: false, problems: [toUserErrorData(error)] };
  }
}

function newOfflineError(): UserError {
  return new UserError('notFound', 'There are no saved public keys for this time, and a folder has nobody to ask.', {
    nextStep: 'Save the keys where AWS can be reached (trailcase keys save), and name that file.',
  });
}

function newNoKeysError(region: string): UserError {
  return new UserError('notFound', `AWS lists no public keys of CloudTrail in ${region} for this time.`, {
    operation: 'cloudtrail:ListPublicKeys',
    nextStep: 'Check that the region is one of this AWS partition, or name a file of saved keys.',
  });
}
