import { window } from 'vscode';
import { newAbortError } from '../../base/errors';
import { allGroupings, groupingTitles } from '../results/resultOrder';
import type { CommandFactory } from './command';

export const groupResults: CommandFactory = (services) => async () => {
  const { order } = services.results;
  const items = allGroupings.map((grouping) => ({
    label: `$(${grouping === 'none' ? 'list-flat' : 'list-tree'}) ${groupingTitles[grouping]}`,
    ...(grouping === order.grouping ? { description: 'now' } : {}),
    grouping,
  }));
  const picked = await window.showQuickPick(items, { title: 'Group Results', placeHolder: 'By what' });
  if (picked === undefined) throw newAbortError();
  services.results.setOrder({ ...order, grouping: picked.grouping, groups: undefined });
};
