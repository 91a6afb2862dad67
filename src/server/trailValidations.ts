import { stat } from 'node:fs/promises';
import { version } from '../../package.json';
import type { UserError } from '../base/errors';
import type { Log } from '../base/log';
import type { ValidatedHour, ValidatedObject } from '../engine/digest/validation';
import { toPlaceId } from '../search/indexFolder';
import { toKeyCacheFile } from '../validation/keyCache';
import { toObjectUri } from '../validation/objectUri';
import { PublicKeyLoader } from '../validation/publicKeyLoader';
import { toRunsFolder, toValidationFolder } from '../validation/runFolder';
import type { ValidationServices } from '../validation/validationOptions';
import { ValidationStore, type StoredRun } from '../validation/validationStore';
import type { ObjectValidation, ValidationObjectRow } from '../protocol/validationRequests';
import { toDocumentUri, type SourceObject } from './documentObjects';
import type { SourceRegistry } from './sourceRegistry';
import type { StorageFolders } from './storageFolders';
import type { TrailSearches } from './trailSearches';
import { readValidatedHours } from '../validation/validatedHours';
import { ValidatedPlaces } from './validatedPlaces';

/** The runs of a source as they were when its folder of runs last changed. */
interface KnownRuns {
  readonly changedTime: number;
  readonly runs: readonly StoredRun[];
  readonly places: ValidatedPlaces;
  /** Read when it is first asked for. */
  readonly hours: () => Promise<readonly ValidatedHour[]>;
}

/** What was validated of the configured sources: the runs that are kept, and what they say of objects and folders. */
export class TrailValidations {
  private readonly known = new Map<string, Promise<KnownRuns>>();

  constructor(
    private readonly sources: SourceRegistry,
    private readonly folders: StorageFolders,
    private readonly searches: Pick<TrailSearches, 'getCheckPool'>,
    private readonly log: Log,
  ) {}

  /** What a run works with. `keyFile`: absolute path of saved public keys. Throws a UserError when no source has the id. */
  toServices(sourceId: string, keyFile: string | undefined): ValidationServices {
    const { opened } = this.sources.describe(sourceId);
    const { publicKeys } = opened;
    const keys = new PublicKeyLoader({
      cacheFile: toKeyCacheFile(this.folders.state),
      ...(keyFile === undefined ? {} : { keyFile }),
      ...(publicKeys === undefined ? {} : { source: publicKeys }),
      log: this.log,
    });
    const storeFolder = this.toStoreFolder(sourceId);
    const generator = `trailcase ${version}`;
    return { source: opened, pool: this.searches.getCheckPool(), keys, storeFolder, generator, log: this.log };
  }

  store(sourceId: string): ValidationStore {
    return new ValidationStore(this.toStoreFolder(sourceId));
  }

  /** Newest first; those of other windows and of the command line too. */
  async runs(sourceId: string): Promise<readonly StoredRun[]> {
    return (await this.read(sourceId)).runs;
  }

  async places(sourceId: string): Promise<ValidatedPlaces> {
    return (await this.read(sourceId)).places;
  }

  /** What the runs prove of time, as one: see `mergeValidatedHours`. What is damaged of a run is left out. */
  async hours(sourceId: string): Promise<readonly ValidatedHour[]> {
    return (await this.read(sourceId)).hours();
  }

  /** What the newest run that saw an object says of it. */
  async findObject({ sourceId, key }: SourceObject): Promise<ObjectValidation | undefined> {
    return (await this.findObjects(sourceId, [key])).get(key);
  }

  /** The same for many, by their keys. */
  async findObjects(sourceId: string, keys: Iterable<string>): Promise<ReadonlyMap<string, ObjectValidation>> {
    const places = await this.places(sourceId);
    const found = new Map<string, ObjectValidation>();
    for (const key of keys) {
      const seen = await places.findObject(key);
      if (seen === undefined) continue;
      const { endedTime: validatedTime, runId } = seen.header;
      found.set(key, { object: this.toRow(sourceId, seen.object), validatedTime, runId });
    }
    return found;
  }

  /** An object with what can be opened of it. */
  toRow(sourceId: string, object: ValidatedObject): ValidationObjectRow {
    const { source } = this.sources.get(sourceId);
    const { key, digestKey, status } = object;
    return {
      ...object,
      uri: toObjectUri(object, (sourceKey) => source.toUri(sourceKey)),
      ...(key === undefined || status === 'missing' ? {} : { documentUri: toDocumentUri({ sourceId, key }) }),
      ...(digestKey === undefined ? {} : { digestDocumentUri: toDocumentUri({ sourceId, key: digestKey }) }),
    };
  }

  /** Runs were added or deleted: the time of the folder may be too coarse to show it. */
  forget(sourceId: string): void {
    this.known.delete(sourceId);
  }

  private async read(sourceId: string): Promise<KnownRuns> {
    const storeFolder = this.toStoreFolder(sourceId);
    const changedTime = await findChangedTime(toRunsFolder(storeFolder));
    const known = await this.known.get(sourceId);
    if (known !== undefined && known.changedTime === changedTime) return known;
    const reading = readRuns(new ValidationStore(storeFolder), changedTime, this.log);
    this.known.set(sourceId, reading);
    reading.catch(() => {
      if (this.known.get(sourceId) === reading) this.known.delete(sourceId);
    });
    return reading;
  }

  private toStoreFolder(sourceId: string): string {
    const { opened, config } = this.sources.describe(sourceId);
    return toValidationFolder(this.folders.state, toPlaceId(opened.source.toUri(''), config.endpoint));
  }
}

async function readRuns(store: ValidationStore, changedTime: number, log: Log): Promise<KnownRuns> {
  const runs = await store.openAll();
  const onDamage = ({ message }: UserError): void => {
    log.warn(message);
  };
  let hours: Promise<readonly ValidatedHour[]> | undefined;
  return {
    changedTime,
    runs,
    places: new ValidatedPlaces(runs, onDamage),
    hours: () => (hours ??= readValidatedHours(runs, onDamage)),
  };
}

/** 0 where nothing was validated yet. */
async function findChangedTime(folder: string): Promise<number> {
  try {
    return (await stat(folder)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
