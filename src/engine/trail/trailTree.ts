import { isAbort, toUserErrorData } from '../../base/errors';
import { mapConcurrent } from '../../base/concurrency';
import type { ListedObject, ListingPage, LogFileSource } from '../ports';
import { plural, toContainer } from './containerNode';
import { listDay } from './dayListing';
import { parseTrailPath, type TrailPath } from './objectKey';
import { realFiles, toObjectNode } from './objectNode';
import type { ContainerNode, TrailChildren, TrailNode } from './trailNode';

/** At most this many listings of one level run at once. */
const maxListings = 4;
/** A chain of single children is folded at most this far. */
const maxFolds = 12;

/**
 * The children of a level of the tree, as a person wants them: account, region, month, day, files, newest first.
 * `AWSLogs/`, `CloudTrail/` and years are listed but not shown; a chain of single children becomes one node.
 * A level that cannot be listed gives a problem node in its place and never hides its siblings.
 */
export async function listChildren(
  source: LogFileSource,
  prefix: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<TrailChildren> {
  const children = await listLevel(source, prefix, cursor, signal);
  return cursor === undefined ? fold(source, children, signal, 0) : children;
}

async function listLevel(
  source: LogFileSource,
  prefix: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<TrailChildren> {
  const path = parseTrailPath(prefix);
  try {
    const children = await listPage(source, path, prefix, cursor, signal);
    // That a later page is empty does not say that the level is.
    return cursor === undefined ? noteEmpty(children, prefix, emptyNote(path)) : children;
  } catch (error) {
    if (isAbort(error)) throw error;
    return { nodes: [{ type: 'problem', prefix, error: toUserErrorData(error) }] };
  }
}

async function listPage(
  source: LogFileSource,
  path: TrailPath,
  prefix: string,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<TrailChildren> {
  if (path.level === 'day') return listDay(source, prefix, cursor, signal);
  const page = await source.listFolder(prefix, cursor === undefined ? {} : { token: cursor }, signal);
  if (path.level === 'region') return listMonths(source, prefix, page, signal);
  if (path.level === 'account') return listAccount(source, prefix, page, signal);
  return listFolders(source, prefix, path, page, signal);
}

function emptyNote({ level }: TrailPath): string {
  switch (level) {
    case 'day':
      return 'No files on this day';
    case 'region':
      return 'No logs of this region';
    case 'account':
      return 'No CloudTrail logs of this account';
    default:
      return 'Nothing here';
  }
}

/** Regions of the account's CloudTrail logs; beside them the other kinds that exist. */
async function listAccount(
  source: LogFileSource,
  prefix: string,
  page: ListingPage,
  signal: AbortSignal,
): Promise<TrailChildren> {
  const main = `${prefix}CloudTrail/`;
  const others = page.folders.filter((folder) => folder !== main).map((folder) => toContainer(folder));
  const regions = page.folders.includes(main) ? await listLevel(source, main, undefined, signal) : undefined;
  const nodes = [
    ...(regions?.nodes ?? []),
    ...others,
    ...looseObjects(source, page.objects),
    ...moreNode(prefix, page),
  ];
  const count = regions?.nodes.filter((node) => node.type === 'container').length ?? 0;
  return {
    nodes,
    ...(count === 0 ? {} : { parentDescription: plural(count, 'region') }),
  };
}

/** The months of every year, newest first. A year that cannot be listed becomes a problem node in its place. */
async function listMonths(
  source: LogFileSource,
  prefix: string,
  page: ListingPage,
  signal: AbortSignal,
): Promise<TrailChildren> {
  const years = page.folders.filter((folder) => parseTrailPath(folder).level === 'year').reverse();
  const others = page.folders.filter((folder) => parseTrailPath(folder).level !== 'year');
  const months = await mapConcurrent(years, maxListings, (year) => listLevel(source, year, undefined, signal), signal);
  const nodes: TrailNode[] = [
    ...months.flatMap((year) => year.nodes),
    ...others.map((folder) => toContainer(folder)),
    ...looseObjects(source, page.objects),
    ...moreNode(prefix, page),
  ];
  return { nodes };
}

async function listFolders(
  source: LogFileSource,
  prefix: string,
  path: TrailPath,
  page: ListingPage,
  signal: AbortSignal,
): Promise<TrailChildren> {
  const isDated = path.level === 'year' || path.level === 'month';
  const folders = isDated ? [...page.folders].reverse() : page.folders;
  const shown = await mapConcurrent(folders, maxListings, (folder) => openHidden(source, folder, signal), signal);
  const nodes = [...shown.flat(), ...looseObjects(source, page.objects), ...moreNode(prefix, page)];
  return { nodes, ...countBelow(nodes) };
}

/** `12 days`, `3 accounts`: only when everything was listed. */
function countBelow(nodes: readonly TrailNode[]): { readonly parentDescription?: string } {
  if (nodes.some((node) => node.type === 'more' || node.type === 'problem')) return {};
  for (const level of ['account', 'day'] as const) {
    const count = nodes.filter((node) => node.type === 'container' && node.level === level).length;
    if (count > 0) return { parentDescription: plural(count, level) };
  }
  return {};
}

/** `AWSLogs/` and an organization's folder are never shown: what stands in them takes their place. */
async function openHidden(source: LogFileSource, folder: string, signal: AbortSignal): Promise<readonly TrailNode[]> {
  const { level } = parseTrailPath(folder);
  if (level !== 'trailRoot' && level !== 'organization') return [toContainer(folder)];
  return (await listLevel(source, folder, undefined, signal)).nodes;
}

/** While the only thing to show is one container, it is listed too and both become one node. */
async function fold(
  source: LogFileSource,
  children: TrailChildren,
  signal: AbortSignal,
  depth: number,
): Promise<TrailChildren> {
  const [only] = children.nodes;
  if (children.nodes.length !== 1 || only?.type !== 'container' || depth >= maxFolds) return children;
  const below = await fold(source, await listLevel(source, only.prefix, undefined, signal), signal, depth + 1);
  const [inner] = below.nodes;
  if (below.nodes.length !== 1 || inner?.type !== 'container') {
    const description = below.parentDescription ?? only.description;
    const opened = { ...only, children: below, ...(description === undefined ? {} : { description }) };
    return { ...children, nodes: [opened] };
  }
  return { ...children, nodes: [{ ...inner, label: joinLabels(only, inner) }] };
}

/** A month's days hold its name already: `2026-01` and `2026-01-15` fold to `2026-01-15`. Others are joined. */
function joinLabels(outer: ContainerNode, inner: ContainerNode): string {
  return outer.level === 'month' && inner.label.startsWith(`${outer.label}-`)
    ? inner.label
    : `${outer.label} / ${inner.label}`;
}

/** Files above the days: strays, or logs in a folder without CloudTrail's layout. */
function looseObjects(source: LogFileSource, objects: readonly ListedObject[]): TrailNode[] {
  return realFiles(objects).map((object) => toObjectNode(source, object));
}

function moreNode(prefix: string, page: ListingPage): TrailNode[] {
  if (page.nextToken === undefined) return [];
  return [{ type: 'more', prefix, cursor: page.nextToken, label: 'Load more…' }];
}

function noteEmpty(children: TrailChildren, prefix: string, label: string): TrailChildren {
  return children.nodes.length > 0 ? children : { ...children, nodes: [{ type: 'note', prefix, label }] };
}
