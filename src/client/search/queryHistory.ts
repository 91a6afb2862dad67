/** What VS Code's `Memento` can do of use here. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

export interface SavedSearch {
  readonly name: string;
  readonly query: string;
}

export interface QueryHistoryStores {
  /** Of the workspace: queries that were run. */
  readonly workspace: Store;
  /** Of the user: searches with a name. */
  readonly user: Store;
}

const historyKey = 'trailcase.queryHistory';
const savedKey = 'trailcase.savedSearches';
const maxQueries = 50;

/** Queries that were run in this workspace, the newest first, and those that were given a name. */
export class QueryHistory {
  constructor(private readonly stores: QueryHistoryStores) {}

  get queries(): readonly string[] {
    const value = this.stores.workspace.get(historyKey);
    return Array.isArray(value) ? value.filter((query) => typeof query === 'string') : [];
  }

  get saved(): readonly SavedSearch[] {
    const value = this.stores.user.get(savedKey);
    return Array.isArray(value) ? value.filter(isSavedSearch) : [];
  }

  async add(query: string): Promise<void> {
    if (query.trim() === '') return;
    const others = this.queries.filter((other) => other !== query);
    await this.stores.workspace.update(historyKey, [query, ...others].slice(0, maxQueries));
  }

  async remove(query: string): Promise<void> {
    await this.stores.workspace.update(
      historyKey,
      this.queries.filter((other) => other !== query),
    );
  }

  /** Takes the place of the one of the same name. */
  async save(search: SavedSearch): Promise<void> {
    const others = this.saved.filter(({ name }) => name !== search.name);
    await this.stores.user.update(
      savedKey,
      [...others, search].sort((a, b) => a.name.localeCompare(b.name)),
    );
  }

  async removeSaved(name: string): Promise<void> {
    await this.stores.user.update(
      savedKey,
      this.saved.filter((other) => other.name !== name),
    );
  }
}

function isSavedSearch(value: unknown): value is SavedSearch {
  return (
    typeof value === 'object' &&
    value !== null &&
    'name' in value &&
    typeof value.name === 'string' &&
    'query' in value &&
    typeof value.query === 'string'
  );
}
