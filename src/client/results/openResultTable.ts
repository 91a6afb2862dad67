import type { SearchResult } from '../../protocol/searchRequests';
import type { ClientServices } from '../services';
import type { TableToOpen } from '../views/resultTablePanel';
import { toQueryText } from './resultText';
import type { Search } from './resultTree';

/** The same result as rows in an editor; of one group only its rows. */
export function openResultTable(
  { tables }: ClientServices,
  { query, place }: Search,
  result: SearchResult,
  options: Pick<TableToOpen, 'group' | 'sort'> = {},
): void {
  tables.open({
    result,
    query,
    scope: place.scope,
    title: toQueryText(query),
    ...options,
  });
}
