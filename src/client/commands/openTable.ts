import { UserError } from '../../base/errors';
import { openResultTable } from '../results/openResultTable';
import { toHitSort } from '../results/resultOrder';
import { findResult } from '../results/resultArgument';
import type { CommandFactory } from './command';

/** The whole result, or the group that a menu hands over. */
export const openTable: CommandFactory = (services) => (arg) => {
  const { shown, order } = services.results;
  if (shown?.outcome.type !== 'done')
    return Promise.reject(new UserError('invalidInput', 'There are no results yet. Search first.'));
  const element = arg === undefined ? undefined : findResult(services, arg);
  const group =
    element?.isA('group') !== true ? undefined : { by: element.node.order.grouping, value: element.node.group.value };
  const sort = toHitSort(order);
  openResultTable(services, shown, shown.outcome.result, group === undefined ? { sort } : { sort, group });
  return Promise.resolve();
};
