import { UserError } from '../base/errors';
import type { ResultSet } from '../index/resultSet';
import type { TrailSearch } from './trailSearch';

/** A result that somebody may still ask about. */
export interface OpenResult {
  readonly result: ResultSet;
  readonly trail: TrailSearch;
  readonly sourceId: string;
}

/** Results by their ids, which are never used twice in one store. */
export class ResultStore {
  private readonly open = new Map<string, OpenResult>();
  private next = 1;

  /** `name` tells its ids from those of other stores: a client may still hold some of a server that is gone. */
  constructor(private readonly name: string) {}

  add(result: OpenResult): string {
    const id = `${this.name}-${this.next++}`;
    this.open.set(id, result);
    return id;
  }

  /** Throws a UserError `notFound` for one that was closed. */
  get(id: string): OpenResult {
    const result = this.open.get(id);
    if (result !== undefined) return result;
    throw new UserError('notFound', 'This result is no longer kept.', { nextStep: 'Run the search again.' });
  }

  async close(id: string): Promise<void> {
    const result = this.open.get(id);
    this.open.delete(id);
    await result?.result.dispose();
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.open.keys()].map((id) => this.close(id)));
  }
}
