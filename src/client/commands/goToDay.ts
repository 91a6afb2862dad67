import { window } from 'vscode';
import { toLabelText } from '../../base/displayText';
import { newAbortError, UserError } from '../../base/errors';
import type { TrailLevel } from '../../engine/trail/trailNode';
import { isFolder, type ContainerElement, type FolderElement, type TreeElement } from '../explorer/treeElement';
import { findContainer, listChildren } from '../explorer/walk';
import { withCancellableProgress } from '../progress';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { checkDay, parseDay } from './inputText';
import { findElement, findRootElement, getRoot } from './target';

const title = 'Go to Day';

/** How many segments of a prefix lie below its region: …/us-east-1/2026/01/15/ */
const segmentsBelowRegion: Readonly<Partial<Record<TrailLevel, number>>> = { region: 0, year: 1, month: 2, day: 3 };

export const goToDay: CommandFactory = (services) => async (arg) => {
  const start = await findStart(services, arg);
  const region = await toRegion(services, start);
  const text = await window.showInputBox({
    title,
    prompt: `Day (UTC) in ${toLabelText(region.label)}`,
    placeHolder: 'YYYY-MM-DD',
    validateInput: (value) => checkDay(value),
  });
  const day = text === undefined ? undefined : parseDay(text);
  if (day === undefined) return;
  const prefix = `${region.prefix}${day.year}/${day.month}/${day.day}/`;
  const element = await withCancellableProgress(`Looking for ${day.year}-${day.month}-${day.day}`, (signal) =>
    findContainer(services.tree, region.from, prefix, signal),
  );
  if (element === undefined) {
    throw new UserError('notFound', `${region.label} has no logs of ${day.year}-${day.month}-${day.day}.`);
  }
  await services.views.reveal(element, { expand: true });
};

async function findStart(services: ClientServices, arg: unknown): Promise<FolderElement> {
  for (let element = findElement(services, arg); element !== undefined; element = element.parent) {
    if (isFolder(element)) return element;
  }
  const root = await getRoot(services, arg, title);
  const source = await findRootElement(services, root.sourceId);
  if (source === undefined) throw new UserError('notFound', 'The source is gone.');
  return source;
}

interface Region {
  readonly prefix: string;
  readonly label: string;
  /** Where the walk down to the day begins: above the region, because a folded node may stand for both. */
  readonly from: FolderElement;
}

/** Up when the node lies in a region; else down, asking at every fork. */
async function toRegion(services: ClientServices, start: FolderElement): Promise<Region> {
  let element: FolderElement = start;
  for (;;) {
    const region = element.isA('container') ? findRegion(element) : undefined;
    if (region !== undefined) return region;
    const from = element;
    const children = await withCancellableProgress('Listing', (signal) => listChildren(services.tree, from, signal));
    element = await pickContainer(children);
  }
}

function findRegion(element: ContainerElement): Region | undefined {
  const count = segmentsBelowRegion[element.node.level];
  if (count === undefined) return undefined;
  const prefix = `${element.node.prefix
    .split('/')
    .slice(0, -1 - count)
    .join('/')}/`;
  let from: TreeElement = element;
  while (from.parent !== undefined && isFolder(from) && from.node.prefix.length >= prefix.length) from = from.parent;
  const label = prefix.split('/').at(-2) ?? prefix;
  return isFolder(from) ? { prefix, label, from } : undefined;
}

async function pickContainer(children: readonly TreeElement[]): Promise<ContainerElement> {
  const containers = children.flatMap((child) => (child.isA('container') ? [child] : []));
  const [first] = containers;
  if (first === undefined) throw new UserError('notFound', 'No days are listed here.');
  if (containers.length === 1) return first;
  const items = containers.map((element) => ({
    label: toLabelText(element.node.label),
    description: toLabelText(element.listedDescription ?? element.node.description ?? ''),
    element,
  }));
  const picked = await window.showQuickPick(items, { title, placeHolder: 'Account, kind or region' });
  if (picked === undefined) throw newAbortError();
  return picked.element;
}
