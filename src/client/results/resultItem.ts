import { ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState, type MarkdownString } from 'vscode';
import { toPlainMarkdown } from '../views/plainMarkdown';
import { countCopies, findCell, isConflict } from './hit';
import { toResultText } from './resultText';
import type { ResultElement, ResultNode } from './resultTree';

export function toResultItem(element: ResultElement): TreeItem {
  const { node } = element;
  const { label, description, spoken } = toResultText(node);
  const item = new TreeItem(label, toState(node));
  item.id = element.id;
  item.contextValue = `result.${node.type}`;
  item.iconPath = toIcon(node);
  item.accessibilityInformation = { label: spoken };
  if (description !== undefined) item.description = description;
  const command = findCommand(node);
  if (command !== undefined) item.command = { command, title: 'Open', arguments: [element, 'fromTree'] };
  return item;
}

/** Made when the pointer rests on a node. Log content in it is text and nothing else. */
export function toResultTooltip({ node }: ResultElement): MarkdownString | undefined {
  const { tooltip } = toResultText(node);
  return tooltip === undefined ? undefined : toPlainMarkdown(tooltip);
}

function toState(node: ResultNode): TreeItemCollapsibleState {
  if (node.type === 'group' && node.isOnly === true) return TreeItemCollapsibleState.Expanded;
  const canOpen =
    node.type === 'group' || node.type === 'unreadList' || (node.type === 'hit' && countCopies(node.hit) > 0);
  return canOpen ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.None;
}

function findCommand(node: ResultNode): string | undefined {
  switch (node.type) {
    case 'hit':
    case 'location':
      return 'trailcase.openHit';
    case 'more':
      return 'trailcase.loadMoreResults';
    case 'coverage':
      return 'trailcase.showCoverage';
    case 'failed':
    case 'stopped':
    case 'problem':
      return 'trailcase.searchAgain';
    case 'running':
    case 'summary':
    case 'unreadList':
    case 'unread':
    case 'group':
    case 'note':
      return undefined;
    default:
      return node satisfies never;
  }
}

function toIcon(node: ResultNode): ThemeIcon {
  switch (node.type) {
    case 'running':
      return new ThemeIcon('loading~spin');
    case 'summary':
      return new ThemeIcon('search');
    case 'coverage': {
      const { outcome } = node.search;
      return outcome.type === 'done' && outcome.result.coverage.isComplete ? newPassIcon() : newWarningIcon();
    }
    case 'failed':
    case 'problem':
      return newErrorIcon();
    case 'unreadList':
    case 'unread':
      return newWarningIcon();
    case 'stopped':
      return new ThemeIcon('circle-slash');
    case 'group':
      return new ThemeIcon(node.order.grouping === 'day' ? 'calendar' : 'list-tree');
    case 'hit':
      if (isConflict(node.hit)) return newWarningIcon();
      return findCell(node.hit, 'errorCode') === undefined ? new ThemeIcon('symbol-event') : newErrorIcon();
    case 'location':
      return new ThemeIcon('json');
    case 'more':
      return new ThemeIcon('ellipsis');
    case 'note':
      return new ThemeIcon('info');
    default:
      return node satisfies never;
  }
}

export function newWarningIcon(): ThemeIcon {
  return new ThemeIcon('warning', new ThemeColor('list.warningForeground'));
}

export function newErrorIcon(): ThemeIcon {
  return new ThemeIcon('error', new ThemeColor('list.errorForeground'));
}

export function newPassIcon(): ThemeIcon {
  return new ThemeIcon('pass', new ThemeColor('testing.iconPassed'));
}
