import { ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { Disposable } from '../../base/lifecycle';
import { newErrorIcon, newPassIcon, newWarningIcon } from '../results/resultItem';
import { DataTree } from '../views/dataTree';
import { toPlainMarkdown } from '../views/plainMarkdown';
import type { CoverageState } from './coverageTotals';
import {
  toCoverageContext,
  toCoverageDescription,
  toCoverageLabel,
  toCoverageTooltip,
  toSpokenCoverage,
} from './coverageText';
import { CoverageTree, type CoverageElement, type CoverageNode, type CoverageTreeOptions } from './coverageTree';

/** The view "Coverage": what is indexed of every source, and what is not. */
export class CoverageView implements Disposable {
  private readonly tree: CoverageTree;
  private readonly view: DataTree<CoverageElement>;

  constructor(options: Omit<CoverageTreeOptions, 'onDidChange'>) {
    this.tree = new CoverageTree({
      ...options,
      onDidChange: () => {
        this.view.showChange(undefined);
      },
    });
    this.view = new DataTree<CoverageElement>('trailcase.coverage', {
      getRoots: () => this.tree.getRoots(),
      getChildren: (element) => Promise.resolve(this.tree.getChildren(element)),
      toItem: (element) => this.toItem(element),
      toTooltip: (element) => {
        const text = toCoverageTooltip(element);
        return text === undefined ? undefined : toPlainMarkdown(text);
      },
    });
    this.view.setDescription('days in UTC');
  }

  get selected(): CoverageElement | undefined {
    return this.view.selected;
  }

  reload(): void {
    this.tree.reload();
  }

  /** Opens the view at a source, when one is meant and has an index. */
  async show(sourceId: string | undefined): Promise<void> {
    this.reload();
    await this.view.focus();
    const roots = await this.tree.getRoots();
    const source = roots.find(({ place }) => place.scope.sourceId === sourceId);
    if (source !== undefined) await this.view.reveal(source, { expand: true });
  }

  dispose(): void {
    this.view.dispose();
  }

  private toItem(element: CoverageElement): TreeItem {
    const { node } = element;
    const item = new TreeItem(toCoverageLabel(element), toItemState(node));
    item.id = element.id;
    item.description = toCoverageDescription(node);
    item.contextValue = toCoverageContext(node);
    item.iconPath = toIcon(node);
    item.accessibilityInformation = { label: toSpokenCoverage(element) };
    return item;
  }
}

function toItemState(node: CoverageNode): TreeItemCollapsibleState {
  switch (node.type) {
    case 'source':
      return node.coverage.rows.length === 0 ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Expanded;
    case 'part': {
      const isLeaf = node.level === 'day' || (node.level === 'month' && !/^\d/.test(node.label));
      return isLeaf ? TreeItemCollapsibleState.None : TreeItemCollapsibleState.Collapsed;
    }
    case 'badSegments':
      return TreeItemCollapsibleState.Collapsed;
    case 'badSegment':
    case 'problem':
      return TreeItemCollapsibleState.None;
    default:
      return node satisfies never;
  }
}

function toIcon(node: CoverageNode): ThemeIcon {
  if (node.type === 'source' || node.type === 'part') return toStateIcon(node.state);
  return node.type === 'problem' ? newErrorIcon() : newWarningIcon();
}

function toStateIcon(state: CoverageState): ThemeIcon {
  switch (state) {
    case 'whole':
      return newPassIcon();
    case 'partial':
      return new ThemeIcon('color-mode');
    case 'none':
      return new ThemeIcon('circle-large-outline');
    case 'failed':
      return newErrorIcon();
    case 'unreadable':
      return newWarningIcon();
    default:
      return state satisfies never;
  }
}
