import { throwIfAborted } from '../base/abort';
import { mapConcurrent } from '../base/concurrency';
import { isAbort, toUserErrorData, type UserErrorData } from '../base/errors';
import { isBookkeeping } from '../engine/digest/laneKey';
import type { LanePlace } from '../engine/digest/validation';
import type { ListedObject } from '../engine/ports';
import { compareKeys } from '../engine/trail/keyOrder';
import { parseTrailPath, type TrailPath } from '../engine/trail/objectKey';
import { partitionOfFolder } from '../engine/trail/partition';
import { listLevel, type ListingSource } from '../scan/scanListing';
import { isInScope } from '../scan/scanScope';
import { WorkLanes } from '../scan/workLanes';
import { isNamed, lookInto, toOddFolder, type OddFolder } from './oddFolders';
import type { ValidationScope } from './validationOptions';

/** Accounts, or levels above them, that are listed at once. */
const maxLevels = 16;
const maxKinds = 4;
/** Where the account's own folder cannot be listed. */
const usualKinds = ['CloudTrail-Digest', 'CloudTrail'];

/** One account's deliveries of one region, with the folders they lie in. */
export interface Lane {
  readonly place: LanePlace;
  readonly folders: readonly LaneFolder[];
}

export interface LaneFolder {
  readonly prefix: string;
  readonly holds: 'digest' | 'log';
}

export interface FoundLanes {
  /** In the order of their folders. */
  readonly lanes: readonly Lane[];
  /** Accounts whose folders are there, asked for or not. */
  readonly accounts: ReadonlySet<string>;
  /** Regions of the accounts that were looked into, asked for or not. */
  readonly regions: ReadonlySet<string>;
  /** Levels above the lanes that could not be listed, and folders that could not be looked into. */
  readonly problems: readonly { readonly prefix: string; readonly error: UserErrorData }[];
  /** Objects that lie above or beside the lanes, where CloudTrail puts none. */
  readonly strays: readonly { readonly path: TrailPath; readonly object: ListedObject }[];
}

/**
 * Finds what there is to validate in a scope. A prefix below an account stands for its region in all of the account's
 * folders: digests prove logs, so both are needed. A level that cannot be listed is a problem, and its siblings are
 * listed. Rejects only with an AbortError.
 */
export async function findLanes(
  source: ListingSource,
  scope: Pick<ValidationScope, 'prefix' | 'accounts' | 'regions'>,
  signal: AbortSignal,
): Promise<FoundLanes> {
  const walk = new LaneWalk(source, scope, signal);
  await walk.run();
  return {
    lanes: walk.lanes.sort((a, b) => comparePlaces(a.place, b.place)),
    problems: walk.problems.sort((a, b) => compareKeys(a.prefix, b.prefix)),
    strays: walk.strays,
    accounts: walk.accounts,
    regions: walk.regions,
  };
}

function comparePlaces(a: LanePlace, b: LanePlace): number {
  return compareKeys(a.root, b.root) || compareKeys(a.region, b.region);
}

/** An account, or what stands above. */
interface Level {
  readonly prefix: string;
  readonly path: TrailPath;
  /** Of a prefix below the account. */
  readonly only?: { readonly kind?: string; readonly region?: string };
}

class LaneWalk {
  readonly lanes: Lane[] = [];
  readonly problems: { prefix: string; error: UserErrorData }[] = [];
  readonly strays: { path: TrailPath; object: ListedObject }[] = [];
  readonly accounts = new Set<string>();
  readonly regions = new Set<string>();
  private readonly levels: WorkLanes<Level>;
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly source: ListingSource,
    private readonly scope: Pick<ValidationScope, 'prefix' | 'accounts' | 'regions'>,
    private readonly signal: AbortSignal,
  ) {
    this.levels = new WorkLanes<Level>(
      maxLevels,
      (level) => (level.path.level === 'account' ? this.walkAccount(level) : this.walkLevel(level)),
      (error) => {
        this.failure = { error };
      },
      signal,
    );
  }

  async run(): Promise<void> {
    this.levels.push([toFirstLevel(this.scope.prefix)]);
    await this.levels.whenIdle();
    throwIfAborted(this.signal);
    if (this.failure !== undefined) throw this.failure.error;
  }

  private async walkLevel({ prefix, path }: Level): Promise<void> {
    // Above accounts anything may lie, and only what CloudTrail could have written is of interest.
    const folders = await this.list(prefix, path, isNamed);
    const levels = (folders ?? []).map((folder) => ({ prefix: folder, path: parseTrailPath(folder) }));
    for (const { accountId } of levels.map((level) => level.path))
      if (accountId !== undefined) this.accounts.add(accountId);
    const isWanted = ({ prefix: folder, path: { level } }: Level): boolean =>
      (level === 'account' || level === 'folder' || level === 'trailRoot' || level === 'organization') &&
      isInScope(partitionOfFolder(folder), this.scope, { first: undefined, last: undefined });
    this.levels.push(levels.filter(isWanted));
  }

  private async walkAccount({ prefix, path, only }: Level): Promise<void> {
    const kinds = await this.listKinds(prefix, path, only);
    const regions = new Map<string, LaneFolder[]>();
    await mapConcurrent(
      kinds,
      maxKinds,
      async (kind) => {
        const folder = `${prefix}${kind}/`;
        const holds = kind === 'CloudTrail-Digest' ? 'digest' : 'log';
        for (const region of await this.listRegions(folder, only?.region)) {
          const folders = regions.get(region) ?? [];
          regions.set(region, folders);
          folders.push({ prefix: `${folder}${region}/`, holds });
        }
      },
      this.signal,
    );
    const { organizationId, accountId: account = '' } = path;
    this.accounts.add(account);
    for (const [region, folders] of regions) {
      this.regions.add(region);
      if (this.scope.regions?.includes(region) === false) continue;
      const place = { root: prefix, account, region, ...(organizationId === undefined ? {} : { organizationId }) };
      this.lanes.push({ place, folders: folders.sort((a, b) => compareKeys(a.prefix, b.prefix)) });
    }
  }

  private async listKinds(prefix: string, path: TrailPath, only: Level['only']): Promise<readonly string[]> {
    const folders = await this.list(prefix, path, () => true);
    if (folders === undefined) return [...new Set([...usualKinds, ...(only?.kind === undefined ? [] : [only.kind])])];
    // Of one region no more is of interest than its lane.
    if (only?.region === undefined) {
      const odd = folders.filter((folder) => parseTrailPath(folder).level === 'folder');
      await this.lookInto(prefix, path, odd.map(toOddFolder));
    }
    return this.takeLevel(folders, 'kind');
  }

  /** Where the folder of a kind cannot be listed, that of a region that was asked for may be. */
  private async listRegions(folder: string, named: string | undefined): Promise<readonly string[]> {
    if (named !== undefined) return [named];
    const path = parseTrailPath(folder);
    const folders = await this.list(folder, path, () => true);
    if (folders === undefined) return this.scope.regions ?? [];
    const odd = folders.filter((below) => parseTrailPath(below).level === 'folder');
    await this.lookInto(
      folder,
      path,
      odd.map((prefix) => ({ prefix, isAlike: true })),
    );
    return this.takeLevel(folders, 'region');
  }

  /** Names of the folders of this level. A trail's prefix may look like the layout: then another one begins here. */
  private takeLevel(folders: readonly string[], wanted: TrailPath['level']): readonly string[] {
    const paths = folders.map((prefix) => ({ prefix, path: parseTrailPath(prefix) }));
    this.levels.push(paths.filter(({ path }) => path.level === 'trailRoot'));
    return paths.filter(({ path }) => path.level === wanted).map(({ prefix }) => lastName(prefix));
  }

  private async lookInto(parent: string, path: TrailPath, folders: readonly (OddFolder | undefined)[]): Promise<void> {
    const wanted = folders.filter((folder) => folder !== undefined);
    const { objects, problems } = await lookInto(this.source, parent, wanted, this.signal);
    for (const object of objects) this.strays.push({ path, object });
    this.problems.push(...problems);
  }

  /** The folders directly below a prefix; undefined when it cannot be listed. */
  private async list(
    prefix: string,
    path: TrailPath,
    isStray: (object: ListedObject) => boolean,
  ): Promise<readonly string[] | undefined> {
    const folders: string[] = [];
    try {
      for await (const listing of listLevel(this.source, prefix, folders, this.signal)) {
        if (listing.kind !== 'objects') continue;
        const strays = listing.objects.filter(
          (object) => !isBookkeeping(object.key, object.sizeBytes) && isStray(object),
        );
        this.strays.push(...strays.map((object) => ({ path, object })));
      }
      return folders;
    } catch (error) {
      if (isAbort(error)) throw error;
      this.problems.push({ prefix, error: toUserErrorData(error) });
      return undefined;
    }
  }
}

/** Below an account everything is looked at from the account. */
function toFirstLevel(prefix: string): Level {
  const path = parseTrailPath(prefix);
  const { kind, region } = path;
  if (kind === undefined) return { prefix, path };
  const below = prefix.slice(path.root.length).split('/');
  const depth = path.organizationId === undefined ? 1 : 2;
  const account = `${path.root}${below.slice(0, depth).join('/')}/`;
  const only = { kind, ...(region === undefined ? {} : { region }) };
  return { prefix: account, path: parseTrailPath(account), only };
}

function lastName(folder: string): string {
  return folder.slice(folder.lastIndexOf('/', folder.length - 2) + 1, -1);
}
