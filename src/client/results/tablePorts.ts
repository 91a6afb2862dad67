import { UserError } from '../../base/errors';
import type { TableIdentity } from '../../protocol/resultTableMessages';
import { exportRows } from '../commands/exportResults';
import { listRoots } from '../commands/target';
import { toSourcePlace, type Place } from '../search/place';
import { runSearch } from '../search/runSearch';
import { askSearch } from '../search/searchBox';
import type { ClientServices } from '../services';
import type { ResultTablesContext } from '../views/resultTablePanel';
import type { TableExport } from '../views/tableSession';
import { openHit } from './openHit';

type Ports = Pick<ResultTablesContext, 'openHit' | 'exportResult' | 'editQuery' | 'rerun' | 'hold'>;

/** What tables cannot do by themselves. The services are asked for late: tables are among them. */
export function newTablePorts(getServices: () => ClientServices): Ports {
  return {
    openHit: (resultId, id, { preserveFocus }) => openHit(getServices(), resultId, id, { preserveFocus }),
    exportResult: (request) => exportTable(getServices(), request),
    editQuery: async (identity) => {
      const services = getServices();
      const search = await askSearch(services, await getTablePlace(services, identity), identity.query);
      if (search !== undefined) await runSearch(services, search, 'table');
    },
    rerun: async ({ query, scope }, signal) => {
      const { server, progress } = getServices();
      const listener = progress.search.listen(() => undefined);
      try {
        return await server.ask('search', { scope, query, progressId: listener.progressId }, signal);
      } finally {
        listener.dispose();
      }
    },
    hold: (resultId) => getServices().leases.hold(resultId),
  };
}

async function exportTable(services: ClientServices, { identity, ids, ...what }: TableExport): Promise<void> {
  const { group } = identity;
  const which = ids !== undefined ? { ids } : group !== undefined ? { group } : {};
  await exportRows(services, { resultId: what.resultId, columns: what.columns, sort: what.sort, ...which });
}

async function getTablePlace(services: ClientServices, { scope }: TableIdentity): Promise<Place> {
  const root = (await listRoots(services)).find(({ sourceId }) => sourceId === scope.sourceId);
  if (root === undefined) throw new UserError('notFound', 'The source of this table is no longer configured.');
  const source = toSourcePlace(root);
  return { ...source, scope, title: scope.prefix === undefined ? source.title : `${source.title} › ${scope.prefix}` };
}
