import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type MarkdownString, type Uri } from 'vscode';
import type { ObjectNode, TrailLevel } from '../../engine/trail/trailNode';
import type { ValidationBadge } from '../../protocol/validationRequests';
import { toDocumentUri } from '../documents/documentUri';
import { toBadgeLines, toBadgeTooltip } from '../integrity/badgeText';
import { toPlainMarkdown } from '../views/plainMarkdown';
import { toAccessibleLabel, toContextValue, toNodeDescription, toNodeLabel, toTooltip } from './nodeText';
import { findElementKey, isFolder, type TreeElement } from './treeElement';

/** `file-directory` looks like `folder`, which VS Code takes from the file icon theme once a node has a URI. */
const levelIcons: Readonly<Record<TrailLevel, string>> = {
  folder: 'file-directory',
  trailRoot: 'folder-library',
  organization: 'organization',
  account: 'account',
  kind: 'list-tree',
  region: 'globe',
  year: 'calendar',
  month: 'calendar',
  day: 'calendar',
};

const kindIcons: Readonly<Record<ObjectNode['kind'], string>> = {
  log: 'json',
  digest: 'verified',
  insight: 'lightbulb',
  other: 'file',
};

/** Second argument of `trailcase.open` when a click or Enter in a tree calls it. */
export const fromTree = 'fromTree';

/** `badge`: what the last validation said of the node, when one saw it. */
export function toTreeItem(element: TreeElement, badge: ValidationBadge | undefined): TreeItem {
  const item = new TreeItem(toNodeLabel(element), toState(element));
  item.id = element.id;
  item.contextValue = toContextValue(element);
  item.iconPath = toIcon(element, badge !== undefined);
  const description = toNodeDescription(element);
  if (description !== undefined) item.description = description;
  const label = toAccessibleLabel(element);
  item.accessibilityInformation = { label: badge === undefined ? label : [label, ...toBadgeLines(badge)].join(', ') };
  const uri = badge === undefined ? undefined : findResourceUri(element);
  if (uri !== undefined) item.resourceUri = uri;
  if (element.isA('object'))
    item.command = { command: 'trailcase.open', title: 'Open', arguments: [element, fromTree] };
  if (element.isA('more')) item.command = { command: 'trailcase.loadMore', title: 'Load More', arguments: [element] };
  return item;
}

/** The only child of its parent was listed along with it: it opens with it, too. */
function toState(element: TreeElement): TreeItemCollapsibleState {
  if (!isFolder(element)) return TreeItemCollapsibleState.None;
  const isListed = element.isA('container') && element.node.children !== undefined;
  return isListed ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.Collapsed;
}

/** Under which decorations are asked for; of a log, the URI of its document. */
function findResourceUri(element: TreeElement): Uri | undefined {
  const key = findElementKey(element);
  return key === undefined || element.root === undefined
    ? undefined
    : toDocumentUri({ sourceId: element.root.sourceId, key });
}

/** Made when the pointer rests on a node, and not for each of a thousand. */
export function toTreeTooltip(element: TreeElement, badge: ValidationBadge | undefined): MarkdownString | undefined {
  const text = toTooltip(element);
  if (text === undefined) return undefined;
  return toPlainMarkdown(badge === undefined ? text : [text, '', toBadgeTooltip(badge)].join('\n'));
}

function toIcon({ node, root }: TreeElement, hasUri: boolean): ThemeIcon {
  switch (node.type) {
    case 'source':
      return new ThemeIcon(root?.isLocal === true ? 'folder-library' : 'cloud');
    case 'container':
      return new ThemeIcon(levelIcons[node.level]);
    case 'object':
      if (node.isArchived) return new ThemeIcon('archive');
      return new ThemeIcon(hasUri && node.kind === 'other' ? 'file-text' : kindIcons[node.kind]);
    case 'problem':
    case 'settingsProblem':
      return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
    case 'more':
      return new ThemeIcon('ellipsis');
    case 'note':
      return new ThemeIcon('info');
    default:
      return node satisfies never;
  }
}
