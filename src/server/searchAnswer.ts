import type { CoverageStatement } from '../index/coverage';
import type { ResultSummary } from '../index/resultSet';
import type * as requests from '../protocol/searchRequests';
import type { ServerState } from './serverState';

/** What the client is told of a result that is kept. */
export function toSearchResult(
  { sources }: Pick<ServerState, 'sources'>,
  resultId: string,
  sourceId: string,
  summary: ResultSummary,
): requests.SearchResult {
  const { source } = sources.get(sourceId);
  const { coverage, unsearched, firstTime, lastTime, ...rest } = summary;
  return {
    ...rest,
    resultId,
    coverage: toStatement(coverage),
    unread: unsearched.map(({ key, reason }) => ({ uri: source.toUri(key), reason })),
    ...(firstTime === undefined ? {} : { firstTime }),
    ...(lastTime === undefined ? {} : { lastTime }),
  };
}

export function toStatement({
  isComplete,
  statement,
}: Pick<CoverageStatement, 'isComplete' | 'statement'>): requests.CoverageStatement {
  return { isComplete, text: statement };
}
