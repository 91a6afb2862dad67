import { isAbort, toUserErrorData } from '../../base/errors';
import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { TrailChildren } from '../../engine/trail/trailNode';
import type { SetSettingsResult } from '../../protocol/requests';
import type { RequestSender } from '../server/requestTypes';
import type { Settings } from '../settings';
import {
  isFolder,
  newChildElements,
  newSourceElement,
  TreeElement,
  type FolderElement,
  type MoreElement,
} from './treeElement';

export interface TrailTreeOptions {
  readonly server: RequestSender;
  readonly isServerStarted: () => boolean;
  readonly readSettings: () => Settings;
  readonly log: Log;
  /** Undefined: everything changed. */
  readonly onDidChange: (element: TreeElement | undefined) => void;
  readonly onDidChangeListing: (isListing: boolean) => void;
}

interface Listing {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

/**
 * What the views show, free of VS Code: nodes are listed when asked for and kept until refreshed.
 * One listing at most is under way per node; refreshing or removing the node cancels it.
 */
export class TrailTree implements Disposable {
  private roots: readonly TreeElement[] | undefined;
  private loadingRoots: Promise<readonly TreeElement[]> | undefined;
  private readonly sources = new Map<string, FolderElement>();
  private readonly listings = new Map<TreeElement, Listing>();

  constructor(private readonly options: TrailTreeOptions) {}

  get isLoaded(): boolean {
    return this.roots !== undefined || this.loadingRoots !== undefined;
  }

  /** Without any source the server is not even started: the views show their welcome. */
  getRoots(): Promise<readonly TreeElement[]> {
    if (this.roots !== undefined) return Promise.resolve(this.roots);
    if (this.loadingRoots !== undefined) return this.loadingRoots;
    const loading = this.askRoots().then((roots) => {
      if (this.loadingRoots !== loading) return roots;
      this.loadingRoots = undefined;
      this.roots = roots;
      return roots;
    });
    this.loadingRoots = loading;
    return loading;
  }

  /** Among those that are loaded. */
  findSource(sourceId: string): FolderElement | undefined {
    return this.sources.get(sourceId);
  }

  /** Fails never: what could not be listed is a problem among the children. */
  async getChildren(element: TreeElement): Promise<readonly TreeElement[]> {
    if (!isFolder(element)) return [];
    if (element.children === undefined) await this.list(element).done;
    return element.children ?? [];
  }

  /**
   * Puts the next page in the place of a "more" node, and tells what stands there then. A failure leaves that node where
   * it is, to be tried again.
   */
  async loadMore(more: MoreElement): Promise<TreeElement | undefined> {
    const parent = more.parent;
    if (parent === undefined || !isFolder(parent) || parent.children?.includes(more) !== true) return undefined;
    const place = parent.children.length - 1; // the other children stay before the new ones
    await this.list(parent, more).done;
    return this.findLoaded(parent, more, place);
  }

  /** Undefined when the listing was stopped, or its node was refreshed meanwhile. */
  private findLoaded({ children }: FolderElement, more: MoreElement, place: number): TreeElement | undefined {
    return children?.includes(more) === true ? undefined : children?.[place];
  }

  /** Sources that stay the same keep what was listed under them. */
  async reloadRoots(): Promise<readonly TreeElement[]> {
    this.roots = undefined;
    this.loadingRoots = undefined;
    const roots = await this.getRoots();
    this.options.onDidChange(undefined);
    return roots;
  }

  /** The server forgets what it holds under the node, and the views list it anew. Undefined: every source. */
  async refresh(element: TreeElement | undefined): Promise<void> {
    const folder = element === undefined || isFolder(element) ? element : element.parent;
    if (folder !== undefined && isFolder(folder)) {
      await this.forget(folder);
      this.options.onDidChange(folder);
      return;
    }
    await Promise.all([...this.sources.values()].map((source) => this.forget(source)));
    await this.reloadRoots();
  }

  /** Stops what is being listed, in one node or in all; the nodes say so. */
  stopListing(element?: TreeElement): void {
    for (const [folder, { controller }] of this.listings) {
      if (element === undefined || element === folder) controller.abort();
    }
  }

  dispose(): void {
    this.stopListing();
  }

  private async askRoots(): Promise<readonly TreeElement[]> {
    const { server, isServerStarted, log, readSettings } = this.options;
    const settings = readSettings();
    if (settings.sources.length === 0 && !isServerStarted()) return this.toRootElements({ roots: [], problems: [] });
    try {
      return this.toRootElements(await server.ask('setSettings', settings));
    } catch (error) {
      log.error('Cannot get the sources from the server:', error);
      const node = { type: 'settingsProblem', index: -1, message: toUserErrorData(error).message } as const;
      return [new TreeElement('problem server', node, undefined, undefined)];
    }
  }

  private toRootElements(answer: SetSettingsResult): readonly TreeElement[] {
    const previous = new Map(this.sources);
    this.sources.clear();
    for (const root of answer.roots) {
      const known = previous.get(root.sourceId);
      const isUnchanged = known !== undefined && JSON.stringify(known.root) === JSON.stringify(root);
      this.sources.set(root.sourceId, isUnchanged ? known : newSourceElement(root));
      if (isUnchanged) previous.delete(root.sourceId);
    }
    for (const gone of previous.values()) this.cancelWithin(gone);
    const problems = answer.problems.map(
      ({ index, message }) =>
        new TreeElement(`problem ${index}`, { type: 'settingsProblem', index, message }, undefined, undefined),
    );
    return [...this.sources.values(), ...problems];
  }

  private list(folder: FolderElement, more?: MoreElement): Listing {
    const running = this.listings.get(folder);
    if (running !== undefined) return running;
    const controller = new AbortController();
    const isCurrent = (): boolean => this.listings.get(folder)?.controller === controller;
    const listing = { controller, done: this.listInto(folder, more, controller.signal, isCurrent) };
    this.listings.set(folder, listing);
    this.options.onDidChangeListing(true);
    const end = (): void => {
      if (isCurrent()) this.listings.delete(folder);
      if (this.listings.size === 0) this.options.onDidChangeListing(false);
    };
    listing.done.then(end, end);
    return listing;
  }

  private async listInto(
    folder: FolderElement,
    more: MoreElement | undefined,
    signal: AbortSignal,
    isCurrent: () => boolean,
  ): Promise<void> {
    const { prefix } = folder.node;
    const cursor = more === undefined ? {} : { cursor: more.node.cursor };
    let answer: TrailChildren;
    try {
      const params = { sourceId: folder.root?.sourceId ?? '', prefix, ...cursor };
      answer = await this.options.server.ask('listChildren', params, signal);
      signal.throwIfAborted();
    } catch (error) {
      if (more !== undefined) throw error;
      answer = this.toFailure(error, prefix);
    }
    // A refresh may have begun another listing of the same node.
    if (isCurrent()) this.place(folder, more, answer);
  }

  private place(folder: FolderElement, more: MoreElement | undefined, answer: TrailChildren): void {
    const kept = more === undefined ? [] : (folder.children ?? []).filter((child) => child !== more);
    folder.children = [...kept, ...newChildElements(folder, answer.nodes)];
    const isNews = answer.parentDescription !== undefined && answer.parentDescription !== folder.listedDescription;
    if (isNews) folder.listedDescription = answer.parentDescription;
    // The children stay, so that showing the parent again lists nothing and loses no expansion.
    if (isNews || more !== undefined) this.options.onDidChange(folder);
  }

  private toFailure(error: unknown, prefix: string): TrailChildren {
    if (isAbort(error)) return { nodes: [{ type: 'note', prefix, label: 'Stopped. Refresh to list again.' }] };
    this.options.log.error(`Cannot list: ${prefix}`, error);
    return { nodes: [{ type: 'problem', prefix, error: toUserErrorData(error) }] };
  }

  private async forget(folder: FolderElement): Promise<void> {
    this.cancelWithin(folder);
    folder.children = undefined;
    folder.listedDescription = undefined;
    try {
      await this.options.server.ask('forget', { sourceId: folder.root?.sourceId ?? '', prefix: folder.node.prefix });
    } catch (error) {
      // Listing again is what was wanted, and it will say for itself when the server cannot answer.
      this.options.log.warn(`The server did not forget ${folder.node.prefix}: ${String(error)}`);
    }
  }

  private cancelWithin(element: TreeElement): void {
    for (const [listed, { controller }] of [...this.listings]) {
      let above: TreeElement | undefined = listed;
      while (above !== undefined && above !== element) above = above.parent;
      if (above === undefined) continue;
      this.listings.delete(listed);
      controller.abort();
    }
  }
}
