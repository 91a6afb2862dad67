import { askSearch } from '../search/searchBox';
import { toSourcePlace, type Place } from '../search/place';
import { findPlaceArgument, getPlace } from '../search/placeArgument';
import { runSearch } from '../search/runSearch';
import type { ClientServices } from '../services';
import type { CommandFactory } from './command';
import { findRootById } from './target';

/** In the part that a menu hands over; from the palette in the whole source that was searched last, or is in front. */
export const searchRecords: CommandFactory = (services) => async (arg) => {
  const place =
    findPlaceArgument(arg) ??
    (await findLastSource(services)) ??
    (await getPlace(services, undefined, 'Search Records'));
  const search = await askSearch(services, place);
  if (search !== undefined) await runSearch(services, search);
};

/** Unless it was removed meanwhile. */
async function findLastSource(services: ClientServices): Promise<Place | undefined> {
  const root = await findRootById(services, services.results.shown?.place.scope.sourceId);
  return root === undefined ? undefined : toSourcePlace(root);
}
