import { window, type QuickPickItem } from 'vscode';
import { newAbortError } from '../../base/errors';
import { groupingTitles, type ResultOrder } from '../results/resultOrder';
import type { CommandFactory } from './command';

interface SortItem extends QuickPickItem {
  readonly change: Partial<ResultOrder>;
}

export const sortResults: CommandFactory = (services) => async () => {
  const { order } = services.results;
  const picked = await window.showQuickPick(toItems(order), {
    title: 'Sort Results',
    placeHolder: 'Order of groups, or of records',
  });
  if (picked === undefined) throw newAbortError();
  services.results.setOrder({ ...order, ...picked.change });
};

function toItems(order: ResultOrder): readonly SortItem[] {
  const records: readonly SortItem[] = [
    { label: '$(arrow-down) Records: oldest first', change: { areNewestFirst: false } },
    { label: '$(arrow-up) Records: newest first', change: { areNewestFirst: true } },
  ];
  if (order.grouping === 'none') return records;
  const group = groupingTitles[order.grouping].toLowerCase();
  return [
    { label: '$(sort-precedence) Groups: most records first', change: { groups: 'count' } },
    { label: `$(case-sensitive) Groups: by ${group}`, change: { groups: 'name' } },
    { label: '$(history) Groups: earliest first record', change: { groups: 'firstTime' } },
    { label: '$(history) Groups: latest last record', change: { groups: 'lastTime' } },
    ...records,
  ];
}
