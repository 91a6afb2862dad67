import { exportCsv, exportRows } from '../commands/exportResults';
import { runSearch } from '../search/runSearch';
import { getScopePlace } from '../search/scopePlace';
import { askSearch } from '../search/searchBox';
import type { ClientServices } from '../services';
import { showStatement } from '../sql/showStatement';
import { maxSqlRows } from '../sql/sqlText';
import type { ResultTablesContext } from '../views/resultTablePanel';
import type { TableExport } from '../views/tableSession';
import { openTimeline } from '../timeline/openTimeline';
import { toGroupTimeline } from './groupTimeline';
import { openHit } from './openHit';

type Ports = Omit<ResultTablesContext, 'extensionUri' | 'server' | 'log' | 'memento'>;

/** What tables cannot do by themselves. The services are asked for late: tables are among them. */
export function newTablePorts(getServices: () => ClientServices): Ports {
  return {
    openHit: (resultId, id, { preserveFocus }) => openHit(getServices(), resultId, id, { preserveFocus }),
    exportResult: (request) => exportTable(getServices(), request),
    exportCsv: (text, rows) => exportCsv(getServices(), text, rows),
    editQuery: async (identity) => {
      const services = getServices();
      if (identity.language === 'sql') {
        const { root } = await getScopePlace(services, identity.scope);
        await showStatement(root, identity.query);
        return;
      }
      const search = await askSearch(services, await getScopePlace(services, identity.scope), identity.query);
      if (search !== undefined) await runSearch(services, search, 'table');
    },
    rerun: ({ query, scope }, signal) => {
      const { server, progress } = getServices();
      return progress.search.during(
        () => undefined,
        (progressId) => server.ask('search', { scope, query, progressId }, signal),
      );
    },
    rerunSql: ({ query, scope }, signal) =>
      getServices().server.ask('runSql', { sourceId: scope.sourceId, text: query, maxRows: maxSqlRows }, signal),
    hold: (resultId) => getServices().leases.hold(resultId),
    showTimeline: async (identity) => {
      const services = getServices();
      const place = await getScopePlace(services, identity.scope);
      await openTimeline(services, toGroupTimeline({ query: identity.query, place }, identity.group));
    },
  };
}

async function exportTable(services: ClientServices, { identity, ids, ...what }: TableExport): Promise<void> {
  const { group } = identity;
  const which = ids !== undefined ? { ids } : group !== undefined ? { group } : {};
  await exportRows(services, { resultId: what.resultId, columns: what.columns, sort: what.sort, ...which });
}
