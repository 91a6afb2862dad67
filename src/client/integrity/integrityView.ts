import type { Disposable } from '../../base/lifecycle';
import { setContext } from '../setContext';
import { DataTree } from '../views/dataTree';
import { toIntegrityItem, toIntegrityTooltip } from './integrityItem';
import { IntegrityTree, type IntegrityElement, type IntegrityTreeOptions, type ShownRun } from './integrityTree';

/** The view "Integrity": what a validation found. Of the runs that are kept it shows one, the newest unless told. */
export class IntegrityView implements Disposable {
  private readonly tree: IntegrityTree;
  private readonly view: DataTree<IntegrityElement>;

  constructor(options: Omit<IntegrityTreeOptions, 'onDidChange'>) {
    this.tree = new IntegrityTree({
      ...options,
      onDidChange: (element) => {
        this.view.showChange(element);
      },
    });
    this.view = new DataTree<IntegrityElement>('trailcase.integrity', {
      getRoots: () => this.loadRoots(),
      getChildren: (element) => this.tree.getChildren(element),
      toItem: toIntegrityItem,
      toTooltip: toIntegrityTooltip,
    });
    this.view.setDescription('times in UTC');
  }

  get selected(): IntegrityElement | undefined {
    return this.view.selected;
  }

  /** The run that is shown; asks for the newest where none was shown yet. */
  async findShown(): Promise<ShownRun | undefined> {
    return (await this.tree.getRoots())[0]?.run;
  }

  getChildren(element: IntegrityElement): Promise<readonly IntegrityElement[]> {
    return this.tree.getChildren(element);
  }

  listRuns(): Promise<readonly ShownRun[]> {
    return this.tree.listRuns();
  }

  /** Undefined: the newest. */
  show(run: ShownRun | undefined): void {
    this.tree.show(run);
  }

  /** Runs came or went, or sources did. */
  refresh(): Promise<void> {
    return this.tree.refresh();
  }

  /** Opens the view at the node, else at the run. */
  async focus(element?: IntegrityElement): Promise<void> {
    await this.view.focus();
    const target = element ?? (await this.tree.getRoots())[0];
    if (target !== undefined) await this.view.reveal(target, { expand: true });
  }

  /** The node of an object by its key, where it lies among the first of its finding. */
  findObject(key: string): Promise<IntegrityElement | undefined> {
    return this.tree.findObject(key);
  }

  async loadMore(more: IntegrityElement): Promise<void> {
    const first = await this.view.withProgress(() => this.tree.loadMore(more));
    if (first !== undefined) await this.view.reveal(first);
  }

  dispose(): void {
    this.view.dispose();
  }

  private async loadRoots(): Promise<readonly IntegrityElement[]> {
    const roots = await this.tree.getRoots();
    setContext('trailcase.hasValidation', roots.length > 0);
    return roots;
  }
}
