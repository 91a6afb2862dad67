import { UserError } from '../base/errors';
import type { ValidatedObject, ValidationHeader } from '../engine/digest/validation';
import { compareKeys } from '../engine/trail/keyOrder';
import { parseTrailPath } from '../engine/trail/objectKey';
import type { ValidationBadge } from '../protocol/validationRequests';
import { CountTally } from '../validation/folderCounts';
import { mergeFolders, toAccountFolder, toFolder, type MergedFolder, type PlaceRun } from './mergedFolders';
import { toFolderBadge, toObjectBadge } from './validationBadge';
import { coversPlace } from './wholePlace';

/** An object, and the newest run that saw it. */
export interface SeenObject {
  readonly object: ValidatedObject;
  readonly header: ValidationHeader;
}

/** Objects of folders that are kept: enough for the folders that are open in the tree. */
const maxKeptObjects = 200_000;

/**
 * What the kept runs of one source say of places: of each object the newest run that saw it, of a folder the worst of
 * what lies below. Reads the runs' folders once, and the objects of a folder when they are asked for.
 */
export class ValidatedPlaces {
  private merging: Promise<readonly MergedFolder[]> | undefined;
  private readonly badges = new Map<string, ValidationBadge | null>();
  /** By folder; the most recently used last. */
  private readonly objects = new Map<string, Promise<ReadonlyMap<string, SeenObject>>>();
  private readonly keptCounts = new Map<string, number>();

  constructor(
    /** Newest first. */
    private readonly runs: readonly PlaceRun[],
    /** Hears of runs that cannot be read: the others stand all the same. */
    private readonly onDamage: (error: UserError) => void = () => undefined,
  ) {}

  /** Of a prefix (`''` or ending in `/`) or an object's key; null where no run saw anything. */
  async findBadge(place: string): Promise<ValidationBadge | null> {
    if (place !== '' && !place.endsWith('/')) {
      const seen = await this.findObject(place);
      return seen === undefined ? null : toObjectBadge(seen.object, seen.header.endedTime);
    }
    const known = this.badges.get(place);
    if (known !== undefined) return known;
    const folders = await this.readFolders();
    const badge = this.toBadge(
      place,
      toRanges(place).flatMap((prefix) => sliceBelow(folders, prefix)),
    );
    this.badges.set(place, badge);
    return badge;
  }

  private toBadge(place: string, folders: readonly MergedFolder[]): ValidationBadge | null {
    const badge = toBadge(folders);
    const isWhole = this.runs.some(({ header }) => coversPlace(header, place));
    return badge === null || isWhole ? badge : { ...badge, isPartial: true };
  }

  async findObject(key: string): Promise<SeenObject | undefined> {
    const folder = toFolder(key);
    if (folder !== '') return (await this.readFolder(folder)).get(key);
    // Below `''` lies everything.
    for (const run of this.runs) {
      const object = await this.orDamage(() => run.find(key));
      if (object !== undefined) return { object, header: run.header };
    }
    return undefined;
  }

  private readFolder(folder: string): Promise<ReadonlyMap<string, SeenObject>> {
    const known = this.objects.get(folder);
    if (known !== undefined) {
      this.objects.delete(folder);
      this.objects.set(folder, known);
      return known;
    }
    const reading = this.readObjects(folder);
    this.objects.set(folder, reading);
    reading.then(
      ({ size }) => {
        this.keptCounts.set(folder, size);
        this.makeRoom(folder);
      },
      () => {
        this.objects.delete(folder); // told to those who wait; the next one tries again
      },
    );
    return reading;
  }

  private async readObjects(folder: string): Promise<ReadonlyMap<string, SeenObject>> {
    const found = new Map<string, SeenObject>();
    for (const run of this.runs) {
      await this.orDamage(async () => {
        for await (const objects of run.objectsUnder(folder)) {
          for (const object of objects) {
            const { key } = object;
            if (key === undefined || toFolder(key) !== folder || found.has(key)) continue;
            found.set(key, { object, header: run.header });
          }
        }
      });
    }
    return found;
  }

  private makeRoom(current: string): void {
    let total = 0;
    for (const folder of [...this.objects.keys()].reverse()) {
      total += this.keptCounts.get(folder) ?? 0;
      if (total <= maxKeptObjects || folder === current) continue;
      this.objects.delete(folder);
      this.keptCounts.delete(folder);
    }
  }

  private readFolders(): Promise<readonly MergedFolder[]> {
    this.merging ??= this.merge().catch((error: unknown) => {
      this.merging = undefined;
      throw error;
    });
    return this.merging;
  }

  /** Runs that cannot be read are left out. */
  private async merge(): Promise<readonly MergedFolder[]> {
    const readable: PlaceRun[] = [];
    for (const run of this.runs) {
      if ((await this.orDamage(() => run.folders())) !== undefined) readable.push(run);
    }
    return (await this.orDamage(() => mergeFolders(readable))) ?? [];
  }

  private async orDamage<T>(read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.onDamage(error);
      return undefined;
    }
  }
}

/** A region's or a day's logs stand or fall with its digests, which lie in a folder of their own beside it. */
function toRanges(place: string): readonly string[] {
  const path = parseTrailPath(place);
  const { kind } = path;
  if (kind === undefined || kind === digestKind) return [place];
  const account = toAccountFolder(path);
  return [place, `${account}${digestKind}${place.slice(account.length + kind.length)}`];
}

const digestKind = 'CloudTrail-Digest';

/** The folders below a prefix: they stand together. */
function sliceBelow(folders: readonly MergedFolder[], prefix: string): readonly MergedFolder[] {
  let low = 0;
  let high = folders.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareKeys(folders[middle]?.prefix ?? '', prefix) < 0) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < folders.length && folders[end]?.prefix.startsWith(prefix) === true) end++;
  return folders.slice(low, end);
}

function toBadge(folders: readonly MergedFolder[]): ValidationBadge | null {
  if (folders.length === 0) return null;
  const tally = new CountTally();
  let newest = folders[0]?.header;
  for (const { counts, header } of folders) {
    tally.add(counts);
    if (newest === undefined || header.endedTime > newest.endedTime) newest = header;
  }
  return toFolderBadge(tally.toCounts(), newest?.endedTime ?? 0, newest?.scope.trail);
}
