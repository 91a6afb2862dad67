import type { UserErrorData } from '../../base/errors';
import type { Log } from '../../base/log';
import type { HitLocation, ResultGroups, SearchProgress, SearchResult } from '../../protocol/searchRequests';
import type { Place } from '../search/place';
import type { RequestSender } from '../server/requestTypes';
import { PagedTree, type PagedElement } from '../views/pagedTree';
import { countCopies, hitColumns, toHits, type Hit } from './hit';
import { defaultOrder, sortGroups, toHitSort, type Group, type ResultOrder } from './resultOrder';

export interface Search {
  readonly query: string;
  readonly place: Place;
}

export type SearchOutcome =
  | { readonly type: 'running'; readonly progress: SearchProgress | undefined }
  | { readonly type: 'done'; readonly result: SearchResult }
  | { readonly type: 'failed'; readonly error: UserErrorData }
  | { readonly type: 'stopped' };

/** The search that the view shows, and how far it is. */
export interface ShownSearch extends Search {
  readonly outcome: SearchOutcome;
}

export type ResultNode =
  | { readonly type: 'summary' | 'coverage' | 'running' | 'failed' | 'stopped'; readonly search: ShownSearch }
  | { readonly type: 'unreadList'; readonly unread: SearchResult['unread'] }
  | { readonly type: 'unread'; readonly uri: string; readonly reason: string }
  /** `isOnly`: there is no other, so that it is shown open. */
  | { readonly type: 'group'; readonly group: Group; readonly order: ResultOrder; readonly isOnly?: boolean }
  | { readonly type: 'hit'; readonly hit: Hit; readonly order: ResultOrder; readonly resultId: string }
  | {
      readonly type: 'location';
      readonly location: HitLocation;
      readonly resultId: string;
      readonly hitId: number;
      readonly place: number;
    }
  | { readonly type: 'more'; readonly shown: number; readonly total: number }
  | { readonly type: 'note'; readonly text: string }
  | { readonly type: 'problem'; readonly error: UserErrorData };

export class ResultElement<N extends ResultNode = ResultNode> implements PagedElement<ResultElement> {
  children: readonly ResultElement[] | undefined;

  constructor(
    readonly id: string,
    readonly node: N,
    readonly parent: ResultElement | undefined,
  ) {}

  isA<T extends ResultNode['type']>(type: T): this is ResultElement<Extract<ResultNode, { readonly type: T }>> {
    return this.node.type === type;
  }
}

export interface ResultTreeOptions {
  readonly server: RequestSender;
  readonly log: Log;
  /** Undefined: everything changed. */
  readonly onDidChange: (element: ResultElement | undefined) => void;
}

const pageSize = 200;
const maxGroups = 2000;

/** What the results view shows, free of VS Code: the newest search, its groups, and their hits page by page. */
export class ResultTree {
  private shown: ShownSearch | undefined;
  private currentOrder = defaultOrder;
  private readonly pages: PagedTree<ResultElement>;

  constructor(private readonly options: ResultTreeOptions) {
    this.pages = new PagedTree<ResultElement>({
      ...options,
      loadRoots: () => this.loadRoots(),
      loadChildren: (element) => this.loadChildren(element),
      newProblem: (error, parent) => this.newElement('problem', { type: 'problem', error }, parent),
    });
  }

  get search(): ShownSearch | undefined {
    return this.shown;
  }

  get result(): SearchResult | undefined {
    return this.shown?.outcome.type === 'done' ? this.shown.outcome.result : undefined;
  }

  get order(): ResultOrder {
    return this.currentOrder;
  }

  /** Undefined: the view is empty, and shows its welcome. */
  show(search: ShownSearch | undefined): void {
    this.shown = search;
    this.pages.reload();
  }

  /** How far the search that runs is; of another one it is dropped. */
  report(search: Search, progress: SearchProgress): void {
    if (this.shown?.outcome.type !== 'running' || this.shown.place !== search.place) return;
    this.shown = { ...this.shown, outcome: { type: 'running', progress } };
    this.pages.refreshRoots();
  }

  setOrder(order: ResultOrder): void {
    this.currentOrder = order;
    this.pages.reload();
  }

  getRoots(): Promise<readonly ResultElement[]> {
    return this.pages.getRoots();
  }

  getChildren(element: ResultElement): Promise<readonly ResultElement[]> {
    return this.pages.getChildren(element);
  }

  /** Puts the next page in the place of a "more" node; the first of the new nodes, to go on from there. */
  async loadMore(more: ResultElement): Promise<ResultElement | undefined> {
    if (!more.isA('more')) return undefined;
    return await this.pages.loadMore(more, () => this.loadHits(more.parent, more.node.shown));
  }

  private async loadRoots(): Promise<readonly ResultElement[]> {
    const search = this.shown;
    if (search === undefined) return [];
    const { outcome } = search;
    if (outcome.type !== 'done') return [this.newElement(outcome.type, { type: outcome.type, search })];
    const { unread, count } = outcome.result;
    const head: ResultNode[] = [
      { type: 'summary', search },
      { type: 'coverage', search },
      ...(unread.length === 0 ? [] : [{ type: 'unreadList', unread } as const]),
    ];
    const elements = head.map((node) => this.newElement(node.type, node));
    if (count === 0) return elements;
    const load = this.currentOrder.grouping === 'none' ? this.loadHits(undefined, 0) : this.loadGroups(outcome.result);
    return [...elements, ...(await this.pages.orProblem(load, undefined))];
  }

  private async loadChildren(element: ResultElement): Promise<readonly ResultElement[]> {
    if (element.isA('group')) return await this.loadHits(element, 0);
    if (element.isA('hit')) return await this.loadLocations(element.node);
    if (element.isA('unreadList')) {
      return element.node.unread.map((unread, index) =>
        this.newElement(`${index}`, { type: 'unread', ...unread }, element),
      );
    }
    return [];
  }

  private async loadGroups({ resultId }: SearchResult): Promise<readonly ResultElement[]> {
    const order = this.currentOrder;
    const params = { resultId, by: order.grouping, limit: maxGroups };
    const answer: ResultGroups = await this.options.server.ask('resultGroups', params);
    const isOnly = answer.total === 1;
    const groups = sortGroups(answer.groups, order).map((group) => {
      const id = `group ${order.grouping} ${JSON.stringify(group.value)}`;
      return this.newElement(id, { type: 'group', group, order, ...(isOnly ? { isOnly } : {}) });
    });
    const rest = answer.total - answer.groups.length;
    if (rest <= 0) return groups;
    const text = `${rest.toLocaleString('en-US')} more groups are not shown: open the table, or narrow the search`;
    return [...groups, this.newElement('rest', { type: 'note', text })];
  }

  private async loadHits(group: ResultElement | undefined, offset: number): Promise<readonly ResultElement[]> {
    const { result, currentOrder: order } = this;
    if (result === undefined) return [];
    const { resultId } = result;
    const filter = group?.isA('group') === true ? { by: order.grouping, value: group.node.group.value } : undefined;
    const page = await this.options.server.ask('resultPage', {
      resultId,
      offset,
      limit: pageSize,
      sort: toHitSort(order),
      columns: hitColumns,
      ...(filter === undefined ? {} : { group: filter }),
    });
    const hits = toHits(page).map((hit) =>
      this.newElement(`hit ${hit.id}`, { type: 'hit', hit, order, resultId }, group),
    );
    const shown = offset + hits.length;
    // An empty page ends the list whatever the total says: it would ask for the same page for ever.
    if (shown >= page.total || hits.length === 0) return hits;
    return [...hits, this.newElement(`more ${shown}`, { type: 'more', shown, total: page.total }, group)];
  }

  private async loadLocations({
    hit,
    resultId,
  }: Extract<ResultNode, { type: 'hit' }>): Promise<readonly ResultElement[]> {
    if (countCopies(hit) === 0) return [];
    const locations = await this.options.server.ask('locateHit', { resultId, id: hit.id });
    return locations.map((location, place) =>
      this.newElement(`location ${hit.id} ${place}`, { type: 'location', location, resultId, hitId: hit.id, place }),
    );
  }

  /** Ids begin with the generation: nodes of another search never inherit what was expanded. */
  private newElement(id: string, node: ResultNode, parent?: ResultElement): ResultElement {
    return new ResultElement(`${parent?.id ?? this.pages.generation} ${id}`, node, parent);
  }
}
