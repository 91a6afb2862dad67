import { UserError } from '../../base/errors';
import type { SearchScope } from '../../protocol/searchRequests';
import { findRootById } from '../commands/target';
import type { ClientServices } from '../services';
import { toSourcePlace, type Place } from './place';

/** The place of a scope that was kept. Throws a UserError when its source was removed meanwhile. */
export async function getScopePlace(services: Pick<ClientServices, 'tree'>, scope: SearchScope): Promise<Place> {
  const root = await findRootById(services, scope.sourceId);
  if (root === undefined) throw new UserError('notFound', 'Its source is no longer configured.');
  const source = toSourcePlace(root);
  return { ...source, scope, title: scope.prefix === undefined ? source.title : `${source.title} › ${scope.prefix}` };
}
