import { window } from 'vscode';
import { isAbort, newAbortError, toUserErrorData } from '../../base/errors';
import type { SearchProgress, SearchResult } from '../../protocol/searchRequests';
import { readSettings } from '../configuration';
import { withCancellableProgress } from '../progress';
import { openResultTable } from '../results/openResultTable';
import { toHitSort } from '../results/resultOrder';
import { toProgressText, toQueryText } from '../results/resultText';
import type { Search } from '../results/resultTree';
import { askScanPlace } from '../scan/askScanPlace';
import { indexPlace, showScanSummary } from '../scan/runScan';
import type { ClientServices } from '../services';
import type { ResultPlace } from '../settings';
import { toScopeTitle, withoutTime } from './place';

/** Runs a search and shows what it found. A place of which nothing is indexed is never searched without a word. */
export async function runSearch(
  services: ClientServices,
  search: Search,
  place: ResultPlace = readSettings().resultPlace,
): Promise<void> {
  await services.history.add(search.query);
  await offerIndexing(services, search);
  const { results } = services;
  const signal = results.begin(search);
  await results.focus();
  let result: SearchResult;
  try {
    result = await askSearch(services, search, signal);
  } catch (error) {
    const outcome = isAbort(error)
      ? ({ type: 'stopped' } as const)
      : ({ type: 'failed', error: toUserErrorData(error) } as const);
    results.end({ ...search, outcome }, signal);
    throw error;
  }
  const lease = services.leases.hold(result.resultId);
  try {
    if (!results.end({ ...search, outcome: { type: 'done', result } }, signal)) return;
    if (place === 'table' && result.count > 0)
      openResultTable(services, search, result, { sort: toHitSort(results.order) });
    else await results.focus();
  } finally {
    lease.dispose();
  }
}

/** Fails with an AbortError when it is stopped here or by the signal. */
export async function askSearch(
  { server, progress, results }: ClientServices,
  search: Search,
  stop?: AbortSignal,
): Promise<SearchResult> {
  const title = `Searching ${toScopeTitle(search.place)} for ${toQueryText(search.query)}`;
  return await withCancellableProgress(title, async (cancel, report) => {
    const tell = (found: SearchProgress): void => {
      const { logsDone, logsTotal } = found;
      report(toProgressText(found), logsTotal > 0 ? (logsDone / logsTotal) * 100 : undefined);
      if (stop !== undefined) results.report(search, found);
    };
    const signal = stop === undefined ? cancel : AbortSignal.any([cancel, stop]);
    const { scope } = search.place;
    return await progress.search.during(tell, (progressId) =>
      server.ask('search', { scope, query: search.query, progressId }, signal),
    );
  });
}

/** Throws an AbortError when the user wants neither to index nor to search. */
export async function offerIndexing(services: ClientServices, { place }: Search): Promise<void> {
  const scope = withoutTime(place.scope);
  const coverage = await withCancellableProgress('Looking at what is indexed', (signal) =>
    services.server.ask('coverage', { scope }, signal),
  );
  if (coverage.rows.some(({ read }) => read > 0)) return;
  const index = 'Index…';
  const anyway = 'Search Anyway';
  const detail =
    'A search finds records in the index, and in logs that the index knows of. Index the days you want to search first; the plan says what that reads, and what it costs.';
  const message = `Nothing of ${place.title} is indexed yet.`;
  const choice = await window.showWarningMessage(message, { modal: true, detail }, index, anyway);
  if (choice === anyway) return;
  if (choice !== index) throw newAbortError();
  const indexed = await askScanPlace(services, { ...place, scope }, 'Index');
  const summary = await indexPlace(services, indexed);
  if (summary?.isComplete === true) return;
  showScanSummary(indexed, summary);
  throw newAbortError();
}
