import type { Disposable } from '../../base/lifecycle';
import type { Log } from '../../base/log';
import type { SearchProgress } from '../../protocol/searchRequests';
import type { RequestSender } from '../server/requestTypes';
import { setContext } from '../setContext';
import { DataTree } from '../views/dataTree';
import { toResultItem, toResultTooltip } from './resultItem';
import type { ResultLeases } from './resultLeases';
import { groupingTitles, type ResultOrder } from './resultOrder';
import { ResultTree, type ResultElement, type Search, type ShownSearch } from './resultTree';

export interface ResultViewOptions {
  readonly server: RequestSender;
  readonly log: Log;
  readonly leases: ResultLeases;
}

/** The view "Search Results": owns what it shows, and the result in the server as long as it shows that. */
export class ResultView implements Disposable {
  private readonly tree: ResultTree;
  private readonly view: DataTree<ResultElement>;
  private lease: Disposable | undefined;
  private controller: AbortController | undefined;

  constructor(private readonly options: ResultViewOptions) {
    this.tree = new ResultTree({
      ...options,
      onDidChange: (element) => {
        this.view.showChange(element);
      },
    });
    this.view = new DataTree<ResultElement>('trailcase.results', {
      getRoots: () => this.tree.getRoots(),
      getChildren: (element) => this.tree.getChildren(element),
      toItem: toResultItem,
      toTooltip: toResultTooltip,
    });
  }

  get shown(): ShownSearch | undefined {
    return this.tree.search;
  }

  get order(): ResultOrder {
    return this.tree.order;
  }

  get selected(): ResultElement | undefined {
    return this.view.selected;
  }

  /** Begins to show a search; the one before it is stopped. The signal aborts when the user stops this one. */
  begin(search: Search): AbortSignal {
    this.stop();
    this.controller = new AbortController();
    this.show({ ...search, outcome: { type: 'running', progress: undefined } });
    return this.controller.signal;
  }

  report(search: Search, progress: SearchProgress): void {
    this.tree.report(search, progress);
  }

  /** Undefined: nothing. What comes late, of a search that another one has replaced, is dropped. */
  end(search: ShownSearch, signal: AbortSignal): boolean {
    if (this.controller?.signal !== signal) return false;
    this.controller = undefined;
    this.show(search);
    return true;
  }

  stop(): void {
    this.controller?.abort();
  }

  clear(): void {
    this.stop();
    this.controller = undefined;
    this.show(undefined);
  }

  setOrder(order: ResultOrder): void {
    this.tree.setOrder(order);
    this.describe();
  }

  async focus(): Promise<void> {
    await this.view.focus();
  }

  async loadMore(more: ResultElement): Promise<void> {
    const first = await this.view.withProgress(() => this.tree.loadMore(more));
    if (first !== undefined) await this.view.reveal(first);
  }

  dispose(): void {
    this.stop();
    this.view.dispose();
  }

  private show(search: ShownSearch | undefined): void {
    const previous = this.lease;
    const { outcome } = search ?? {};
    this.lease = outcome?.type === 'done' ? this.options.leases.hold(outcome.result.resultId) : undefined;
    previous?.dispose();
    setContext('trailcase.isSearching', outcome?.type === 'running');
    setContext('trailcase.hasResults', outcome?.type === 'done');
    setContext('trailcase.hasSearch', search !== undefined);
    this.tree.show(search);
    this.describe();
  }

  private describe(): void {
    const { grouping } = this.tree.order;
    const by = grouping === 'none' ? 'not grouped' : `by ${groupingTitles[grouping].toLowerCase()}`;
    this.view.setDescription(this.tree.result === undefined ? undefined : `${by}, times in UTC`);
  }
}
