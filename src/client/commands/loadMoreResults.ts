import { findIntegrityElement } from '../integrity/integrityArgument';
import { findResult } from '../results/resultArgument';
import type { CommandFactory } from './command';

/** Of a search, or of a finding of a validation. */
export const loadMoreResults: CommandFactory = (services) => async (arg) => {
  const found = arg === undefined ? undefined : findIntegrityElement(services, arg);
  if (found !== undefined) {
    await services.integrity.loadMore(found);
    return;
  }
  const element = findResult(services, arg);
  if (element !== undefined) await services.results.loadMore(element);
};
