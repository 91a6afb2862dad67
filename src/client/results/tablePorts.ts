import { UserError } from '../../base/errors';
import type { TableIdentity } from '../../protocol/resultTableMessages';
import { exportCsv, exportRows } from '../commands/exportResults';
import { findRootById } from '../commands/target';
import { toSourcePlace, type Place } from '../search/place';
import { runSearch } from '../search/runSearch';
import { askSearch } from '../search/searchBox';
import type { ClientServices } from '../services';
import { showStatement } from '../sql/showStatement';
import { maxSqlRows } from '../sql/sqlText';
import type { ResultTablesContext } from '../views/resultTablePanel';
import type { TableExport } from '../views/tableSession';
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
        const { root } = await getTablePlace(services, identity);
        await showStatement(root, identity.query);
        return;
      }
      const search = await askSearch(services, await getTablePlace(services, identity), identity.query);
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
  };
}

async function exportTable(services: ClientServices, { identity, ids, ...what }: TableExport): Promise<void> {
  const { group } = identity;
  const which = ids !== undefined ? { ids } : group !== undefined ? { group } : {};
  await exportRows(services, { resultId: what.resultId, columns: what.columns, sort: what.sort, ...which });
}

async function getTablePlace(services: ClientServices, { scope }: TableIdentity): Promise<Place> {
  const root = await findRootById(services, scope.sourceId);
  if (root === undefined) throw new UserError('notFound', 'The source of this table is no longer configured.');
  const source = toSourcePlace(root);
  return { ...source, scope, title: scope.prefix === undefined ? source.title : `${source.title} › ${scope.prefix}` };
}
