import { EventEmitter, window, type ProviderResult, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';
import type { ValidationBadge } from '../../protocol/validationRequests';
import type { ValidationBadges } from '../integrity/validationBadges';
import type { TrailTree } from './trailTree';
import { findElementKey, type TreeElement } from './treeElement';
import { toTreeItem, toTreeTooltip } from './treeItem';

/** The same trails twice: in the Explorer, and in Trailcase's own container. */
const viewIds = ['trailcase.explorer', 'trailcase.trails'] as const;

/** A tree waits no longer than this for what is an addition to it. */
const maxBadgeWaitMs = 300;

/** Owns the two views and the one provider behind them. */
export class TrailViews implements TreeDataProvider<TreeElement>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<TreeElement | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly views: readonly TreeView<TreeElement>[];
  private lastUsed: TreeView<TreeElement> | undefined;

  constructor(
    private readonly getTree: () => TrailTree,
    private readonly badges: Pick<ValidationBadges, 'find' | 'load'>,
  ) {
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
    return toTreeItem(element, this.findBadge(element));
  }

  async getChildren(element?: TreeElement): Promise<TreeElement[]> {
    const tree = this.getTree();
    const children = await (element === undefined ? tree.getRoots() : tree.getChildren(element));
    await this.loadBadges(element, children);
    return [...children];
  }

  getParent(element: TreeElement): TreeElement | undefined {
    return element.parent;
  }

  resolveTreeItem(item: TreeItem, element: TreeElement): ProviderResult<TreeItem> {
    const tooltip = toTreeTooltip(element, this.findBadge(element));
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }

  private findBadge(element: TreeElement): ValidationBadge | undefined {
    const key = findElementKey(element);
    return key === undefined || element.root === undefined ? undefined : this.badges.find(element.root.sourceId, key);
  }

  /** Nodes come with their badges; where those take long, the nodes come first and are drawn again. */
  private async loadBadges(parent: TreeElement | undefined, children: readonly TreeElement[]): Promise<void> {
    const loading = Promise.all([...toPlaces(children)].map(([sourceId, keys]) => this.badges.load(sourceId, keys)));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => {
        resolve('late');
      }, maxBadgeWaitMs);
    });
    const first = await Promise.race([loading, late]);
    clearTimeout(timer);
    if (first !== 'late') return;
    void loading.then(() => {
      if (children.some((child) => this.findBadge(child) !== undefined)) this.showChange(parent);
    });
  }

  private shown(): TreeView<TreeElement> | undefined {
    return this.lastUsed?.visible === true ? this.lastUsed : this.views.find((view) => view.visible);
  }
}

/** Keys and prefixes of nodes, by their source. */
function toPlaces(elements: readonly TreeElement[]): ReadonlyMap<string, readonly string[]> {
  const places = new Map<string, string[]>();
  for (const element of elements) {
    const key = findElementKey(element);
    if (key === undefined || element.root === undefined) continue;
    const { sourceId } = element.root;
    const keys = places.get(sourceId);
    if (keys === undefined) places.set(sourceId, [key]);
    else keys.push(key);
  }
  return places;
}
