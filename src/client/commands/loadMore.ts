import type { CommandFactory } from './command';
import { findElement } from './target';

/** The first of the new nodes takes the selection and the keyboard over: the node that had them is gone. */
export const loadMore: CommandFactory = (services) => async (arg) => {
  const element = findElement(services, arg);
  if (element?.isA('more') !== true) return;
  const first = await services.views.withViewProgress(() => services.tree.loadMore(element));
  if (first !== undefined) await services.views.reveal(first);
};
