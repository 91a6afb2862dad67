import { findResult } from '../results/resultArgument';
import type { CommandFactory } from './command';

export const loadMoreResults: CommandFactory = (services) => async (arg) => {
  const element = findResult(services, arg);
  if (element !== undefined) await services.results.loadMore(element);
};
