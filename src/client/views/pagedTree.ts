import { isAbort, toUserErrorData, type UserErrorData } from '../../base/errors';
import type { Log } from '../../base/log';

/** A node as a view knows it: the same object for as long as what it shows. */
export interface PagedElement<E> {
  readonly parent: E | undefined;
  /** Present once asked for. */
  children: readonly E[] | undefined;
}

export interface PagedTreeOptions<E> {
  readonly log: Log;
  readonly loadRoots: () => Promise<readonly E[]>;
  readonly loadChildren: (element: E) => Promise<readonly E[]>;
  readonly newProblem: (error: UserErrorData, parent: E | undefined) => E;
  /** Undefined: everything changed. */
  readonly onDidChange: (element: E | undefined) => void;
}

/** Nodes that are loaded when asked for, kept until reloaded, and may come page by page. Free of VS Code. */
export class PagedTree<E extends PagedElement<E>> {
  private roots: Promise<readonly E[]> | undefined;
  private current = 0;

  constructor(private readonly options: PagedTreeOptions<E>) {}

  /** Changes with every reload. What comes late belongs to what was shown when it was asked for. */
  get generation(): number {
    return this.current;
  }

  /** Someone has looked. */
  get isLoaded(): boolean {
    return this.roots !== undefined;
  }

  getRoots(): Promise<readonly E[]> {
    this.roots ??= this.orProblem(this.options.loadRoots(), undefined);
    return this.roots;
  }

  async getChildren(element: E): Promise<readonly E[]> {
    element.children ??= await this.orProblem(this.options.loadChildren(element), element);
    return element.children;
  }

  /** Puts the next page in the place of a "more" node; the first of the new nodes, to go on from there. */
  async loadMore(more: E, load: () => Promise<readonly E[]>): Promise<E | undefined> {
    const generation = this.current;
    const { parent } = more;
    const siblings = parent === undefined ? await this.getRoots() : await this.getChildren(parent);
    if (!siblings.includes(more)) return undefined;
    const added = await load();
    if (generation !== this.current) return undefined;
    const children = [...siblings.filter((sibling) => sibling !== more), ...added];
    if (parent === undefined) this.roots = Promise.resolve(children);
    else parent.children = children;
    this.options.onDidChange(parent);
    return added[0];
  }

  reload(): void {
    this.current++;
    this.refreshRoots();
  }

  /** The roots say something else; the generation stays. */
  refreshRoots(): void {
    this.roots = undefined;
    this.options.onDidChange(undefined);
  }

  /** What could not be asked is a node in its place, and the rest still stands. */
  async orProblem(load: Promise<readonly E[]>, parent: E | undefined): Promise<readonly E[]> {
    try {
      return await load;
    } catch (error) {
      if (isAbort(error)) return [];
      this.options.log.error('Cannot show a part of a view:', error);
      return [this.options.newProblem(toUserErrorData(error), parent)];
    }
  }
}
