import { UserError } from '../../base/errors';
import { runSearch } from '../search/runSearch';
import type { CommandFactory } from './command';

/** For what was indexed meanwhile, and after the server was started again. */
export const searchAgain: CommandFactory = (services) => async () => {
  const { shown } = services.results;
  if (shown === undefined) throw new UserError('invalidInput', 'There is no search to run again.');
  await runSearch(services, { query: shown.query, place: shown.place });
};
