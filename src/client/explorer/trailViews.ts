import { EventEmitter, window, type ProviderResult, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { TrailTree } from './trailTree';
import type { TreeElement } from './treeElement';
import { toTreeItem, toTreeTooltip } from './treeItem';

/** The same trails twice: in the Explorer, and in Trailcase's own container. */
const viewIds = ['trailcase.explorer', 'trailcase.trails'] as const;

/** Owns the two views and the one provider behind them. */
export class TrailViews implements TreeDataProvider<TreeElement>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<TreeElement | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly views: readonly TreeView<TreeElement>[];
  private lastUsed: TreeView<TreeElement> | undefined;

  constructor(private readonly getTree: () => TrailTree) {
    this.views = viewIds.map((id) => {
      const view = this.store.add(
        window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true, canSelectMany: false }),
      );
      this.store.add(
        view.onDidChangeVisibility(({ visible }) => {
          if (visible) this.lastUsed = view;
        }),
      );
      this.store.add(
        view.onDidChangeSelection(() => {
          this.lastUsed = view;
        }),
      );
      return view;
    });
  }

  /** Undefined: everything. */
  showChange(element: TreeElement | undefined): void {
    this.changed.fire(element);
  }

  /** What is selected in the view that was used last. */
  get selected(): TreeElement | undefined {
    return this.shown()?.selection[0];
  }

  /** In the view on screen; when none is, in Trailcase's own container. */
  async reveal(element: TreeElement, options: { readonly expand?: boolean } = {}): Promise<void> {
    const view = this.shown() ?? this.views[1];
    await view?.reveal(element, { select: true, focus: true, expand: options.expand ?? false });
  }

  /** Runs work under the progress bar of the view on screen. */
  async withViewProgress<R>(work: () => Promise<R>): Promise<R> {
    const shown = this.shown();
    const viewId = viewIds[shown === this.views[0] && shown !== undefined ? 0 : 1];
    return await window.withProgress({ location: { viewId } }, work);
  }

  getTreeItem(element: TreeElement): TreeItem {
    return toTreeItem(element);
  }

  getChildren(element?: TreeElement): Promise<TreeElement[]> {
    const tree = this.getTree();
    return (element === undefined ? tree.getRoots() : tree.getChildren(element)).then((children) => [...children]);
  }

  getParent(element: TreeElement): TreeElement | undefined {
    return element.parent;
  }

  resolveTreeItem(item: TreeItem, element: TreeElement): ProviderResult<TreeItem> {
    const tooltip = toTreeTooltip(element);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private shown(): TreeView<TreeElement> | undefined {
    return this.lastUsed?.visible === true ? this.lastUsed : this.views.find((view) => view.visible);
  }
}
