import type { CommandFactory } from './command';
import { findElement } from './target';

export const loadMore: CommandFactory = (services) => async (arg) => {
  const element = findElement(services, arg);
  if (element?.isA('more') !== true) return;
  await services.views.withViewProgress(() => services.tree.loadMore(element));
};
