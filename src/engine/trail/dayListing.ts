import type { ListedObject, ListingPage, LogFileSource } from '../ports';
import { compareKeys } from './keyOrder';
import { addCounts, countFiles, noFiles, toContainer, toTotals, type FileCount } from './containerNode';
import { fileNameOf, parseObjectName, parseTrailPath } from './objectKey';
import { realFiles, toObjectNode } from './objectNode';
import type { TrailChildren, TrailNode } from './trailNode';

/** Listings of one hour that are joined before the rest is left to "Load more": 10,000 files. */
const maxPagesPerHour = 10;
/** A day of at most so many listings is shown whole. */
const maxPagesPerDay = 3;
/** Hours are joined until there is about a screen's worth to scroll: as many as one listing has. */
const minFilesPerClick = 1000;

/**
 * The files of a day, newest first. S3 lists oldest first, and only forward: a day that does not fit into one page is
 * therefore listed hour by hour from its end. The hours are ranges of keys that leave no gap, so a stray key whose
 * name is not CloudTrail's is found in one of them too.
 */
export async function listDay(
  source: LogFileSource,
  prefix: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<TrailChildren> {
  if (cursor !== undefined) return listHours(source, prefix, parseCursor(cursor), signal);
  const page = await listStart(source, prefix, signal);
  if (page.nextToken === undefined) {
    const files = realFiles(page.objects);
    return {
      nodes: toNodes(source, { objects: files, folders: page.folders }),
      ...(files.length === 0 ? {} : { parentDescription: toTotals(countFiles(files)) }),
    };
  }
  const stem = hourStem(prefix, page);
  // Names that say nothing of their time: the order of S3 has to do.
  if (stem === undefined) return inKeyOrder(source, prefix, page);
  return listHours(source, prefix, { stem, hour: 23, before: noFiles }, signal);
}

/** The first few listings of a day, as one. */
async function listStart(source: LogFileSource, prefix: string, signal: AbortSignal): Promise<ListingPage> {
  let all = await source.listFolder(prefix, {}, signal);
  for (let count = 1; count < maxPagesPerDay && all.nextToken !== undefined; count++) {
    const { objects, folders, nextToken } = await source.listFolder(prefix, { token: all.nextToken }, signal);
    all = {
      objects: [...all.objects, ...objects],
      folders: [...all.folders, ...folders],
      ...(nextToken === undefined ? {} : { nextToken }),
    };
  }
  return all;
}

interface HourCursor {
  /** Everything of the files' keys before the hour; `''` with a token of a plain listing. */
  readonly stem: string;
  readonly hour: number;
  readonly token?: string;
  /** What was listed before, so that the last page can tell the whole. */
  readonly before: FileCount;
}

function parseCursor(cursor: string): HourCursor {
  const value = JSON.parse(cursor) as HourCursor; // written by toMore below, and only handed back
  return value;
}

/** `…/111122223333_CloudTrail_us-east-1_20260115T`, when the folder's first file is named like that. */
function hourStem(prefix: string, page: ListingPage): string | undefined {
  const { year, month, day } = parseTrailPath(prefix);
  const mark = `_${year ?? ''}${month ?? ''}${day ?? ''}T`;
  for (const object of page.objects) {
    const at = object.key.lastIndexOf(mark);
    if (at > prefix.length && !object.key.slice(prefix.length).includes('/'))
      return object.key.slice(0, at + mark.length);
  }
  return undefined;
}

function inKeyOrder(source: LogFileSource, prefix: string, page: ListingPage): TrailChildren {
  const files = realFiles(page.objects).map((object) => toObjectNode(source, object));
  const more =
    page.nextToken === undefined
      ? []
      : [toMore(prefix, { stem: '', hour: 0, token: page.nextToken, before: noFiles }, 'Load more (later names)…')];
  return { nodes: [...files, ...page.folders.map((folder) => toContainer(folder)), ...more] };
}

async function listHours(
  source: LogFileSource,
  prefix: string,
  from: HourCursor,
  signal: AbortSignal,
): Promise<TrailChildren> {
  if (from.stem === '') {
    return inKeyOrder(
      source,
      prefix,
      await source.listFolder(prefix, from.token === undefined ? {} : { token: from.token }, signal),
    );
  }
  const nodes: TrailNode[] = [];
  let total = from.before;
  for (let { hour } = from, token = from.token; hour >= 0; hour--, token = undefined) {
    const at = { stem: from.stem, hour, ...(token === undefined ? {} : { token }) };
    const range = await listHour(source, prefix, at, signal);
    nodes.push(...toNodes(source, range));
    total = addCounts(total, countFiles(range.objects));
    const isEnough = total.count - from.before.count >= minFilesPerClick || range.nextToken !== undefined;
    if (!isEnough || (hour === 0 && range.nextToken === undefined)) continue;
    nodes.push(moreHours(prefix, { stem: from.stem, hour, before: total }, range.nextToken));
    return { nodes, parentDescription: `more than ${toTotals(total)}` };
  }
  return { nodes, parentDescription: toTotals(total) };
}

/** The rest of an hour of very many files, or else the hours before it. */
function moreHours(prefix: string, at: HourCursor, token: string | undefined): TrailNode {
  if (token !== undefined) return toMore(prefix, { ...at, token }, `Load more of ${hourText(at.hour)} UTC…`);
  return toMore(prefix, { ...at, hour: at.hour - 1 }, `Load more (before ${hourText(at.hour)} UTC)…`);
}

/**
 * Every key behind the hour's start, up to and with the next hour's; hour 0 begins with the folder, hour 23 ends with
 * it. A folder stands where its prefix does, and so in one hour only: what an hour begins with holds no slash.
 */
async function listHour(
  source: LogFileSource,
  prefix: string,
  at: Pick<HourCursor, 'stem' | 'hour' | 'token'>,
  signal: AbortSignal,
): Promise<ListingPage> {
  const end = at.hour === 23 ? undefined : `${at.stem}${twoDigits(at.hour + 1)}`;
  const isInside = (key: string): boolean => end === undefined || compareKeys(key, end) <= 0;
  const objects: ListedObject[] = [];
  const folders: string[] = [];
  let token = at.token;
  for (let count = 0; count < maxPagesPerHour; count++) {
    const startAfter = at.hour === 0 ? {} : { startAfter: `${at.stem}${twoDigits(at.hour)}` };
    const page = await source.listFolder(prefix, token === undefined ? startAfter : { token }, signal);
    const inside = page.objects.filter((object) => isInside(object.key));
    objects.push(...realFiles(inside));
    folders.push(...page.folders.filter(isInside));
    const isBehind = inside.length < page.objects.length || !page.folders.every(isInside);
    if (page.nextToken === undefined || isBehind) return { objects, folders };
    token = page.nextToken;
  }
  return { objects, folders, ...(token === undefined ? {} : { nextToken: token }) };
}

function toNodes(source: LogFileSource, { objects, folders }: ListingPage): TrailNode[] {
  return [...newestFirst(source, objects), ...folders.map((folder) => toContainer(folder))];
}

function newestFirst(source: LogFileSource, objects: readonly ListedObject[]): TrailNode[] {
  const stamped = objects.map((object) => ({ object, stamp: parseObjectName(fileNameOf(object.key)).stamp ?? '' }));
  // Equal stamps keep the reverse of S3's order, so that the whole list is one order.
  stamped.reverse().sort((a, b) => (a.stamp === b.stamp ? 0 : a.stamp < b.stamp ? 1 : -1));
  return stamped.map(({ object }) => toObjectNode(source, object));
}

function toMore(prefix: string, cursor: HourCursor, label: string): TrailNode {
  return { type: 'more', prefix, cursor: JSON.stringify(cursor), label };
}

function twoDigits(hour: number): string {
  return String(hour).padStart(2, '0');
}

function hourText(hour: number): string {
  return `${twoDigits(hour)}:00`;
}
