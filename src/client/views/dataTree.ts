import { commands, EventEmitter, window, type TreeDataProvider, type TreeItem, type TreeView } from 'vscode';
import { DisposableStore, type Disposable } from '../../base/lifecycle';

/** VS Code gathers changes of a tree for 200 ms before it asks for the nodes. */
const revealAgainMs = 250;
const maxReveals = 4;

/** What a view shows, and how. */
export interface TreeSource<T extends { readonly parent: T | undefined }> {
  getRoots(): Promise<readonly T[]>;
  getChildren(element: T): Promise<readonly T[]>;
  toItem(element: T): TreeItem;
  toTooltip(element: T): TreeItem['tooltip'];
}

/** One view in Trailcase's container. Owns it, and the provider behind it. */
export class DataTree<T extends { readonly parent: T | undefined }> implements TreeDataProvider<T>, Disposable {
  private readonly store = new DisposableStore();
  private readonly changed = this.store.add(new EventEmitter<T | undefined>());
  readonly onDidChangeTreeData = this.changed.event;
  private readonly view: TreeView<T>;

  constructor(
    private readonly id: `trailcase.${string}`,
    private readonly source: TreeSource<T>,
  ) {
    this.view = this.store.add(window.createTreeView(id, { treeDataProvider: this, showCollapseAll: true }));
  }

  get selected(): T | undefined {
    return this.view.visible ? this.view.selection[0] : undefined;
  }

  get isVisible(): boolean {
    return this.view.visible;
  }

  /** Beside the view's title. */
  setDescription(text: string | undefined): void {
    this.view.description = text ?? '';
  }

  /** Undefined: everything. */
  showChange(element: T | undefined): void {
    this.changed.fire(element);
  }

  /** Opens the view and takes the keyboard there. */
  async focus(): Promise<void> {
    await commands.executeCommand(`${this.id}.focus`);
  }

  /** Tries again when VS Code was just asking for the nodes anew and does not know this one for a moment. */
  async reveal(element: T, options: { readonly expand?: boolean; readonly focus?: boolean } = {}): Promise<void> {
    const how = { select: true, focus: options.focus ?? true, expand: options.expand ?? false };
    for (let tries = 1; ; tries++) {
      try {
        await this.view.reveal(element, how);
        return;
      } catch (error) {
        if (tries === maxReveals) throw error;
        await new Promise((resolve) => setTimeout(resolve, revealAgainMs));
      }
    }
  }

  async withProgress<R>(work: () => Promise<R>): Promise<R> {
    return await window.withProgress({ location: { viewId: this.id } }, work);
  }

  getTreeItem(element: T): TreeItem {
    return this.source.toItem(element);
  }

  async getChildren(element?: T): Promise<T[]> {
    return [...(await (element === undefined ? this.source.getRoots() : this.source.getChildren(element)))];
  }

  getParent(element: T): T | undefined {
    return element.parent;
  }

  resolveTreeItem(item: TreeItem, element: T): TreeItem {
    const tooltip = this.source.toTooltip(element);
    if (tooltip !== undefined) item.tooltip = tooltip;
    return item;
  }

  dispose(): void {
    this.store.dispose();
  }
}
