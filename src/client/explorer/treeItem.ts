import { MarkdownString, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { ObjectNode, TrailLevel } from '../../engine/trail/trailNode';
import { toAccessibleLabel, toContextValue, toNodeDescription, toNodeLabel, toTooltip } from './nodeText';
import { isFolder, type TreeElement } from './treeElement';

const levelIcons: Readonly<Record<TrailLevel, string>> = {
  folder: 'folder',
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

export function toTreeItem(element: TreeElement): TreeItem {
  const item = new TreeItem(toNodeLabel(element), toState(element));
  item.id = element.id;
  item.contextValue = toContextValue(element);
  item.iconPath = toIcon(element);
  const description = toNodeDescription(element);
  if (description !== undefined) item.description = description;
  item.accessibilityInformation = { label: toAccessibleLabel(element) };
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

/** Made when the pointer rests on a node, and not for each of a thousand. */
export function toTreeTooltip(element: TreeElement): MarkdownString | undefined {
  const text = toTooltip(element);
  if (text === undefined) return undefined;
  const markdown = new MarkdownString(text);
  markdown.isTrusted = false;
  markdown.supportHtml = false;
  markdown.supportThemeIcons = false;
  return markdown;
}

function toIcon({ node, root }: TreeElement): ThemeIcon {
  switch (node.type) {
    case 'source':
      return new ThemeIcon(root?.isLocal === true ? 'folder-library' : 'cloud');
    case 'container':
      return new ThemeIcon(levelIcons[node.level]);
    case 'object':
      return new ThemeIcon(node.isArchived ? 'archive' : kindIcons[node.kind]);
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
