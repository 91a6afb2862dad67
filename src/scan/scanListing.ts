import { isAbort, toUserErrorData, type UserErrorData } from '../base/errors';
import { throwIfAborted } from '../base/abort';
import type { ListedObject, LogFileSource } from '../engine/ports';
import { parseTrailPath, type TrailPath } from '../engine/trail/objectKey';
import { partitionOfFolder, PartitionReader } from '../engine/trail/partition';
import { isInScope, toDayRange, type DayRange, type ScanScope } from './scanScope';

/** The part of a source that a listing needs. */
export type ListingSource = Pick<LogFileSource, 'listFolder' | 'listRecursive'>;

/** What listing found, in the order it was found: by branch, and in a branch in byte order of the keys. */
export type ScanListing =
  | { readonly kind: 'objects'; readonly objects: readonly ListedObject[] }
  /** This prefix was listed to its end (within the scope's days). */
  | { readonly kind: 'listed'; readonly prefix: string }
  | { readonly kind: 'problem'; readonly prefix: string; readonly error: UserErrorData }
  /** A folder that is left out on purpose. */
  | { readonly kind: 'skipped'; readonly prefix: string; readonly reason: string };

/**
 * Lists everything in a scope. Levels above the region are walked, so that other accounts, regions and kinds cost
 * nothing; from the region down one recursive listing begins at the first day. A level that cannot be listed is
 * reported in its place, and its siblings are listed.
 */
export async function* listScope(
  source: ListingSource,
  scope: ScanScope,
  signal: AbortSignal,
): AsyncGenerator<ScanListing> {
  const days = toDayRange(scope);
  const pending = [scope.prefix];
  for (let prefix = pending.pop(); prefix !== undefined; prefix = pending.pop()) {
    throwIfAborted(signal);
    const path = parseTrailPath(prefix);
    const reason = findSkipReason(prefix, path);
    if (reason !== undefined) {
      yield { kind: 'skipped', prefix, reason };
      continue;
    }
    if (!isInScope(partitionOfFolder(prefix), scope, days)) continue;
    try {
      if (isBelowRegion(path)) {
        yield* listBranch(source, prefix, path, days, signal);
      } else {
        const folders: string[] = [];
        yield* listLevel(source, prefix, folders, signal);
        pending.push(...folders.reverse());
      }
      yield { kind: 'listed', prefix };
    } catch (error) {
      if (isAbort(error)) throw error;
      yield { kind: 'problem', prefix, error: toUserErrorData(error) };
    }
  }
}

function isBelowRegion({ level }: TrailPath): boolean {
  return level === 'region' || level === 'year' || level === 'month' || level === 'day';
}

/** Beside CloudTrail's own folders an account's folder holds those of other services. */
function findSkipReason(prefix: string, path: TrailPath): string | undefined {
  if (path.kind === 'CloudTrail-Digest') return 'digest files hold no records';
  if (path.level !== 'folder') return undefined;
  const parent = parseTrailPath(prefix.slice(0, prefix.lastIndexOf('/', prefix.length - 2) + 1));
  return parent.level === 'account' ? 'not a folder of CloudTrail' : undefined;
}

/** Everything of some days in a region's folder of one kind. Rejects when it cannot be listed, or not to its end. */
export function listRegion(
  source: ListingSource,
  prefix: string,
  days: DayRange,
  signal: AbortSignal,
): AsyncGenerator<ScanListing> {
  return listBranch(source, prefix, parseTrailPath(prefix), days, signal);
}

/** What stands directly below a prefix: its folders are added to `folders`. */
export async function* listLevel(
  source: ListingSource,
  prefix: string,
  folders: string[],
  signal: AbortSignal,
): AsyncGenerator<ScanListing> {
  let token: string | undefined;
  do {
    const page = await source.listFolder(prefix, token === undefined ? {} : { token }, signal);
    folders.push(...page.folders);
    if (page.objects.length > 0) yield { kind: 'objects', objects: page.objects };
    token = page.nextToken;
  } while (token !== undefined);
}

async function* listBranch(
  source: ListingSource,
  prefix: string,
  path: TrailPath,
  days: DayRange,
  signal: AbortSignal,
): AsyncGenerator<ScanListing> {
  const region = `${path.root}${regionPart(prefix, path)}`;
  const startAfter = days.first === undefined ? undefined : region + days.first.replaceAll('-', '/');
  const partitions = new PartitionReader();
  for await (const page of source.listRecursive(prefix, startAfter === undefined ? {} : { startAfter }, signal)) {
    const objects = page.objects.filter(({ key }) => isInScope(partitions.read(key), {}, days));
    if (objects.length > 0) yield { kind: 'objects', objects };
    for (const refused of page.refused) {
      yield { kind: 'problem', prefix: refused.prefix, error: toUserErrorData(refused.error) };
    }
    // Keys are in byte order, so that behind the last day there is nothing more of the scope.
    const last = page.objects.at(-1);
    if (last !== undefined && isBehind(last.key, region, days)) return;
  }
}

/** The prefix from its root down to the region: `111122223333/CloudTrail/us-east-1/`. */
function regionPart(prefix: string, { root, level }: TrailPath): string {
  const below = { region: 0, year: 1, month: 2, day: 3 }[level as 'region' | 'year' | 'month' | 'day']; // isBelowRegion
  const segments = prefix.slice(root.length).split('/');
  return `${segments.slice(0, segments.length - 1 - below).join('/')}/`;
}

function isBehind(key: string, region: string, { last }: DayRange): boolean {
  // `/` stands before every digit, so anything from the next day on is greater than this day's folder with `0`.
  return last !== undefined && key > `${region}${last.replaceAll('-', '/')}0`;
}
