import { UserError } from '../base/errors';
import { dayMs } from '../base/time';
import {
  objectStatuses,
  validatedKinds,
  type ValidatedObject,
  type ValidationHeader,
} from '../engine/digest/validation';
import { compareKeys } from '../engine/trail/keyOrder';
import { parseTrailPath, type TrailPath } from '../engine/trail/objectKey';
import { CountTally, type CountData } from '../validation/folderCounts';

/** A run, as far as places are concerned. */
export interface PlaceRun {
  readonly header: ValidationHeader;
  /** What is counted in each folder, in any order. One may stand there twice. */
  folders(): Promise<readonly (CountData & { readonly prefix: string })[]>;
  objectsUnder(prefix: string): AsyncIterable<readonly ValidatedObject[]>;
  find(key: string): Promise<ValidatedObject | undefined>;
}

/** A folder as the runs together see it. */
export interface MergedFolder {
  readonly prefix: string;
  readonly counts: CountData;
  /** Of the newest run that saw it. */
  readonly header: ValidationHeader;
}

interface SeenFolder {
  readonly run: PlaceRun;
  readonly counts: CountData;
}

/**
 * Folders of which several runs saw a part are put together object by object, until so many were read: about two
 * seconds' work. Of the others, the newest run's counts have to do.
 */
const maxReadObjects = 500_000;

/**
 * The folders that any of the runs (newest first) saw, in S3's order. What a run saw of a folder counts until a newer
 * one has looked at all of it. Rejects with the UserError of a run whose folders cannot be read.
 */
export async function mergeFolders(runs: readonly PlaceRun[]): Promise<readonly MergedFolder[]> {
  const seen = new Map<string, SeenFolder[]>();
  for (const [index, run] of runs.entries()) {
    const newer = runs.slice(0, index);
    for (const [prefix, counts] of sumUp(await run.folders())) {
      if (newer.some(({ header }) => coversFolder(header, prefix))) continue;
      const entries = seen.get(prefix) ?? [];
      entries.push({ run, counts });
      seen.set(prefix, entries);
    }
  }
  const merged: MergedFolder[] = [];
  let left = maxReadObjects;
  for (const [prefix, entries] of seen) {
    const [newest] = entries;
    if (newest === undefined) continue;
    const objects = entries.length > 1 ? sumOf(entries.map((entry) => countAll(entry.counts))) : 0;
    const isCounted = objects > 0 && objects <= left;
    if (isCounted) left -= objects;
    const worst = withWorst(newest.counts, entries);
    const counts = isCounted ? await countObjects(prefix, entries).catch(orElse(worst)) : worst;
    merged.push({ prefix, counts, header: newest.run.header });
  }
  return merged.sort((a, b) => compareKeys(a.prefix, b.prefix));
}

/** For a run whose objects cannot be read. */
function orElse(counts: CountData): (error: unknown) => CountData {
  return (error) => {
    if (error instanceof UserError) return counts;
    throw error;
  };
}

/** Lanes of one run may share a folder. */
function sumUp(folders: Awaited<ReturnType<PlaceRun['folders']>>): ReadonlyMap<string, CountData> {
  const sums = new Map<string, CountData>();
  for (const folder of folders) {
    const known = sums.get(folder.prefix);
    sums.set(folder.prefix, known === undefined ? folder : add(known, folder));
  }
  return sums;
}

function add(...all: readonly CountData[]): CountData {
  const tally = new CountTally();
  for (const counts of all) tally.add(counts);
  return tally.toData();
}

function withWorst(counts: CountData, all: readonly SeenFolder[]): CountData {
  const tally = new CountTally();
  tally.add(counts);
  for (const { counts: others } of all) tally.weigh(others.weight);
  return tally.toData();
}

/** Counts each object once, as the newest run saw it. What has no key, and hours, are those of the run that saw most hours. */
async function countObjects(prefix: string, entries: readonly SeenFolder[]): Promise<CountData> {
  const [widest] = [...entries].sort((a, b) => countHours(b.counts) - countHours(a.counts));
  const tally = new CountTally();
  const seen = new Set<string>();
  for (const entry of entries) {
    const ofRun = new CountTally();
    for await (const objects of entry.run.objectsUnder(prefix)) {
      for (const object of objects) {
        if (object.key === undefined || toFolder(object.key) !== prefix) continue;
        ofRun.addObject(object);
        if (!seen.has(object.key)) tally.addObject(object);
        seen.add(object.key);
      }
    }
    if (entry === widest) tally.add(toKeyless(entry.counts, ofRun.toData()));
  }
  return tally.toData();
}

/** What is left of a folder's counts without its objects that have keys: as bad as the folder, where there is any. */
function toKeyless(all: CountData, keyed: CountData): CountData {
  const objects: Record<string, Record<string, number>> = {};
  let count = 0;
  for (const kind of validatedKinds) {
    for (const status of objectStatuses) {
      const left = (all.objects[kind]?.[status] ?? 0) - (keyed.objects[kind]?.[status] ?? 0);
      if (left <= 0) continue;
      (objects[kind] ??= {})[status] = left;
      count += left;
    }
  }
  const { gap = 0, unproven = 0 } = all.hours;
  const weight = count > 0 ? all.weight : gap + unproven > all.excused ? 'unproven' : 'none';
  return { ...all, objects, weight };
}

function countHours({ hours }: CountData): number {
  return sumOf(Object.values(hours));
}

function countAll({ objects }: CountData): number {
  return sumOf(Object.values(objects).map((counts) => sumOf(Object.values(counts))));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** `''`, or ending in `/`. */
export function toFolder(key: string): string {
  return key.slice(0, key.lastIndexOf('/') + 1);
}

/** True when a run looked at everything of a folder, so that what an older one saw there no longer counts. */
function coversFolder({ scope, window, isComplete, startedTime }: ValidationHeader, folder: string): boolean {
  if (!isComplete || scope.trail !== undefined || !isBelow(folder, scope.prefix)) return false;
  const { accountId = '', region = '', year = '', month = '', day = '' } = parseTrailPath(folder);
  if (scope.accounts !== undefined && !scope.accounts.includes(accountId)) return false;
  if (scope.regions !== undefined && !scope.regions.includes(region)) return false;
  const dayStart = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  if (Number.isNaN(dayStart)) return true;
  const lastMoment = Math.min(dayStart + dayMs, startedTime) - minuteMs;
  return window.from <= dayStart && window.to >= lastMoment;
}

const minuteMs = 60_000;

/** A scope below an account means all kinds of its region; years, months and days are in the window. */
export function isBelow(folder: string, scopePrefix: string): boolean {
  const scope = parseTrailPath(scopePrefix);
  if (scope.kind === undefined) return folder.startsWith(scopePrefix);
  const hasRegion = scope.region === undefined || parseTrailPath(folder).region === scope.region;
  return hasRegion && folder.startsWith(toAccountFolder(scope));
}

export function toAccountFolder({ root, organizationId, accountId }: TrailPath): string {
  const organization = organizationId === undefined ? '' : `${organizationId}/`;
  return `${root}${organization}${accountId === undefined ? '' : `${accountId}/`}`;
}
