import * as requests from '../protocol/searchRequests';
import { deleteIndex } from '../index/deleteIndex';
import { ObjectCache } from '../source/cache/objectCache';
import { toRegisterRequest } from './requestHandling';
import { writeExport } from './resultExports';
import { ScanRequests } from './scanRequests';
import { SearchRequests } from './searchRequests';
import { toProgressTeller } from './searchProgress';
import type { ServerState } from './serverState';

/** Answers the requests of protocol/searchRequests.ts. */
export function registerSearchRequests(state: ServerState): void {
  const scans = new ScanRequests(state);
  const searches = new SearchRequests(state);
  const on = toRegisterRequest(state);
  on(requests.planScanRequest, (params, signal) => scans.plan(params, signal));
  on(requests.runScanRequest, (params, signal) => scans.run(params, signal));
  on(requests.checkQueryRequest, ({ text }) => searches.check(text));
  on(requests.completeQueryRequest, (params, signal) => searches.complete(params, signal));
  on(requests.suggestValuesRequest, (params, signal) => searches.values(params, signal));
  on(requests.searchRequest, (params, signal) => searches.search(params, signal));
  on(requests.resultPageRequest, (params, signal) => searches.page(params, signal));
  on(requests.resultGroupsRequest, (params, signal) => searches.groups(params, signal));
  on(requests.locateHitRequest, (params, signal) => searches.locate(params, signal));
  on(requests.closeResultRequest, async ({ resultId }) => {
    await state.results.close(resultId);
    return null;
  });
  on(requests.exportResultRequest, async (params, signal) => {
    const open = state.results.get(params.resultId);
    const tell = toProgressTeller(state, params.progressId);
    const { source } = state.sources.get(open.sourceId);
    const { unread, ...exported } = await writeExport(
      open,
      params,
      (hits) => {
        tell({ hits, logsDone: 0, logsTotal: 0 });
      },
      signal,
    );
    return { ...exported, unread: unread.map(({ key, reason }) => ({ uri: source.toUri(key), reason })) };
  });
  on(requests.coverageRequest, ({ scope }, signal) => searches.coverage(scope, signal));
  on(requests.unreadableRequest, ({ scope }, signal) => searches.unreadable(scope, signal));
  on(requests.runSqlRequest, (params, signal) => searches.sql(params, signal));
  on(requests.clearCacheRequest, async (_, signal) => {
    const cache = new ObjectCache({ folder: state.folders.originals, maxBytes: 0 });
    const { sizeBytes: bytes } = await cache.usage(signal);
    await cache.clear(signal);
    return { bytes };
  });
  on(requests.deleteIndexRequest, async ({ sourceId }) => {
    const { indexFolder } = state.searches.get(sourceId).options;
    await state.results.closeAll();
    state.searches.keepOnly(new Set());
    return { bytes: await deleteIndex(indexFolder) };
  });
}
