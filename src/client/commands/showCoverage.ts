import { findPlaceArgument, findSourcePlace } from '../search/placeArgument';
import type { CommandFactory } from './command';

/** What is indexed and what is not, of the source that is in front. */
export const showCoverage: CommandFactory = (services) => async (arg) => {
  const place = findPlaceArgument(arg) ?? services.results.shown?.place ?? (await findSourcePlace(services));
  await services.coverage.show(place?.scope.sourceId);
};
