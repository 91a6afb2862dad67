import { isAbort, UserError } from '../base/errors';
import { toDay, type EpochMs } from '../base/time';
import type { ListedObject } from '../engine/ports';
import { fileNameOf, parseObjectName, stampTime } from '../engine/trail/objectKey';
import { listLevel, type ListingSource } from '../scan/scanListing';
import type { Lane } from './laneListing';

/** The time in a name of CloudTrail's. */
export function findStamp(key: string): EpochMs | undefined {
  const { stamp } = parseObjectName(fileNameOf(key));
  return stamp === undefined ? undefined : stampTime(stamp);
}

/** Of the objects that are named like CloudTrail's, and for the day that they lie in. */
export function findEarliest(objects: Iterable<ListedObject>): EpochMs | undefined {
  return findStampBy(Math.min, objects);
}

/** A name that belongs to another day's folder says nothing of when something was delivered. */
function findOwnStamp(key: string): EpochMs | undefined {
  const time = findStamp(key);
  if (time === undefined) return undefined;
  const folder = key.slice(0, key.lastIndexOf('/') + 1);
  return folder.endsWith(`/${toDay(time).replaceAll('-', '/')}/`) ? time : undefined;
}

function findStampBy(
  choose: (a: EpochMs, b: EpochMs) => EpochMs,
  objects: Iterable<ListedObject>,
): EpochMs | undefined {
  let found: EpochMs | undefined;
  for (const { key } of objects) {
    const time = findOwnStamp(key);
    if (time !== undefined) found = found === undefined ? time : choose(found, time);
  }
  return found;
}

/**
 * The newest delivery of a lane, found by its last day folders: four listings a folder. What cannot be listed counts as
 * empty, which listing the lane will tell.
 */
export async function findNewest(source: ListingSource, lane: Lane, signal: AbortSignal): Promise<EpochMs | undefined> {
  const times = await Promise.all(lane.folders.map(({ prefix }) => findNewestBelow(source, prefix, 0, signal)));
  return times.reduce(latest, undefined);
}

function latest(a: EpochMs | undefined, b: EpochMs | undefined): EpochMs | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b);
}

/** Years, months, days: folders that are none (strays) are passed over, and so are empty ones. */
const levelNames = [/\/\d{4}\/$/, /\/\d\d\/$/, /\/\d\d\/$/];

async function findNewestBelow(
  source: ListingSource,
  prefix: string,
  depth: number,
  signal: AbortSignal,
): Promise<EpochMs | undefined> {
  const pattern = levelNames[depth];
  const folders: string[] = [];
  let newest: EpochMs | undefined;
  try {
    for await (const listing of listLevel(source, prefix, folders, signal)) {
      if (listing.kind !== 'objects' || pattern !== undefined) continue;
      newest = latest(newest, findStampBy(Math.max, listing.objects));
    }
  } catch (error) {
    if (isAbort(error) || !(error instanceof UserError)) throw error;
    return undefined;
  }
  if (pattern === undefined) return newest;
  for (const folder of folders.filter((name) => pattern.test(name)).reverse()) {
    const found = await findNewestBelow(source, folder, depth + 1, signal);
    if (found !== undefined) return found;
  }
  return undefined;
}
